"""The status of the ledger: what its events say became of every delivery, and that it adds up."""

from collections import Counter, defaultdict
from collections.abc import Mapping
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

_Groups = Mapping[tuple[int, str | None], Mapping[DeliveryState, int]]


class LedgerDamaged(NotifyError):
    """The deliveries are not in the states that their events say."""


def plan_statuses(ledger: Ledger) -> tuple[PlanStatus, ...]:
    """Return every plan that was not replaced, oldest first, with its deliveries by state."""
    with ledger.engine.begin() as connection:
        groups, reasons = _grouped(connection)
        plans = connection.execute(
            select(_plan).where(_plan.c.replaced_by.is_(None)).order_by(_plan.c.number)
        ).all()
        return tuple(_status_of(connection, plan, groups, reasons[plan.number]) for plan in plans)


def _grouped(connection: Connection) -> tuple[_Groups, Mapping[int, Counter[str]]]:
    """Count the deliveries by what their events say; raise where the rows say otherwise."""
    states = states_after(steps(connection))
    groups: dict[tuple[int, str | None], Counter[DeliveryState]] = defaultdict(Counter)
    reasons: dict[int, Counter[str]] = defaultdict(Counter)
    d = _delivery.c
    for id_, plan, notice, written, reason in connection.execute(
        select(d.id, d.plan, d.notice, d.state, d.reason)
    ):
        state = states.pop(id_, None)
        if state is None or state != written:
            raise LedgerDamaged(f"delivery {id_} stands as {written}, but its events say {state}")
        groups[plan, notice][state] += 1
        if state is DeliveryState.EXCLUDED:
            reasons[plan][reason] += 1
    if states:
        raise LedgerDamaged(f"{len(states)} deliveries with events are missing from the ledger")
    return groups, reasons


def _status_of(
    connection: Connection, plan: Any, groups: _Groups, reasons: Mapping[str, int]
) -> PlanStatus:
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
                counts=counted(groups.get((plan.number, notice.id), {})),
            )
            for notice in notices
        ),
        unconcerned=sum(groups.get((plan.number, None), {}).values()),
        reasons=dict(reasons),
    )
