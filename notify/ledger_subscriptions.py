"""Subscriptions in the ledger: who gets courtesy mail, found by mailbox, begun, changed and ended."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from archive.revisions import Language, PolicyId
from notify.carriers import MailKind
from notify.ledger import Ledger
from notify.ledger_events import Entry
from notify.ledger_rows import Row
from notify.mailboxes import Mailbox
from notify.recipients import mailbox_key
from notify.schema import subscription as _subscription
from notify.schema import suppression as _suppression
from notify.sealing import Place, Seals
from notify.subscriptions import Extent, Rhythm, Subscription, Wish
from notify.suppressions import SuppressionReason

ADDRESS: Final = Place("subscription.address")
_CHUNK: Final = 1_000


def subscribers(ledger: Ledger) -> Iterator[Subscription]:
    """Yield every subscription whose mailbox takes courtesy mail, in the order of their ids."""
    s = _subscription.c
    stopped = exists().where(
        _suppression.c.mailbox == s.mailbox, _suppression.c.kind == MailKind.COURTESY
    )
    query = select(_subscription).where(~stopped).order_by(s.id).limit(_CHUNK)
    last = ""
    while True:
        with ledger.reading() as connection:
            rows = connection.execute(query.where(s.id > last)).mappings().all()
        if not rows:
            return
        last = rows[-1]["id"]
        for row in rows:
            yield _read(row, ledger.seals)


def stopped_subscribers(ledger: Ledger) -> dict[str, int]:
    """Return how many subscriptions have a mailbox that takes no courtesy mail, by the reason.

    Who unsubscribed has no subscription any more, and is counted by the mailbox that wants none.
    """
    p = _suppression.c
    asked = exists().where(_subscription.c.mailbox == p.mailbox)
    left = p.reason == SuppressionReason.UNSUBSCRIBED
    newest = func.substr(p.mailbox, 1, len(ledger.seals.index_prefix)) == ledger.seals.index_prefix
    first = (
        select(p.mailbox, func.min(p.reason).label("reason"))
        .where(p.kind == MailKind.COURTESY, newest, or_(asked, left))
        .group_by(p.mailbox)
        .subquery()
    )
    query = select(first.c.reason, func.count().label("people")).group_by(first.c.reason)
    with ledger.reading() as connection:
        return {row.reason: row.people for row in connection.execute(query)}


def subscription_of(
    connection: Connection, seals: Seals, mailboxes: Collection[str]
) -> Subscription | None:
    """Return the subscription of a mailbox, by the keyed hashes it may stand under."""
    query = select(_subscription).where(_subscription.c.mailbox.in_(mailboxes))
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _read(row, seals)


def write_subscription(
    connection: Connection, ledger: Ledger, mailbox: Mailbox, wish: Wish, *, asked_at: str
) -> Entry:
    """Let a mailbox be subscribed, in place of what it had; return the event of it."""
    indexes = ledger.seals.indexes(mailbox_key(mailbox))
    now, former = ledger.moment(connection), subscription_of(connection, ledger.seals, indexes)
    values = {
        "mailbox": indexes[0],
        "address": ledger.seals.seal(mailbox.address, ADDRESS),
        **wish_row(wish),
        "asked_at": asked_at,
        "confirmed_at": now,
        "changed_at": now,
        "heard_since": _heard_since(wish, former, now),
    }
    id_ = former.id if former else ledger.new_id()
    if former is None:
        connection.execute(insert(_subscription).values(id=id_, **values))
    else:
        connection.execute(update(_subscription).where(_subscription.c.id == id_).values(values))
    return Entry("subscription", None, {"subscription": id_, "did": "confirmed", "asked": asked_at})


def change_subscription(
    connection: Connection, ledger: Ledger, mailboxes: Collection[str], wish: Wish
) -> list[Entry]:
    """Change what a subscriber wants; return the event, none where there is no subscription."""
    former = subscription_of(connection, ledger.seals, mailboxes)
    if former is None:
        return []
    now = ledger.moment(connection)
    since = _heard_since(wish, former, now)
    values = {**wish_row(wish), "changed_at": now, "heard_since": since}
    of_it = _subscription.c.id == former.id
    connection.execute(update(_subscription).where(of_it).values(values))
    return [_event(former.id, "changed")]


def drop_subscription(connection: Connection, mailboxes: Collection[str]) -> list[Entry]:
    """Take a subscription out of the ledger; return the event, none where there was none."""
    gone = connection.execute(
        delete(_subscription)
        .where(_subscription.c.mailbox.in_(mailboxes))
        .returning(_subscription.c.id)
    )
    return [_event(id_, "ended") for id_ in gone.scalars()]


def wish_row(wish: Wish) -> dict[str, str]:
    """Return a wish as the columns that hold it."""
    return {
        "policies": json.dumps(wish.policies),
        "services": json.dumps(wish.services),
        "extent": wish.extent,
        "rhythm": wish.rhythm,
        "language": wish.language,
    }


def wish_of(values: Row) -> Wish:
    """Return the wish that such columns hold, of a row or a mapping."""
    return Wish(
        policies=tuple(PolicyId(name) for name in json.loads(values["policies"])),
        services=tuple(json.loads(values["services"])),
        extent=Extent(values["extent"]),
        rhythm=Rhythm(values["rhythm"]),
        language=Language(values["language"]),
    )


def _heard_since(wish: Wish, former: Subscription | None, now: str) -> str:
    """Return since when a subscriber wants to hear of as much as a wish says."""
    if former is None or wish.asks_more(former.wish):
        return now
    return former.heard_since.isoformat(timespec="microseconds")


def _read(row: Row, seals: Seals) -> Subscription:
    return Subscription(
        id=row["id"],
        mailbox=Mailbox(address=seals.open(row["address"], ADDRESS)),
        wish=wish_of(row),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        confirmed_at=datetime.fromisoformat(row["confirmed_at"]),
        heard_since=datetime.fromisoformat(row["heard_since"]),
    )


def _event(id_: str, did: str) -> Entry:
    return Entry("subscription", None, {"subscription": id_, "did": did})
