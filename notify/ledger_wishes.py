"""What readers want, by their own links: a subscription confirmed, and a wish changed."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from notify.ledger import Ledger
from notify.ledger_database import told_when_away
from notify.ledger_events import Entry, record_all
from notify.ledger_journal import journal_entry
from notify.ledger_reader_requests import (
    KeptRequest,
    kept_request,
    takes_mail,
    use_request,
)
from notify.ledger_subscriptions import (
    change_subscription,
    subscription_of,
    write_subscription,
)
from notify.ledger_suppressions import lift_unsubscribed
from notify.ledger_unsubscribes import SUBSCRIBED
from notify.mailboxes import Mailbox
from notify.reader_requests import CONFIRMED_WITHIN, ReaderRequest, RequestId, RequestKind
from notify.recipients import mailbox_key
from notify.schema import ledger as _ledger
from notify.subscriptions import Wish


def confirmable(ledger: Ledger, id_: RequestId) -> ReaderRequest | None:
    """Return what a link would confirm, or has; None where its days are over."""
    with told_when_away(), ledger.reading() as connection:
        kept = _kept(connection, ledger, id_)
        return kept.request if kept else None


def confirm(ledger: Ledger, id_: RequestId, *, marks: Path) -> ReaderRequest | None:
    """Let a request count, and return it; again, it changes nothing. None where its days are over.

    Who had left before is mailed again from now on. Raises `LedgerAway` or `BadPlace` where it cannot
    be written down.
    """
    with told_when_away(), ledger.reading() as connection:
        kept = _kept(connection, ledger, id_)
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
        now = ledger.moment(connection)
    if kept is None or kept.used_at:
        return kept.request if kept else None
    indexes = ledger.seals.indexes(mailbox_key(kept.request.mailbox))
    journal_entry(marks, ledger=made_at, at=now, kind=SUBSCRIBED, mailboxes=indexes)
    with told_when_away(), ledger.writing() as connection:
        kept = _kept(connection, ledger, id_)
        if kept is not None and use_request(connection, ledger, id_):
            record_all(connection, [_subscribed(connection, ledger, kept)], at=now)
    return kept.request if kept else None


def change_wish(ledger: Ledger, mailbox: Mailbox, wish: Wish) -> bool:
    """Change what a subscriber wants; False where the mailbox did not subscribe."""
    indexes = ledger.seals.indexes(mailbox_key(mailbox))
    with told_when_away(), ledger.writing() as connection:
        entries = change_subscription(connection, ledger, indexes, wish)
        record_all(connection, entries, at=ledger.moment(connection))
    return bool(entries)


def _kept(connection: Connection, ledger: Ledger, id_: RequestId) -> KeptRequest | None:
    kept = kept_request(connection, ledger.seals, id_, RequestKind.SUBSCRIBE)
    if kept is None or kept.used_at:
        return kept
    since = datetime.fromisoformat(kept.mailed_at)
    if abs(ledger.now(connection) - since) >= CONFIRMED_WITHIN:  # the clock may have been ahead
        return None
    # Who called it spam since, or bounced, would be promised mails that do not come.
    mailbox = kept.request.mailbox
    known = takes_mail(connection, ledger.seals, RequestKind.SUBSCRIBE, mailbox)
    return kept if known else None


def _subscribed(connection: Connection, ledger: Ledger, kept: KeptRequest) -> Entry:
    request = kept.request
    indexes = ledger.seals.indexes(mailbox_key(request.mailbox))
    former = subscription_of(connection, ledger.seals, indexes)
    wish = request.wanted(former.wish if former else None)
    lift_unsubscribed(connection, indexes)
    return write_subscription(connection, ledger, request.mailbox, wish, asked_at=kept.asked_at)
