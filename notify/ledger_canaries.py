"""Mails of our own in the ledger: written down before they are sent, and what was heard of them.

A canary goes to a mailbox of our own. A trial goes to whoever wants to see a notice before it is
approved: what becomes of it shows nothing of mail as a whole.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from notify.canaries import Canary, canary_batch
from notify.carriers import Accepted, Batch, Carrier, Outcome, OutcomeUnknown, Several
from notify.ledger import Ledger
from notify.ledger_database import told_when_away
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind, ProviderEvent
from notify.schema import canary as _canary

_KEPT: Final = 100  # that are looked at: of months
_TAKEN: Final = (Accepted, OutcomeUnknown)


def send_canary(ledger: Ledger, carrier: Carrier, *, to: Mailbox, from_: Mailbox) -> bool:
    """Send a canary; return whether the carrier took it, as far as it says.

    Raises `CarrierStopped` as any hand-over does.
    """
    batch = canary_batch(ledger.new_id(), to=to, from_=from_)
    # Its events will say which.
    return isinstance(_handed_over(ledger, carrier, batch, trial=False), _TAKEN)


def send_trial(ledger: Ledger, carrier: Carrier, batch: Batch) -> Outcome:
    """Hand over a notice to one person who tries it; return what came of it.

    Raises `CarrierStopped` as any hand-over does.
    """
    return _handed_over(ledger, carrier, batch, trial=True)


def _handed_over(ledger: Ledger, carrier: Carrier, batch: Batch, *, trial: bool) -> Outcome:
    with told_when_away(), ledger.writing() as connection:
        row = {"id": batch.id, "carrier": carrier.name, "sent_at": ledger.moment(connection)}
        connection.execute(insert(_canary).values(**row, taken=0, trial=int(trial)))
    outcome = carrier.hand_over(batch)
    if isinstance(outcome, Several):  # of one
        (outcome,) = outcome.outcomes.values()
    with told_when_away(), ledger.writing() as connection:
        taken = int(isinstance(outcome, _TAKEN))
        connection.execute(update(_canary).where(_canary.c.id == batch.id).values(taken=taken))
    return outcome


def canaries(ledger: Ledger) -> list[Canary]:
    """Return the canaries that a carrier took, the newest first."""
    query = select(_canary).where((_canary.c.taken == 1) | _canary.c.seen_at.is_not(None))
    newest = query.where(_canary.c.trial == 0).order_by(_canary.c.sent_at.desc()).limit(_KEPT)
    with ledger.reading() as connection:
        return [
            Canary(
                sent_at=datetime.fromisoformat(row.sent_at),
                seen_at=_moment(row.seen_at),
                delivered_at=_moment(row.delivered_at),
            )
            for row in connection.execute(newest)
        ]


def canary_delivered_after(ledger: Ledger, moment: datetime) -> bool:
    """Return whether a canary that was sent after a moment has arrived."""
    return any(one.delivered_at and one.sent_at > moment for one in canaries(ledger))


def note_canaries(connection: Connection, now: str, events: Iterable[ProviderEvent]) -> None:
    """Write down what events say of canaries."""
    told = list(events)
    for values, kinds in (
        ({"seen_at": now}, frozenset(EventKind)),
        ({"delivered_at": now}, {EventKind.DELIVERED, EventKind.COMPLAINED}),
    ):
        ids = sorted({event.delivery for event in told if event.kind in kinds})
        (column,) = (_canary.c[name] for name in values)
        connection.execute(
            update(_canary).where(_canary.c.id.in_(ids), column.is_(None)).values(values)
        )


def last_heard(connection: Connection) -> str | None:
    """Return when the newest canary was sent of which anything was heard; None where there is none."""
    heard = select(func.max(_canary.c.sent_at)).where(
        _canary.c.seen_at.is_not(None), _canary.c.trial == 0
    )
    return connection.execute(heard).scalar_one_or_none()


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
