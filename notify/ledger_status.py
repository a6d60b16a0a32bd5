"""The status of the ledger: how many deliveries are in which state, and that nobody is missing.

The database counts; `ledger_audit` holds every single delivery against its events.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, case, func, null, select

from notify.carriers import NoticeId
from notify.deliveries import DeliveryState, counted
from notify.ledger import Ledger
from notify.ledger_audit import LedgerDamaged
from notify.ledger_rows import NoticeStatus, PlanStatus, ServiceTold, services_in
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

_FETCHED: Final = 1_000  # rows at a time


@dataclass(slots=True)
class _Tally:
    """How many deliveries of one plan are in which state, and why some are excluded or cancelled."""

    counts: dict[str | None, Counter[DeliveryState]] = field(
        default_factory=lambda: defaultdict(Counter)
    )  # by notice; None: no notice is for them
    reasons: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stopped: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def rows(self) -> int:
        """How many deliveries there are."""
        return sum(counter.total() for counter in self.counts.values())


@dataclass(slots=True)
class _People:
    """What became of the recipients of one plan, each of them once."""

    outcomes: Counter[tuple[DeliveryState, ...]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def plan_statuses(ledger: Ledger) -> tuple[PlanStatus, ...]:
    """Return every plan that was not replaced, oldest first, with its deliveries by state.

    Raises `LedgerDamaged` where somebody who was on a list is in no state.
    """
    with ledger.reading() as connection:
        tallies = _tallied(connection)
        plans = connection.execute(
            select(_plan).where(_plan.c.replaced_by.is_(None)).order_by(_plan.c.number)
        ).all()
        return tuple(_status_of(connection, plan, tallies[plan.number]) for plan in plans)


def services_told(ledger: Ledger) -> tuple[ServiceTold, ...]:
    """Return of the newest plan how many people of each service it tells, and does not."""
    newest = select(_plan.c.services).order_by(_plan.c.number.desc()).limit(1)
    with ledger.reading() as connection:
        written = connection.execute(newest).scalar_one_or_none()
    return services_in(written or "[]")


def _tallied(connection: Connection) -> Mapping[int, _Tally]:
    d = _delivery.c
    with_reason = (DeliveryState.EXCLUDED, DeliveryState.CANCELLED)
    why = case((d.state.in_(with_reason), d.reason), else_=null())
    query = (
        select(d.plan, d.notice, d.state, why.label("why"), func.count().label("number"))
        .join(_plan, _plan.c.number == d.plan)
        .where(_plan.c.replaced_by.is_(None))
        .group_by(d.plan, d.notice, d.state, why)
    )
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for row in connection.execute(query):
        tally = tallies[row.plan]
        tally.counts[row.notice][DeliveryState(row.state)] += row.number
        if row.why is not None:
            excluded = row.state == DeliveryState.EXCLUDED
            reasons = tally.reasons if excluded else tally.stopped
            reasons[row.notice][row.why] += row.number
    return tallies


def _people(connection: Connection, plan: Any, tally: _Tally) -> _People:
    """Return what became of each recipient once; those with several mails are in several states."""
    without_a_row: Counter[str] = Counter(json.loads(plan.unlisted))
    unlisted = without_a_row.total()
    people = _People(reasons=without_a_row)
    if tally.rows + unlisted == plan.recipients:  # a row each, as where one notice is told
        for counter in tally.counts.values():
            for state, number in counter.items():
                people.outcomes[state,] += number
        for reasons in tally.reasons.values():
            people.reasons += reasons
    else:
        for states, reason in _each(connection, plan.number):
            people.outcomes[states] += 1
            if reason is not None:
                people.reasons[reason] += 1
    held = people.outcomes.total() + unlisted
    if held != plan.recipients or tally.rows != plan.rows:
        raise LedgerDamaged(
            f"plan {plan.hash[:12]} was made for {plan.recipients} recipients,"
            f" but the ledger holds {held} of them"
        )
    people.outcomes[DeliveryState.EXCLUDED,] += unlisted
    return people


def _each(
    connection: Connection, plan: int
) -> Iterator[tuple[tuple[DeliveryState, ...], str | None]]:
    """Yield the states that each recipient's mails are in, and why they are excluded, if so."""
    order = list(DeliveryState).index
    d = _delivery.c
    query = select(d.recipient, d.state, d.reason).where(d.plan == plan).order_by(d.recipient)
    rows = connection.execute(query.execution_options(yield_per=_FETCHED))
    for _, some in groupby(rows, key=attrgetter("recipient")):
        found = list(some)
        excluded = [row.reason for row in found if row.state == DeliveryState.EXCLUDED]
        states = {DeliveryState(row.state) for row in found}
        yield tuple(sorted(states, key=order)), excluded[-1] if excluded else None


def _status_of(connection: Connection, plan: Any, tally: _Tally) -> PlanStatus:
    people = _people(connection, plan, tally)
    notices = connection.execute(
        select(_notice).where(_notice.c.plan == plan.number).order_by(_notice.c.day, _notice.c.id)
    ).all()
    return PlanStatus(
        number=plan.number,
        hash=plan.hash,
        today=plan.today,
        recipients=plan.recipients,
        override=f"{plan.override_who}: {plan.override_why}" if plan.override_who else None,
        approved_by=plan.approved_by,
        approved_at=plan.approved_at,
        notices=tuple(
            NoticeStatus(
                id=NoticeId(notice.id),
                subject=notice.subject,
                day=notice.day,
                language=notice.language,
                counts=counted(tally.counts[notice.id]),
                reasons=dict(tally.reasons[notice.id]),
                stopped=dict(tally.stopped[notice.id]),
            )
            for notice in notices
        ),
        unconcerned=tally.counts[None].total() + sum(json.loads(plan.unlisted).values()),
        outcomes=+people.outcomes,
        reasons=dict(people.reasons),
        services=services_in(plan.services),
        planned_by=plan.planned_by,
    )
