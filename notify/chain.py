"""The chain of events: each entry holds the hash of the one before, so none can be altered."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from notify.errors import NotifyError

START: Final = "0" * 64


class BrokenChain(NotifyError):
    """An event of the ledger was altered, removed or put in afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, and the hash that binds it to all before."""

    number: int
    at: str
    kind: str
    plan: int | None
    body: str  # JSON; opaque ids only, never an address
    prev_hash: str
    hash: str

    @property
    def facts(self) -> dict[str, Any]:
        """What the event says."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts


def next_event(
    last: tuple[int, str] | None, *, at: str, kind: str, plan: int | None, facts: dict[str, Any]
) -> Event:
    """Return the event that follows the last one, given its number and hash."""
    number, prev_hash = (last[0] + 1, last[1]) if last else (1, START)
    body = json.dumps(facts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return Event(
        number=number,
        at=at,
        kind=kind,
        plan=plan,
        body=body,
        prev_hash=prev_hash,
        hash=link_hash(
            number=number,
            at=at,
            kind=kind,
            plan=plan,
            body_hash=body_hash(body),
            prev_hash=prev_hash,
        ),
    )


def checked(events: Iterable[Event]) -> Iterable[Event]:
    """Yield the events in order; raise at the first that does not follow from those before."""
    last: tuple[int, str] = (0, START)
    for event in events:
        whole = link_hash(
            number=event.number,
            at=event.at,
            kind=event.kind,
            plan=event.plan,
            body_hash=body_hash(event.body),
            prev_hash=last[1],
        )
        if (event.number, event.prev_hash, event.hash) != (last[0] + 1, last[1], whole):
            raise BrokenChain(
                f"event {last[0] + 1} of the ledger is not as it was written;"
                " keep the file as it is and restore a backup"
            )
        last = (event.number, event.hash)
        yield event


def link_hash(
    *, number: int, at: str, kind: str, plan: int | None, body_hash: str, prev_hash: str
) -> str:
    """Return the hash of an event, which anybody can follow who was given no more of its body.

    So the chain can be shown to a person without showing them what happened to others.
    """
    parts = [number, at, kind, plan, body_hash, prev_hash]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def body_hash(body: str) -> str:
    """Return the hash of what an event says."""
    return hashlib.sha256(body.encode()).hexdigest()
