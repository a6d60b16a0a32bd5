"""Samples in the ledger: how many mails of a plan may go, and when the rest of them.

Every claim looks here in its own transaction, so all senders keep to one sample, on whatever
host they run; while it is out, they claim one after the other.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, exists, func, insert, select, update

from notify.canaries import PATIENCE
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_batches import Room
from notify.ledger_brakes import EVERYTHING, braked, pause_by_limits
from notify.ledger_canaries import canaries, canary_delivered_after
from notify.ledger_database import hold
from notify.ledger_events import Entry, record
from notify.ledger_sample_counts import (
    ends_known,
    handed_of,
    last_handed,
    seen_before,
    seen_of,
    shares_of,
)
from notify.ledger_work import Work
from notify.samples import LOOK, Answer, Seen, Verdict, judged, sample_of, too_many
from notify.schema import delivery as _delivery
from notify.schema import plan as _plan
from notify.schema import sample as _sample

WATCHED: Final = timedelta(seconds=5)  # between two looks while the rest goes out
POLLED: Final = timedelta(seconds=10)  # between two looks while it waits

Say = Callable[[str], None]


class SampleHeld(NotifyError):
    """The rest of a plan waits for a person, as its sample shows too little or too much."""


@dataclass(slots=True, kw_only=True)
class Sampling:
    """How one run of sending goes about samples."""

    least: int  # mails of a plan that go first; 0: all go at once, within the limits
    say: Say
    canary: Callable[[], bool] | None = None  # sends one
    deaf: str = ""  # why no event can tell what becomes of mails, where that is so
    held: SampleHeld | None = None  # why something was left, for the end of the run
    tried: set[int] = field(default_factory=set)  # plans after whose sample it sent a canary
    _looked: datetime | None = None  # at the limits, by the ledger's clock
    _said: set[str] = field(default_factory=set)

    def say_once(self, line: str) -> None:
        """Say what was not said in this run yet."""
        if line not in self._said:
            self._said.add(line)
            self.say(line)

    def looks(self, now: datetime) -> bool:
        """Whether it is time to look at the limits again; it counts as done."""
        if self._looked is not None and now - self._looked < WATCHED:
            return False
        self._looked = now
        return True


def begin_samples(ledger: Ledger, sampling: Sampling, plans: Collection[int] | None) -> None:
    """Write down the samples of the plans that may go and are large enough to have one."""
    with ledger.writing() as connection:
        hold(connection)  # another sender may begin at the same moment
        at = ledger.moment(connection)
        for plan in connection.execute(_without(plans)).scalars().all():
            shares = sample_of(_planned(connection, plan), least=sampling.least)
            if shares is None and sampling.least:
                continue  # all of it would be the sample
            passed = {} if shares else {"passed_at": at, "passed_by": "the settings"}
            row = {"plan": plan, "shares": json.dumps(shares or {}), "begun_at": at, **passed}
            seen = {"seen_handed": 0, "seen_refused": 0, "seen_complained": 0}
            connection.execute(insert(_sample).values(**row, **seen))
            if shares:
                facts = {"mails": sum(shares.values())}
                record(connection, at=at, kind="sample", plan=plan, facts=facts)


def room_in(work: Work, sampling: Sampling, plans: Collection[int] | None) -> Room:
    """Return how many mails of which notices may go now; pause a plan that passed its limits."""
    connection, room = work.connection, dict[tuple[int, str], int]()
    rows = connection.execute(_of(plans)).all()
    if any(row.passed_at is None for row in rows):
        still_open = _of(plans).where(_sample.c.passed_at.is_(None)).with_for_update()
        for row in connection.execute(still_open).all():
            handed, shares = handed_of(connection, row.plan), shares_of(row)
            room |= {(row.plan, one): most - handed.get(one, 0) for one, most in shares.items()}
    passed = [row for row in rows if row.passed_at is not None and row.stopped_at is None]
    if passed and sampling.looks(work.ledger.now(connection)):
        for row in passed:
            limit = too_many(seen_of(connection, row.plan).since(seen_before(row)))
            if limit is not None:
                _stop(work, sampling, row.plan, limit)
    return room


def waits_until(
    ledger: Ledger, sampling: Sampling, plans: Collection[int] | None
) -> datetime | None:
    """Return when to look again at what samples show; now, where the rest of one may go.

    None where nothing waits for that. A canary is sent where one is wanted.
    """
    with ledger.reading() as connection:
        now, held = ledger.now(connection), braked(connection)
        rows = connection.execute(_of(plans).where(_sample.c.passed_at.is_(None))).all()
        waiting = [
            row
            for row in rows
            if not {row.plan, EVERYTHING} & held.keys() and _planned(connection, row.plan)
        ]
    answers = {_looked_at(ledger, sampling, row, now=now) for row in waiting}
    if Answer.GO_ON in answers:
        return now
    return now + POLLED if Answer.WAIT in answers else None


def _looked_at(ledger: Ledger, sampling: Sampling, row: Any, *, now: datetime) -> Answer:
    """Look at one sample, and do what that asks for."""
    with ledger.reading() as connection:
        known = ends_known(connection, row.plan, shares_of(row))
        seen = replace(seen_of(connection, row.plan), told_of=known)
        last = last_handed(connection, row.plan) or datetime.fromisoformat(row.begun_at)
        hash_ = _hash(connection, row.plan)
    verdict = _verdict(ledger, sampling, row.plan, seen, last=last, now=now)
    first = f"plan {hash_}: the first {seen.handed:,} mails are out"
    match verdict.answer:
        case Answer.GO_ON:
            _pass(ledger, row.plan, seen)
            sampling.say(f"{first} ({verdict.why}); the rest goes on")
        case Answer.STOP:
            with ledger.writing() as connection:
                work = Work(ledger=ledger, connection=connection)
                _stop(work, sampling, row.plan, verdict.why)
                work.finish()
        case Answer.GIVE_UP:
            sampling.held = sampling.held or SampleHeld(
                f"{first}, and the rest waits, as {verdict.why}; look at the mail provider's own"
                " log and at the webhook, then run: fairnotice notify send, or let the rest go:"
                f' fairnotice notify resume {hash_} --by "WHO"'
            )
        case Answer.WAIT:
            sampling.say_once(_why_it_waits(sampling, first, hash_))
    return verdict.answer


def _verdict(
    ledger: Ledger, sampling: Sampling, plan: int, seen: Seen, *, last: datetime, now: datetime
) -> Verdict:
    """Judge a sample; where only a canary could tell more, one is sent first, once in a run."""
    if sampling.canary is None:
        return judged(seen, idle=now - last, arrived=None)
    arrived = canary_delivered_after(ledger, last)
    sent = [one.sent_at for one in canaries(ledger) if one.sent_at > last]
    wanted = not arrived and all(now - at >= PATIENCE for at in sent)
    if wanted and not seen.under_way and plan not in sampling.tried and now > last:
        sampling.tried.add(plan)
        sent += [now] if sampling.canary() else []
    # Where none can be sent there is nothing to wait for.
    idle = now - max(sent) if sent else PATIENCE if plan in sampling.tried else timedelta()
    return judged(seen, idle=idle, arrived=arrived)


def _why_it_waits(sampling: Sampling, first: str, hash_: str) -> str:
    if sampling.canary is not None:
        return f"{first}; the rest waits until events say how they fared"
    minutes = LOOK // timedelta(minutes=1)
    return (
        f"{first}. No event tells how they fare, as {sampling.deaf}: the rest goes out in"
        f' {minutes} minutes, unless you run: fairnotice notify pause {hash_} --by "WHO"'
    )


def _pass(ledger: Ledger, plan: int, seen: Seen) -> None:
    """Let the rest of a plan go; nothing where another sender did so just before."""
    with ledger.writing() as connection:
        at = ledger.moment(connection)
        passed = update(_sample).where(_sample.c.plan == plan, _sample.c.passed_at.is_(None))
        values = {"passed_at": at, "passed_by": "what was heard of it"}
        if connection.execute(passed.values(**values)).rowcount:
            facts = {"handed": seen.handed, "ends_known": seen.told_of, "refused": seen.refused}
            record(connection, at=at, kind="sample-passed", plan=plan, facts=facts)


def _stop(work: Work, sampling: Sampling, plan: int, limit: str) -> None:
    """Pause a plan that passed its limits, for every sender; once."""
    connection = work.connection
    own = select(_sample.c.stopped_at).where(_sample.c.plan == plan).with_for_update()
    hash_ = _hash(connection, plan)
    sampling.held = sampling.held or SampleHeld(
        f"plan {hash_} is stopped: {limit}; look at the list and the mail, then run: fairnotice"
        f' notify resume {hash_} --by "WHO", or: fairnotice notify cancel {hash_} --by "WHO"'
    )
    if connection.execute(own).scalar_one() is None and plan not in braked(connection):
        connection.execute(
            update(_sample).where(_sample.c.plan == plan).values(stopped_at=work.now)
        )
        pause_by_limits(connection, plan, why=limit, at=work.now)
        work.entries.append(Entry("limit", plan, {"why": limit}))


def waiting_for_samples(ledger: Ledger) -> list[str]:
    """Return which plans wait until their sample was heard of, a line each."""
    with ledger.reading() as connection:
        rows = connection.execute(_of(None).where(_sample.c.passed_at.is_(None))).all()
        held = braked(connection)
        return [
            f"plan {_hash(connection, row.plan)} waits for what is heard of its first"
            f" {sum(shares_of(row).values()):,} mails; run: fairnotice notify send"
            for row in rows
            if row.plan not in held and _planned(connection, row.plan)
        ]


def _of(plans: Collection[int] | None) -> Select[Any]:
    found = select(_sample).order_by(_sample.c.plan)
    return found if plans is None else found.where(_sample.c.plan.in_(plans))


def _without(plans: Collection[int] | None) -> Select[Any]:
    """The approved plans that were never looked at for a sample."""
    none = ~exists().where(_sample.c.plan == _plan.c.number)
    found = select(_plan.c.number).where(_plan.c.approved_at.is_not(None), none)
    return found if plans is None else found.where(_plan.c.number.in_(plans))


def _planned(connection: Connection, plan: int) -> dict[str, int]:
    """Return how many mails of each notice of a plan are still to be handed over."""
    d = _delivery.c
    of_plan = (d.plan == plan, d.state == DeliveryState.PLANNED)
    query = select(d.notice, func.count().label("number")).where(*of_plan).group_by(d.notice)
    return {row.notice: row.number for row in connection.execute(query)}


def _hash(connection: Connection, plan: int) -> str:
    whole = connection.execute(select(_plan.c.hash).where(_plan.c.number == plan)).scalar_one()
    return str(whole)[:12]
