"""The status of the ledger: what its events say became of every delivery, and that it adds up."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from notify.carriers import NoticeId
from notify.deliveries import DeliveryState, counted, states_after
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_events import steps
from notify.ledger_rows import NoticeStatus, PlanStatus
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan


@dataclass(slots=True)
class _Tally:
    """What became of the deliveries of one plan, and of its recipients."""

    counts: dict[str | None, Counter[DeliveryState]]  # by notice; None: no notice is for them
    reasons: dict[str | None, Counter[str]]
    states: dict[str, set[DeliveryState]]  # by recipient
    excluded: dict[str, str]  # the reason, by recipient


class LedgerDamaged(NotifyError):
    """The deliveries are not in the states that their events say."""


def plan_statuses(ledger: Ledger) -> tuple[PlanStatus, ...]:
    """Return every plan that was not replaced, oldest first, with its deliveries by state."""
    with ledger.reading() as connection:
        tallies = _tallied(connection)
        plans = connection.execute(
            select(_plan).where(_plan.c.replaced_by.is_(None)).order_by(_plan.c.number)
        ).all()
        for plan in plans:
            _check_sum(plan, tallies[plan.number])
        return tuple(_status_of(connection, plan, tallies[plan.number]) for plan in plans)


def _tallied(connection: Connection) -> Mapping[int, _Tally]:
    """Count the deliveries by what their events say; raise where the rows say otherwise."""
    states = states_after(steps(connection))
    stepped = frozenset(states)
    tallies: dict[int, _Tally] = defaultdict(_empty)
    d = _delivery.c
    for id_, plan, notice, recipient, written, reason in connection.execute(
        select(d.id, d.plan, d.notice, d.recipient, d.state, d.reason).join(
            _plan, _plan.c.number == d.plan
        )
    ):
        state = DeliveryState(written)
        said = states.pop(id_, DeliveryState.PLANNED)
        if state != said and not (state is DeliveryState.EXCLUDED and id_ not in stepped):
            raise LedgerDamaged(f"delivery {id_} stands as {written}, but its events say {said}")
        tally = tallies[plan]
        tally.counts[notice][state] += 1
        tally.states[recipient].add(state)
        if state is DeliveryState.EXCLUDED:
            tally.reasons[notice][reason] += 1
            tally.excluded[recipient] = reason
    if states:
        raise LedgerDamaged(f"{len(states)} deliveries with events are missing from the ledger")
    return tallies


def _check_sum(plan: Any, tally: _Tally) -> None:
    """Raise where anybody who was on the list is in no state, or somebody was put in."""
    held = len(tally.states) + sum(json.loads(plan.unlisted).values())
    if held != plan.recipients or sum(map(Counter.total, tally.counts.values())) != plan.rows:
        raise LedgerDamaged(
            f"plan {plan.hash[:12]} was made for {plan.recipients} recipients,"
            f" but the ledger holds {held} of them"
        )


def _empty() -> _Tally:
    return _Tally(defaultdict(Counter), defaultdict(Counter), defaultdict(set), {})


def _status_of(connection: Connection, plan: Any, tally: _Tally) -> PlanStatus:
    notices = connection.execute(
        select(_notice).where(_notice.c.plan == plan.number).order_by(_notice.c.day, _notice.c.id)
    ).all()
    order = list(DeliveryState).index
    outcomes = Counter(tuple(sorted(some, key=order)) for some in tally.states.values())
    unlisted: Counter[str] = Counter(json.loads(plan.unlisted))
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
            )
            for notice in notices
        ),
        unconcerned=sum(tally.counts[None].values()) + unlisted.total(),
        outcomes=outcomes + Counter({(DeliveryState.EXCLUDED,): unlisted.total()}),
        reasons=dict(Counter(tally.excluded.values()) + unlisted),
    )
