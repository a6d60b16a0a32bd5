"""Reverts: what was taken back was published all the same, and what came back is named."""

from datetime import timedelta

import pytest

from archive.errors import UnknownDate
from archive.lookups import revision_on
from archive.redlines import compare
from archive.rendering import render
from archive.revisions import State
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    effective,
    only_policy,
    policy_of,
    published,
    spans,
)
from tests.repositories import PolicyRepository, policy

RIGHT = policy("We never sell your data.", "2026-01-01")
WRONG = policy("We always sell your data.", "2026-01-01")


def test_h35_damage_and_its_repair_on_one_day_both_stay_in_the_log(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": RIGHT}, "2026-01-01")
    repository.commit(
        {"policy/privacy.md": RIGHT.replace("never", "nev&shy;&lt;er")}, "2026-05-04T10:00:00Z"
    )
    repository.commit({"policy/privacy.md": RIGHT}, "2026-05-04T16:00:00Z")

    found = only_policy(repository)

    assert published(found) == ["2026-01-01", "2026-05-04", "2026-05-04"]
    assert spans(found) == [("2026-01-01", "2026-05-04"), (None, None), ("2026-05-04", None)]
    assert found.revisions[2].same_text_as == found.revisions[0].id
    assert len(found.versions) == 1


def test_h36_a_false_text_reverted_within_minutes_is_kept_and_marked_withdrawn(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": RIGHT}, "2026-01-01")
    false = repository.commit({"policy/privacy.md": WRONG}, "2026-05-04T10:00:00Z")
    repository.revert(false, "2026-05-04T10:09:00Z")

    found = only_policy(repository)
    revisions = found.revisions

    assert len(found.versions) == 1, "no version but the one there was"
    assert [r.state for r in revisions] == [State.SUPERSEDED, State.WITHDRAWN, State.IN_FORCE]
    assert revisions[1].commit == false
    assert revisions[2].published - revisions[1].published == timedelta(minutes=9)
    assert revisions[2].same_text_as == revisions[0].id


def test_h36_a_text_put_back_on_the_day_it_first_stood_has_an_id_of_its_own(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": RIGHT}, "2026-01-01T10:00:00Z")
    false = repository.commit({"policy/privacy.md": WRONG}, "2026-01-01T11:00:00Z")
    repository.revert(false, "2026-01-01T12:00:00Z")

    ids = [revision.id for revision in only_policy(repository).revisions]

    assert len(set(ids)) == 3
    assert ids[2] == f"{ids[0]}-2"


def test_h37_a_revert_after_days_is_a_third_revision_that_names_the_first(
    repository: PolicyRepository,
) -> None:
    line = "This policy took effect May 4, 2026.\n"
    repository.commit({"policy/privacy.md": f"{CLAUSES}\n{line}"}, "2026-05-04")
    repository.branch("drop")
    dropped = repository.commit(
        {"policy/privacy.md": f"{CLAUSES.replace('letters', 'parcels')}\n{line}"}, "2026-05-08"
    )
    repository.switch("main")
    repository.merge("drop", "2026-05-09")
    repository.branch("restore")
    repository.revert(dropped, "2026-05-20")
    repository.switch("main")
    repository.merge("restore", "2026-05-22")

    found = only_policy(repository)

    assert published(found) == ["2026-05-04", "2026-05-09", "2026-05-22"]
    assert effective(found) == ["2026-05-04"]
    assert [r.same_text_as for r in found.revisions] == [None, None, found.revisions[0].id]
    assert [r.state for r in found.revisions][1] is State.SUPERSEDED, "it applied for days"
    assert codes(found) == ["undated-change", "undated-change"]


def test_h37_a_text_that_comes_back_under_another_date_is_a_version_that_names_the_first(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": RIGHT}, "2026-01-01")
    repository.commit(
        {"policy/privacy.md": policy("We always sell your data.", "2026-05-04")}, "2026-05-04"
    )
    repository.commit(
        {"policy/privacy.md": policy("We never sell your data.", "2026-06-04")}, "2026-06-04"
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", "2026-05-04", "2026-06-04"]
    assert found.revisions[2].same_text_as == found.revisions[0].id


@pytest.mark.parametrize(
    ("published", "effective", "faults"),
    [
        pytest.param("2026-05-01", "2026-09-01", [], id="what came between never applied"),
        pytest.param("2026-05-01", "2026-05-01", ["retroactive"], id="what came between applied"),
    ],
)
def test_words_that_come_back_under_their_own_date_are_late_only_where_others_applied_meanwhile(
    repository: PolicyRepository, published: str, effective: str, faults: list[str]
) -> None:
    repository.commit({"policy/privacy.md": RIGHT}, "2026-01-01")
    between = policy("We always sell your data.", effective)
    repository.commit({"policy/privacy.md": between}, published)
    repository.commit({"policy/privacy.md": RIGHT}, "2026-06-10")

    assert codes(only_policy(repository)) == faults


def test_h38_a_deleted_document_put_back_is_one_policy_and_says_when_none_was_in_force(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": RIGHT, "policy/terms.md": RIGHT}, "2026-01-01")
    gone = repository.commit({"policy/privacy.md": None}, "2026-03-01")
    repository.revert(gone, "2026-05-04")

    found = policy_of(repository, "privacy")

    assert spans(found) == [("2026-01-01", "2026-03-01"), ("2026-05-04", None)]
    assert found.revisions[1].same_text_as == found.revisions[0].id
    with pytest.raises(UnknownDate, match="not in force from 2026-03-01 until 2026-05-04"):
        revision_on(found, found.revisions[0].published_on.replace(month=4))


def test_h38_a_text_taken_off_on_the_day_it_was_published_was_withdrawn(
    repository: PolicyRepository,
) -> None:
    repository.commit(
        {"policy/privacy.md": RIGHT, "policy/terms.md": RIGHT}, "2026-03-01T10:00:00Z"
    )
    repository.commit({"policy/privacy.md": None}, "2026-03-01T10:30:00Z")
    repository.commit({"policy/privacy.md": WRONG}, "2026-05-04")

    first, second = policy_of(repository, "privacy").revisions

    assert (first.state, first.applies_from) == (State.WITHDRAWN, None)
    assert second.state is State.IN_FORCE


def test_h38_a_policy_taken_off_for_good_says_since_when(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": RIGHT, "policy/terms.md": RIGHT}, "2026-01-01")
    repository.commit({"policy/privacy.md": None}, "2026-03-01")

    found = policy_of(repository, "privacy")

    with pytest.raises(UnknownDate, match="not in force since 2026-03-01"):
        revision_on(found, found.revisions[0].published_on.replace(month=4))


def test_h46_a_section_put_in_is_one_section_added_and_nine_renumbered() -> None:
    names = "logs names numbers addresses letters pictures invoices orders calls".split()

    def text(topics: list[str]) -> str:
        return "\n\n".join(
            f"## {number}. Your {topic}\n\nWe keep your {topic} for thirty days."
            for number, topic in enumerate(topics, start=1)
        )

    redline = compare(render(text(names)), render(text(["cookies", *names])))

    kinds = [change.kind.value for change in redline.changes]
    assert kinds.count("renumbered") == 9
    assert set(kinds) == {"added", "renumbered"}
