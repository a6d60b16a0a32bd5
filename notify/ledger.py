"""The ledger: what was planned, for whom, and who approved it.

Every step is one transaction, recorded as an event that holds the hash of the event before.
Addresses stand in the rows of deliveries and nowhere else.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, exists, func, select, update

from archive.workspace import state_folder
from notify import schema
from notify.carriers import MAX_BATCH, Batch
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.keys import read_keyring
from notify.ledger_database import hold, moment_of, open_database, reading
from notify.ledger_events import record
from notify.ledger_keys import keys_in_use, look_for_keys, newest_of, require_keys, take_into_use
from notify.ledger_rows import batch_of, mail_of, wordings_of
from notify.ledger_withheld import Withheld, withheld_in
from notify.sealing import Seals

_CHUNK: Final = 10_000

_plan, _notice, _delivery = schema.plan, schema.notice, schema.delivery
_baseline = schema.baseline


class NothingToApprove(NotifyError):
    """No plan waits for an approval, or not the one that was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The record, in one database."""

    engine: Engine
    now: Callable[[Connection], datetime]  # by the database, the one clock of all its senders
    new_id: Callable[[], str]  # opaque, and never the same twice
    seals: Seals  # what it holds of people opens with its keys alone

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one moment and holds up nobody."""
        return reading(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose work is done whole or not at all; refuse to write without a key."""
        with self.engine.begin() as connection:
            require_keys(connection, self.seals.keyring)
            yield connection

    def moment(self, connection: Connection, *, after: timedelta = timedelta()) -> str:
        """Return the present, or a time after it, as it is written: in UTC, comparable."""
        present = self.now(connection) + after
        return present.astimezone(UTC).isoformat(timespec="microseconds")


def open_ledger(environ: Mapping[str, str], *, root: Path) -> Ledger:
    """Return the ledger that the environment names, else the one of a repository."""
    keyring = read_keyring(environ, folder=state_folder(root))
    engine = open_database(environ.get("FAIRNOTICE_DATABASE"), root=root)
    with reading(engine) as connection:
        tag = id_tag(connection.execute(select(schema.ledger.c.id)).scalar_one())
    ledger = Ledger(
        engine=engine,
        now=moment_of,
        new_id=lambda: tag + secrets.token_hex(8),
        seals=Seals(keyring),
    )
    use_keys(ledger)
    return ledger


def use_keys(ledger: Ledger) -> None:
    """Let the ledger name the keys it is written with from now on; raise where it names others."""
    keyring = ledger.seals.keyring
    with ledger.reading() as connection:
        look_for_keys(connection, keyring)
        used = keys_in_use(connection)
    if not used.issuperset(newest_of(keyring)):
        with ledger.engine.begin() as connection:
            hold(connection)
            take_into_use(connection, keyring, at=ledger.moment(connection))


def id_tag(ledger_id: str) -> str:
    """Return how every id begins that a ledger gives: what was lost from it can be told by that."""
    return ledger_id[:8]


Pin = Callable[[Connection, int], dict[str, str]]  # binds the approval of a plan; says to what


def approve(ledger: Ledger, *, by: str, hash_: str | None = None, pin: Pin | None = None) -> str:
    """Record who lets a plan go out, bound to its hash, and to what `pin` adds; return the hash.

    That is the plan that waits; else the oldest whose mails were withheld since its approval,
    which may go out once they are approved again.
    """
    if not by.strip():
        raise NothingToApprove("an approval names a person; write --by NAME")
    with ledger.writing() as connection:
        hold(connection)
        number, found = _to_approve(connection, hash_ or "")
        at = ledger.moment(connection)
        connection.execute(
            update(_plan)
            .where(_plan.c.number == number)
            .values(approved_by=by.strip(), approved_at=at)
        )
        pinned = pin(connection, number) if pin is not None else {}
        facts = {"hash": found, "by": by.strip(), **pinned}
        record(connection, at=at, kind="approval", plan=number, facts=facts)
        return found


def withheld(ledger: Ledger) -> tuple[Withheld, ...]:
    """Return what lies in a folder and told nobody, by plan."""
    with ledger.reading() as connection:
        return withheld_in(connection)


def planned_mails(ledger: Ledger) -> Iterator[Batch]:
    """Yield every mail of the newest plan, exactly as it is handed over."""
    with ledger.reading() as connection:
        newest = connection.execute(select(func.max(_plan.c.number))).scalar_one()
        notices = select(_notice).where(_notice.c.plan == newest).order_by(_notice.c.id)
        for notice in connection.execute(notices).mappings().all():
            rows = connection.execute(
                select(_delivery)
                .where(
                    _delivery.c.plan == newest,
                    _delivery.c.notice == notice["id"],
                    _delivery.c.wording.is_not(None),
                )
                .order_by(_delivery.c.id)
            ).mappings()
            while chunk := rows.fetchmany(MAX_BATCH):
                wordings = wordings_of(
                    connection,
                    plan=newest,
                    notice=notice["id"],
                    numbers={row["wording"] for row in chunk},
                )
                mail = mail_of(notice)
                some = [(row["id"], row["person"], row["wording"]) for row in chunk]
                yield batch_of("preview", mail, some, wordings=wordings, seals=ledger.seals)


def waiting_plan(connection: Connection) -> Any:
    """Return the plan that is neither approved nor replaced; there is one at most."""
    return connection.execute(
        select(_plan).where(_plan.c.approved_at.is_(None), _plan.c.replaced_by.is_(None))
    ).one_or_none()


def _to_approve(connection: Connection, hash_: str) -> tuple[int, str]:
    """Return number and hash of the plan to approve; raise where there is none of that hash.

    One that is approved already and has somebody left to tell is approved anew where it is named.
    """
    if hash_ and (found := _left_to_tell(connection, hash_)) is not None:
        return found
    plan = waiting_plan(connection)
    held = withheld_in(connection)
    open_ = [(plan.number, plan.hash)] if plan else []
    open_ += [(one.plan, one.hash) for one in held if not one.may_go]
    if not open_ and held:
        raise NothingToApprove(
            "what was withheld is approved again; run: fairnotice notify send --release-withheld"
        )
    if not open_:
        raise NothingToApprove("no plan waits for approval; run: fairnotice notify plan")
    found = next(((number, own) for number, own in open_ if own.startswith(hash_)), None)
    if found is None:
        raise NothingToApprove(
            f"the plan that waits is {open_[0][1][:12]} and not {hash_[:12]}; preview it first"
        )
    return found


def _left_to_tell(connection: Connection, hash_: str) -> tuple[int, str] | None:
    left = exists().where(
        _delivery.c.plan == _plan.c.number, _delivery.c.state == DeliveryState.PLANNED
    )
    approved = select(_plan.c.number, _plan.c.hash).where(_plan.c.approved_at.is_not(None), left)
    rows = connection.execute(approved).all()
    return next(((row.number, row.hash) for row in rows if row.hash.startswith(hash_)), None)
