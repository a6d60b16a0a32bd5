"""What no event can settle, settled by a person who knows: recorded with who and why."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import Connection, select, update

from notify.carriers import MailKind
from notify.deliveries import NOT_TOLD, DeliveryState, moved
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_events import Entry, record_all, step_entries
from notify.ledger_joining import chunks
from notify.ledger_reconcile import planned_again
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice


class NothingToResolve(NotifyError):
    """Nothing that was named is unknown, or it cannot be resolved so."""


class Resolution(StrEnum):
    """What a person says of a delivery that is unknown."""

    ACCEPTED = "accepted"  # it went out: the carrier's own records show it
    FAILED = "failed"  # it did not go out, and is not to: they are told by other means
    AGAIN = "again"  # it goes out once more, whoever may get it twice


def resolve(
    ledger: Ledger,
    resolution: Resolution,
    *,
    by: str,
    why: str,
    recipients: Collection[str] = (),
    notice: str = "",
) -> int:
    """Settle what is unknown of some recipients or one notice, or all of it; return how many.

    Courtesy mail never goes out again: it is sent at most once.
    """
    if not (by.strip() and why.strip()):
        raise NothingToResolve("this names a person and a reason; write --by WHO --why WHY")
    query = (
        select(_delivery.c.id, _delivery.c.plan, _notice.c.kind)
        .join(_notice, (_notice.c.plan == _delivery.c.plan) & (_notice.c.id == _delivery.c.notice))
        .where(_delivery.c.state == DeliveryState.UNKNOWN)
        .order_by(_delivery.c.plan, _delivery.c.id)
        .with_for_update(of=_delivery)
    )
    if recipients:
        query = query.where(_delivery.c.recipient.in_(recipients))
    if notice:
        query = query.where(_notice.c.id.startswith(notice, autoescape=True))
    with ledger.writing() as connection:
        rows = connection.execute(query).all()
        _refuse(resolution, {row.kind for row in rows})
        entries: list[Entry] = []
        for plan in sorted({row.plan for row in rows}):
            ids = [row.id for row in rows if row.plan == plan]
            facts = {"as": resolution, "by": by.strip(), "why": why.strip(), "count": len(ids)}
            entries.append(Entry("resolution", plan, facts))
            for chunk in chunks(ids):
                entries += _settled(connection, resolution, list(chunk), plan=plan)
        record_all(connection, entries, at=ledger.moment(connection))
    return len(rows)


def _refuse(resolution: Resolution, kinds: Collection[str]) -> None:
    if not kinds:
        raise NothingToResolve(
            "nothing of what was named is unknown; look at: fairnotice notify status"
        )
    if resolution is Resolution.AGAIN and MailKind.COURTESY in kinds:
        raise NothingToResolve(
            "courtesy mail goes out once at most; write --as accepted or --as failed"
        )


def _settled(
    connection: Connection, resolution: Resolution, ids: list[str], *, plan: int
) -> list[Entry]:
    if resolution is Resolution.AGAIN:
        return planned_again(connection, ids, plan=plan, by="person")
    to = moved(DeliveryState.UNKNOWN, DeliveryState(resolution.value))
    values: dict[str, object] = {"state": to} | ({"claimed": None} if to in NOT_TOLD else {})
    connection.execute(update(_delivery).where(_delivery.c.id.in_(ids)).values(**values))
    return step_entries(plan, to, ids, said_by="person")
