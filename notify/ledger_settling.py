"""Settling in the ledger: what became of a batch, in time, too late, or never.

A batch that was claimed and never settled was given up by its sender: what became of it is
unknown, and it is never handed over again blindly. Every claim makes a batch of its own, so an
answer that comes too late is told from the answer to a later attempt.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select, update

from notify.carriers import BatchId, DeliveryId
from notify.deliveries import MOVES, NOT_TOLD, DeliveryState, ImpossibleMove, moved
from notify.ledger import Ledger
from notify.ledger_brakes import Brake, braked
from notify.ledger_database import told_when_away
from notify.ledger_events import Entry, step_entries
from notify.ledger_joining import join_settled
from notify.ledger_work import Work
from notify.outbox_carrier import OutboxCarrier
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.settlements import Ids, Settlement

_NOT_TAKEN: Final = NOT_TOLD | {DeliveryState.PLANNED}


def settle(ledger: Ledger, batch: BatchId, settlement: Settlement) -> bool:
    """Record what became of a batch; False where it had been given up meanwhile.

    An answer that comes so late is evidence still: what was unknown is known by it. Raises
    `LedgerAway` where it could not be recorded; to try again does no harm, even where it was.
    """
    with told_when_away(), ledger.writing() as connection:
        work = Work(ledger=ledger, connection=connection)
        in_time = settle_in(work, batch, settlement)
        work.finish()
        return in_time


def settle_in(work: Work, batch: BatchId, settlement: Settlement) -> bool:
    """Settle a batch within a transaction that does more; see `settle`."""
    found = select(_batch).where(_batch.c.id == batch).with_for_update()
    row = work.connection.execute(found).one()
    in_time = row.settled_at is None
    (_settle if in_time else _settle_late)(work, row, settlement)
    _join(work, batch)
    return in_time


def unclaim(work: Work, batch: BatchId) -> None:
    """Plan again what was claimed and surely never handed over; nothing where it never was."""
    unsettled = select(_batch).where(_batch.c.id == batch, _batch.c.settled_at.is_(None))
    row = work.connection.execute(unsettled.with_for_update()).one_or_none()
    if row is not None:
        ids = _on_their_way(work.connection, batch)
        note = "the ledger went away before it was handed over"
        _settle(work, row, Settlement(to={DeliveryState.PLANNED: ids}, note=note))


def give_up_lost(ledger: Ledger) -> int:
    """Mark as unknown what a sender claimed and never settled; return how many deliveries.

    What was on its way to a folder is planned again: the same mail makes the same file.
    """
    total = 0
    with ledger.writing() as connection:
        work = Work(ledger=ledger, connection=connection)
        lost = connection.execute(
            select(_batch)
            .where(_batch.c.settled_at.is_(None), _batch.c.lease_until < work.now)
            .with_for_update(skip_locked=True)  # its sender is just settling it
        ).all()
        for row in lost:
            ids = _on_their_way(connection, row.id)
            note = "its sender ended before there was an answer"
            again = row.carrier == OutboxCarrier.name
            state = DeliveryState.PLANNED if again else DeliveryState.UNKNOWN
            _settle(work, row, Settlement(to={state: ids}, note=note))
            _join(work, row.id)
            total += 0 if again else len(ids)
        work.finish()
    return total


def _join(work: Work, batch: str) -> None:
    """Count what the provider was quicker to say of a batch than its sender."""
    work.entries += join_settled(work.connection, work.now, batch=batch)


def _on_their_way(connection: Connection, batch: str) -> Ids:
    sending = select(_delivery.c.id).where(
        _delivery.c.batch == batch, _delivery.c.state == DeliveryState.SENDING
    )
    return [
        DeliveryId(id_) for id_ in connection.execute(sending.order_by(_delivery.c.id)).scalars()
    ]


def _settle(work: Work, row: Any, settlement: Settlement) -> None:
    more = {"possible_repeat": True} if settlement.possible_repeat else {}
    for state, ids in settlement.to.items():
        moved(DeliveryState.SENDING, state)
        mine = [_delivery.c.batch == row.id]
        if len(settlement.to) > 1:  # else every one of the batch, without naming each
            mine.append(_delivery.c.id.in_(ids))
        # Looked up first, in the index alone: to have them returned by the change takes longer.
        found = set(work.connection.execute(select(_delivery.c.id).where(*mine)).scalars())
        on_its_way = _delivery.c.state == DeliveryState.SENDING
        change = update(_delivery).where(*mine, on_its_way).values(**_came_to(state))
        changed = work.connection.execute(change).rowcount
        if found != set(ids) or changed != len(found):
            raise ImpossibleMove(f"{len(ids)} deliveries of batch {row.id} are not all in it")
        work.entries += step_entries(row.plan, state, ids, batch=row.id, **more)
    _write_details(work, settlement)
    _cancel_what_came_back(work, row, settlement)
    work.connection.execute(
        update(_batch)
        .where(_batch.c.id == row.id)
        .values(
            settled_at=work.now,
            message_id=settlement.message_id,
            note=settlement.note,
            mails=sum(len(ids) for state, ids in settlement.to.items() if state not in _NOT_TAKEN),
        )
    )


def _came_to(state: DeliveryState) -> dict[str, object]:
    """Return what a delivery's row says in a state; one that reached nobody may be planned anew."""
    unclaimed = {"claimed": None} if state in NOT_TOLD else {}
    return {"state": state, **unclaimed}


def _cancel_what_came_back(work: Work, row: Any, settlement: Settlement) -> None:
    """Cancel what is planned again of a plan that was cancelled meanwhile."""
    back = settlement.to.get(DeliveryState.PLANNED, ())
    if back and braked(work.connection).get(row.plan) is Brake.CANCEL:
        to = moved(DeliveryState.PLANNED, DeliveryState.CANCELLED)
        work.connection.execute(
            update(_delivery).where(_delivery.c.id.in_(back)).values(**_came_to(to))
        )
        work.entries += step_entries(row.plan, to, back)


def _settle_late(work: Work, row: Any, settlement: Settlement) -> None:
    """Record what an answer proves of deliveries that were given up, or planned again.

    Those that another batch has claimed since were handed over twice: that is recorded.
    """
    for state, ids in settlement.to.items():
        if state in (DeliveryState.PLANNED, DeliveryState.UNKNOWN):
            continue  # it proves nothing
        left = _left_in(work.connection, row.id, ids)
        again = [id_ for id_ in ids if left.get(id_) == DeliveryState.PLANNED]
        work.entries += step_entries(
            row.plan, DeliveryState.SENDING, again, batch=row.id, late=True
        )
        known = state in MOVES[DeliveryState.UNKNOWN]
        unknown = [id_ for id_ in ids if known and left.get(id_) == DeliveryState.UNKNOWN]
        proven = [*again, *unknown]
        work.connection.execute(
            update(_delivery).where(_delivery.c.id.in_(proven)).values(**_came_to(state))
        )
        work.entries += step_entries(row.plan, state, proven, batch=row.id, late=True)
        if state is DeliveryState.ACCEPTED and (twice := _elsewhere(work.connection, row.id, ids)):
            facts = {"batch": row.id, "deliveries": twice}
            work.entries.append(Entry("repeat", row.plan, facts))
    _write_details(work, settlement)
    work.connection.execute(
        update(_batch).where(_batch.c.id == row.id).values(message_id=settlement.message_id)
    )


def _left_in(connection: Connection, batch: str, ids: Ids) -> Mapping[str, str]:
    """Return those of a batch that was given up, by state, where nobody took them since."""
    rows = connection.execute(
        select(_delivery.c.id, _delivery.c.state)
        .where(
            _delivery.c.id.in_(ids),
            _delivery.c.batch == batch,
            _delivery.c.state.in_((DeliveryState.PLANNED, DeliveryState.UNKNOWN)),
        )
        .with_for_update(skip_locked=True)
    )
    return {row.id: row.state for row in rows}


def _elsewhere(connection: Connection, batch: str, ids: Ids) -> list[str]:
    """Return which deliveries another batch has claimed, or is just claiming."""
    planned = _delivery.c.state == DeliveryState.PLANNED
    rows = select(_delivery.c.id).where(
        _delivery.c.id.in_(ids), (_delivery.c.batch != batch) | planned
    )
    return list(connection.execute(rows.order_by(_delivery.c.id)).scalars())


def _write_details(work: Work, settlement: Settlement) -> None:
    for delivery, reason in settlement.reasons.items():
        of_this = _delivery.c.id == delivery
        work.connection.execute(update(_delivery).where(of_this).values(reason=reason))
    for delivery, wait in settlement.put_off.items():
        until = work.ledger.moment(work.connection, after=wait)
        of_this = _delivery.c.id == delivery
        work.connection.execute(update(_delivery).where(of_this).values(not_before=until))
