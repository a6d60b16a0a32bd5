"""A wrong text stood for some hours and was taken back: every page and feed tells the same of it."""

import json
from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at

RIGHT = policy("# Terms\n\nWe pay up to 500 euros.", "2026-02-01")
WRONG = policy("# Terms\n\nWe pay up to 5 euros.", "2026-02-01")
STOOD = "for 6 hours, from 09:00:00 to 15:00:00 (UTC) on 3 November 2026"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Terms in force since February, and a day in November on which they were wrong."""
    made = PolicyRepository(tmp_path_factory.mktemp("mistake"))
    old = policy("# Terms\n\nWe pay.", "2025-01-01")
    made.commit({"policy/terms.md": old}, "2024-12-01")
    made.commit({"policy/terms.md": RIGHT}, "2026-01-05")
    made.commit({"policy/terms.md": WRONG}, "2026-11-03T09:00:00Z")
    made.commit({"policy/terms.md": RIGHT}, "2026-11-03T15:00:00Z")
    return build(made.root).folder


def test_the_version_with_the_mistake_is_in_force(site: Path) -> None:
    words = page_at(site, "terms/history/").words

    assert "Version of 1 February 2026 In force It has applied since 1 February 2026." in words
    assert "The same text as the one published on 5 January 2026" in words
    assert f"Withdrawn on 3 November 2026 : It stood {STOOD}." in words


def test_the_policy_page_tells_of_the_mistake_and_not_of_a_change(site: Path) -> None:
    words = page_at(site, "terms/").words

    assert "In force since 1 Feb 2026 Published 5 Jan 2026" in words
    assert "Last wording change 5 Jan 2026" in words
    assert f"Another text stood here {STOOD}, and was withdrawn." in words
    assert "Undated change" not in words


def test_the_wrong_text_is_withdrawn_and_not_said_never_to_have_applied(site: Path) -> None:
    [wrong] = _addresses(site, "withdrawn")
    words = page_at(site, wrong).words

    assert f"This text was withdrawn. It stood {STOOD}." in words
    assert "never applied" not in words
    log = page_at(site, "changes/").words
    assert "Terms This text stood for 6 hours and was withdrawn." in log
    assert "Terms Published again This text has applied since 1 February 2026." in log


def test_the_feed_says_what_the_pages_say(site: Path) -> None:
    again, wrong, *_ = json.loads((site / "feed.json").read_bytes())["items"]

    assert again["title"] == "Terms: former text published again"
    assert wrong["title"] == "Terms: new text, withdrawn the same day"
    assert f"It stood {STOOD}." in wrong["content_html"]


def test_its_redline_names_the_texts_by_day_and_hour(site: Path) -> None:
    [wrong] = _addresses(site, "withdrawn")
    words = page_at(site, f"{wrong}changes/").words

    assert "What changed on 3 November 2026 From the text published on 5 January 2026" in words
    [again] = _addresses(site, "in force")
    words = page_at(site, f"{again}changes/").words
    assert (
        "From the text published on 3 November 2026 at 09:00:00 to the text"
        " published on 3 November 2026 at 15:00:00"
    ) in words
    assert "The former text was withdrawn." in words


def _addresses(site: Path, state: str) -> list[str]:
    [terms] = json.loads((site / "terms/versions.json").read_bytes())["policies"]
    return [
        f"terms/{version['address']}/{revision['id']}/"
        for version in terms["versions"]
        for revision in version["revisions"]
        if revision["state"] == state
    ]
