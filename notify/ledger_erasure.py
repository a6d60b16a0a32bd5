"""Erasing a person: no address, name or id of theirs is left, and what happened is still proved.

The rows stay, with their states and notices; the chain says what became of deliveries that name
nobody. A keyed hash stays as well until the proof as a whole is forgotten, so that who presents
the address can be shown what became of them, and is not mailed again about the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from notify.commitments import is_erased, leaf_of, mail_hash, opened_salts, without_salt
from notify.deliveries import DeliveryState, moved
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_answers import forget_who
from notify.ledger_database import hold, overwrite_deleted, truncate_log
from notify.ledger_events import Entry, record_all, record_step
from notify.ledger_holds import refuse_held
from notify.ledger_journal import journal_entries, journal_entry
from notify.ledger_persons import NobodyFound, PersonRows, person_rows
from notify.ledger_readers import forget_asked, knows_reader
from notify.ledger_rows import addressee_of, mail_of, wordings_of
from notify.ledger_subscriptions import drop_subscription
from notify.merkle import leaf_hash
from notify.persons import names_in, person_key
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import erased as _erased
from notify.schema import events as _events
from notify.schema import ledger as _ledger
from notify.schema import notice as _notice
from notify.schema import provider_event as _event
from notify.schema import provider_post as _post
from notify.schema import suppression as _suppression
from notify.sealing import Seals

_ERASED: Final = "erased"  # why what was planned was cancelled
KIND: Final = "erasure"  # in the chain and in the journal

_MARKED: Final = "…"  # in place of an address in what others said


class OnItsWay(NotifyError):
    """Somebody is to be erased whom a mail is just being handed over to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was erased: how many entries, which mails were not sent because of it."""

    deliveries: tuple[str, ...]
    asked: tuple[str, ...]  # the mails by which their own requests were answered
    cancelled: int
    names: frozenset[str]  # that no file of ours may hold any more

    @property
    def mails(self) -> tuple[str, ...]:
        """The ids of all mails to them."""
        return (*self.deliveries, *self.asked)


def erase(ledger: Ledger, named: str, *, by: str, why: str, marks: Path) -> Erasure:
    """Take a person out of the ledger; raise where a hold keeps them, or a mail is on its way.

    It stands in the journal outside the ledger first, so that a restore does it again.
    """
    with ledger.reading() as connection:
        found = _found(connection, ledger.seals, named)
        _check(connection, ledger.seals, found, by=by, why=why)
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
        now = ledger.moment(connection)
    mailboxes = tuple(index for key in found.keys for index in ledger.seals.indexes(key))
    journal_entry(marks, ledger=made_at, at=now, kind=KIND, mailboxes=mailboxes, by=by, why=why)
    with ledger.writing() as connection:
        overwrite_deleted(connection)
        hold(connection)
        found = _found(connection, ledger.seals, named)
        _check(connection, ledger.seals, found, by=by, why=why)
        erasure = _erase(connection, ledger, found, by=by, why=why)
    truncate_log(ledger.engine)
    return erasure


def erase_again(ledger: Ledger, marks: Path) -> int:
    """Erase whom the journal says was erased since a backup was made; return how many entries."""
    with ledger.reading() as connection:
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
    total = 0
    for entry in journal_entries(marks, ledgers=frozenset({made_at})):
        if entry.kind != KIND:
            continue
        with ledger.writing() as connection:
            overwrite_deleted(connection)
            hold(connection)
            of_them = _delivery.c.mailbox.in_(entry.mailboxes)
            left = select(_delivery.c.recipient).where(of_them, _delivery.c.person.is_not(None))
            for recipient in dict.fromkeys(connection.execute(left).scalars()):
                found = person_rows(connection, ledger.seals, recipient)
                facts = entry.facts
                done = _erase(connection, ledger, found, by=facts["by"], why=facts["why"])
                total += len(done.deliveries)
            now = ledger.moment(connection)
            forget_asked(connection, entry.mailboxes)
            record_all(connection, drop_subscription(connection, entry.mailboxes), at=now)
    truncate_log(ledger.engine)
    return total


def _found(connection: Connection, seals: Seals, named: str) -> PersonRows:
    """Return the deliveries of a person; none where they only subscribed or asked for something."""
    try:
        return person_rows(connection, seals, named)
    except NobodyFound:
        key = person_key(named)
        if not knows_reader(connection, seals.indexes(key)):
            raise
        return PersonRows(keys=(key,), names=frozenset({named.strip()}), rows=())


def _check(connection: Connection, seals: Seals, found: PersonRows, *, by: str, why: str) -> None:
    if not (by.strip() and why.strip()):
        raise NotifyError("an erasure names who does it and why; write --by WHO --why WHY")
    if names_in(f"{by} {why}", found.names):
        raise NotifyError("--by and --why are kept for ever: leave the person's name out of them")
    notices = {row.notice for row in found.rows if row.notice}
    refuse_held(connection, seals, persons=found.names, notices=notices)
    if any(row.state == DeliveryState.SENDING for row in found.rows):
        raise OnItsWay(
            "a mail to them is just being handed over; run this again when no sender is at work"
        )


def _erase(
    connection: Connection, ledger: Ledger, found: PersonRows, *, by: str, why: str
) -> Erasure:
    rows = _not_erased(connection, found.rows)
    now = ledger.moment(connection)
    cancelled = _cancel(connection, rows, at=now)
    alias = {name: f"erased-{ledger.new_id()}" for name in sorted({r.recipient for r in rows})}
    proof = ledger.seals.proofs(found.keys[0])[0]
    for row in rows:
        drop_salts(connection, ledger.seals, row)
        _clean_notes(connection, row, found.names)
        connection.execute(
            update(_delivery)
            .where(_delivery.c.id == row.id)
            .values(
                person=None,
                recipient=alias[row.recipient],
                told_as=alias.get(row.told_as, row.told_as),
                reason=_reason_kept(row),
            )
        )
        connection.execute(insert(_erased).values(delivery=row.id, at=now, proof=proof))
    ids = tuple(row.id for row in rows)
    _clean_reports(connection, ids, found.names)
    indexes = [index for key in found.keys for index in ledger.seals.indexes(key)]
    unnamed = update(_suppression).where(_suppression.c.mailbox.in_(indexes))
    connection.execute(unnamed.values(mailbox_key=None))
    entries = drop_subscription(connection, indexes)
    entries += forget_who(connection, ledger.seals, found.names)
    asked = forget_asked(connection, indexes)
    if ids or entries or asked:
        facts = {"deliveries": list(ids), "by": by.strip(), "why": why.strip()}
        entries.append(Entry(KIND, None, facts))
    record_all(connection, entries, at=now)
    return Erasure(deliveries=ids, asked=asked, cancelled=cancelled, names=found.names)


def _reason_kept(row: Any) -> str | None:
    """Return why somebody got no mail, without a word of theirs; `row` is as it was before."""
    if row.state == DeliveryState.PLANNED:
        return _ERASED
    kept = (DeliveryState.EXCLUDED, DeliveryState.CANCELLED)
    return row.reason if row.state in kept else None


def _not_erased(connection: Connection, rows: Sequence[Any]) -> list[Any]:
    gone = select(_erased.c.delivery).where(_erased.c.delivery.in_([row.id for row in rows]))
    erased = set(connection.execute(gone).scalars())
    return [row for row in rows if row.id not in erased]


def _cancel(connection: Connection, rows: Sequence[Any], *, at: str) -> int:
    """Let nothing more go out to them; return how many mails that stops."""
    planned = [row for row in rows if row.state == DeliveryState.PLANNED]
    for row in planned:
        to = moved(DeliveryState.PLANNED, DeliveryState.CANCELLED)
        connection.execute(update(_delivery).where(_delivery.c.id == row.id).values(state=to))
        record_step(connection, at=at, plan=row.plan, to=to, ids=[row.id])
    return len(planned)


def drop_salts(connection: Connection, seals: Seals, row: Any) -> None:
    """Take the salt of a delivery from every batch that it was in, and leave its bare leaf."""
    if not row.person:
        return
    for batch, position in _batches_of(connection, row):
        salts = opened_salts(batch.salts, seals.evidence)
        if is_erased(salts[position]):
            continue
        leaf = leaf_hash(_leaf(connection, seals, row, salt=salts[position]))
        left = without_salt(salts, position, leaf, seals.evidence)
        connection.execute(update(_batch).where(_batch.c.id == batch.id).values(salts=left))


def _batches_of(connection: Connection, row: Any) -> list[tuple[Any, int]]:
    """Return every batch that a delivery was claimed in, and its place there."""
    claims = select(_events.c.body).where(
        _events.c.kind == "step",
        _events.c.plan == row.plan,
        _events.c.body.contains(f'"{row.id}"', autoescape=True),
    )
    found = []
    for facts in map(json.loads, connection.execute(claims).scalars().all()):
        if "root" in facts:
            of_claim = select(_batch).where(_batch.c.id == facts["batch"]).with_for_update()
            batch = connection.execute(of_claim).one()
            found.append((batch, facts["deliveries"].index(row.id)))
    return found


def _leaf(connection: Connection, seals: Seals, row: Any, *, salt: str) -> bytes:
    of_notice = (_notice.c.plan == row.plan, _notice.c.id == row.notice)
    notice = connection.execute(select(_notice).where(*of_notice)).mappings().one()
    words = wordings_of(connection, plan=row.plan, notice=row.notice, numbers={row.wording})
    addressee = addressee_of(row.id, row.person, words[row.wording], seals)
    return leaf_of(addressee, salt=salt, mail=mail_hash(mail_of(notice)))


def _clean_reports(connection: Connection, ids: Sequence[str], names: frozenset[str]) -> None:
    """Forget what a provider posted of them word by word; what it said in short stays, unnamed."""
    about = connection.execute(select(_event).where(_event.c.delivery.in_(ids))).all()
    posts = sorted({event.post for event in about})
    connection.execute(update(_post).where(_post.c.id.in_(posts)).values(body=None))
    for event in about:
        detail = event.detail
        for name in names:
            detail = detail.replace(name, _MARKED)
        if detail != event.detail:
            this = (_event.c.provider == event.provider, _event.c.id == event.id)
            connection.execute(update(_event).where(*this).values(detail=detail))


def _clean_notes(connection: Connection, row: Any, names: frozenset[str]) -> None:
    """Take the person's names out of what a carrier said of a batch that they were in."""
    if row.batch is None:
        return
    of_batch = _batch.c.id == row.batch
    note = connection.execute(select(_batch.c.note).where(of_batch)).scalar_one()
    clean = note
    for name in names if note else ():
        clean = clean.replace(name, _MARKED)
    if clean != note:
        connection.execute(update(_batch).where(of_batch).values(note=clean))
