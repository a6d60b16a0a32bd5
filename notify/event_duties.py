"""Duties that no words bring: a policy ends, or other services come under it, and people must know.

A word that changes is judged; these need no judgement (SCENARIOS S8). Each is a notice of its own,
to the people it concerns and to nobody else. Who has been told is not decided here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from archive.events import Event, EventKind, policy_events
from archive.register import Policy

ENDS = frozenset({EventKind.RETIRED, EventKind.REPLACED})
TOLD = ENDS | {EventKind.SERVICES_CHANGED}  # what must be told though no word of it changed


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDuty:
    """One thing that happens to a policy and must be told, though no word of it changed."""

    policy: Policy
    event: Event  # with its day, its commit and the text it is about
    services: tuple[str, ...]  # whose people are told; none means all
    what: str  # what happens to them, as the part of a sentence


def event_duties(policy: Policy, *, known: Collection[Event] = ()) -> Iterator[EventDuty]:
    """Yield what happened to a policy and must be told, oldest first, but for what is known.

    The people of a translation are told of its original.
    """
    if policy.original is not None:
        return
    for event in policy_events(policy):
        if event.kind in TOLD and event not in known:
            yield EventDuty(
                policy=policy,
                event=event,
                services=_concerned(policy, event),
                what=_what(event),
            )


def _concerned(policy: Policy, event: Event) -> tuple[str, ...]:
    """Return whose people come or go; where all services are one side of it, all."""
    if event.kind in ENDS:
        return policy.services
    before, now = event.services_before, event.services
    if not before or not now:
        return ()
    return (*(s for s in now if s not in before), *(s for s in before if s not in now))


def _what(event: Event) -> str:
    if event.by is not None:
        return f"this policy ends, and `{event.by}` takes its place"
    if event.kind in ENDS:
        return "this policy ends"
    before, now = event.services_before, event.services
    if not before or not now:
        all_services = "all services"
        return (
            f"it covers {_named(now) or all_services} instead of {_named(before) or all_services}"
        )
    come = _named(service for service in now if service not in before)
    left = _named(service for service in before if service not in now)
    parts = (
        f"the people of {come} come under this policy" if come else "",
        f"the people of {left} leave it" if left else "",
    )
    return " and ".join(part for part in parts if part)


def _named(services: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in services)
