"""The head of the chain, kept every day where who keeps the ledger could not change it unnoticed.

A chain proves that nothing in it was altered, not that its end was not cut off or all of it made
anew. Whoever holds a former head can tell.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_place import BadPlace
from notify.schema import events as _events
from notify.schema import ledger as _ledger

FILE: Final = "heads.txt"

_LINE: Final = re.compile(
    r"\b(?P<at>\d{4}-\d\d-\d\dT\S{1,30}) event (?P<number>\d{1,15}) (?P<hash>[0-9a-f]{64})\b"
)


class ForeignHead(NotifyError):
    """A head that was kept is not in the ledger: its chain was cut, or made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last event of a chain at a moment."""

    at: str  # of the event
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.at} event {self.number} {self.hash}"


def head_of(connection: Connection) -> Head | None:
    """Return the last event of the chain; None where nothing has happened yet."""
    newest = select(_events.c.at, _events.c.number, _events.c.hash)
    row = connection.execute(newest.order_by(_events.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else Head(at=row.at, number=row.number, hash=row.hash)


def read_heads(text: str) -> Iterator[Head]:
    """Yield the heads that stand in a text: a file of them, a witness's mail, a site's status."""
    for found in _LINE.finditer(text):
        yield Head(at=found["at"], number=int(found["number"]), hash=found["hash"])


def refuse_foreign(connection: Connection, heads: Iterable[Head]) -> int:
    """Return how many heads the chain holds; raise at the first that it does not."""
    count = 0
    for head in heads:
        query = select(_events.c.hash).where(_events.c.number == head.number)
        if connection.execute(query).scalar_one_or_none() != head.hash:
            raise ForeignHead(
                f"event {head.number} had the hash {head.hash[:12]} on {head.at[:10]}, and the"
                " ledger has none or another there: its end was cut off, or it was made anew;"
                " keep it as it is and ask who keeps its backups"
            )
        count += 1
    return count


def heads_file(ledger: Ledger, marks: Path) -> Path:
    """Return the file of this machine that keeps the heads of a ledger."""
    with ledger.reading() as connection:
        made_at = connection.execute(select(_ledger.c.made_at)).scalar_one()
    day = re.sub(r"[^0-9]", "", made_at)[:14]  # its id changes with each restore, this does not
    return marks / f"{day}.{FILE}"


def kept_heads(ledger: Ledger, marks: Path) -> tuple[Head, ...]:
    """Return the heads that this machine has kept of a ledger, the oldest first."""
    file = heads_file(ledger, marks)
    return tuple(read_heads(file.read_text(encoding="ascii"))) if file.exists() else ()


def keep(head: Head, file: Path) -> None:
    """Add a head to a file of them; raises BadPlace where it cannot be written."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file.open("a", encoding="ascii") as opened:
            opened.write(f"{head}\n")
    except OSError as error:
        raise BadPlace(
            f"{file} must be kept, and cannot be written ({error.strerror}): set XDG_STATE_HOME"
            " to a folder that can"
        ) from error
