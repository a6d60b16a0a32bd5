"""Former readers: who was told of something that is not so any more, by the ledger alone.

Whoever was told wrongly hears of it, though the list of recipients has lost them since. Who is on
the list is told as the list has them.
"""

from collections.abc import Collection, Generator, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, select, tuple_

from archive.revisions import RevisionId
from notify.announcements import announced_by
from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_rows import PERSON
from notify.ledger_standing import notices_of
from notify.recipients import RecipientId
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.sealing import MailboxIndex
from notify.sorted_lists import FORMER, Person

# By these a notice has reached them, or may have.
_TOLD: Final = (
    *(DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED),
    DeliveryState.UNKNOWN,
)
_FETCHED: Final = 1_000  # rows at a time


def former_readers(
    ledger: Ledger, revisions: Collection[RevisionId]
) -> Generator[Person, None, None]:
    """Yield everybody who was told of some texts, by the index of their mailbox.

    Their names, addresses and languages are those of the last notice; of which services they are
    is not known any more.
    """
    with ledger.reading() as connection:
        rows = _rows(connection, revisions)
        for mailbox, some in groupby(rows, key=attrgetter("mailbox")):
            yield _reader(ledger, MailboxIndex(mailbox), list(some))


def _rows(connection: Connection, revisions: Collection[RevisionId]) -> Iterator[Any]:
    d, wanted = _delivery.c, frozenset(revisions)
    told = [
        (one.plan, one.id)
        for one in notices_of(connection)
        if not wanted.isdisjoint(announced_by(one.covered, one.day))
    ]
    if not told:
        return iter(())
    query = (
        select(d.mailbox, d.recipient, d.person, d.plan, _notice.c.language)
        .join(_notice, (_notice.c.plan == d.plan) & (_notice.c.id == d.notice))
        .where(tuple_(d.plan, d.notice).in_(told), d.state.in_(_TOLD), d.person.is_not(None))
        .where(_notice.c.kind == MailKind.LEGAL)  # who subscribed is told as a subscriber, or not
        .order_by(d.mailbox, d.plan, d.recipient)
    )
    return iter(connection.execute(query.execution_options(yield_per=_FETCHED)))


def _reader(ledger: Ledger, mailbox: MailboxIndex, rows: list[Any]) -> Person:
    last = rows[-1]
    address, name, *_ = ledger.seals.open(last.person, PERSON).split("\n")
    ids = (RecipientId(last.recipient),)
    return Person(mailbox, ids, address, name, last.language, "", FORMER)
