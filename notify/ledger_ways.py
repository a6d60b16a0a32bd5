"""What an approval is good for: one plan, one carrier's account, one From, for a week.

Whoever approves has looked at these mails going out in this way. Another key, another account or
another From is another thing, and so is a plan that nobody sent for a week.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, exists, select, update

from archive.revisions import RevisionId
from notify.announcements import reminded_of
from notify.carriers import Carrier
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger, Pin
from notify.ledger_events import record
from notify.plans import Override
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

GOOD_FOR: Final = timedelta(days=7)  # unless something was handed over under it by then
_AGAIN: Final = '; run: fairnotice notify approve {} --by "WHO"'


class NotApprovedSo(NotifyError):
    """A plan was approved, but not to go out now, in this way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How mails go out: by which carrier, through whose account."""

    carrier: str
    account: str

    def __str__(self) -> str:
        return f"{self.carrier} ({self.account})"


def way_of(carrier: Carrier) -> Way:
    """Return the way that a carrier is."""
    return Way(carrier=carrier.name, account=carrier.account)


def pinned_to(way: Way) -> Pin:
    """Return what binds an approval to the way its mails go out, and says so in its event."""

    def pin(connection: Connection, plan: int) -> dict[str, str]:
        senders = ", ".join(_senders(connection, plan))
        facts = {"carrier": way.carrier, "account": way.account, "sender": senders}
        columns = {f"approved_{name}": value for name, value in facts.items()}
        connection.execute(update(_plan).where(_plan.c.number == plan).values(**columns))
        return facts

    return pin


def to_send(ledger: Ledger, way: Way, *, senders: Callable[[], Collection[str]]) -> Sequence[int]:
    """Return the plans that are approved to go out in this way, and have somebody left to tell.

    Raises `NotApprovedSo` where one was approved otherwise, or too long ago. `senders`
    gives the addresses that the settings name for legal mail and for courtesy mail.
    """
    with ledger.reading() as connection:
        now = ledger.now(connection)
        plans = _with_somebody_left(connection)
        for plan in plans:
            _check(connection, plan, way, senders=senders(), now=now)
    return [plan.number for plan in plans]


def told_in(ledger: Ledger, plans: Sequence[int]) -> frozenset[RevisionId]:
    """Return the texts that some plans tell of."""
    query = select(_notice.c.covered).where(_notice.c.plan.in_(plans))
    with ledger.reading() as connection:
        found = connection.execute(query).scalars().all()
    told = (RevisionId(id_) for covered in found for id_ in json.loads(covered))
    return frozenset(map(reminded_of, told))


def send_unseen(ledger: Ledger, *, taken_on: Override) -> None:
    """Record who sends although nobody could compare the pages that the mails lead to, and why."""
    facts = {"who": taken_on.who, "why": taken_on.why}
    with ledger.writing() as connection:
        at = ledger.moment(connection)
        record(connection, at=at, kind="unseen-pages", plan=None, facts=facts)


def _with_somebody_left(connection: Connection) -> Sequence[Any]:
    left = exists().where(
        _delivery.c.plan == _plan.c.number, _delivery.c.state == DeliveryState.PLANNED
    )
    query = select(_plan).where(_plan.c.approved_at.is_not(None), left)
    return connection.execute(query.order_by(_plan.c.number)).all()


def _check(
    connection: Connection, plan: Any, way: Way, *, senders: Collection[str], now: datetime
) -> None:
    named, again = f"plan {plan.hash[:12]}", _AGAIN.format(plan.hash[:12])
    if plan.approved_carrier is None:
        raise NotApprovedSo(f"{named} was approved for no carrier{again}")
    approved = Way(carrier=plan.approved_carrier, account=plan.approved_account)
    if approved != way:
        raise NotApprovedSo(f"{named} was approved for {approved}, not for {way}{again}")
    if not set(plan.approved_sender.split(", ")).issubset(senders):
        raise NotApprovedSo(
            f"{named} was approved to come from {plan.approved_sender}, and the settings name"
            f" {', '.join(sorted(senders))}; run: fairnotice notify plan"
        )
    if datetime.fromisoformat(plan.approved_at) + GOOD_FOR < now and not _begun(connection, plan):
        days = GOOD_FOR // timedelta(days=1)
        raise NotApprovedSo(f"{named} was approved more than {days} days ago{again}")


def _begun(connection: Connection, plan: Any) -> bool:
    """Whether something was handed over under an approval while it was good."""
    since = (_batch.c.plan == plan.number, _batch.c.claimed_at >= plan.approved_at)
    return connection.execute(select(_batch.c.id).where(*since).limit(1)).first() is not None


def _senders(connection: Connection, plan: int) -> list[str]:
    found = select(_notice.c.from_address).where(_notice.c.plan == plan).distinct()
    return sorted(connection.execute(found).scalars())
