"""The home page: every policy with its one true line, retired ones apart."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at


def test_every_policy_has_its_line(sample_site: Path) -> None:
    page = page_at(sample_site, "")

    assert "In force since 1 September 2025" in page.words
    assert "Next version from 1 March 2027" in page.words
    assert {"privacy/", "terms/", "subprocessors/", "backup/"} <= set(page.links)


def test_retired_policies_are_listed_apart(busy_site: Path) -> None:
    words = page_at(busy_site, "").words

    assert words.index("Retired policies") < words.rindex("Games")
    assert words.index("Cookies") < words.index("Retired policies")
    assert "Games Retired on 1 February 2022." in words


@pytest.mark.slow
def test_an_owners_own_home_page_keeps_its_words_above_the_list(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy("# Terms\n\nWords.")}, "2026-01-01")
    repository.write("policy/index.md", "# Welcome\n\nOur own words.")
    repository.write(
        "mkdocs.yml",
        "site_name: Ours\ndocs_dir: policy\ntheme: {name: material}\nplugins: [fairnotice]\n",
    )

    words = page_at(build(tmp_path).folder, "").words

    assert words.index("Our own words.") < words.index("In force since")
