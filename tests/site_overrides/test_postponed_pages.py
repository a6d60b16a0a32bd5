"""A text was announced for a day and got another one: its first address stays and says so."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at

OLD = "# Terms\n\nWe deliver in five countries."
NEW = "# Terms\n\nWe deliver in four countries."
POSTPONED = (
    "Postponed on 10 January 2027: It applies from 1 April 2027 instead of 1 March 2027."
    " No word changed."
)


def dated(line: str, words: str) -> str:
    return f"# Rules\n\nEffective date: {line}\n\n{words}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Terms that were postponed, and rules whose date alone was changed long after."""
    made = PolicyRepository(tmp_path_factory.mktemp("postponed"))
    rules = "policy/rules.md"
    made.commit({"policy/terms.md": policy(OLD, "2026-01-01")}, "2025-12-01")
    made.commit({rules: dated("1 January 2026", "Be kind.")}, "2025-12-01")
    made.commit({rules: dated("1 May 2026", "Be kinder.")}, "2026-02-01")
    made.commit({rules: dated("1 June 2026", "Be kinder.")}, "2026-04-10")
    made.commit({"policy/terms.md": policy(NEW, "2027-03-01")}, "2027-01-02")
    made.commit({"policy/terms.md": policy(NEW, "2027-04-01")}, "2027-01-10")
    return build(made.root).folder


def test_the_announced_address_says_from_which_day_to_which_it_was_postponed(site: Path) -> None:
    page = page_at(site, "terms/2027-03-01/")

    assert POSTPONED in page.words
    assert page.links == ["../../terms/2027-04-01/"]
    assert not [found for _, found in page.tags if found.get("http-equiv") == "refresh"]
    assert "2027-03-01" not in (site / "_redirects").read_text()


@pytest.mark.parametrize("address", ["terms/", "terms/2027-04-01/"])
def test_so_does_every_page_that_announces_the_text(site: Path, address: str) -> None:
    assert POSTPONED in page_at(site, address).words


def test_a_text_that_another_with_another_date_replaced_names_that_one(site: Path) -> None:
    words = page_at(site, "rules/2026-05-01/").words

    assert "This text never applied. It was announced for 1 May 2026" in words
    assert "The text of 1 June 2026 took its place: only its date is another." in words
