"""Planning: from what must be told and the recipients to a plan, or to the reasons against it.

The list goes by as a stream, sorted by mailbox on disk, so that memory does not grow with it.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from archive.register import Register
from archive.revisions import RevisionId
from archive.settings import Settings
from notify.audiences import reach_by_service
from notify.carriers import NoticeId
from notify.choices import Choices
from notify.due import baseline_of, due_of, end_of
from notify.duties import Judgements
from notify.entries import Entries, Tally
from notify.lesser_changes import LesserChanges
from notify.list_headers import takes_courtesy
from notify.list_readings import ListReading
from notify.notices import RedlineOf
from notify.periods_owed import PromisedBy, nothing_promised
from notify.plan_warnings import warnings_of
from notify.plans import Exclusion, Override, Part, Plan, PlanDigest, Standing, ToldBefore, Write
from notify.profiles import unknown_policies
from notify.recipients import Listed
from notify.refusals import Refusal, refusals, refuse
from notify.sealing import Seals
from notify.sorted_lists import Person, SortedList, with_former, with_subscribers
from notify.subscribers import as_recipients
from notify.subscriptions import Subscription

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
    due = due_of(
        register=register,
        judgements=judgements,
        standing=standing,
        settings=settings,
        redline_of=redline_of,
        promised_by=promised_by,
        since=since,
        now=now or end_of(register.today, settings),
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
        now=now or end_of(register.today, settings),
    )
    choices = Choices(
        due=due.all,
        withdrawn=due.withdrawn,
        settings=settings,
        redline_of=redline_of,
        today=register.today,
        reminders=due.reminders,
        lesser=lesser,
    )
    entries = Entries(choices=choices, lists_everybody=bool(due.new))
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
        hash=digest.of(choices.notices, override),
        recipients=reading.people + tally.former + tally.subscribers,
        told=tally.told,
        notices=tuple(choices.notices),
        mails=dict(tally.mails),
        reasons={reason: tally.reasons[reason] for reason in Exclusion},
        unlisted=dict(tally.unlisted),
        rows=digest.rows,
        baseline=None if standing.baseline else baseline_of(register, settings),
        periods=tuple(one.period(register.today) for one in due.new),
        services=reach_by_service(tally.by_services, settings.services),
        settling=tuple(map(str, due.settling)),
        warnings=tuple(warnings_of(entries, reading, due.new)),
        override=override,
    )


def _write(entries: Entries, people: Iterator[Person], books: Books, digest: PlanDigest) -> None:
    """Write the entries of everybody, part by part."""
    choices, noticed = entries.choices, 0
    while some := list(islice(people, _PART)):
        known = books.told_before([person.mailbox for person in some])
        made = [e for person in some for e in entries.of(person, known.get(person.mailbox))]
        if not made:
            continue
        digest.add_all(made)
        notices, noticed = choices.notices[noticed:], len(choices.notices)
        wordings, choices.wordings = choices.wordings, []
        books.write(Part(notices=tuple(notices), wordings=tuple(wordings), entries=tuple(made)))


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
