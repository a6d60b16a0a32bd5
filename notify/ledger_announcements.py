"""What was told publicly of which notice, and what is still to be told, as the chain has it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from archive.revisions import RevisionId
from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_database import hold
from notify.ledger_events import record
from notify.schema import delivery as _delivery
from notify.schema import events as _events
from notify.schema import notice as _notice
from notify.schema import plan as _plan

KIND: Final = "announced"
TRIED_FOR: Final = timedelta(days=7)  # after the approval
_OUT: Final = (
    DeliveryState.ACCEPTED,
    DeliveryState.DELIVERED,
    DeliveryState.BOUNCED,
    DeliveryState.DROPPED,
    DeliveryState.UNKNOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAnnounce:
    """A legal notice whose mails have begun to go out."""

    id: str
    subject: str
    day: str
    language: str
    covered: frozenset[RevisionId]


def to_announce(ledger: Ledger) -> tuple[ToAnnounce, ...]:
    """Return the notices that were approved in the last days and have begun to go out."""
    n, p, d = _notice.c, _plan.c, _delivery.c
    begun = select(d.id).where(d.plan == n.plan, d.notice == n.id, d.state.in_(_OUT)).exists()
    with ledger.reading() as connection:
        since = (ledger.now(connection) - TRIED_FOR).astimezone(UTC)
        query = (
            select(n.id, n.subject, n.day, n.language, n.covered)
            .join(_plan, p.number == n.plan)
            .where(p.approved_at >= since.isoformat(timespec="microseconds"))
            .where(n.kind == MailKind.LEGAL, begun)
            .order_by(n.day, n.id, n.plan)
        )
        rows = {row.id: row for row in connection.execute(query)}
    return tuple(
        ToAnnounce(
            id=row.id,
            subject=row.subject,
            day=row.day,
            language=row.language,
            covered=frozenset(map(RevisionId, json.loads(row.covered))),
        )
        for row in rows.values()
    )


def told_of(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Return which notices were told to which targets."""
    with ledger.reading() as connection:
        return _told(connection)


def note_told(ledger: Ledger, *, notice: str, target: str, words: str) -> None:
    """Record that a target was told of a notice; once, whoever else does so."""
    with ledger.writing() as connection:
        hold(connection)
        if (notice, target) not in _told(connection):
            facts = {"notice": notice, "target": target, "to": words}
            record(connection, at=ledger.moment(connection), kind=KIND, plan=None, facts=facts)


def _told(connection: Connection) -> frozenset[tuple[str, str]]:
    bodies: Sequence[str] = (
        connection.execute(select(_events.c.body).where(_events.c.kind == KIND)).scalars().all()
    )
    return frozenset((facts["notice"], facts["target"]) for facts in map(json.loads, bodies))


def moment(ledger: Ledger) -> datetime:
    """Return the present, by the ledger's clock."""
    with ledger.reading() as connection:
        return ledger.now(connection).astimezone(UTC)
