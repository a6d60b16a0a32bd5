"""The change log: every publication of every policy, newest first, a page a year."""

from pathlib import Path

from tests.site_overrides.builders import page_at, pages


def test_everything_published_is_listed_newest_first(sample_site: Path) -> None:
    words = page_at(sample_site, "changes/").words

    assert words.index("11 January 2027 Privacy Policy") < words.index(
        "1 July 2026 List of Sub-processors"
    )


def test_each_year_has_a_page(sample_site: Path) -> None:
    years = [address for address in pages(sample_site) if address.startswith("changes/2")]

    assert years == [f"changes/{year}/" for year in (2017, 2018, 2024, 2025, 2026, 2027)]
    words = page_at(sample_site, "changes/2025/").words
    assert "Privacy Policy" in words
    assert "11 January 2027" not in words


def test_a_retirement_is_an_entry_on_its_day(busy_site: Path) -> None:
    retired = "1 February 2022 Games Retired The policy was retired."

    assert retired in page_at(busy_site, "changes/").words
    assert retired in page_at(busy_site, "changes/2022/").words


def test_when_a_text_applied_is_said_in_the_past(busy_site: Path) -> None:
    words = page_at(busy_site, "changes/").words

    assert "This text applied from 1 December 2019 until 31 January 2022." in words
