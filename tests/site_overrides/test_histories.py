"""The history lists every version and revision, and is frank about the record."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at


def test_every_version_is_listed_newest_first(sample_site: Path) -> None:
    dated = [each for each in page_at(sample_site, "privacy/history/").ids if each[:2] == "20"]

    assert dated[:4] == ["2027-03-01", "2025-09-01", "2025-03-01", "2024-02-01"]
    assert dated == sorted(dated, reverse=True)


def test_states_levels_effects_and_summaries_are_shown(sample_site: Path) -> None:
    words = page_at(sample_site, "privacy/history/").words

    for expected in ("Scheduled", "In force", "Superseded", "Significant change", "Editorial"):
        assert expected in words
    assert "we keep voice recordings for 90 days instead of 30" in words


def test_an_undecided_judgement_is_not_shown(busy_site: Path) -> None:
    words = page_at(busy_site, "terms/history/").words

    assert "change Text" not in words
    assert "Significant change" not in words


def test_an_undated_change_is_told_to_readers(busy_site: Path) -> None:
    assert "Undated change: the words changed" in page_at(busy_site, "terms/history/").words


def test_declared_and_missing_dates_are_told_to_readers(sample_site: Path, busy_site: Path) -> None:
    assert "its dates are declared" in page_at(sample_site, "privacy/history/").words
    assert "names no effective date" in page_at(busy_site, "cookies/history/").words


def test_the_day_of_a_retirement_is_told(busy_site: Path) -> None:
    assert (
        "This policy was retired on 1 February 2022." in page_at(busy_site, "games/history/").words
    )


@pytest.mark.slow
def test_a_version_that_was_dated_again_answers_to_its_former_day(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2027-03-01")}, "2026-12-01")
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2027-04-01")}, "2026-12-05")

    assert page_at(build(tmp_path).folder, "terms/history/").ids.count("2027-03-01") == 1


@pytest.mark.slow
def test_an_undecided_judgement_is_shown_where_the_settings_ask_for_all(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.write("fairnotice.toml", 'publish_assessment = "all"\n')
    kept = "# Terms\n\nWe keep your data for {} days."
    made.commit({"policy/terms.md": policy(kept.format(30), "2026-01-01")}, "2025-11-01")
    made.commit({"policy/terms.md": policy(kept.format(90), "2026-06-01")}, "2026-04-01")

    words = page_at(build(tmp_path).folder, "terms/history/").words

    assert "Why: 1 finding" in words
    assert "Contested" not in words
