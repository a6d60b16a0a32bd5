"""Previews: the next version kept as a file of its own, beside the present one."""

import pytest

from archive.revisions import State
from tests.archive.histories.reading import codes, effective, only_policy, published, spans, states
from tests.repositories import PolicyRepository, policy

MAIN, NEXT = "policy/privacy.md", "policy/next/privacy.md"
PRESENT = policy("We keep logs for ten days.", "2026-01-01")
PREVIEW = policy("We keep logs for twenty days.", "2026-07-01")
MENDED = policy("We keep all logs for ten days.", "2026-05-10")


@pytest.fixture
def announced(repository: PolicyRepository) -> PolicyRepository:
    repository.commit({MAIN: PRESENT}, "2026-01-01")
    repository.commit({NEXT: PREVIEW}, "2026-05-01")
    return repository


def test_h44_a_preview_is_the_scheduled_version_of_the_same_document(
    announced: PolicyRepository,
) -> None:
    found = only_policy(announced, today="2026-05-05")

    assert effective(found) == ["2026-01-01", "2026-07-01"]
    assert states(found) == ["in force", "scheduled"]
    assert codes(found) == []


def test_h44_a_preview_put_in_place_was_announced_when_it_was_first_public(
    announced: PolicyRepository,
) -> None:
    announced.rename(NEXT, MAIN)
    announced.commit({}, "2026-06-30")

    found = only_policy(announced)

    assert published(found) == ["2026-01-01", "2026-05-01"]
    assert found.revisions[-1].announced.isoformat() == "2026-05-01"
    assert spans(found) == [("2026-01-01", "2026-07-01"), ("2026-07-01", None)]
    assert codes(found) == []


def test_h44_a_preview_overtaken_by_a_mend_of_the_present_text_is_reported_and_still_one(
    announced: PolicyRepository,
) -> None:
    announced.commit({MAIN: MENDED}, "2026-05-10")
    before = only_policy(announced, today="2026-05-15")
    announced.rename(NEXT, MAIN)
    announced.commit({}, "2026-06-30")
    after = only_policy(announced)

    assert codes(before) == ["stale-preview"]
    assert published(after) == ["2026-01-01", "2026-05-01", "2026-05-10"]
    assert spans(after) == [
        ("2026-01-01", "2026-05-10"),
        ("2026-07-01", None),
        ("2026-05-10", "2026-07-01"),
    ]
    assert codes(after) == []


def test_h44_a_preview_left_beside_the_text_after_its_day_is_reported(
    announced: PolicyRepository,
) -> None:
    found = only_policy(announced, today="2026-07-01")

    assert states(found) == ["superseded", "in force"]
    assert codes(found) == ["stale-preview"]
    assert "2026-07-01" in found.faults[0].message


def test_h44_a_preview_taken_away_before_its_day_never_applies(
    announced: PolicyRepository,
) -> None:
    announced.commit({NEXT: None}, "2026-06-01")

    found = only_policy(announced)

    assert [r.state for r in found.revisions] == [State.IN_FORCE, State.WITHDRAWN]
    assert spans(found) == [("2026-01-01", None), (None, None)]


def test_h44_markup_changed_in_the_present_text_makes_no_revision_while_a_preview_waits(
    announced: PolicyRepository,
) -> None:
    announced.commit({MAIN: PRESENT.replace("logs", "**logs**")}, "2026-05-10")

    assert published(only_policy(announced)) == ["2026-01-01", "2026-05-01"]


def test_h44_a_copy_of_the_present_text_announces_nothing(repository: PolicyRepository) -> None:
    repository.commit({MAIN: PRESENT}, "2026-01-01")
    repository.commit({NEXT: PRESENT}, "2026-05-01")
    repository.commit({NEXT: PREVIEW}, "2026-05-03")

    assert published(only_policy(repository)) == ["2026-01-01", "2026-05-03"]
