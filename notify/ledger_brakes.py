"""What people hold up: sending paused for one plan or for all, and plans cancelled on their way.

Every claim looks here in its own transaction, so a pause takes hold of all senders within the
batches that are already in their hands; those are settled as ever.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold
from notify.ledger_events import record, record_step
from notify.ledger_sample_counts import let_on
from notify.schema import brake as _brake
from notify.schema import delivery as _delivery
from notify.schema import plan as _plan

EVERYTHING: Final = 0  # in place of a plan's number
_CHUNK: Final = 5_000  # deliveries in a transaction: others need the ledger meanwhile


class Brake(StrEnum):
    """What holds up a plan."""

    PAUSE = "pause"  # until somebody lets it go on
    CANCEL = "cancel"  # for good


class NothingToHold(NotifyError):
    """There is no such plan on its way, or it is not in the state for this."""


def pause(ledger: Ledger, *, plan: str | None, by: str) -> str:
    """Stop claiming for one plan (by its hash, or its beginning), or for all; return what."""
    with ledger.writing() as connection:
        hold(connection)
        number, named = _named(connection, plan)
        if number in braked(connection):
            raise NothingToHold(f"{named} is held up already; see: fairnotice notify status")
        _put(connection, ledger, number, kind=Brake.PAUSE, by=_who(by))
        return named


def resume(ledger: Ledger, *, plan: str | None, by: str) -> str:
    """Let one plan go on, or, where all were paused, all that are not paused by themselves.

    What waits for its sample, or was stopped by it, goes on as a person says so.
    """
    with ledger.writing() as connection:
        number, named = _named(connection, plan)
        at, brake = ledger.moment(connection), braked(connection).get(number)
        paused_ = brake is Brake.PAUSE
        let = brake is not Brake.CANCEL and let_on(
            connection, number, by=_who(by), at=at, stopped=paused_
        )
        hold(connection)
        if not (paused_ or let):
            raise NothingToHold(f"{named} is not paused")
        connection.execute(delete(_brake).where(_brake.c.plan == number))
        _record(connection, ledger, number, kind="resume", by=_who(by))
        return named


def cancel(ledger: Ledger, *, plan: str, by: str) -> tuple[str, int]:
    """Never hand over what is left of a plan; return its name and how many that were.

    What a sender has in its hands is settled; where it comes back, it is cancelled then.
    """
    with ledger.writing() as connection:
        hold(connection)
        number, named = _named(connection, plan)
        if braked(connection).get(number) is not Brake.CANCEL:
            connection.execute(delete(_brake).where(_brake.c.plan == number))
            _put(connection, ledger, number, kind=Brake.CANCEL, by=_who(by))
    total = 0
    while (done := _cancel_some(ledger, number)) > 0:
        total += done
    return named, total


def pause_by_limits(connection: Connection, plan: int, *, why: str, at: str) -> None:
    """Pause a plan whose mails fare badly, in the transaction that found it."""
    by = f"the limits, as {why}"
    connection.execute(insert(_brake).values(plan=plan, kind=Brake.PAUSE, by=by, at=at))


def braked(connection: Connection) -> Mapping[int, Brake]:
    """Return what holds up which plan; `EVERYTHING` stands for all."""
    return {row.plan: Brake(row.kind) for row in connection.execute(select(_brake))}


def paused(ledger: Ledger) -> str | None:
    """Return the first that is paused, by whom and how it goes on; None where nothing is."""
    return next(iter(all_paused(ledger)), None)


def all_paused(ledger: Ledger) -> list[str]:
    """Return what is paused, by whom and how it goes on, a line each."""
    query = (
        select(_brake.c.plan, _brake.c.by, _plan.c.hash)
        .join(_plan, _plan.c.number == _brake.c.plan, isouter=True)
        .where(_brake.c.kind == Brake.PAUSE)
        .order_by(_brake.c.plan)
    )
    with ledger.reading() as connection:
        rows = connection.execute(query).all()
    return [_paused(row.by, row.hash[:12] if row.plan else None) for row in rows]


def _paused(by: str, hash_: str | None) -> str:
    what, which = (f"plan {hash_}", hash_) if hash_ else ("all", "--all")
    return f'{what} is paused by {by}; run: fairnotice notify resume {which} --by "WHO"'


def _cancel_some(ledger: Ledger, plan: int) -> int:
    """Cancel some of what is planned; return how many, 0 once nothing is left."""
    planned = (_delivery.c.plan == plan, _delivery.c.state == DeliveryState.PLANNED)
    with ledger.writing() as connection:
        hold(connection)
        some = select(_delivery.c.id).where(*planned).order_by(_delivery.c.id).limit(_CHUNK)
        ids = [DeliveryId(id_) for id_ in connection.execute(some).scalars()]
        if ids:
            to = DeliveryState.CANCELLED
            connection.execute(
                update(_delivery)
                .where(*planned, _delivery.c.id.between(ids[0], ids[-1]))
                .values(state=to, claimed=None)
            )
            at = ledger.moment(connection)
            record_step(connection, at=at, plan=plan, to=to, ids=ids)
    return len(ids)


def _put(connection: Connection, ledger: Ledger, number: int, *, kind: Brake, by: str) -> None:
    at = ledger.moment(connection)
    connection.execute(insert(_brake).values(plan=number, kind=kind, by=by, at=at))
    _record(connection, ledger, number, kind=kind, by=by)


def _record(connection: Connection, ledger: Ledger, number: int, *, kind: str, by: str) -> None:
    at, plan = ledger.moment(connection), number or None
    record(connection, at=at, kind=kind, plan=plan, facts={"by": by})


def _named(connection: Connection, hash_: str | None) -> tuple[int, str]:
    """Return the number of a plan that is approved, by the beginning of its hash, and its name."""
    if hash_ is None:
        return EVERYTHING, "all sending"
    approved = select(_plan).where(
        _plan.c.approved_at.is_not(None), func.substr(_plan.c.hash, 1, len(hash_)) == hash_
    )
    rows = connection.execute(approved).all() if hash_ else []
    if len(rows) != 1:
        raise NothingToHold(
            f"{len(rows) or 'no'} approved plans begin with {hash_!r}; see: fairnotice notify status"
        )
    return rows[0].number, f"plan {rows[0].hash[:12]}"


def _who(by: str) -> str:
    if not by.strip():
        raise NothingToHold("this names a person; write --by NAME")
    return by.strip()
