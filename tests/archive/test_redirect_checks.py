"""A former address leads to one text, and to none where something else stands."""

from datetime import date
from pathlib import Path

import pytest

from archive.register import Register
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy


def register_of(root: Path, **redirects: str) -> Register:
    repository = PolicyRepository(root)
    for name, addresses in redirects.items():
        language = {"terms_de": "policy/terms.de.md"}
        path = language.get(name, f"policy/{name}.md")
        text = policy(f"The words of {name}.", "2026-01-01", redirect_from=addresses)
        repository.commit({path: text}, "2026-01-01")
    with open_workspace(root, today=date(2027, 1, 15)) as workspace:
        return workspace.register


@pytest.mark.parametrize(
    ("privacy", "terms", "told"),
    [
        pytest.param("[x]", "[x]", "`privacy` redirects from it too", id="claimed twice"),
        pytest.param("[x]", "[X/]", "`privacy` redirects from it too", id="but for capitals"),
        pytest.param("[x]", "[/x.md]", "`privacy` redirects from it too", id="in other words"),
        pytest.param("[x]", "[privacy]", "`privacy` stands there", id="another policy's own"),
        pytest.param("[x]", "[Terms]", "the same as `terms/`", id="its own but for capitals"),
    ],
)
def test_an_address_that_is_not_free_is_told(
    tmp_path: Path, privacy: str, terms: str, told: str
) -> None:
    (fault,) = register_of(tmp_path, privacy=privacy, terms=terms).faults

    assert (fault.code, fault.path) == ("redirect-taken", "policy/terms.md")
    assert told in fault.message


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param({"terms": "[terms]"}, id="its own address"),
        pytest.param({"terms": "[rules]", "terms_de": "[rules]"}, id="two languages of one"),
        pytest.param({"privacy": "[a]", "terms": "[b]"}, id="two addresses"),
    ],
)
def test_an_address_that_is_free_is_none(tmp_path: Path, addresses: dict[str, str]) -> None:
    assert not register_of(tmp_path, **addresses).faults


@pytest.mark.parametrize("address", ["assets", "'404'", "/404.html", "index", "Assets/x", "search"])
def test_no_address_may_be_one_of_the_sites_own(tmp_path: Path, address: str) -> None:
    (found,) = register_of(tmp_path, privacy=f"[old, {address}]")

    assert [fault.code for fault in found.faults] == ["front-matter-redirect"]
    assert not found.revisions[-1].front_matter.redirect_from


def test_a_policy_may_take_over_the_addresses_of_a_retired_one(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for day, name, addresses in (
        ("2026-01-01", "privacy", "[old]"),
        ("2026-03-01", "terms", "[old, privacy]"),
    ):
        text = policy(f"The words of {name}.", day, redirect_from=addresses)
        repository.commit({f"policy/{name}.md": text}, day)
        if name == "privacy":
            repository.move("policy/privacy.md", "archived/privacy.md", "2026-02-01")
    repository.write("fairnotice.toml", 'retired = ["archived/**"]\n')

    with open_workspace(tmp_path, today=date(2027, 1, 15)) as workspace:
        assert not workspace.register.faults
