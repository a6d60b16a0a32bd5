"""Planning: from what must be told and the recipients to a plan, or to the reasons against it.

The list goes by as a stream, sorted by mailbox on disk, so that memory does not grow with it.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Final

from archive.register import Register
from archive.revisions import RevisionId
from archive.settings import Settings
from notify.announcements import StandingNotice, is_moved, is_moved_up, lost, outdated
from notify.audiences import reach_by_service
from notify.carriers import NoticeId
from notify.duties import Baseline, Duty, Judgements
from notify.entries import Entries, Tally
from notify.events_owed import event_days, events_owed, events_taken_back, with_events
from notify.lesser_changes import LesserChanges
from notify.list_headers import takes_courtesy
from notify.list_readings import ListReading
from notify.notices import RedlineOf, changed_passages
from notify.owing import Owing, owing
from notify.periods_owed import PromisedBy, nothing_promised
from notify.plan_warnings import warnings_of
from notify.plans import Exclusion, Override, Part, Plan, PlanDigest, Standing, ToldBefore, Write
from notify.profiles import unknown_policies
from notify.recipients import Listed
from notify.refusals import Refusal, refusals, refuse
from notify.sealing import Seals
from notify.settle_window import Settling, parted
from notify.sorted_lists import Person, SortedList, with_former, with_subscribers
from notify.subscribers import as_recipients
from notify.subscriptions import Subscription
from notify.words_owed import days_now, duties, first_baseline, withdrawn

Subscribers = Callable[[], Iterable[Subscription]]
FormerReaders = Callable[
    [frozenset[RevisionId]], Generator[Person, None, None]
]  # who was told of some texts
Cancel = Callable[[frozenset[tuple[int, NoticeId]]], None]  # notices, by plan and id

_PART: Final = 2_000  # people whose entries are written together


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where a planning reads what was told before, and writes who is to be told what."""

    standing: Standing
    told_before: ToldBefore
    former: FormerReaders
    subscribers: Subscribers  # who asked for courtesy mail, and takes it
    stopped: Callable[
        [], Mapping[str, int]
    ]  # how many asked for it and take none any more, by reason
    write: Write
    cancel: Cancel  # what is planned of notices, in case nobody was told by it yet
    seals: Seals  # whose indexes say which mailboxes are the same
    scratch: Path  # the folder in which the list is sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
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


def make_plan(
    *,
    register: Register,
    judgements: Judgements,
    recipients: Iterable[Listed],
    books: Books,
    settings: Settings,
    redline_of: RedlineOf,
    promised_by: PromisedBy = nothing_promised,
    since: date | None = None,
    override: Override | None = None,
    now: datetime | None = None,
) -> Plan:
    """Return the plan of the register's day: who is told what; raise every reason against it.

    Its entries are written as it is made, and count only once it is kept. `promised_by` reads
    what the text in force promises about notice of its own changes. `now` is the end of the day
    where it is not given.
    """
    standing = books.standing
    due = _due(
        register=register,
        judgements=judgements,
        standing=standing,
        settings=settings,
        redline_of=redline_of,
        promised_by=promised_by,
        since=since,
        now=now or _end_of(register.today, settings),
    )
    reasons = refusals([*due.new, *due.moved_up], register.today, settings)
    reasons += [_is_lost(revision) for revision in due.lost]
    refuse([*reasons, *(_unknown_policies(register, settings) if due.new else [])], override)
    books.cancel(due.outdated)
    courtesy, owed = takes_courtesy(settings), bool(due.all or due.withdrawn or due.reminders)
    lesser = LesserChanges(
        register=register,
        judgements=judgements,
        baseline=standing.baseline,
        settings=settings,
        redline_of=redline_of,
        now=now or _end_of(register.today, settings),
    )
    entries = Entries(
        due=due.all,
        withdrawn=due.withdrawn,
        settings=settings,
        redline_of=redline_of,
        today=register.today,
        reminders=due.reminders,
        lists_everybody=bool(due.new),
        lesser=lesser,
    )
    reading, digest = ListReading(), PlanDigest()
    if owed or (courtesy and lesser.published):
        with (
            SortedList(books.scratch, books.seals) as people,
            SortedList(books.scratch, books.seals) as subscribed,
        ):
            if owed:
                people.add_all(reading.recipients(recipients))
                refuse(list(reading.refusals(last=standing.recipients)), override)
            if courtesy:
                entries.tally.stopped.update(books.stopped())
                subscribed.add_all(
                    as_recipients(books.subscribers(), lesser=lesser, today=register.today)
                )
            with closing(books.former(due.not_so)) as former:
                listed = with_former(people.people(), former)
                _write(entries, with_subscribers(listed, subscribed.people()), books, digest)
    refuse(list(_too_often(entries.tally)), override)
    tally = entries.tally
    return Plan(
        today=register.today,
        read_at=register.read_at,
        hash=digest.of(entries.notices, override),
        recipients=reading.people + tally.former + tally.subscribers,
        told=tally.told,
        notices=tuple(entries.notices),
        mails=dict(tally.mails),
        reasons={reason: tally.reasons[reason] for reason in Exclusion},
        unlisted=dict(tally.unlisted),
        rows=digest.rows,
        baseline=None if standing.baseline else _first_baseline(register, settings),
        periods=tuple(one.period(register.today) for one in due.new),
        services=reach_by_service(tally.by_services, settings.services),
        settling=tuple(map(str, due.settling)),
        warnings=tuple(warnings_of(entries, reading, due.new)),
        override=override,
    )


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
    due = _due(
        register=register,
        judgements=judgements,
        standing=standing,
        settings=settings,
        redline_of=redline_of,
        promised_by=promised_by,
        since=None,
        now=_end_of(register.today, settings),
    )
    return (*due.new, *due.moved_up, *(one.owing for one in due.settling))


def _first_baseline(register: Register, settings: Settings) -> Baseline:
    return with_events(first_baseline(register), register, settings.timezone)


def _end_of(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, time.max, tzinfo=settings.timezone)


def _due(
    *,
    register: Register,
    judgements: Judgements,
    standing: Standing,
    settings: Settings,
    redline_of: RedlineOf,
    promised_by: PromisedBy,
    since: date | None,
    now: datetime,
) -> _Due:
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
    return _Due(
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


def _write(entries: Entries, people: Iterator[Person], books: Books, digest: PlanDigest) -> None:
    """Write the entries of everybody, part by part."""
    noticed = 0
    while some := list(islice(people, _PART)):
        known = books.told_before([person.mailbox for person in some])
        made = [e for person in some for e in entries.of(person, known.get(person.mailbox))]
        if not made:
            continue
        digest.add_all(made)
        notices, noticed = entries.notices[noticed:], len(entries.notices)
        wordings, entries.wordings = entries.wordings, []
        books.write(Part(notices=tuple(notices), wordings=tuple(wordings), entries=tuple(made)))


def _without(young: Sequence[Duty], notices: Iterable[StandingNotice]) -> list[StandingNotice]:
    """Return the notices that nothing is about which still settles."""
    settling = {revision for duty in young for revision in duty.covered}
    return [notice for notice in notices if notice.covered.isdisjoint(settling)]


def _is_lost(revision: RevisionId) -> Refusal:
    message = (
        f"people were told of the revision {revision}, and the repository does not hold it any more:"
        " its history was rewritten, or a part of it is missing; fetch the whole history"
    )
    return Refusal(message=message, may_be_overridden=True)


def _unknown_policies(register: Register, settings: Settings) -> list[Refusal]:
    known = (policy.id for policy in register)
    return [Refusal(message=message) for message in unknown_policies(settings, known)]


def _too_often(tally: Tally) -> Iterator[Refusal]:
    if tally.twice:
        people = "1 person" if tally.twice == 1 else f"{tally.twice:,} people"
        message = f"{people} would get two notices in a day; give the policies one day, or wait"
        yield Refusal(message=message, may_be_overridden=True)
