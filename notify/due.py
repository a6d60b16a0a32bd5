"""Due: what must be told on a day, and what that makes untrue of what was told before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from archive.register import Register
from archive.revisions import RevisionId
from archive.settings import Settings
from notify.announcements import StandingNotice, is_moved, is_moved_up, lost, outdated
from notify.carriers import NoticeId
from notify.duties import Baseline, Duty, Judgements
from notify.events_owed import event_days, events_owed, events_taken_back, with_events
from notify.notices import RedlineOf, changed_passages
from notify.owing import Owing, owing
from notify.periods_owed import PromisedBy
from notify.plans import Standing
from notify.settle_window import Settling, parted
from notify.words_owed import days_now, duties, first_baseline, withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What must be told: to those who were not told of it, and what nobody was told of."""

    all: tuple[Duty, ...]
    new: tuple[Owing, ...]
    moved_up: tuple[Owing, ...]  # known, and announced for a later day: the period starts anew
    withdrawn: tuple[Duty, ...]  # announced, and taken back
    outdated: frozenset[tuple[int, NoticeId]]  # notices that must not go out any more
    lost: tuple[RevisionId, ...]  # told of before, and not in the repository any more
    settling: tuple[Settling, ...]
    reminders: tuple[Duty, ...]  # that apply from today, and of which some were told
    not_so: frozenset[RevisionId]  # texts that some were told of as they are not any more


def still_owed(
    *,
    register: Register,
    judgements: Judgements,
    standing: Standing,
    settings: Settings,
    redline_of: RedlineOf,
    promised_by: PromisedBy,
) -> tuple[Owing, ...]:
    """Return what must be told and nobody was told of yet."""
    due = due_of(
        register=register,
        judgements=judgements,
        standing=standing,
        settings=settings,
        redline_of=redline_of,
        promised_by=promised_by,
        since=None,
        now=end_of(register.today, settings),
    )
    return (*due.new, *due.moved_up, *(one.owing for one in due.settling))


def baseline_of(register: Register, settings: Settings) -> Baseline:
    """Return the baseline of a ledger that begins on the register's day."""
    return with_events(first_baseline(register), register, settings.timezone)


def end_of(day: date, settings: Settings) -> datetime:
    """Return the last moment of a day, in the time zone of the settings."""
    return datetime.combine(day, time.max, tzinfo=settings.timezone)


def due_of(
    *,
    register: Register,
    judgements: Judgements,
    standing: Standing,
    settings: Settings,
    redline_of: RedlineOf,
    promised_by: PromisedBy,
    since: date | None,
    now: datetime,
) -> Due:
    """Return what must be told by a plan that is made now, given what stands in the ledger."""
    known, notices = standing.known, standing.notices
    zone, baseline = settings.timezone, standing.baseline
    days = {**days_now(register, judgements), **event_days(register, zone)}
    found = (
        *duties(register, judgements, baseline=baseline, since=since, language=settings.language),
        *events_owed(register, baseline=baseline, known=known, since=since, zone=zone),
    )
    due = tuple(
        duty
        for duty in found
        if changed_passages(duty, duty.original, redline_of) is not None
        if not (known.issuperset(duty.covered) and duty.day <= register.today)
        or is_moved(duty, notices)
    )
    owed = [
        owing(duty, settings=settings, promised_by=promised_by)
        for duty in due
        if not known.issuperset(duty.covered) or is_moved(duty, notices)
    ]
    now_told, settling = parted(owed, hours=settings.notice.settle_hours, now=now)
    young = [one.owing.duty for one in settling]
    settled = tuple(duty for duty in due if duty not in young)
    announced = {revision for notice in notices for revision in notice.covered}
    taken_back = (
        *withdrawn(
            register, judgements, announced=announced, standing=found, language=settings.language
        ),
        *events_taken_back(register, announced=announced, standing=found, zone=zone),
    )
    moved = [duty for duty in settled if is_moved(duty, notices)]
    return Due(
        all=settled,
        new=tuple(one for one in now_told if not known.issuperset(one.duty.covered)),
        moved_up=tuple(
            one
            for one in now_told
            if known.issuperset(one.duty.covered) and is_moved_up(one.duty, notices)
        ),
        withdrawn=taken_back,
        outdated=outdated(_without(young, notices), days),
        lost=tuple(lost(notices, days)),
        settling=tuple(settling),
        reminders=tuple(
            duty
            for duty in found
            if settings.notice.reminder and register.today in duty.days
            if known.issuperset(duty.covered)
        ),
        not_so=frozenset(one for duty in (*moved, *taken_back) for one in duty.covered),
    )


def _without(young: Sequence[Duty], notices: Iterable[StandingNotice]) -> list[StandingNotice]:
    """Return the notices that nothing is about which still settles."""
    settling = {revision for duty in young for revision in duty.covered}
    return [notice for notice in notices if notice.covered.isdisjoint(settling)]
