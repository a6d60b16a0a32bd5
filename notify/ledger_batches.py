"""Batches in the ledger: claimed and committed before anything goes out, settled afterwards.

A batch that was claimed and never settled was given up by its sender: what became of it is
unknown, and it is never handed over again blindly. Every claim makes a batch of its own, so an
answer that comes too late is told from the answer to a later attempt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from notify.carriers import Batch, BatchId, DeliveryId, MailKind
from notify.commitments import committed
from notify.deliveries import MOVES, DeliveryState, ImpossibleMove, moved
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold, told_when_away
from notify.ledger_events import record, record_all, record_step
from notify.ledger_joining import join_settled
from notify.ledger_rows import batch_of, wordings_of
from notify.ledger_suppressions import cancel_suppressed
from notify.ledger_withheld import withheld_in
from notify.outbox_carrier import OutboxCarrier
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

LEASE: Final = timedelta(minutes=15)  # far beyond the time limit of any call to a carrier


class NotApprovedAgain(NotifyError):
    """What was withheld goes out only under an approval that was given afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What is known of a batch once the carrier has answered, or was waited for in vain."""

    to: Mapping[DeliveryState, Sequence[DeliveryId]]
    reasons: Mapping[DeliveryId, str] = field(default_factory=dict)
    message_id: str | None = None
    note: str | None = None
    possible_repeat: bool = False  # it goes out again though some may have got it


def waiting(ledger: Ledger) -> int:
    """Return how many deliveries of approved plans are still to be handed over."""
    with ledger.reading() as connection:
        return connection.execute(
            select(func.count())
            .select_from(_delivery.join(_plan, _plan.c.number == _delivery.c.plan))
            .where(_delivery.c.state == DeliveryState.PLANNED, _plan.c.approved_at.is_not(None))
        ).scalar_one()


def release_withheld(ledger: Ledger) -> int:
    """Plan again what was withheld, where a person approved it since; return how many.

    Raises `NotApprovedAgain` where something is withheld and nobody did.
    """
    with ledger.writing() as connection:
        hold(connection)
        held = withheld_in(connection)
        free = [one for one in held if one.may_go]
        if held and not free:
            raise NotApprovedAgain(
                f"{sum(one.deliveries for one in held):,} withheld mails were not approved since;"
                ' run: fairnotice notify approve --by "WHO"'
            )
        for one in free:
            _release(connection, ledger, one.plan)
    return sum(one.deliveries for one in free)


def claim(ledger: Ledger, *, carrier: str, limit: int) -> Batch | None:
    """Take the next deliveries of an approved plan; None where none is left."""
    query = (
        select(_delivery)
        .join(_plan, _plan.c.number == _delivery.c.plan)
        .where(_delivery.c.state == DeliveryState.PLANNED, _plan.c.approved_at.is_not(None))
        .order_by(_delivery.c.plan, _delivery.c.notice, _delivery.c.id)
        .limit(limit)
        # On PostgreSQL; SQLite has one writer at a time, and leaves this out.
        .with_for_update(of=_delivery, skip_locked=True)
    )
    with told_when_away(), ledger.writing() as connection:
        while True:
            found = connection.execute(query).mappings().all()
            if not found:
                return None
            plan, notice = found[0]["plan"], found[0]["notice"]
            rows = [row for row in found if (row["plan"], row["notice"]) == (plan, notice)]
            mail = connection.execute(
                select(_notice).where(_notice.c.plan == plan, _notice.c.id == notice)
            ).mappings()
            written = mail.one()
            if not _unwanted(connection, ledger, written, rows):
                break
        words = wordings_of(connection, rows)
        batch = batch_of(ledger.new_id(), written, rows, words=words, seals=ledger.seals)
        _take(connection, ledger, batch, carrier=carrier, plan=plan)
        return batch


def settle(ledger: Ledger, batch: BatchId, settlement: Settlement) -> bool:
    """Record what became of a batch; False where it had been given up meanwhile.

    An answer that comes so late is evidence still: what was unknown is known by it. Raises
    `LedgerAway` where it could not be recorded; to try again does no harm, even where it was.
    """
    with told_when_away(), ledger.writing() as connection:
        found = select(_batch).where(_batch.c.id == batch).with_for_update()
        row = connection.execute(found).one()
        in_time = row.settled_at is None
        (_settle if in_time else _settle_late)(connection, ledger, row, settlement)
        _join(connection, ledger, batch)
        return in_time


def claimed_until(ledger: Ledger) -> datetime | None:
    """Return until when a sender may still be at work on what it claimed; None if none is."""
    with ledger.reading() as connection:
        latest = connection.execute(
            select(func.max(_batch.c.lease_until)).where(_batch.c.settled_at.is_(None))
        ).scalar_one()
    return None if latest is None else datetime.fromisoformat(latest)


def give_up_lost(ledger: Ledger) -> int:
    """Mark as unknown what a sender claimed and never settled; return how many deliveries.

    What was on its way to a folder is planned again: the same mail makes the same file.
    """
    total = 0
    with ledger.writing() as connection:
        lost = connection.execute(
            select(_batch)
            .where(_batch.c.settled_at.is_(None), _batch.c.lease_until < ledger.moment(connection))
            .with_for_update(skip_locked=True)  # its sender is just settling it
        ).all()
        for row in lost:
            sending = select(_delivery.c.id).where(
                _delivery.c.batch == row.id, _delivery.c.state == DeliveryState.SENDING
            )
            ids = [DeliveryId(id_) for id_ in connection.execute(sending).scalars()]
            note = "its sender ended before there was an answer"
            again = row.carrier == OutboxCarrier.name
            state = DeliveryState.PLANNED if again else DeliveryState.UNKNOWN
            _settle(connection, ledger, row, Settlement(to={state: ids}, note=note))
            _join(connection, ledger, row.id)
            total += 0 if again else len(ids)
    return total


def _unwanted(connection: Connection, ledger: Ledger, notice: Any, rows: Sequence[Any]) -> bool:
    """Cancel what nobody wants any more of courtesy mail; return whether there was any."""
    if notice["kind"] != MailKind.COURTESY:
        return False
    ids = [row["id"] for row in rows]
    found = cancel_suppressed(connection, plan=notice["plan"], notice=notice["id"], ids=ids)
    record_all(connection, found, at=ledger.moment(connection))
    return bool(found)


def _join(connection: Connection, ledger: Ledger, batch: str) -> None:
    """Count what the provider was quicker to say of a batch than its sender."""
    now = ledger.moment(connection)
    record_all(connection, join_settled(connection, now, batch=batch), at=now)


def _release(connection: Connection, ledger: Ledger, plan: int) -> None:
    held = (_delivery.c.plan == plan, _delivery.c.state == DeliveryState.WITHHELD)
    ids = connection.execute(select(_delivery.c.id).where(*held)).scalars().all()
    to = moved(DeliveryState.WITHHELD, DeliveryState.PLANNED, released=True)
    connection.execute(update(_delivery).where(*held).values(state=to))
    record_step(connection, at=ledger.moment(connection), plan=plan, to=to, ids=ids, released=True)


def _take(connection: Connection, ledger: Ledger, batch: Batch, *, carrier: str, plan: int) -> None:
    bound = committed(batch, ledger.seals.evidence)
    connection.execute(
        insert(_batch).values(
            id=batch.id,
            plan=plan,
            notice=batch.mail.notice,
            carrier=carrier,
            claimed_at=ledger.moment(connection),
            lease_until=ledger.moment(connection, after=LEASE),
            salts=bound.salts,
        )
    )
    ids = [addressee.delivery for addressee in batch.addressees]
    connection.execute(
        update(_delivery)
        .where(_delivery.c.id.in_(ids))
        .values(state=DeliveryState.SENDING, batch=batch.id)
    )
    record_step(
        connection,
        at=ledger.moment(connection),
        plan=plan,
        to=DeliveryState.SENDING,
        ids=ids,
        batch=batch.id,
        root=bound.root,
    )


def _settle(connection: Connection, ledger: Ledger, row: Any, settlement: Settlement) -> None:
    more = {"possible_repeat": True} if settlement.possible_repeat else {}
    for state, ids in settlement.to.items():
        moved(DeliveryState.SENDING, state)
        changed = connection.execute(
            update(_delivery)
            .where(
                _delivery.c.id.in_(ids),
                _delivery.c.batch == row.id,
                _delivery.c.state == DeliveryState.SENDING,
            )
            .values(state=state)
        )
        if changed.rowcount != len(ids):
            raise ImpossibleMove(f"{len(ids)} deliveries of batch {row.id} are not all in it")
        _record_step(connection, ledger, row, state, ids, **more)
    _give_reasons(connection, settlement)
    connection.execute(
        update(_batch)
        .where(_batch.c.id == row.id)
        .values(
            settled_at=ledger.moment(connection),
            message_id=settlement.message_id,
            note=settlement.note,
        )
    )


def _settle_late(connection: Connection, ledger: Ledger, row: Any, settlement: Settlement) -> None:
    """Record what an answer proves of deliveries that were given up, or planned again.

    Those that another batch has claimed since were handed over twice: that is recorded.
    """
    left = _left_in(connection, row.id)
    for state, ids in settlement.to.items():
        if state in (DeliveryState.PLANNED, DeliveryState.UNKNOWN):
            continue  # it proves nothing
        again = [id_ for id_ in ids if left.get(id_) == DeliveryState.PLANNED]
        _record_step(connection, ledger, row, DeliveryState.SENDING, again, late=True)
        known = state in MOVES[DeliveryState.UNKNOWN]
        unknown = [id_ for id_ in ids if known and left.get(id_) == DeliveryState.UNKNOWN]
        proven = [*again, *unknown]
        connection.execute(update(_delivery).where(_delivery.c.id.in_(proven)).values(state=state))
        _record_step(connection, ledger, row, state, proven, late=True)
        if state is DeliveryState.ACCEPTED and (twice := _elsewhere(connection, row.id, ids)):
            facts = {"batch": row.id, "deliveries": twice}
            at = ledger.moment(connection)
            record(connection, at=at, kind="repeat", plan=row.plan, facts=facts)
    _give_reasons(connection, settlement)
    connection.execute(
        update(_batch).where(_batch.c.id == row.id).values(message_id=settlement.message_id)
    )


def _left_in(connection: Connection, batch: str) -> Mapping[str, str]:
    """Return the deliveries of a batch that was given up, by state, where nobody took them since."""
    rows = connection.execute(
        select(_delivery.c.id, _delivery.c.state)
        .where(
            _delivery.c.batch == batch,
            _delivery.c.state.in_((DeliveryState.PLANNED, DeliveryState.UNKNOWN)),
        )
        .with_for_update(skip_locked=True)
    )
    return {row.id: row.state for row in rows}


def _elsewhere(connection: Connection, batch: str, ids: Sequence[DeliveryId]) -> list[str]:
    """Return which deliveries another batch has claimed, or is just claiming."""
    planned = _delivery.c.state == DeliveryState.PLANNED
    rows = select(_delivery.c.id).where(
        _delivery.c.id.in_(ids), (_delivery.c.batch != batch) | planned
    )
    return list(connection.execute(rows.order_by(_delivery.c.id)).scalars())


def _record_step(
    connection: Connection,
    ledger: Ledger,
    row: Any,
    state: DeliveryState,
    ids: Sequence[object],
    **more: object,
) -> None:
    at = ledger.moment(connection)
    record_step(connection, at=at, plan=row.plan, to=state, ids=ids, batch=row.id, **more)


def _give_reasons(connection: Connection, settlement: Settlement) -> None:
    for delivery, reason in settlement.reasons.items():
        connection.execute(
            update(_delivery).where(_delivery.c.id == delivery).values(reason=reason)
        )
