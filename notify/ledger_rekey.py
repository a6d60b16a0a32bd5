"""The ledger written anew with other keys, while it is in use.

A new key stands second in the environment first, so that every process can read with it; then
first, so that all that is new is made with it. What is older is written anew here, in short
transactions that hold up nobody; where it was stopped, it is run again. A former key is taken
out of use before the last look, so that nothing is written with it behind our back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, bindparam, func, select, tuple_, update

from notify.keys import ID_LENGTH, Purpose
from notify.ledger import Ledger
from notify.ledger_keys import (
    UsedKey,
    forget,
    keys_in_use,
    lock_keys,
    look_for_keys,
    newest_of,
    retire,
)
from notify.ledger_rows import key_in
from notify.ledger_suppressions import copy_suppressions, drop_former_suppressions
from notify.reader_requests import folded_key
from notify.recipients import written_key
from notify.schema import METADATA, SEALED_WITH
from notify.schema import answer as _answer
from notify.schema import delivery as _delivery
from notify.schema import erased as _erased
from notify.schema import reader_request as _request
from notify.schema import subscription as _subscription
from notify.schema import suppression as _suppression
from notify.sealing import UNINDEXED, Place, Sealer, Seals, unindexed

CHUNK: Final = 200  # rows a transaction: some milliseconds in which others wait

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many

# The keyed hashes: each with the sealed column it is made of, and how what it names is found there.
INDEXES: Final[tuple[tuple[Column[Any], Column[Any], Callable[[str], str]], ...]] = (
    (_delivery.c.mailbox, _delivery.c.person, key_in),
    (_subscription.c.mailbox, _subscription.c.address, written_key),
    (_request.c.mailbox, _request.c.address, written_key),
    (_request.c.folded, _request.c.address, folded_key),
    (_answer.c.subject, _answer.c.who, str),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekeyed:
    """What was written anew, and which former keys may leave the environment."""

    values: int
    free: tuple[UsedKey, ...]
    bound: Mapping[UsedKey, int] = field(default_factory=dict)  # what is left of each


@dataclass(frozen=True, slots=True)
class _Written:
    """A column that one purpose's keys write, and how a value of it is written anew."""

    column: Column[Any]
    purpose: Purpose
    prefix: str  # of what the newest key wrote
    source: Column[Any]  # what the value is made of
    anew: Callable[[str], str]
    where: tuple[ColumnElement[bool], ...] = ()

    @property
    def table(self) -> Table:
        return self.column.table

    @property
    def former(self) -> tuple[ColumnElement[bool], ...]:
        """Whether a row still stands under a former key, and can be written anew from its source."""
        other = func.substr(self.column, 1, len(self.prefix)) != self.prefix
        return (other, self.source.is_not(None), *self.where)


def rekey(ledger: Ledger, *, progress: Progress = lambda *_: None) -> Rekeyed:
    """Write anew what former keys wrote, and say which of them nothing needs any more.

    What was erased cannot be written anew; its key is bound until that is gone. Raises KeyLacking
    where a key is not here.
    """
    columns = tuple(_written(ledger))
    values = copy_suppressions(ledger) + _rewrite_all(ledger, columns, progress)
    former = _retire(ledger)
    if former:  # whatever was still written with them until now
        values += copy_suppressions(ledger) + _rewrite_all(ledger, columns, progress)
    drop_former_suppressions(ledger)
    bound = {key: left for key in former if (left := _left(ledger, columns, key))}
    free = tuple(key for key in former if key not in bound)
    with ledger.writing() as connection:
        forget(connection, free)
    return Rekeyed(values=values, free=free, bound=bound)


def _written(ledger: Ledger) -> Iterator[_Written]:
    """Yield every column that keys write, the sealed ones before those made of them."""
    sealers = {Purpose.DATA: ledger.seals.data, Purpose.EVIDENCE: ledger.seals.evidence}
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if (purpose := column.info.get(SEALED_WITH)) is not None:
                sealer = sealers[purpose]
                anew = partial(_resealed, sealer=sealer, place=place_of(column))
                yield _Written(column, purpose, sealer.prefix, column, anew)
    for column, source, mailbox in INDEXES:
        anew = partial(_indexed, seals=ledger.seals, place=place_of(source), mailbox=mailbox)
        yield _Written(column, Purpose.INDEX, ledger.seals.index_prefix, source, anew)
    # Whoever was erased is not found by this any more, only by the proof of the evidence.
    d = _delivery.c
    gone = (d.person.is_(None), d.id.in_(select(_erased.c.delivery)), d.mailbox < UNINDEXED)
    yield _Written(d.mailbox, Purpose.INDEX, ledger.seals.index_prefix, d.id, unindexed, gone)


def place_of(column: Column[Any]) -> Place:
    """Return where a sealed column lies, as its values say of themselves."""
    return Place(f"{column.table.name}.{column.name}")


def _resealed(sealed: str, *, sealer: Sealer, place: Place) -> str:
    return sealer.seal(sealer.open(sealed, place), place)


def _indexed(sealed: str, *, seals: Seals, place: Place, mailbox: Callable[[str], str]) -> str:
    return seals.index(mailbox(seals.open(sealed, place)))


def _rewrite_all(ledger: Ledger, columns: Sequence[_Written], progress: Progress) -> int:
    total = sum(_count(ledger, one, *one.former) for one in columns)
    done = 0
    for one in columns:
        for rows in _chunks(ledger, one):
            done += _rewrite(ledger, one, rows)
            progress("Values written anew", done, max(done, total))
    return done


def _rewrite(ledger: Ledger, one: _Written, rows: Sequence[Any]) -> int:
    """Write some values of a column anew; one that changed meanwhile is left as it is."""
    names = [column.name for column in one.table.primary_key]
    values = [
        {"was_": row.was_, "anew_": one.anew(row.source_)}
        | {f"key_{name}": getattr(row, name) for name in names}
        for row in rows
    ]
    with ledger.writing() as connection:
        connection.execute(
            update(one.table)
            .where(one.column == bindparam("was_"))
            .where(*(one.table.c[name] == bindparam(f"key_{name}") for name in names))
            .values({one.column: bindparam("anew_")}),
            values,
        )
    return len(values)


def _chunks(ledger: Ledger, one: _Written) -> Iterator[Sequence[Any]]:
    """Yield the rows that a former key wrote and that can be written anew, by primary key."""
    key = tuple(one.table.primary_key)
    query = (
        select(*key, one.column.label("was_"), one.source.label("source_"))
        .where(*one.former)
        .order_by(*key)
        .limit(CHUNK)
    )
    after: ColumnElement[bool] | None = None
    while True:
        with ledger.reading() as connection:
            rows = connection.execute(query if after is None else query.where(after)).all()
        if not rows:
            return
        yield rows
        after = tuple_(*key) > tuple_(*(getattr(rows[-1], column.name) for column in key))


def _retire(ledger: Ledger) -> tuple[UsedKey, ...]:
    """Take the former keys out of use for all that is new; return them.

    Whoever is just writing with one of them is waited for.
    """
    with ledger.engine.begin() as connection:
        lock_keys(connection)
        look_for_keys(connection, ledger.seals.keyring)
        former = keys_in_use(connection) - newest_of(ledger.seals.keyring)
        retire(connection, former, at=ledger.moment(connection))
    return tuple(sorted(former))


def _left(ledger: Ledger, columns: Sequence[_Written], key: UsedKey) -> int:
    """Return how many values still need a key."""
    proof = _Written(_erased.c.proof, Purpose.EVIDENCE, "", _erased.c.proof, str)
    wanted = _Written(_suppression.c.mailbox, Purpose.INDEX, "", _suppression.c.mailbox, str)
    written = {str(one.column): one for one in (*columns, proof, wanted) if one.purpose is key[0]}
    return sum(
        _count(ledger, one, func.substr(one.column, 1, ID_LENGTH) == key[1])
        for one in written.values()
    )


def _count(ledger: Ledger, one: _Written, *which: ColumnElement[bool]) -> int:
    with ledger.reading() as connection:
        query = select(func.count()).select_from(one.table).where(*which)
        return connection.execute(query).scalar_one()
