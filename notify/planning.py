"""Planning: from what must be told and the recipients to a plan, or to the reasons against it.

The list goes by as a stream, sorted by mailbox on disk, so that memory does not grow with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Final

from archive.register import Register
from archive.settings import Settings
from notify.duties import Duty, Judgements, duties, first_baseline
from notify.entries import Entries, Tally
from notify.list_readings import ListReading
from notify.mails import sender
from notify.notices import RedlineOf, changed_passages
from notify.owing import Owing, owing, without_a_medium
from notify.periods_owed import PromisedBy, nothing_promised
from notify.plans import Exclusion, Override, Part, Plan, PlanDigest, Standing, ToldBefore, Write
from notify.profiles import unknown_policies
from notify.recipients import Listed, Recipient, no_mailbox
from notify.refusals import Refusal, refusals, refuse
from notify.sealing import Seals
from notify.settle_window import Settling, parted
from notify.sorted_lists import Person, SortedList

_PART: Final = 1_000  # people whose entries are written together


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where a planning reads what was told before, and writes who is to be told what."""

    standing: Standing
    told_before: ToldBefore
    write: Write
    seals: Seals  # whose indexes say which mailboxes are the same
    scratch: Path  # the folder in which the list is sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """What must be told: to those who were not told of it, and what nobody was told of."""

    all: tuple[Duty, ...]
    new: tuple[Owing, ...]
    settling: tuple[Settling, ...]


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
        now=now or datetime.combine(register.today, time.max, tzinfo=settings.timezone),
    )
    reasons = refusals(due.new, register.today, settings)
    refuse([*reasons, *(_unknown_policies(register, settings) if due.new else [])], override)
    entries = Entries(
        due=due.all,
        settings=settings,
        redline_of=redline_of,
        today=register.today,
        lists_everybody=bool(due.new),
    )
    reading, digest = ListReading(), PlanDigest()
    if due.all:
        with SortedList(books.scratch, prefix=books.seals.index_prefix) as people:
            _sort(reading.recipients(recipients), books.seals, people)
            refuse(list(reading.refusals(last=standing.recipients)), override)
            _write(entries, people.people(), books, digest)
    refuse(list(_too_often(entries.tally)), override)
    tally = entries.tally
    return Plan(
        today=register.today,
        read_at=register.read_at,
        hash=digest.of(entries.notices, override),
        recipients=reading.people,
        told=tally.told,
        notices=tuple(entries.notices),
        mails=dict(tally.mails),
        reasons={reason: tally.reasons[reason] for reason in Exclusion},
        unlisted=dict(tally.unlisted),
        rows=digest.rows,
        baseline=None if standing.baseline else first_baseline(register),
        periods=tuple(one.period(register.today) for one in due.new),
        settling=tuple(map(str, due.settling)),
        warnings=tuple(_warnings(entries, reading, due.new)),
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
    return _due(
        register=register,
        judgements=judgements,
        standing=standing,
        settings=settings,
        redline_of=redline_of,
        promised_by=promised_by,
        since=None,
    ).new


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
    known = standing.known
    due = tuple(
        duty
        for duty in duties(
            register,
            judgements,
            baseline=standing.baseline,
            since=since,
            language=settings.language,
        )
        if changed_passages(duty, duty.original, redline_of) is not None
        if not (known.issuperset(duty.covered) and duty.day <= register.today)
    )
    owed = [
        owing(duty, settings=settings, promised_by=promised_by)
        for duty in due
        if not known.issuperset(duty.covered)
    ]
    new, settling = parted(owed, hours=settings.notice.settle_hours, now=now)
    young = [one.owing.duty for one in settling]
    return _Due(
        all=tuple(duty for duty in due if duty not in young),
        new=tuple(new),
        settling=tuple(settling),
    )


def _sort(recipients: Iterable[Recipient], seals: Seals, people: SortedList) -> None:
    """Put everybody where others with their mailbox are; who has none stands alone."""
    index = seals.index
    for recipient in recipients:
        key = recipient.mailbox_key
        people.add(index(key if key is not None else no_mailbox(recipient.id)), recipient)


def _write(entries: Entries, people: Iterator[Person], books: Books, digest: PlanDigest) -> None:
    """Write the entries of everybody, part by part."""
    noticed = 0
    while some := list(islice(people, _PART)):
        known = books.told_before([person.mailbox for person in some])
        made = [e for person in some for e in entries.of(person, known.get(person.mailbox))]
        if not made:
            continue
        for entry in made:
            digest.add(entry)
        notices, noticed = entries.notices[noticed:], len(entries.notices)
        wordings, entries.wordings = entries.wordings, []
        books.write(Part(notices=tuple(notices), wordings=tuple(wordings), entries=tuple(made)))


def _unknown_policies(register: Register, settings: Settings) -> list[Refusal]:
    known = (policy.id for policy in register)
    return [Refusal(message=message) for message in unknown_policies(settings, known)]


def _too_often(tally: Tally) -> Iterator[Refusal]:
    if tally.twice:
        people = "1 person" if tally.twice == 1 else f"{tally.twice:,} people"
        message = f"{people} would get two notices in a day; give the policies one day, or wait"
        yield Refusal(message=message, may_be_overridden=True)


def _warnings(entries: Entries, reading: ListReading, new: Sequence[Owing]) -> Iterator[str]:
    """Yield what a person should know before approving."""
    settings, tally = entries.settings, entries.tally
    for one in new:
        yield from one.warnings(entries.today)
    yield from without_a_medium(new, entries.notices, tally.unreached)
    yield from reading.warnings()
    for planned in entries.notices:
        for target in planned.mail.unlinked:
            yield f"not a link in the mail, as notice.link_hosts does not name its host: {target}"
    if reading.without_services:
        yield f"{reading.without_services} recipients name no service and count for all"
    for (wanted, got), count in sorted(tally.other_language.items()):
        people = "1 person" if count == 1 else f"{count:,} people"
        yield f"{people} asked for {wanted} and get the text in {got}"
    if entries.notices and not settings.notice.legal_from:
        from_ = sender(settings)
        yield f"notice.legal_from is missing; the mails come from {from_.name} <{from_.address}>"
    if entries.notices and not settings.postal_address:
        yield "postal_address is missing in the settings; the mails name none"
