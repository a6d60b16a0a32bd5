"""Readers who leave courtesy mail: written down outside the ledger first, so that no backup forgets.

Whoever unsubscribed after a backup was made would be mailed again once it is restored. So each
wish goes to the journal before the ledger, and a restored ledger takes them in anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select

from notify.carriers import DeliveryId, MailKind
from notify.ledger import Ledger
from notify.ledger_database import overwrite_deleted, told_when_away
from notify.ledger_events import Entry, record_all
from notify.ledger_journal import journal_entries, journal_entry
from notify.ledger_rows import Row
from notify.ledger_subscriptions import drop_subscription
from notify.ledger_suppressions import (
    SOURCE_KEY,
    Stop,
    deliveries_in,
    mailbox_in,
    stop_mails,
    suppress,
)
from notify.mailboxes import Mailbox
from notify.recipients import mailbox_key
from notify.schema import delivery as _delivery
from notify.schema import ledger as _ledger
from notify.schema import suppression as _suppression
from notify.suppressions import SuppressionReason, SuppressionSource

KIND: Final = "unsubscribed"  # in the journal
SUBSCRIBED: Final = "subscribed"  # in the journal: from then on an earlier leaving counts no more


def unsubscribe(ledger: Ledger, delivery: DeliveryId, *, marks: Path) -> bool:
    """Take the mailbox of a delivery off courtesy mail, at once; again, it changes nothing.

    False where the delivery is not known any more. Raises `LedgerAway` or `BadPlace` where it cannot
    be written down.
    """
    with told_when_away(), ledger.reading() as connection:
        rows = deliveries_in(connection, [delivery])
        new = [row for row in rows if not _is_listed(connection, row["mailbox"])]
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
        now = ledger.moment(connection)
    for row in new:
        mailboxes = tuple(sorted(mailbox_in(ledger, row)[0]))
        journal_entry(marks, ledger=made_at, at=now, kind=KIND, mailboxes=mailboxes)
        with told_when_away(), ledger.writing() as connection:
            entries = _suppressed(connection, ledger, row)
            entries += drop_subscription(connection, mailboxes)
            record_all(connection, entries, at=now)
    return bool(rows)


def leave(ledger: Ledger, mailbox: Mailbox, *, marks: Path) -> None:
    """End the subscription of a mailbox, and let no courtesy mail go to it; again, nothing changes.

    Raises `LedgerAway` or `BadPlace` where it cannot be written down.
    """
    key = mailbox_key(mailbox)
    indexes = ledger.seals.indexes(key)
    with told_when_away(), ledger.reading() as connection:
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
        now = ledger.moment(connection)
    journal_entry(marks, ledger=made_at, at=now, kind=KIND, mailboxes=indexes)
    stop = Stop(
        indexes=frozenset(indexes),
        key=ledger.seals.seal(key, SOURCE_KEY),
        kinds=(MailKind.COURTESY,),
        reason=SuppressionReason.UNSUBSCRIBED,
        source=SuppressionSource.LINK,
    )
    with told_when_away(), ledger.writing() as connection:
        overwrite_deleted(connection)
        entries = stop_mails(connection, ledger, stop, plan=None)
        entries += drop_subscription(connection, indexes)
        record_all(connection, entries, at=now)


def unsubscribe_again(ledger: Ledger, marks: Path) -> int:
    """Take in who unsubscribed since a backup was made, as the journal says; return how many."""
    with ledger.reading() as connection:
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
    total = 0
    for mailboxes in _journaled(marks, made_at):
        with ledger.writing() as connection:
            if any(_is_listed(connection, mailbox) for mailbox in mailboxes):
                continue
            now = ledger.moment(connection)
            entries = _listed_anew(connection, ledger, mailboxes, now)
            entries += drop_subscription(connection, mailboxes)
            record_all(connection, entries, at=now)
            total += 1
    return total


def _journaled(marks: Path, made_at: str) -> Iterator[tuple[str, ...]]:
    """Yield the mailboxes that left and did not subscribe again afterwards."""
    entries = list(journal_entries(marks, ledgers=frozenset({made_at})))
    back = {
        mailbox: number
        for number, entry in enumerate(entries)
        if entry.kind == SUBSCRIBED
        for mailbox in entry.mailboxes
    }
    for number, entry in enumerate(entries):
        if entry.kind == KIND and all(back.get(one, -1) < number for one in entry.mailboxes):
            yield entry.mailboxes


def _is_listed(connection: Connection, mailbox: str) -> bool:
    query = select(_suppression.c.id).where(
        _suppression.c.mailbox == mailbox,
        _suppression.c.kind == MailKind.COURTESY,
        _suppression.c.reason == SuppressionReason.UNSUBSCRIBED,
    )
    return connection.execute(query.limit(1)).first() is not None


def _suppressed(connection: Connection, ledger: Ledger, row: Row) -> list[Entry]:
    return suppress(
        connection,
        ledger,
        row,
        kinds=(MailKind.COURTESY,),
        reason=SuppressionReason.UNSUBSCRIBED,
        source=SuppressionSource.LINK,
    )


def _listed_anew(
    connection: Connection, ledger: Ledger, mailboxes: tuple[str, ...], now: str
) -> list[Entry]:
    """List a mailbox by any delivery to it; by its hashes alone where the backup has none."""
    query = select(_delivery).where(_delivery.c.mailbox.in_(mailboxes)).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    if row is not None:
        return _suppressed(connection, ledger, row)
    rows = [
        {
            "id": ledger.new_id(),
            "mailbox": mailbox,
            "kind": MailKind.COURTESY,
            "reason": SuppressionReason.UNSUBSCRIBED,
            "source": SuppressionSource.LINK,
            "at": now,
        }
        for mailbox in mailboxes
    ]
    connection.execute(insert(_suppression), rows)
    facts = {"kinds": [MailKind.COURTESY], "reason": SuppressionReason.UNSUBSCRIBED}
    return [Entry("suppression", None, {**facts, "source": "journal"})]
