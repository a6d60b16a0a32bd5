"""Duties that no words bring: a policy ends, control passes, other services come under a policy.

A word that changes is judged; these need no judgement (SCENARIOS S8). Each is told by itself, to
the people it concerns and to nobody else. Who has been told is not decided here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from archive.events import Event, EventKind, policy_events
from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock, Level
from archive.register import Policy
from archive.revisions import Revision, RevisionId, State
from notify.duties import Duty, Step
from notify.findings import Effect

ENDS: Final = frozenset({EventKind.RETIRED, EventKind.REPLACED})
_WAS_TAKEN_OFF: Final = ENDS | {EventKind.TAKEN_OFF}
# The part of an id that says what happened, after the revision it is about.
_NAMES: Final[Mapping[EventKind, str]] = {
    EventKind.RETIRED: "ended",
    EventKind.REPLACED: "ended",
    EventKind.TAKEN_OFF: "ended",  # and came back: the same event, once people were told that it ends
    EventKind.SERVICES_CHANGED: "services",
    EventKind.TRANSFER_OF_CONTROL: "transfer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDuty(Duty):
    """One thing that happens to a policy and must be told, though no word of it changed."""

    event: Event  # with the text it is about
    comes: date  # the day on which it happens
    published_on: date  # the day on which it stood on the published branch
    instead: tuple[Step, ...] = ()  # the policies that take its place, for those who leave it

    @property
    def day(self) -> date:
        """The day on which it happens."""
        return self.comes

    def day_for(self, joined: date | None) -> date:  # noqa: ARG002 - as for words
        """The same for everybody, whenever they joined."""
        return self.comes

    @property
    def days(self) -> frozenset[date]:
        """The one day on which it happens."""
        return frozenset({self.comes})

    @property
    def key(self) -> str:
        """What tells it from everything else that a notice may say of the policy."""
        return f"{self.original.policy.id} {self.subject}"

    @property
    def subject(self) -> RevisionId:
        """What stands in the place of a revision where nothing but this is told."""
        return self.covered[-1]

    @property
    def last_touched(self) -> datetime:
        """When it stood on the published branch; in UTC."""
        return self.event.at.astimezone(UTC)

    @property
    def tell_before(self) -> date:
        """The day before which everybody is told.

        Control never passes, nor applies a text that says so, before people know of it.
        """
        applies = self.original.revision.applies_from
        is_transfer = self.event.kind is EventKind.TRANSFER_OF_CONTROL
        if is_transfer and applies is not None and applies > self.published_on:
            return min(self.comes, applies)
        return self.comes

    @property
    def comes_with_publication(self) -> bool:
        """Whether it had happened when the first plan could know of it."""
        return self.comes <= self.published_on

    @property
    def what(self) -> str:
        """What happens, as the part of an English sentence."""
        return _what(self.event)

    @property
    def level(self) -> Level:
        """It must be told, so it is significant."""
        return Level.SIGNIFICANT

    @property
    def effect(self) -> Effect:
        """No word of anybody's rights changed."""
        return Effect.NONE

    @property
    def decisions(self) -> tuple[ChangeBlock, ...]:
        """The legal team's words about a transfer of control."""
        block = self.original.revision.front_matter.change
        is_transfer = self.event.kind is EventKind.TRANSFER_OF_CONTROL
        return (block,) if is_transfer and block and block.kind == TRANSFER_OF_CONTROL else ()

    @property
    def explains_itself(self) -> bool:
        """A notice says what happens, whether the legal team adds to it or not."""
        return True


def event_duties(
    policy: Policy, *, zone: ZoneInfo, known: Collection[Event] = ()
) -> Iterator[EventDuty]:
    """Yield what happened to a policy and must be told, oldest first, but for what is known.

    A transfer of control that came with words is told with them. The people of a translation are
    told of its original.
    """
    for event in told_events(policy):
        if event not in known and stands(policy, event):
            yield event_duty(policy, event, zone)


def revision_of(told: RevisionId) -> RevisionId:
    """Return the text that an event is about; a revision's own id as it is."""
    return RevisionId(told.partition("@")[0])


def told_events(policy: Policy) -> Iterator[Event]:
    """Yield what happened to a policy that no words tell, oldest first; nothing of a translation."""
    if policy.original is not None:
        return
    for event in policy_events(policy):
        if event.kind in _NAMES and not _came_with_words(policy, event):
            yield event


def _came_with_words(policy: Policy, event: Event) -> bool:
    """Whether a text itself brought a transfer of control; it must be told for that alone."""
    is_transfer = event.kind is EventKind.TRANSFER_OF_CONTROL
    return is_transfer and event.at == _revision(policy, event).datings[0].published


def stands(policy: Policy, event: Event) -> bool:
    """Return whether an event has come about, or still will."""
    if event.kind in _WAS_TAKEN_OFF:
        return event.kind in ENDS
    revision = _revision(policy, event)
    if event.kind is EventKind.TRANSFER_OF_CONTROL:
        last = revision.datings[-1].transfer
        if last is None or (last.to, last.day) != (event.to, event.day):
            return False
    return revision.state is not State.WITHDRAWN


def _revision(policy: Policy, event: Event) -> Revision:
    return next(each for each in policy.revisions if each.id == event.revision)


def event_duty(policy: Policy, event: Event, zone: ZoneInfo) -> EventDuty:
    """Return what is told of an event, whether it still stands or not."""
    revision, published_on = _revision(policy, event), event.on(zone)
    return EventDuty(
        original=Step(policy=policy, revision=revision, former=policy.in_force or revision),
        translations=(),
        covered=(_id(event),),
        judgements=(),
        services=concerned(policy, event),
        event=event,
        comes=_day(event, revision, published_on),
        published_on=published_on,
    )


def _id(event: Event) -> RevisionId:
    """Return what an event is filed under: another day of the same transfer is the same event."""
    of = event.commit[:12]
    if event.kind is EventKind.TRANSFER_OF_CONTROL:
        of = sha256((event.to or "").encode()).hexdigest()[:12]
    return RevisionId(f"{event.revision}@{_NAMES[event.kind]}-{of}")


def _day(event: Event, revision: Revision, published_on: date) -> date:
    if event.kind is EventKind.TRANSFER_OF_CONTROL:
        return event.day or published_on
    if event.kind is EventKind.SERVICES_CHANGED:
        return max(revision.applies_from or published_on, published_on)
    return published_on


def concerned(policy: Policy, event: Event) -> tuple[str, ...]:
    """Return whose people are told; of services that come or go, theirs alone; none means all."""
    if event.kind is not EventKind.SERVICES_CHANGED:
        return policy.services
    before, now = event.services_before, event.services
    if not before or not now:
        return ()
    return (*(s for s in now if s not in before), *(s for s in before if s not in now))


def _what(event: Event) -> str:
    if event.kind is EventKind.TRANSFER_OF_CONTROL:
        return f"control passes to {event.to or 'somebody else'}"
    if event.by is not None:
        return f"this policy ends, and `{event.by}` takes its place"
    if event.kind in _WAS_TAKEN_OFF:
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
