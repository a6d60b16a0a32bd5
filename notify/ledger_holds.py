"""Holds: what may be neither erased nor forgotten for a while, since when and at whose word."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from notify.carriers import NoticeId
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_database import hold as hold_chain
from notify.ledger_events import record
from notify.persons import names_in, person_key
from notify.schema import hold as _hold
from notify.schema import notice as _notice
from notify.sealing import Place, Seals

PERSON: Final = Place("hold.person")


class Held(NotifyError):
    """A hold stops what was asked."""


class NoSuchHold(NotifyError):
    """A hold was named that is not there, or was asked for what is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold that stands: of a person or of a notice."""

    number: int
    at: str
    by: str
    why: str
    person: str | None  # an address, or the organisation's own id
    notice: NoticeId | None

    def __str__(self) -> str:
        of = f"notice {self.notice}" if self.notice else "a person"
        return f"hold {self.number} of {of}, since {self.at[:10]} by {self.by}: {self.why}"


def place_hold(
    ledger: Ledger, *, by: str, why: str, person: str | None = None, notice: str | None = None
) -> int:
    """Keep all there is about a person or a notice until the hold is ended; return its number."""
    _check_words(by, why, person)
    with ledger.writing() as connection:
        hold_chain(connection)
        if notice is not None:
            _refuse_unknown_notice(connection, notice)
        number = connection.execute(select(func.count()).select_from(_hold)).scalar_one() + 1
        at = ledger.moment(connection)
        sealed = ledger.seals.seal(person.strip(), PERSON) if person is not None else None
        connection.execute(
            insert(_hold).values(number=number, at=at, by=by, why=why, person=sealed, notice=notice)
        )
        facts: dict[str, Any] = {"hold": number, "by": by, "why": why, "notice": notice}
        record(connection, at=at, kind="hold", plan=None, facts=facts)
    return number


def end_hold(ledger: Ledger, number: int, *, by: str, why: str) -> None:
    """End a hold; what it kept is erased and forgotten again as if it had never been."""
    _check_words(by, why, None)
    with ledger.writing() as connection:
        hold_chain(connection)
        standing = (_hold.c.number == number, _hold.c.ended_at.is_(None))
        at = ledger.moment(connection)
        ended = connection.execute(
            update(_hold).where(*standing).values(ended_at=at, ended_by=by, ended_why=why)
        )
        if not ended.rowcount:
            raise NoSuchHold(f"no hold {number} stands; fairnotice notify hold lists those that do")
        facts = {"hold": number, "by": by, "why": why}
        record(connection, at=at, kind="hold ended", plan=None, facts=facts)


def standing_holds(connection: Connection, seals: Seals) -> tuple[Hold, ...]:
    """Return the holds that stand, the oldest first."""
    rows = connection.execute(
        select(_hold).where(_hold.c.ended_at.is_(None)).order_by(_hold.c.number)
    )
    return tuple(
        Hold(
            number=row.number,
            at=row.at,
            by=row.by,
            why=row.why,
            person=seals.open(row.person, PERSON) if row.person else None,
            notice=row.notice,
        )
        for row in rows
    )


def refuse_held(
    connection: Connection,
    seals: Seals,
    *,
    persons: Collection[str],
    notices: Collection[str],
) -> None:
    """Raise where a hold keeps a person, by any of their names, or a notice they were sent."""
    names = {person_key(person) for person in persons}
    for one in standing_holds(connection, seals):
        of_them = one.person is not None and person_key(one.person) in names
        if of_them or one.notice in notices:
            raise Held(f"{one}; end it first: fairnotice notify hold --end {one.number}")


def _check_words(by: str, why: str, person: str | None) -> None:
    """The words stand in the chain for ever, where nobody can be erased."""
    if not (by.strip() and why.strip()):
        raise NotifyError("a hold names a person and a reason; write --by WHO --why WHY")
    if person is not None and names_in(f"{by} {why}", [person.strip()]):
        raise NotifyError("--by and --why are kept for ever: leave the person's name out of them")


def _refuse_unknown_notice(connection: Connection, notice: str) -> None:
    known = select(_notice.c.id).where(_notice.c.id == notice).limit(1)
    if connection.execute(known).first() is None:
        raise NoSuchHold(
            f"there is no notice {notice}; fairnotice notify status --format json names them"
        )
