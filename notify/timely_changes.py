"""Whether a proposed change leaves people the time that is owed to them, and what to write if not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from archive.faults import Fault, Severity
from archive.front_matter import TRANSFER_OF_CONTROL
from archive.revisions import State
from notify.judgements import Judgement
from notify.periods_owed import Ground, PeriodOwed
from notify.profiles import AtOnce
from notify.proposed_changes import Event, ProposedChange

# Faults after which no day is known that a period could end on, or that name the day to write.
_OF_THE_DATE: Final = ("date-", "dates-disagree", "front-matter-date", "late-dating")
_SETTLES_THE_DAY: Final = ("retroactive", "undated-change", "no-date")
_HOURS: Final = 24  # of a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a change would bind people, and when it may."""

    told: bool  # whether people must be told, in a notice of its own
    day: date | None  # the first day for those who are told; None: not known, or there is none
    owed: PeriodOwed
    ground: Ground  # what asks for the most, merged today
    settles: int  # days from merging until people are told, in which a mistake can be taken back
    earliest: date  # the first lawful day if it is merged and approved today
    mend: date  # the day to write where the text's own is wrong
    gives: date | None = None  # of a translation: the day of the version that it gives
    moves: bool = False  # whether that version is told to take another day than the proposed one

    @property
    def act_by(self) -> date | None:
        """The last day to merge and approve, for the day that the text names."""
        if self.day is None or not self.told:
            return None
        return self.owed.last_day_to_tell(self.day) - timedelta(days=self.settles)


def timing_of(
    change: ProposedChange,
    judgement: Judgement | None,
    *,
    owed: PeriodOwed,
    settle_hours: int,
    today: date,
    gives: date | None = None,
    moved_from: date | None = None,
) -> Timing:
    """Return when a change would bind people and when it may, if it is merged today.

    What is merged settles before people are told, unless the decision says it cannot wait.
    A translation applies with the version that it `gives`, and never before it is published;
    `moved_from` is the day that this version has in the proposal, where it is told to move.
    """
    day = _day(change)
    settles = 0 if _cannot_wait(judgement) else -(-settle_hours // _HOURS)
    first_told = today + timedelta(days=settles)
    told = (
        judgement is not None
        and judgement.must_be_told
        and not change.is_translation
        and not change.is_of_the_past
        and (day is not None or change.event in (Event.WORDS, Event.FIRST_TEXT))
    )
    earliest, published_on = owed.earliest_day(first_told), change.revision.published_on
    return Timing(
        told=told,
        day=day,
        owed=owed,
        ground=owed.longest(first_told),
        settles=settles,
        earliest=earliest,
        mend=earliest if told else max(published_on, gives or published_on),
        gives=gives,
        moves=moved_from is not None and _named(change) == moved_from,
    )


def _named(change: ProposedChange) -> date | None:
    """Return the day of the version that a translation says it gives."""
    return change.revision.front_matter.translates or change.revision.effective


def _cannot_wait(judgement: Judgement | None) -> bool:
    """Whether the decision says why the change must apply at once."""
    decision = judgement.decision if judgement else None
    return decision is not None and bool(decision.at_once and decision.reason.strip())


def as_checked(fault: Fault, change: ProposedChange, timing: Timing) -> Fault:
    """Return a fault of the dates as it counts before publication, where it can be mended."""
    revision = change.revision
    if not (timing.told or fault.code == "retroactive"):
        return fault
    day = timing.mend
    counted = told_when(timing) or " from today"
    notice = f" ({timing.ground.period} of notice{counted})" if timing.told else ""
    days = (revision.published_on - (revision.effective or revision.published_on)).days
    version = ""
    if timing.gives is not None and timing.gives != day:
        version = f", and name the version that it gives: `translates: {timing.gives}`"
    ago = "yesterday" if days == 1 else f"{days} days ago"
    messages = {
        "retroactive": f"the text says it takes effect on {revision.effective}, {ago}, and nothing"
        f" applies before it is published: set its day to {day}{notice}, or a later one{version}",
        "undated-change": "people must be told of this change, and the effective date stays"
        f" {revision.effective}: set it to {day}{notice}, or a later day",
        "no-date": "people must be told of this change before it applies, and it states no day:"
        f" write `effective: {day}`{notice}, or a later day",
        "date-lost": f"{fault.message}, {day}{notice} at the earliest",
    }
    if fault.code not in messages:
        return fault
    return replace(fault, severity=Severity.ERROR, message=messages[fault.code])


def told_when(timing: Timing) -> str:
    """Return when people can be told of what is merged today, in words; empty where at once."""
    days = "1 day" if timing.settles == 1 else f"{timing.settles} days"
    return f", told {days} after merging" if timing.settles else ""


def said_once(dates: list[Fault]) -> list[Fault]:
    """Return the faults of a date without those that another one says already."""
    lost = any(fault.code == "date-lost" for fault in dates)
    return [fault for fault in dates if not (lost and fault.code == "no-date")]


def short_notice(
    change: ProposedChange,
    judgement: Judgement | None,
    timing: Timing,
    dates: list[Fault],
    today: date,
) -> Iterator[Fault]:
    """Yield that a change leaves less time than is owed, unless a fault of its date says so."""
    day = timing.day
    if not timing.told or day is None or day >= timing.earliest or _is_history(change, today):
        return
    if any(f.code.startswith(_OF_THE_DATE) or f.code in _SETTLES_THE_DAY for f in dates):
        return
    left = (day - today).days
    days = "1 day" if left == 1 else f"{left} days"
    when = f"applies from {day}, in {days}," if left > 0 else "applies at once"
    owed = f"notice of {timing.ground.period} is owed ({timing.ground})"
    decision = judgement.decision if judgement else None
    if decision is not None and decision.at_once and _cannot_wait(judgement):
        answer = timing.owed.answer_to(AtOnce(decision.at_once), told=today, effective=day)
        message = f"this {when} because of `{decision.at_once}`: {answer}"
        code, severity = "at-once", Severity.WARNING
    else:
        what = "the transfer of control" if _is_transfer(change) else "this"
        message = (
            f"{what} {when} and {owed}{told_when(timing)}: set `effective` to {timing.earliest} or a later day, or"
            " write `change: at_once:` with its reason"
        )
        code, severity = "short-notice", Severity.ERROR
    yield Fault(code=code, severity=severity, message=message, path=change.revision.path)


def _day(change: ProposedChange) -> date | None:
    """Return the day people must have been told before: of a transfer, the earlier of its own."""
    revision = change.revision
    days = []
    moves_a_day = change.event in (Event.WORDS, Event.FIRST_TEXT) or (
        change.event in (Event.DECLARATION, Event.DECISION) and revision.state is State.SCHEDULED
    )
    if moves_a_day and revision.applies_from is not None:
        days.append(max(revision.applies_from, revision.existing or revision.applies_from))
    block = revision.front_matter.change
    if block is not None and _is_transfer(change) and block.day is not None:
        days.append(block.day)
    return min(days, default=None)


def _is_transfer(change: ProposedChange) -> bool:
    block = change.revision.front_matter.change
    return block is not None and block.kind == TRANSFER_OF_CONTROL


def _is_history(change: ProposedChange, today: date) -> bool:
    """Whether a policy that applies already comes to git: nobody is told of the past."""
    effective = change.revision.effective
    return change.event is Event.FIRST_TEXT and effective is not None and effective < today
