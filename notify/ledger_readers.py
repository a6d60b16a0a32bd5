"""What the ledger holds of a reader beside deliveries: a subscription, and what was asked lately."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, select

from notify.schema import reader_request as _request
from notify.schema import subscription as _subscription


def knows_reader(connection: Connection, mailboxes: Collection[str]) -> bool:
    """Return whether a mailbox subscribed, or asked for something, by its keyed hashes."""
    subscribed = exists().where(_subscription.c.mailbox.in_(mailboxes))
    asked = exists().where(_request.c.mailbox.in_(mailboxes))
    return bool(connection.execute(select(subscribed | asked)).scalar_one())


def forget_asked(connection: Connection, mailboxes: Collection[str]) -> tuple[str, ...]:
    """Forget what was asked by a mailbox; return the ids of the mails that answered it."""
    gone = delete(_request).where(_request.c.mailbox.in_(mailboxes)).returning(_request.c.id)
    return tuple(sorted(connection.execute(gone).scalars()))
