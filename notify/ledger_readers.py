"""What the ledger holds of a reader beside deliveries: a subscription, and what was asked lately."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, select

from notify.ledger_events import Entry
from notify.ledger_subscriptions import drop_subscription
from notify.schema import reader_request as _request
from notify.schema import subscription as _subscription


def knows_reader(connection: Connection, mailboxes: Collection[str]) -> bool:
    """Return whether a mailbox subscribed, or asked for something, by its keyed hashes."""
    subscribed = exists().where(_subscription.c.mailbox.in_(mailboxes))
    asked = exists().where(_request.c.mailbox.in_(mailboxes))
    return bool(connection.execute(select(subscribed | asked)).scalar_one())


def forget_reader(connection: Connection, mailboxes: Collection[str]) -> list[Entry]:
    """Take a reader's subscription and requests out of the ledger; return the events of it."""
    connection.execute(delete(_request).where(_request.c.mailbox.in_(mailboxes)))
    return drop_subscription(connection, mailboxes)
