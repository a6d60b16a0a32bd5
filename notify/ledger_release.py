"""Letting out what was withheld: only under an approval that a person gave afterwards."""

from sqlalchemy import Connection, select, update

from notify.deliveries import DeliveryState, moved
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold
from notify.ledger_events import record_step
from notify.ledger_withheld import withheld_in
from notify.schema import delivery as _delivery


class NotApprovedAgain(NotifyError):
    """What was withheld goes out only under an approval that was given afterwards."""


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


def _release(connection: Connection, ledger: Ledger, plan: int) -> None:
    held = (_delivery.c.plan == plan, _delivery.c.state == DeliveryState.WITHHELD)
    ids = connection.execute(select(_delivery.c.id).where(*held)).scalars().all()
    to = moved(DeliveryState.WITHHELD, DeliveryState.PLANNED, released=True)
    connection.execute(update(_delivery).where(*held).values(state=to))
    record_step(connection, at=ledger.moment(connection), plan=plan, to=to, ids=ids, released=True)
