"""What the ledger holds of samples: which plans have one, and what became of their mails."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, update

from notify.deliveries import DeliveryState
from notify.ledger_events import record
from notify.provider_events import EventKind
from notify.samples import Seen
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import provider_event as _event
from notify.schema import sample as _sample

_ENDS: Final = (DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.DROPPED)
_CLAIMED: Final = text("claimed = 1")  # as the index has it


def seen_of(connection: Connection, plan: int) -> Seen:
    """Return what is known of the mails of a plan that were handed over, but not their ends."""
    of_plan = _batch.c.plan == plan
    handed, under_way = connection.execute(
        select(
            func.coalesce(func.sum(_batch.c.mails), 0),
            func.coalesce(func.sum(_batch.c.mails).filter(_batch.c.settled_at.is_(None)), 0),
        ).where(of_plan)
    ).one()
    failed = select(func.count()).where(
        _delivery.c.state == DeliveryState.FAILED, _delivery.c.plan == plan
    )
    refused = connection.execute(failed).scalar_one()
    return Seen(
        handed=int(handed) + refused,  # a sum is a decimal to PostgreSQL
        under_way=int(under_way),
        refused=refused + _heard(connection, plan, EventKind.BOUNCED),
        complained=_heard(connection, plan, EventKind.COMPLAINED),
    )


def ends_known(connection: Connection, plan: int, notices: Mapping[str, int]) -> int:
    """Return of how many mails of some notices of a plan the end is known."""
    d = _delivery.c
    ended = select(func.count()).where(
        d.plan == plan, d.notice.in_(sorted(notices)), _CLAIMED, d.state.in_(_ENDS)
    )
    return connection.execute(ended).scalar_one()


def handed_of(connection: Connection, plan: int) -> Mapping[str, int]:
    """Return how many mails of each notice of a plan are on their way, or may have gone out."""
    b = _batch.c
    query = select(b.notice, func.sum(b.mails)).where(b.plan == plan).group_by(b.notice)
    return {notice: int(number) for notice, number in connection.execute(query).all()}


def last_handed(connection: Connection, plan: int) -> datetime | None:
    """Return when the carrier last answered for mails of a plan; None where it never did."""
    query = select(func.max(_batch.c.settled_at)).where(_batch.c.plan == plan)
    last = connection.execute(query).scalar_one_or_none()
    return None if last is None else datetime.fromisoformat(last)


def shares_of(row: Any) -> Mapping[str, int]:
    """Return how many mails of each notice are the sample of a plan, from its row."""
    shares: Mapping[str, int] = json.loads(row.shares)
    return shares


def seen_before(row: Any) -> Seen:
    """Return what a person had seen of a sample when they let it go on, from its row."""
    return Seen(handed=row.seen_handed, refused=row.seen_refused, complained=row.seen_complained)


def let_on(connection: Connection, plan: int, *, by: str, at: str, stopped: bool) -> bool:
    """Let the rest of a plan go, whatever its sample shows; False where nothing holds it.

    With `stopped`, only where its limits did.
    """
    own = select(_sample).where(_sample.c.plan == plan).with_for_update()
    row = connection.execute(own).one_or_none()
    if row is None or (row.stopped_at is None and (stopped or row.passed_at is not None)):
        return False
    seen = seen_of(connection, plan)
    connection.execute(
        update(_sample)
        .where(_sample.c.plan == plan)
        .values(
            passed_at=row.passed_at or at,
            passed_by=by,
            stopped_at=None,
            seen_handed=seen.handed,
            seen_refused=seen.refused,
            seen_complained=seen.complained,
        )
    )
    facts = {"by": by, "handed": seen.handed, "refused": seen.refused}
    facts["complained"] = seen.complained
    record(connection, at=at, kind="sample-passed", plan=plan, facts=facts)
    return True


def _heard(connection: Connection, plan: int, kind: EventKind) -> int:
    """Return of how many deliveries of a plan a provider said something."""
    heard = (
        select(func.count(_event.c.delivery.distinct()))
        .join(_delivery, _delivery.c.id == _event.c.delivery)
        .where(_event.c.kind == kind, _delivery.c.plan == plan)
    )
    return connection.execute(heard).scalar_one()
