"""The status of a site: what it was built from, and until which day its pages stay true."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from archive.discrepancies import Discrepancy
from archive.errors import InvalidStatus
from archive.faults import Severity
from archive.json_reading import json_object
from archive.register import Policy, Register
from archive.revisions import CommitId

STATUS_FILE: Final = "status.json"
# Where the last entry of the record of who was told lies, for a site to publish it.
HEAD_FILE: Final = "ledger-head.txt"
_HEAD: Final = r"\d{4}-\d\d-\d\dT\S{1,30} event \d{1,15} [0-9a-f]{64}"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a built site says about itself."""

    built_at: date  # the register's day, not the clock's
    commit: CommitId
    ref: str
    next_flip: date | None  # the next day on which another text applies without a commit
    policies: int
    versions: int
    revisions: int
    ledger: str | None = None  # the last entry of the record of who was told, with its hash


def status_of(register: Register, *, ledger: str | None = None) -> Status:
    """Return the status of a site built from a register of what is published."""
    return Status(
        built_at=register.today,
        commit=register.read_at,
        ref=register.ref,
        next_flip=next_flip(register),
        policies=len(register.policies),
        versions=sum(len(policy.versions) for policy in register),
        revisions=sum(len(policy.revisions) for policy in register),
        ledger=ledger,
    )


def ledger_head(folder: Path) -> str | None:
    """Return the last entry of the record of who was told, as a folder of state has it.

    None where there is none; raises InvalidStatus where something else stands there.
    """
    file = folder / HEAD_FILE
    if not file.is_file():
        return None
    written = file.read_text(encoding="ascii", errors="replace").strip()
    if re.fullmatch(_HEAD, written) is None:
        raise InvalidStatus(
            f"{file} is no end of a ledger: remove it; fairnotice jobs writes it anew"
        )
    return written


def next_flip(register: Register) -> date | None:
    """Return the next day on which a text begins or ceases to apply; None while none is known.

    A day counts that comes for some people only, by the day they joined.
    """
    days = (day for policy in register for day in _days(policy) if day and day > register.today)
    return min(days, default=None)


def _days(policy: Policy) -> Iterator[date | None]:
    for revision in policy.revisions:
        yield from (revision.applies_from, revision.applies_until)
    for timeline in policy.timelines:
        for binding in timeline.bindings:
            yield from (binding.begins, binding.ends)


def staleness(status: Status, register: Register) -> Iterator[Discrepancy]:
    """Yield why a site is not the one that would be built today; nothing where it is."""
    if status.commit != register.read_at:
        yield _stale(
            "other-commit",
            f"the site was built from commit {status.commit[:10]} of {status.ref};"
            f" {register.ref} is at {register.read_at[:10]} here: build and publish it again",
        )
    if status.next_flip is not None and status.next_flip <= register.today:
        yield _stale(
            "flip-passed",
            f"the site was built on {status.built_at}; since {status.next_flip} another text"
            " applies: build it once a day",
        )


def _stale(code: str, message: str) -> Discrepancy:
    return Discrepancy(code=code, severity=Severity.ERROR, message=message)


def status_bytes(status: Status) -> bytes:
    """Return the file `status.json`."""
    document = {
        "format": FORMAT,
        "built_at": status.built_at.isoformat(),
        "commit": status.commit,
        "ref": status.ref,
        "next_flip": status.next_flip and status.next_flip.isoformat(),
        "counts": {
            "policies": status.policies,
            "versions": status.versions,
            "revisions": status.revisions,
        },
        "ledger": status.ledger,
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def read_status(data: bytes) -> Status:
    """Return the status a file holds; raises InvalidStatus where it is none."""
    document = json_object(data, place=STATUS_FILE, error=InvalidStatus)
    counts = document.child("counts")
    return Status(
        built_at=document.day("built_at"),
        commit=CommitId(document.text("commit", "[0-9a-f]{40}|[0-9a-f]{64}")),
        ref=document.text("ref"),
        next_flip=document.day_or_none("next_flip"),
        policies=counts.number("policies"),
        versions=counts.number("versions"),
        revisions=counts.number("revisions"),
        ledger=document.text_or_none("ledger", _HEAD),
    )
