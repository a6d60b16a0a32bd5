"""Corrections: of what somebody was told that is not so any more, and since when it is otherwise."""

from collections.abc import Sequence
from datetime import date

from archive.revisions import RevisionId
from notify.announcements import last_announced
from notify.duties import Duty
from notify.plans import Known
from notify.told_before import Correction


def corrections_of(
    due: Sequence[Duty], joined: date | None, known: Known, *, former: bool
) -> dict[str, Correction]:
    """Return of which duties, by key, somebody was told a day that is not theirs any more.

    Of a former reader it is not known when they had joined: either day may be theirs.
    """
    last = {duty.key: last_announced(duty, known.announced) for duty in due}
    return {
        duty.key: Correction(told=told)
        for duty in due
        if (told := last[duty.key]) is not None
        if told.day not in (duty.days if former else {duty.day_for(joined)})
    }


def told_texts_of(due: Sequence[Duty], known: Known) -> dict[str, RevisionId]:
    """Return by duty of which other text somebody was told, that never came to apply."""
    last = {duty.key: last_announced(duty, known.announced) for duty in due}
    return {
        key: told.revision
        for duty in due
        if (told := last[key := duty.key]) is not None and told.day is not None
        if told.revision != duty.covered[-1] and not known.covered.issuperset(duty.covered)
    }


def taken_back_of(withdrawn: Sequence[Duty], known: Known) -> list[tuple[date, list[Duty]]]:
    """Return what somebody was told of that is taken back, by the day for which they were told."""
    found: dict[date, list[Duty]] = {}
    for duty in withdrawn:
        told = last_announced(duty, known.announced)
        if told is not None and told.day is not None:
            found.setdefault(told.day, []).append(duty)
    return sorted(found.items())


def withdrawals_of(
    taken_back: Sequence[tuple[date, list[Duty]]], known: Known
) -> dict[str, Correction]:
    """Return by duty what somebody reads of each that is taken back."""
    return {
        duty.key: Correction(told=told, withdrawn=True)
        for _, some in taken_back
        for duty in some
        if (told := last_announced(duty, known.announced)) is not None
    }
