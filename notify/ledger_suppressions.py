"""The suppression list: which mailboxes get no more courtesy mail, and which cannot be reached.

A mailbox stands in it as the keyed hash under which deliveries name it. Legal mail goes on where
it can: it is owed. Nobody is taken off silently: each entry has its reason and its source, and is
an event of the chain.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, ScalarSelect, delete, func, insert, select, update

from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_database import hold_mailboxes
from notify.ledger_events import Entry, step_entries
from notify.ledger_joining import chunks
from notify.ledger_rows import PERSON, Row, key_in
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import suppression as _suppression
from notify.sealing import Place
from notify.suppressions import SuppressionReason, SuppressionSource

_CHUNK: Final = 1_000  # entries a transaction, while another key takes the place of a former one

SOURCE_KEY: Final = Place("suppression.mailbox_key")  # so that a new key can find it


def cancel_suppressed(
    connection: Connection, *, plan: int, notice: str, ids: Sequence[str]
) -> list[Entry]:
    """Cancel what was planned of a courtesy notice for mailboxes that want none by now."""
    mine = (_delivery.c.plan == plan, _delivery.c.notice == notice, _delivery.c.id.in_(ids))
    why = _reason()
    return _cancelled(connection, plan, *mine, why.is_not(None), reason=why)


def deliveries_in(connection: Connection, ids: Sequence[str]) -> Sequence[Row]:
    """Return some deliveries that have a mailbox, whether it can be read or was erased."""
    reachable = _delivery.c.mailbox.is_not(None)
    return [
        row
        for chunk in chunks(ids)
        for row in connection.execute(
            select(_delivery).where(_delivery.c.id.in_(chunk), reachable).order_by(_delivery.c.id)
        ).mappings()
    ]


def suppress(
    connection: Connection,
    ledger: Ledger,
    row: Row,
    *,
    kinds: Sequence[MailKind],
    reason: SuppressionReason,
    source: SuppressionSource,
) -> list[Entry]:
    """Put the mailbox of a delivery on the list, under every key that it may stand under.

    Courtesy mail that waits for it is cancelled. Nothing is changed where it is there already.
    """
    indexes, key = mailbox_in(ledger, row)
    stop = Stop(
        indexes=frozenset(indexes), key=key, kinds=tuple(kinds), reason=reason, source=source
    )
    return stop_mails(connection, ledger, stop, plan=row["plan"], delivery=row["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A mailbox that is to get no more mail of some kinds, and why."""

    indexes: frozenset[str]  # the keyed hashes that it may stand under
    key: str | None  # itself, sealed; None where it was erased
    kinds: tuple[MailKind, ...]
    reason: SuppressionReason
    source: SuppressionSource


def stop_mails(
    connection: Connection, ledger: Ledger, stop: Stop, *, plan: int | None, **about: object
) -> list[Entry]:
    """Put a mailbox on the list, and cancel what waits for it; return the events of what is new."""
    hold_mailboxes(connection, stop.indexes)  # two that stop it at once would both find nothing
    known = select(_suppression.c.kind).where(
        _suppression.c.mailbox.in_(stop.indexes), _suppression.c.reason == stop.reason
    )
    there = set(connection.execute(known).scalars())
    missing = [kind for kind in stop.kinds if kind not in there]
    at = ledger.moment(connection)
    values = {"reason": stop.reason, "source": stop.source, "at": at, "mailbox_key": stop.key}
    rows = [
        {**values, "id": ledger.new_id(), "mailbox": index, "kind": kind}
        for kind in missing
        for index in sorted(stop.indexes)
    ]
    if not rows:
        return []
    connection.execute(insert(_suppression), rows)
    facts = {**about, "kinds": missing, "reason": stop.reason, "source": stop.source}
    entries = [Entry("suppression", plan, facts)]
    if MailKind.COURTESY in missing:
        entries += _cancel_planned(connection, stop.indexes, reason=stop.reason)
    return entries


def lift_unsubscribed(connection: Connection, indexes: Collection[str]) -> bool:
    """Take a mailbox off the list whose reader had left and asked anew; return whether it stood there.

    Who cannot be reached, or complained, stays on it.
    """
    s = _suppression.c
    gone = delete(_suppression).where(
        s.mailbox.in_(indexes), s.reason == SuppressionReason.UNSUBSCRIBED
    )
    return connection.execute(gone).rowcount > 0


def mailbox_in(ledger: Ledger, row: Row) -> tuple[set[str], str | None]:
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
        .values(state=DeliveryState.CANCELLED, claimed=None, reason=reason)
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


def copy_suppressions(ledger: Ledger) -> int:
    """Write every entry under the newest key as well, before deliveries are; return how many.

    Until all deliveries stand under that key, some are sought under the former one: an entry is
    there under both, so that at no moment anybody on the list is mailed.
    """
    total = 0
    s = _suppression.c
    former = func.substr(s.mailbox, 1, len(ledger.seals.index_prefix)) != ledger.seals.index_prefix
    query = select(_suppression).where(former, s.mailbox_key.is_not(None)).order_by(s.id)
    last = ""
    while True:
        with ledger.reading() as connection:
            rows = connection.execute(query.where(s.id > last).limit(_CHUNK)).mappings().all()
        if not rows:
            return total
        last = rows[-1]["id"]
        with ledger.writing() as connection:
            total += _copy(connection, ledger, rows)


def _copy(connection: Connection, ledger: Ledger, rows: Sequence[Row]) -> int:
    s = _suppression.c
    new: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        key = ledger.seals.open(row["mailbox_key"], SOURCE_KEY)
        values = {**row, "id": ledger.new_id(), "mailbox": ledger.seals.index(key)}
        values["mailbox_key"] = ledger.seals.seal(key, SOURCE_KEY)
        new[values["mailbox"], row["kind"], row["reason"]] = values
    there = select(s.mailbox, s.kind, s.reason).where(s.mailbox.in_({one[0] for one in new}))
    known = {(row.mailbox, row.kind, row.reason) for row in connection.execute(there)}
    missing = [values for one, values in new.items() if one not in known]
    if missing:
        connection.execute(insert(_suppression), missing)
    return len(missing)


def drop_former_suppressions(ledger: Ledger) -> None:
    """Take away the entries under former keys, once every delivery stands under the newest.

    Those of people who were erased cannot be written anew: they stay, and so must their key.
    """
    s = _suppression.c
    former = func.substr(s.mailbox, 1, len(ledger.seals.index_prefix)) != ledger.seals.index_prefix
    some = select(s.id).where(former, s.mailbox_key.is_not(None)).limit(_CHUNK)
    left = _CHUNK
    while left == _CHUNK:
        with ledger.writing() as connection:
            left = connection.execute(delete(_suppression).where(s.id.in_(some))).rowcount
