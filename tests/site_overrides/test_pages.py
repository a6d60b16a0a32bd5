"""A policy's page shows the text in force, its dates, and what is coming."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at


def test_the_date_line_says_everything_and_leads_on(sample_site: Path) -> None:
    page = page_at(sample_site, "privacy/")

    for words in (
        "In force since 1 Sep 2025 until 28 Feb 2027",
        "Published 18 Aug 2025",
        "Announced 18 Aug 2025",
        "Last wording change 18 Aug 2025",
        "Next version from 1 Mar 2027",
    ):
        assert words in page.words
    assert {"../privacy/2025-09-01/", "../privacy/history/", "../privacy/2027-03-01/"} <= set(
        page.links
    )


def test_the_page_shows_the_text_in_force_not_the_newest(sample_site: Path) -> None:
    words = page_at(sample_site, "privacy/").words

    assert "You can still do so for 30 days after you close your account." in words
    assert "You can still do so for 14 days" not in words


def test_a_scheduled_version_is_announced_with_its_summary_and_choices(sample_site: Path) -> None:
    words = page_at(sample_site, "privacy/").words

    for expected in (
        "A new version applies from 1 March 2027",
        "Until 28 February 2027, the text on this page applies. The new version was published on",
        "We would like to use your approximate location",
        "What you can do Location:",
        "See what changes",
    ):
        assert expected in words


@pytest.mark.parametrize(
    "address", ["", "terms/", "terms/history/", "changes/", "backup/2024-02-01/"]
)
def test_a_significant_change_is_announced_on_every_page(sample_site: Path, address: str) -> None:
    page = page_at(sample_site, address)
    up = "../" * address.count("/")

    assert "Privacy Policy changes on 1 March 2027." in page.words
    assert any(
        link.startswith(f"{up}privacy/2027-03-01/") and link.endswith("/changes/")
        for link in page.links
    )


@pytest.mark.parametrize("address", ["", "privacy/", "privacy/history/", "privacy/2018-11-20/"])
def test_every_page_says_on_which_day_it_was_built(sample_site: Path, address: str) -> None:
    assert "As of 15 January 2027" in page_at(sample_site, address).words


def test_the_policy_says_whom_to_ask(sample_site: Path) -> None:
    assert "mailto:privacy@murmurwell.example" in page_at(sample_site, "privacy/").links


def test_a_published_site_is_no_preview(sample_site: Path) -> None:
    assert "Preview." not in page_at(sample_site, "privacy/").words


@pytest.mark.slow
def test_unpublished_words_make_every_page_a_preview(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy("# Terms\n\nOld words.")}, "2026-01-01")
    repository.write("policy/terms.md", policy("# Terms\n\nNew words."))

    site = build(tmp_path).folder

    for address in ("", "terms/", "terms/history/", "changes/", "terms/2026-01-01/"):
        assert "Preview." in page_at(site, address).words


def test_a_retired_policy_says_so_and_leads_to_its_last_text(busy_site: Path) -> None:
    page = page_at(busy_site, "games/")

    assert "This policy was retired on 1 February 2022." in page.words
    assert "Read its last text: Text of 1 December 2019" in page.words


@pytest.mark.slow
def test_a_policy_not_in_force_yet_leads_to_its_text(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    text = policy("# Terms\n\nWords.", effective="2027-06-01")
    repository.commit({"policy/terms.md": text}, "2027-01-01")

    page = page_at(build(tmp_path).folder, "terms/")

    assert "No text of this policy is in force yet." in page.words
    assert "This policy applies from 1 June 2027" in page.words
    assert "Terms begins on 1 June 2027. Read it" in page.words
    assert "A new version" not in page.words
    assert "changes on" not in page.words
    assert "Read the text: Version of 1 June 2027" in page.words
