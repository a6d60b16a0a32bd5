"""What the ledger holds of one person, found by an address or by the organisation's own id."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from notify.errors import NotifyError
from notify.ledger_rows import PERSON, key_in
from notify.persons import mailbox_of
from notify.recipients import RecipientId, no_mailbox
from notify.schema import delivery as _delivery
from notify.schema import erased as _erased
from notify.schema import plan as _plan
from notify.sealing import Seals


class NobodyFound(NotifyError):
    """The ledger holds nothing of whoever was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRows:
    """The deliveries of a person, and by what the person is found."""

    keys: tuple[str, ...]  # of their mailboxes, or of their ids where no address is known
    names: frozenset[str]  # the addresses and ids that the rows hold of them
    rows: Sequence[Any]  # of plans, the oldest first

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of their deliveries."""
        return tuple(row.id for row in self.rows)


def person_rows(connection: Connection, seals: Seals, named: str) -> PersonRows:
    """Return everything about whoever is named, with all that reached the same mailbox.

    Who was erased is found by the address or id they had. Raises NobodyFound.
    """
    mailbox = mailbox_of(named)
    keys = [key for key in (mailbox, no_mailbox(RecipientId(named.strip()))) if key]
    rows = _rows(connection, _found_by(keys, seals) | (_delivery.c.recipient == named.strip()))
    rows += _told_by(connection, rows)
    keys += [key_in(seals.open(row.person, PERSON)) for row in rows if row.person]
    # An address first: by that they are found again once nothing else is left.
    keys = sorted(dict.fromkeys(keys), key=lambda key: mailbox_of(key) is None)
    rows = _with_same_mailbox(connection, _found_by(keys, seals), rows)
    if not rows:
        raise NobodyFound(
            "the ledger holds nothing of whoever was named; name an address, or the id that the"
            " list of recipients had at the time"
        )
    names = {row.recipient for row in rows}
    names |= {address for row in rows if (address := _address(row, seals))}
    return PersonRows(keys=tuple(keys), names=frozenset(names), rows=rows)


def _found_by(keys: Sequence[str], seals: Seals) -> ColumnElement[bool]:
    indexes = [index for key in keys for index in seals.indexes(key)]
    proofs = [proof for key in keys for proof in seals.proofs(key)]
    gone = select(_erased.c.delivery).where(_erased.c.proof.in_(proofs))
    return or_(_delivery.c.mailbox.in_(indexes), _delivery.c.id.in_(gone))


def _rows(connection: Connection, which: ColumnElement[bool]) -> list[Any]:
    plans = select(_plan.c.number)
    query = select(_delivery).where(which, _delivery.c.plan.in_(plans))
    return list(connection.execute(query.order_by(_delivery.c.plan, _delivery.c.id)))


def _told_by(connection: Connection, rows: Sequence[Any]) -> list[Any]:
    """Return the mails to other ids that told them, as they share a mailbox."""
    d = _delivery.c
    some = {(row.plan, row.notice, row.told_as) for row in rows if row.told_as is not None}
    return [
        one
        for plan, notice, told_as in sorted(some)
        for one in _rows(
            connection, and_(d.plan == plan, d.notice == notice, d.recipient == told_as)
        )
    ]


def _with_same_mailbox(
    connection: Connection, which: ColumnElement[bool], known: Sequence[Any]
) -> list[Any]:
    """Return the rows of these mailboxes, and of other ids that the same mails told."""
    found = {row.id: row for row in (*known, *_rows(connection, which))}
    told = {(row.plan, row.notice, row.recipient) for row in found.values() if row.notice}
    d = _delivery.c
    for plan, notice, recipient in sorted(told):
        same = and_(d.plan == plan, d.notice == notice, d.told_as == recipient)
        found |= {row.id: row for row in _rows(connection, same)}
    return [found[id_] for id_ in sorted(found, key=lambda id_: (found[id_].plan, id_))]


def _address(row: Any, seals: Seals) -> str | None:
    line = seals.open(row.person, PERSON).split("\n")[0] if row.person else ""
    return line if mailbox_of(line) is not None else None
