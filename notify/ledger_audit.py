"""The audit of the ledger: every delivery stands as its events say, from the first to the last.

Events and deliveries go by as streams, and what the events say stands in a file without a name
meanwhile, so that memory does not grow with the ledger.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Final

from sqlalchemy import Connection, select

from notify.deliveries import FIRST_STATES, DeliveryState, Step, moved
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_events import steps
from notify.schema import delivery as _delivery
from notify.schema import plan as _plan

_CHUNK: Final = 500  # SQLite takes no more values in some builds than 999


class LedgerDamaged(NotifyError):
    """The deliveries are not in the states that their events say, or somebody is missing."""


def check_states(ledger: Ledger) -> int:
    """Return how many deliveries stand as their events say.

    Raises `LedgerDamaged` for the first that does not, and `BrokenChain` where the events
    themselves were altered.
    """
    with closing(_scratch()) as said, ledger.reading() as connection:
        for step in steps(connection):
            _take(said, step)
        number = 0
        for chunk in _deliveries(connection):
            _compare(said, chunk)
            number += len(chunk)
        (left,) = said.execute("SELECT count(*) FROM said").fetchone()
    if left:
        raise LedgerDamaged(f"{left:,} deliveries with events are missing from the ledger")
    return number


def _scratch() -> sqlite3.Connection:
    """A file that nobody else can open, and that is gone with this process."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("CREATE TABLE said (id TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID")
    return connection


def _take(said: sqlite3.Connection, step: Step) -> None:
    for ids in _chunks(step.deliveries):
        former = _states(said, ids)
        for id_ in ids:
            before = _before(former.get(id_), step)
            moved(before, step.to, released=step.released, again=step.again)
        rows = [(id_, step.to) for id_ in ids]
        said.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", rows)


def _before(state: str | None, step: Step) -> DeliveryState | None:
    """Return where a step began: what nothing was said of is there since its plan was made."""
    if state is not None:
        return DeliveryState(state)
    return None if step.to in FIRST_STATES else DeliveryState.PLANNED


def _compare(said: sqlite3.Connection, rows: Sequence[tuple[str, str]]) -> None:
    ids = [id_ for id_, _ in rows]
    states = _states(said, ids)
    for id_, written in rows:
        found = states.get(id_)
        # Of what was planned or excluded and stayed so, the event of its plan tells.
        first = written in {DeliveryState.PLANNED, DeliveryState.EXCLUDED}
        if found != written and not (found is None and first):
            events = found or DeliveryState.PLANNED
            raise LedgerDamaged(f"delivery {id_} stands as {written}, but its events say {events}")
    said.executemany("DELETE FROM said WHERE id = ?", [(id_,) for id_ in ids])


def _deliveries(connection: Connection) -> Iterator[Sequence[tuple[str, str]]]:
    query = select(_delivery.c.id, _delivery.c.state).join(
        _plan, _plan.c.number == _delivery.c.plan
    )
    rows = connection.execute(query.execution_options(yield_per=_CHUNK))
    for some in rows.partitions():
        yield [(row.id, row.state) for row in some]


def _states(said: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str]:
    marks = ",".join("?" * len(ids))
    query = f"SELECT id, state FROM said WHERE id IN ({marks})"  # noqa: S608 (marks alone)
    return dict(said.execute(query, ids).fetchall())


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
