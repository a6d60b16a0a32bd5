"""What is withheld: mails that lie in a folder, and whether a person has let them out since."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from notify.deliveries import DeliveryState
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import plan as _plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The deliveries of one plan that nobody was told by."""

    plan: int
    hash: str
    deliveries: int
    may_go: bool  # the plan was approved again after the last of them was withheld


def withheld_in(connection: Connection) -> tuple[Withheld, ...]:
    """Return what is withheld, by plan, the oldest first."""
    last = func.max(_batch.c.settled_at).label("last")
    rows = connection.execute(
        select(_plan.c.number, _plan.c.hash, _plan.c.approved_at, func.count().label("mails"), last)
        .select_from(_delivery)
        .join(_plan, _plan.c.number == _delivery.c.plan)
        .join(_batch, _batch.c.id == _delivery.c.batch)
        .where(_delivery.c.state == DeliveryState.WITHHELD)
        .group_by(_plan.c.number, _plan.c.hash, _plan.c.approved_at)
        .order_by(_plan.c.number)
    ).all()
    return tuple(
        Withheld(
            plan=row.number,
            hash=row.hash,
            deliveries=row.mails,
            may_go=row.approved_at > row.last,
        )
        for row in rows
    )


def what_releases(withheld: Sequence[Withheld]) -> str | None:
    """Return what to do about withheld mails, in a line; None where there are none."""
    held = sum(one.deliveries for one in withheld if not one.may_go)
    free = sum(one.deliveries for one in withheld if one.may_go)
    send = "fairnotice notify send --release-withheld"
    if held:
        more = f" ({free:,} more are approved again)" if free else ""
        return f"{held:,} withheld{more}: configure a carrier, approve again, then {send}"
    return f"{free:,} withheld, approved again: configure a carrier, then {send}" if free else None
