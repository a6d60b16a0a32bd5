"""Erasing a person wherever we hold them: in the ledger, and in the files that were written of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from notify.ledger import Ledger
from notify.ledger_erasure import Erasure
from notify.ledger_guard import erase_for_good
from notify.personal_files import remove_files_about, written_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What is gone: entries of the ledger, and files."""

    erasure: Erasure
    files: tuple[Path, ...]


def erase_everywhere(
    ledger: Ledger, named: str, *, by: str, why: str, marks: Path, places: Iterable[Path]
) -> Erased:
    """Take a person out of the ledger and out of some places; raise what `erase` raises."""
    done = erase_for_good(ledger, named, by=by, why=why, marks=marks)
    removed = remove_files_about(places, deliveries=done.mails, names=done.names)
    return Erased(erasure=done, files=tuple(removed))


def places_of(root: Path, outbox: Path) -> list[Path]:
    """Return where files lie that name people: what was noted in a repository, and its outbox."""
    return [*map(Path, written_places(root)), outbox]
