"""Whether a ledger may send: it lies where it lay, and holds all that was sent from it.

A ledger that was copied, or brought back from a backup, does not know whom it has told since. So
it says where it lives, and each machine that sends keeps a mark outside it: the last event
before each hand-over. Where either does not fit, nothing goes out until a person has looked.
"""

import fcntl
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select, update

from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold, told_when_away
from notify.ledger_erasure import Erasure, erase, erase_again
from notify.ledger_events import record, record_step
from notify.ledger_place import BadPlace, home_of
from notify.ledger_unsubscribes import unsubscribe, unsubscribe_again
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import events as _events
from notify.schema import ledger as _ledger
from notify.schema import plan as _plan

_CHUNK: Final = 10_000
_MARK: Final = "{:020d} {}\n"  # always of one length, so that it is overwritten at once
# What may have gone out since a backup was made, as far as the backup knows.
_OPEN: Final = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.WITHHELD)


class LedgerRestored(NotifyError):
    """The ledger is a copy, or was brought back from a backup, and nobody has looked at it."""


class NotComplete(NotifyError):
    """The ledger lacks events that this machine knows of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last event of a ledger that a machine knows of."""

    number: int
    hash: str


def marks_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder where this machine keeps its marks: outside of the ledger and its backups."""
    named = environ.get("XDG_STATE_HOME")
    return Path(named or os.path.expanduser("~/.local/state")) / "fairnotice"  # noqa: PTH111


def check_home(ledger: Ledger, *, marks: Path) -> None:
    """Raise where a ledger lies elsewhere than it did, or lacks what was sent from this machine."""
    with ledger.reading() as connection:
        known = connection.execute(select(_ledger)).one()
        found, mark = home_of(connection), _read_mark(marks, known.id)
        _refuse_doubt(known.doubt)
        if found != known.home:
            raise LedgerRestored(_restored("lies elsewhere than it did"))
        if mark is not None and not _holds(connection, mark):
            raise LedgerRestored(_restored("lacks what this machine has sent from it"))


def keep_mark(ledger: Ledger, *, marks: Path) -> None:
    """Note outside the ledger how far it has come; done before each hand-over.

    Raises `LedgerRestored` where something has come in since that the ledger should know of.
    """
    newest = select(_events.c.number, _events.c.hash).order_by(_events.c.number.desc()).limit(1)
    with told_when_away(), ledger.reading() as connection:
        id_, doubt = connection.execute(select(_ledger.c.id, _ledger.c.doubt)).one()
        last = connection.execute(newest).one()
    _refuse_doubt(doubt)
    try:
        _write_mark(marks, id_, Mark(number=last.number, hash=last.hash))
    except OSError as error:
        raise BadPlace(
            f"{marks} must be kept, and cannot be written ({error.strerror}): set XDG_STATE_HOME"
            " to a folder that can"
        ) from error


def erase_for_good(ledger: Ledger, named: str, *, by: str, why: str, marks: Path) -> Erasure:
    """Take a person out of the ledger, so that no restore brings them back unnoticed."""
    done = erase(ledger, named, by=by, why=why, marks=marks)
    keep_mark(ledger, marks=marks)
    return done


def unsubscribe_for_good(ledger: Ledger, delivery: DeliveryId, *, marks: Path) -> bool:
    """Take a mailbox off courtesy mail, so that no restore brings it back unnoticed."""
    known = unsubscribe(ledger, delivery, marks=marks)
    if known:
        keep_mark(ledger, marks=marks)
    return known


def confirm_restore(ledger: Ledger, *, marks: Path, by: str, why: str, complete: bool) -> int:
    """Record who lets a copied or restored ledger send again; return how many are unknown now.

    Where the ledger may lack what was sent since a backup, nothing that was to go out may go out
    blindly: it is unknown. `complete` says that it lacks nothing, and leaves it as it is; raises
    `NotComplete` where this machine knows better. Who was erased or unsubscribed since is so again,
    as the journal of this machine says.
    """
    if not (by.strip() and why.strip()):
        raise NotifyError("a confirmation names a person and a reason; write --by WHO --why WHY")
    # First of all, so that whoever left or was erased since is not mailed, whatever comes next.
    erase_again(ledger, marks)
    unsubscribe_again(ledger, marks)
    with ledger.writing() as connection:
        hold(connection)
        known, found = connection.execute(select(_ledger)).one(), home_of(connection)
        mark = _read_mark(marks, known.id)
        if complete and known.doubt:
            raise NotComplete(f"{known.doubt}; leave out --nothing-is-missing")
        if complete and mark is not None and not _holds(connection, mark):
            raise NotComplete(
                f"event {mark.number} was written, and is not in the ledger: it lacks what was"
                " sent since; leave out --nothing-is-missing"
            )
        unknown = 0 if complete else _leave_unknown(connection, ledger)
        # With another id, no mark of the former life counts, on whichever machine it lies.
        id_ = secrets.token_hex(16)
        facts = {"by": by.strip(), "why": why.strip(), "complete": complete}
        facts |= {"from": known.home, "to": found, "former_id": known.id, "id": id_}
        at = ledger.moment(connection)
        record(connection, at=at, kind="restore", plan=None, facts=facts)
        connection.execute(update(_ledger).values(id=id_, home=found, doubt=None))
    return unknown


def _refuse_doubt(doubt: str | None) -> None:
    if doubt:
        raise LedgerRestored(_restored(f"lacks mails that went out from it ({doubt})"))


def _restored(how: str) -> str:
    return (
        f"the ledger {how}: it was copied, moved or brought back from a backup, and may not know"
        " whom it has told. Nothing goes out until a person has looked; then run:"
        ' fairnotice ledger confirm-restore --by "WHO" --why "WHY"'
    )


def _leave_unknown(connection: Connection, ledger: Ledger) -> int:
    """Mark as unknown whatever of approved plans may have gone out; return how many."""
    now = ledger.moment(connection)
    approved = select(_plan.c.number).where(_plan.c.approved_at.is_not(None))
    open_ = (_delivery.c.state.in_(_OPEN), _delivery.c.plan.in_(approved))
    found = connection.execute(
        select(_delivery.c.plan, _delivery.c.id)
        .where(*open_)
        .order_by(_delivery.c.plan, _delivery.c.id)
    ).all()
    connection.execute(
        update(_delivery).where(*open_).values(state=DeliveryState.UNKNOWN, claimed=1)
    )
    for plan in sorted({row.plan for row in found}):
        ids = iter([row.id for row in found if row.plan == plan])
        while chunk := list(islice(ids, _CHUNK)):
            record_step(connection, at=now, plan=plan, to=DeliveryState.UNKNOWN, ids=chunk)
    connection.execute(
        update(_batch)
        .where(_batch.c.settled_at.is_(None))
        .values(settled_at=now, note="the ledger was brought back from a backup")
    )
    return len(found)


def _holds(connection: Connection, mark: Mark) -> bool:
    query = select(_events.c.hash).where(_events.c.number == mark.number)
    return connection.execute(query).scalar_one_or_none() == mark.hash


def _read_mark(marks: Path, id_: str) -> Mark | None:
    """Return the mark of a ledger; None where this machine has sent nothing from it."""
    file = marks / f"{id_}.mark"
    written = file.read_text(encoding="ascii") if file.exists() else ""
    if not written:
        return None
    number, _, hash_ = written.strip().partition(" ")
    if not number.isdigit():
        raise BadPlace(f"{file} is no mark of a ledger; restore it, or confirm without it")
    return Mark(number=int(number), hash=hash_)


def _write_mark(marks: Path, id_: str, mark: Mark) -> None:
    """Write a mark unless a later one stands there: several processes may send from one machine."""
    marks.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(marks / f"{id_}.mark", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        former = _read_mark(marks, id_)
        if former is None or former.number < mark.number:
            os.pwrite(descriptor, _MARK.format(mark.number, mark.hash).encode(), 0)
    finally:
        os.close(descriptor)
