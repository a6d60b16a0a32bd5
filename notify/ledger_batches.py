"""Batches in the ledger: claimed by one sender each, and committed before anything goes out."""

from collections.abc import Collection, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, exists, func, insert, select

from notify.carriers import Batch, BatchId, MailKind
from notify.commitments import committed
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_brakes import EVERYTHING, braked
from notify.ledger_bulk import change_many
from notify.ledger_database import told_when_away
from notify.ledger_events import step_entries
from notify.ledger_rows import batch_of, mail_of, wordings_of
from notify.ledger_suppressions import cancel_suppressed
from notify.ledger_work import Letter, Work
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.settlements import Ids, ids_of

Room = MutableMapping[tuple[int, str], int]  # how many mails may go now, by plan and notice

_S: Final = DeliveryState
_WHOM: Final = select(_delivery.c.id, _delivery.c.person, _delivery.c.wording)

LEASE: Final = timedelta(minutes=15)  # far beyond the time limit of any call to a carrier


def waiting(ledger: Ledger, *, plans: Collection[int] | None = None) -> int:
    """Return how many deliveries of approved plans, or of some, are still to be handed over."""
    joined = _delivery.join(_plan, _plan.c.number == _delivery.c.plan)
    query = (
        select(func.count())
        .select_from(joined)
        .where(_delivery.c.state == DeliveryState.PLANNED, _plan.c.approved_at.is_not(None))
    )
    if plans is not None:
        query = query.where(_plan.c.number.in_(plans))
    with ledger.reading() as connection:
        return connection.execute(query).scalar_one()


def claim(ledger: Ledger, *, carrier: str, limit: int) -> Batch | None:
    """Take the next deliveries of an approved plan; None where none is left."""
    with told_when_away(), ledger.writing() as connection:
        work = Work(ledger=ledger, connection=connection, carrier=carrier)
        batch = claim_next(work, id_=BatchId(ledger.new_id()), limit=limit)
        work.finish()
        return batch


def claim_next(
    work: Work,
    *,
    id_: BatchId,
    limit: int,
    plans: Collection[int] | None = None,
    room: Room | None = None,
) -> Batch | None:
    """Take the next deliveries of an approved plan, or of some plans; None where none is left.

    Of a notice that `room` names no more than that many are taken; what is taken is taken off.
    """
    room = room if room is not None else {}
    for plan, notice in _claimable(work, plans):
        most = min(limit, room.get((plan, notice), limit))
        if most <= 0:
            continue
        planned = (
            _WHOM.where(*_ready(work.now), _delivery.c.plan == plan, _delivery.c.notice == notice)
            .order_by(_delivery.c.id)
            .limit(most)
            # On PostgreSQL; SQLite has one writer at a time, and leaves this out.
            .with_for_update(skip_locked=True)
        )
        while _cancelled_as_unwanted(work, plan, notice, planned):
            pass
        batch = _take(work, id_, plan, notice, planned)
        if batch is not None:
            if (plan, notice) in room:
                room[plan, notice] -= len(batch.addressees)
            return batch
    return None


def claim_these(work: Work, *, id_: BatchId, ids: Ids) -> Batch | None:
    """Take some of one notice that were just planned again; None where nobody may any more."""
    first = select(_delivery.c.plan, _delivery.c.notice).where(_delivery.c.id == ids[0])
    plan, notice = work.connection.execute(first).one()
    held = braked(work.connection)
    if plan in held or EVERYTHING in held:
        return None
    planned = _delivery.c.state == DeliveryState.PLANNED
    these = _WHOM.where(_delivery.c.id.in_(ids), planned).order_by(_delivery.c.id)
    these = these.with_for_update(skip_locked=True)
    _cancelled_as_unwanted(work, plan, notice, these)
    return _take(work, id_, plan, notice, these)


def claimed_until(ledger: Ledger) -> datetime | None:
    """Return until when a sender may still be at work on what it claimed; None if none is."""
    with ledger.reading() as connection:
        latest = connection.execute(
            select(func.max(_batch.c.lease_until)).where(_batch.c.settled_at.is_(None))
        ).scalar_one()
    return None if latest is None else datetime.fromisoformat(latest)


def put_off_until(ledger: Ledger, *, plans: Collection[int] | None = None) -> datetime | None:
    """Return when the first of what its own server put off may be tried; None where none was."""
    with ledger.reading() as connection:
        held = braked(connection)
        query = (
            select(func.min(_delivery.c.not_before))
            .join(_plan, _plan.c.number == _delivery.c.plan)
            .where(
                _delivery.c.state == DeliveryState.PLANNED,
                _plan.c.approved_at.is_not(None),
                _plan.c.number.not_in(held),
            )
        )
        if plans is not None:
            query = query.where(_plan.c.number.in_(plans))
        if EVERYTHING in held:
            return None
        earliest = connection.execute(query).scalar_one()
    return None if earliest is None else datetime.fromisoformat(earliest)


def _claimable(work: Work, plans: Collection[int] | None) -> Sequence[tuple[int, str]]:
    """Return the notices that have somebody to be told now, in the order of their plans."""
    held = braked(work.connection)
    if EVERYTHING in held:
        return []
    somebody = exists().where(
        _delivery.c.plan == _notice.c.plan, _delivery.c.notice == _notice.c.id, *_ready(work.now)
    )
    query = (
        select(_notice.c.plan, _notice.c.id)
        .join(_plan, _plan.c.number == _notice.c.plan)
        .where(_plan.c.approved_at.is_not(None), _plan.c.number.not_in(held), somebody)
        .order_by(_notice.c.plan, _notice.c.id)
    )
    if plans is not None:
        query = query.where(_plan.c.number.in_(plans))
    return [(row.plan, row.id) for row in work.connection.execute(query)]


def _ready(now: str) -> tuple[Any, Any]:
    later = _delivery.c.not_before
    return _delivery.c.state == DeliveryState.PLANNED, later.is_(None) | (later <= now)


def _cancelled_as_unwanted(work: Work, plan: int, notice: str, deliveries: Select[Any]) -> bool:
    """Cancel what nobody wants any more of courtesy mail; return whether there was any."""
    if _letter(work, plan, notice).mail.kind is not MailKind.COURTESY:
        return False
    ids = work.connection.execute(deliveries).scalars().all()
    found = cancel_suppressed(work.connection, plan=plan, notice=notice, ids=ids)
    work.entries += found
    return bool(found)


def _take(
    work: Work, id_: BatchId, plan: int, notice: str, deliveries: Select[Any]
) -> Batch | None:
    """Make a batch of some deliveries; None where others have taken them meanwhile."""
    found = work.connection.execute(deliveries).all()
    if not found:
        return None
    ledger, letter = work.ledger, _letter(work, plan, notice)
    missing = {wording for _, _, wording in found} - letter.wordings.keys()
    if missing:
        letter.wordings |= wordings_of(work.connection, plan=plan, notice=notice, numbers=missing)
    batch = batch_of(id_, letter.mail, found, wordings=letter.wordings, seals=ledger.seals)
    bound, ids, sending = committed(batch, ledger.seals.evidence), ids_of(batch), _S.SENDING
    work.connection.execute(
        insert(_batch).values(
            id=id_,
            plan=plan,
            notice=notice,
            carrier=work.carrier,
            claimed_at=work.now,
            lease_until=ledger.moment(work.connection, after=LEASE),
            salts=bound.salts,
            mails=len(ids),
        )
    )
    # By their ids: to look for them again while they are changed takes twice the time.
    claimed = {"state": sending, "batch": id_, "not_before": None, "claimed": 1}
    change_many(work.connection, _delivery, ids, **claimed)
    work.entries += step_entries(plan, sending, ids, batch=id_, root=bound.root)
    return batch


def _letter(work: Work, plan: int, notice: str) -> Letter:
    """Return what a notice's readers get; it never changes, so it is read and checked once."""
    if (plan, notice) not in work.letters:
        query = select(_notice).where(_notice.c.plan == plan, _notice.c.id == notice)
        row = work.connection.execute(query).mappings().one()
        work.letters[plan, notice] = Letter(mail=mail_of(row))
    return work.letters[plan, notice]
