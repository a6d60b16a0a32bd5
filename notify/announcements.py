"""Announcements: the day that people were told of, and whether it is still the day.

A text that was announced may be postponed, moved up or taken back. Whoever was told of the former
day is told of the new one; who was not told yet never hears of the former.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from archive.revisions import RevisionId
from notify.carriers import NoticeId
from notify.duties import Duty

_WITHDRAWN: Final = "@withdrawn"  # after the revision, where a notice says that it is taken back


_REMINDER: Final = "@reminder"  # after the revision, where a notice says that its day has come


_LESSER: Final = "@lesser"  # after the revision, where a mail lists it for those who asked for it


class Announced(NamedTuple):
    """The last that a mailbox was told of one revision."""

    revision: RevisionId
    day: date | None  # from which it was to apply; None: that it was taken back
    times: int  # how often it was told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNotice:
    """A notice of an approved plan: of what it tells, and for which day."""

    plan: int
    id: NoticeId
    day: date
    covered: frozenset[RevisionId]


def withdrawal_of(revision: RevisionId) -> RevisionId:
    """Return what a notice covers that tells that a revision is taken back."""
    return RevisionId(f"{revision}{_WITHDRAWN}")


def reminder_of(revision: RevisionId) -> RevisionId:
    """Return what a notice covers that reminds of a revision on its day."""
    return RevisionId(f"{revision}{_REMINDER}")


def lesser_of(revision: RevisionId) -> RevisionId:
    """Return what a mail covers that lists a revision of which nobody must be told.

    Should it turn out that people must be told of it, they still are.
    """
    return RevisionId(f"{revision}{_LESSER}")


def is_lesser(covered: RevisionId) -> bool:
    """Return whether it is a revision of which nobody had to be told."""
    return covered.endswith(_LESSER)


def text_of(covered: RevisionId) -> RevisionId:
    """Return the revision that a notice tells of, reminds of or lists."""
    return reminded_of(RevisionId(covered.removesuffix(_LESSER)))


def reminded_of(covered: RevisionId) -> RevisionId:
    """Return the revision that a notice tells of, or reminds of."""
    return RevisionId(covered.removesuffix(_REMINDER))


def is_to_remind(
    duty: Duty,
    *,
    covered: Collection[RevisionId],
    announced: Iterable[Announced],
    joined: date | None,
    today: date,
) -> bool:
    """Return whether today is the day of which a mailbox was told, and nobody reminded it yet."""
    told = last_announced(duty, announced)
    is_the_day = told is not None and told.day == today == duty.day_for(joined)
    return is_the_day and reminder_of(duty.covered[-1]) not in covered


def announced_by(covered: Iterable[RevisionId], day: date) -> Mapping[RevisionId, date | None]:
    """Return what a notice says of each revision: the day, or that it is taken back."""
    return {
        reminded_of(RevisionId(one.removesuffix(_WITHDRAWN))): None
        if one.endswith(_WITHDRAWN)
        else day
        for one in covered
        if not is_lesser(one)
    }


def taken_back_by(covered: Iterable[RevisionId]) -> frozenset[RevisionId]:
    """Return what notices that cover so much say is taken back."""
    return frozenset(
        RevisionId(one.removesuffix(_WITHDRAWN)) for one in covered if one.endswith(_WITHDRAWN)
    )


def last_announced(duty: Duty, announced: Iterable[Announced]) -> Announced | None:
    """Return what a mailbox was told last of any text that a duty covers; the newest text's."""
    told = {one.revision: one for one in announced}
    return next((told[r] for r in reversed(duty.covered) if r in told), None)


def outdated(
    notices: Iterable[StandingNotice], days: Mapping[RevisionId, frozenset[date]]
) -> frozenset[tuple[int, NoticeId]]:
    """Return the notices that tell of a day or a text that does not stand any more.

    `days` says of every text on which days it, or what mended it, applies.
    """
    return frozenset((one.plan, one.id) for one in notices if not _stands(one, days))


def lost(
    notices: Iterable[StandingNotice], days: Mapping[RevisionId, frozenset[date]]
) -> list[RevisionId]:
    """Return the texts that people were told of and that the repository does not hold any more."""
    told = {one for notice in notices for one in announced_by(notice.covered, notice.day)}
    return sorted(told - days.keys())


def is_moved(duty: Duty, notices: Iterable[StandingNotice]) -> bool:
    """Return whether some were told of a text for another day than it has now."""
    mine = [one for one in notices if one.covered.intersection(duty.covered)]
    return any(one.day not in duty.days for one in mine)


def is_moved_up(duty: Duty, notices: Iterable[StandingNotice]) -> bool:
    """Return whether a text applies before a day for which some were told of it."""
    mine = [one.day for one in notices if one.covered.intersection(duty.covered)]
    return bool(mine) and min(duty.days) < min(mine)


def _stands(notice: StandingNotice, days: Mapping[RevisionId, frozenset[date]]) -> bool:
    told = announced_by(notice.covered, notice.day)
    return not told or any(
        day is None or revision not in days or day in days[revision]
        for revision, day in told.items()
    )
