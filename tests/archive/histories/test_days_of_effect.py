"""Days of effect: from which day words applied, and what is wrong when dates and words part."""

from datetime import date

import pytest

from archive.revisions import State
from tests.archive.histories.reading import (
    codes,
    dated,
    effective,
    errors,
    history,
    only_policy,
    published,
    register_of,
    spans,
    states,
)
from tests.repositories import PolicyRepository, policy


def test_h1_words_changed_under_an_unchanged_date_are_an_entry_of_their_own(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026")),
        ("2026-05-04", dated("Effective date: January 1, 2026", "We keep logs for ninety days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01"]
    assert [r.undated for r in found.revisions] == [False, True]
    assert spans(found) == [("2026-01-01", "2026-05-04"), ("2026-05-04", None)]
    assert codes(found) == ["undated-change"]


def test_h2_a_trivial_mend_is_a_revision_inside_its_version_and_no_error(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026", "We keeep logs.")),
        ("2026-05-04", dated("Effective date: January 1, 2026", "We keep logs.")),
    )

    found = only_policy(repository)

    assert len(found.versions) == 1
    assert len(found.versions[0].revisions) == 2
    assert errors(found) == []


def test_h3_a_date_line_that_follows_its_words_by_days_makes_one_version(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Last updated: January 1, 2026", "Thirty days.")),
        ("2026-05-04", dated("Last updated: January 1, 2026", "Ninety days.")),
        ("2026-05-07", dated("Last updated: May 7, 2026", "Ninety days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", "2026-05-07"]
    assert published(found) == ["2026-01-01", "2026-05-04"]
    assert "undated-change" not in codes(found)


def test_h4_a_date_mended_long_after_keeps_the_day_it_was_recorded_on(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2025-11-22", dated("Last updated: November 22, 2025")),
        ("2026-05-18", dated("Last updated: April 26, 2026")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2025-11-22", "2026-04-26"]
    assert published(found)[-1] == "2026-05-18"
    assert spans(found)[-1] == ("2026-05-18", None)
    assert codes(found) == ["date-alone", "retroactive"]
    assert "22 days after 2026-04-26" in found.faults[-1].message


def test_h5_a_text_announced_for_a_day_comes_into_force_on_it_without_a_commit(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Thirty days.", "2026-01-01")),
        ("2026-05-04", policy("Ninety days.", "2026-06-04")),
    )

    before = only_policy(repository, today="2026-06-03")
    after = only_policy(repository, today="2026-06-04")

    assert states(before) == ["in force", "scheduled"]
    assert states(after) == ["superseded", "in force"]


@pytest.mark.parametrize(
    ("merged", "days"),
    [
        pytest.param("2026-05-05", "1 day", id="H6 by a day"),
        pytest.param("2026-06-03", "30 days", id="H40 by a month"),
    ],
)
def test_h6_h40_words_published_after_the_day_they_name_apply_from_publication(
    repository: PolicyRepository, merged: str, days: str
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Thirty days.", "2026-01-01")),
        (merged, policy("Ninety days.", "2026-05-04")),
    )

    found = only_policy(repository)

    assert effective(found)[-1] == "2026-05-04"
    assert spans(found)[-1] == (merged, None)
    assert codes(found) == ["retroactive"]
    assert f"{days} after 2026-05-04" in found.faults[0].message


@pytest.mark.parametrize(
    "placeholder",
    [
        pytest.param("", id="nothing"),
        pytest.param("# Privacy\n\nComing soon.\n", id="a promise"),
        pytest.param(dated("Effective date: September 1, 2026", "To be added."), id="a date"),
    ],
)
def test_h53_a_file_that_only_keeps_the_place_of_a_text_is_no_version(
    repository: PolicyRepository, placeholder: str
) -> None:
    history(
        repository,
        ("2026-05-04", placeholder),
        ("2026-06-04", dated("Effective date: July 4, 2026")),
    )
    repository.commit({"policy/terms.md": policy("Be kind.", "2026-01-01")}, "2026-06-04")

    found = next(each for each in register_of(repository) if each.id == "privacy")

    assert published(found) == ["2026-06-04"]
    assert effective(found) == ["2026-07-04"]


def test_h53_an_announced_day_moved_up_is_a_fault_and_counts_from_when_it_was_said(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        ("2026-05-04", policy("Twenty days.", "2026-07-04")),
        ("2026-06-04", policy("Twenty days.", "2026-05-20")),
    )

    found = only_policy(repository)

    assert errors(found) == ["moved-up"]
    assert spans(found) == [("2026-01-01", "2026-06-04"), ("2026-06-04", None)]


def test_h52_a_change_and_its_walk_back_days_later_are_two_versions(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("We sell nothing.", "2026-01-01")),
        ("2026-05-04", policy("We may sell your data.", "2026-05-04")),
        ("2026-05-07", policy("We do not sell your data.", "2026-05-07")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", "2026-05-04", "2026-05-07"]
    assert spans(found)[1] == ("2026-05-04", "2026-05-07")
    assert found.revisions[1].state is State.SUPERSEDED
    assert found.revisions[1].applies_from == date(2026, 5, 4)
