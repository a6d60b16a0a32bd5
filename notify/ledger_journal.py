"""The journal outside the ledger: who may not be mailed and who was erased, kept past a restore.

A backup does not know who unsubscribed or was erased after it was made. So each machine writes
that down beside its marks, before the ledger is changed, and a restored ledger does it again
before it may send. It names nobody: mailboxes stand in it by the keyed hashes of the ledger.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.ledger_place import BadPlace

FILE: Final = "journal.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that must hold after any restore."""

    ledger: str  # the id that the ledger had
    at: str
    kind: str  # of what: "erasure", or whatever another module does again
    mailboxes: tuple[str, ...]  # the mailbox by every key of its time, the newest first
    facts: Mapping[str, Any]


def journal_entry(
    marks: Path, *, ledger: str, at: str, kind: str, mailboxes: tuple[str, ...], **facts: Any
) -> None:
    """Write an entry down, so that it is on the disk before the ledger is changed."""
    line = {"ledger": ledger, "at": at, "kind": kind, "mailboxes": mailboxes, "facts": facts}
    try:
        marks.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(marks / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _end_torn_line(descriptor)
            os.write(descriptor, json.dumps(line, sort_keys=True).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise BadPlace(
            f"{marks / FILE} must be kept, and cannot be written ({error.strerror}): set"
            " XDG_STATE_HOME to a folder that can"
        ) from error


def journal_entries(marks: Path, *, ledgers: frozenset[str]) -> Iterator[Entry]:
    """Yield the entries of a ledger by any of its ids, the oldest first.

    A line that a crash cut off was never confirmed to anybody, and is left out.
    """
    file = marks / FILE
    if not file.exists():
        return
    for line in file.read_text(encoding="ascii").splitlines():
        try:
            entry = _entry(json.loads(line))
        except (json.JSONDecodeError, KeyError, TypeError):
            continue
        if entry.ledger in ledgers:
            yield entry


def _entry(written: Mapping[str, Any]) -> Entry:
    return Entry(
        ledger=written["ledger"],
        at=written["at"],
        kind=written["kind"],
        mailboxes=tuple(written["mailboxes"]),
        facts=written["facts"],
    )


def _end_torn_line(descriptor: int) -> None:
    """Close a line that a crash left open, so that the next one stands by itself."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.write(descriptor, b"\n")
