"""Cancelling what waits of notices that are not so any more, in steps that hold up nobody."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select, update

from notify.carriers import NoticeId
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_events import record_step
from notify.schema import delivery as _delivery

OUTDATED: Final = "its day or text was changed before it went out"
_CHUNK: Final = 1_000


def cancel_planned(ledger: Ledger, notices: Iterable[tuple[int, NoticeId]]) -> None:
    """Cancel what nobody was told of yet of some notices: what is planned, and what was withheld.

    Who was to get them is free to be told what is so now. Again, it changes nothing.
    """
    for plan, notice in sorted(notices):
        for state in (DeliveryState.PLANNED, DeliveryState.WITHHELD):
            while _cancel(ledger, plan, notice, state) == _CHUNK:
                pass


def _cancel(ledger: Ledger, plan: int, notice: NoticeId, state: DeliveryState) -> int:
    d, cancelled = _delivery.c, DeliveryState.CANCELLED
    waiting = (d.state == state, d.plan == plan, d.notice == notice)
    chosen = select(d.id).where(*waiting).order_by(d.id).limit(_CHUNK)
    with ledger.reading() as connection:
        if connection.execute(chosen.limit(1)).first() is None:
            return 0
    with ledger.writing() as connection:
        # On PostgreSQL; SQLite has one writer at a time. What a sender just takes, it sends.
        free = chosen.with_for_update(skip_locked=True)
        ids = connection.execute(free).scalars().all()
        values = {"state": cancelled, "reason": OUTDATED, "claimed": None}
        connection.execute(update(_delivery).where(d.id.in_(ids)).values(**values))
        now = ledger.moment(connection)
        record_step(connection, at=now, plan=plan, to=cancelled, ids=ids)
    return len(ids)
