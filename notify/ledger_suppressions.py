"""The suppression list: which mailboxes get no more courtesy mail, and which cannot be reached.

A mailbox stands in it as the keyed hash under which deliveries name it. Legal mail goes on where
it can: it is owed. Nobody is taken off silently: each entry has its reason and its source, and is
an event of the chain.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, insert, select, update

from notify.carriers import DeliveryId, MailKind
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_database import told_when_away
from notify.ledger_events import Entry, record_all, step_entries
from notify.ledger_joining import chunks
from notify.ledger_rows import PERSON, Row, key_in
from notify.provider_events import EventKind, ProviderEvent
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import suppression as _suppression
from notify.sealing import Place
from notify.suppressions import SuppressionReason, SuppressionSource

SOURCE_KEY: Final = Place("suppression.mailbox_key")  # so that a new key can find it

_BY_EVENT: Final[Mapping[EventKind, tuple[SuppressionReason, tuple[MailKind, ...]]]] = {
    EventKind.BOUNCED: (SuppressionReason.BOUNCED, (MailKind.COURTESY, MailKind.LEGAL)),
    EventKind.COMPLAINED: (SuppressionReason.COMPLAINED, (MailKind.COURTESY,)),
}


def unsubscribe(ledger: Ledger, delivery: DeliveryId) -> bool:
    """Take the mailbox of a delivery off courtesy mail, at once; again, it changes nothing.

    False where the delivery is not known any more. Raises `LedgerAway` where it cannot be written.
    """
    with told_when_away(), ledger.writing() as connection:
        rows = _deliveries(connection, [delivery])
        for row in rows:
            entries = _suppress(
                connection,
                ledger,
                row,
                kinds=(MailKind.COURTESY,),
                reason=SuppressionReason.UNSUBSCRIBED,
                source=SuppressionSource.LINK,
            )
            record_all(connection, entries, at=ledger.moment(connection))
    return bool(rows)


def suppress_by_events(
    connection: Connection, ledger: Ledger, events: Iterable[ProviderEvent]
) -> list[Entry]:
    """Put on the list whom a provider's events say cannot be reached, or complained."""
    told = list(events)
    entries: list[Entry] = []
    for kind, (reason, kinds) in _BY_EVENT.items():
        ids = sorted({event.delivery for event in told if event.kind is kind})
        source = SuppressionSource.PROVIDER
        for row in _deliveries(connection, ids):
            entries += _suppress(connection, ledger, row, kinds=kinds, reason=reason, source=source)
    return entries


def cancel_suppressed(
    connection: Connection, *, plan: int, notice: str, ids: Sequence[str]
) -> list[Entry]:
    """Cancel what was planned of a courtesy notice for mailboxes that want none by now."""
    mine = (_delivery.c.plan == plan, _delivery.c.notice == notice, _delivery.c.id.in_(ids))
    why = _reason()
    return _cancelled(connection, plan, *mine, why.is_not(None), reason=why)


def _deliveries(connection: Connection, ids: Sequence[str]) -> Sequence[Row]:
    reachable = _delivery.c.mailbox.is_not(None)
    return [
        row
        for chunk in chunks(ids)
        for row in connection.execute(
            select(_delivery).where(_delivery.c.id.in_(chunk), reachable).order_by(_delivery.c.id)
        ).mappings()
    ]


def _suppress(
    connection: Connection,
    ledger: Ledger,
    row: Row,
    *,
    kinds: Sequence[MailKind],
    reason: SuppressionReason,
    source: SuppressionSource,
) -> list[Entry]:
    """Add entries for one mailbox under every key that it may stand under."""
    known = select(_suppression.c.kind).where(
        _suppression.c.mailbox == row["mailbox"], _suppression.c.reason == reason
    )
    missing = [kind for kind in kinds if kind not in set(connection.execute(known).scalars())]
    indexes, key = _mailbox(ledger, row)
    at = ledger.moment(connection)
    values = {"reason": reason, "source": source, "at": at, "mailbox_key": key}
    rows = [
        {**values, "id": ledger.new_id(), "mailbox": index, "kind": kind}
        for kind in missing
        for index in sorted(indexes)
    ]
    if not rows:
        return []
    connection.execute(insert(_suppression), rows)
    facts = {"delivery": row["id"], "kinds": missing, "reason": reason, "source": source}
    entries = [Entry("suppression", row["plan"], facts)]
    if MailKind.COURTESY in missing:
        entries += _cancel_planned(connection, indexes, reason=reason)
    return entries


def _mailbox(ledger: Ledger, row: Row) -> tuple[set[str], str | None]:
    """Return what a mailbox may stand under, and itself, sealed; None where it was erased."""
    if row["person"] is None:
        return {row["mailbox"]}, None
    key = key_in(ledger.seals.open(row["person"], PERSON))
    return {row["mailbox"], *ledger.seals.indexes(key)}, ledger.seals.seal(key, SOURCE_KEY)


def _cancel_planned(
    connection: Connection, indexes: Iterable[str], *, reason: SuppressionReason
) -> list[Entry]:
    """Cancel courtesy mail to a mailbox that waits in any plan."""
    found = connection.execute(
        select(_delivery.c.plan, _delivery.c.id)
        .join(_plan, _plan.c.number == _delivery.c.plan)
        .join(_notice, (_notice.c.plan == _delivery.c.plan) & (_notice.c.id == _delivery.c.notice))
        .where(
            _delivery.c.mailbox.in_(indexes),
            _delivery.c.state == DeliveryState.PLANNED,
            _notice.c.kind == MailKind.COURTESY,
        )
    ).all()
    entries: list[Entry] = []
    for plan in sorted({row.plan for row in found}):
        ids = [row.id for row in found if row.plan == plan]
        entries += _cancelled(connection, plan, _delivery.c.id.in_(ids), reason=reason)
    return entries


def _cancelled(
    connection: Connection,
    plan: int,
    *which: ColumnElement[bool],
    reason: SuppressionReason | ScalarSelect[str],
) -> list[Entry]:
    changed = connection.execute(
        update(_delivery)
        .where(*which, _delivery.c.state == DeliveryState.PLANNED)
        .values(state=DeliveryState.CANCELLED, reason=reason)
        .returning(_delivery.c.id)
    )
    return step_entries(plan, DeliveryState.CANCELLED, sorted(changed.scalars()))


def _reason() -> ScalarSelect[str]:
    """Why a delivery's mailbox takes no courtesy mail; null where it does."""
    return (
        select(func.min(_suppression.c.reason))
        .where(
            _suppression.c.mailbox == _delivery.c.mailbox, _suppression.c.kind == MailKind.COURTESY
        )
        .scalar_subquery()
    )
