"""Events: what happened to a policy without a change of words.

Dates put off, services added, a policy split, retired or replaced, control transferred: each stands in
the history with its moment and its commit. Derived from the register; nothing here reads git.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from archive.errors import InvalidValue
from archive.register import Parting, Policy
from archive.revisions import CommitId, Dating, PolicyId, Revision, RevisionId, Source, State


class EventKind(StrEnum):
    """What happened."""

    DATED = "dated"  # another date was declared for words that applied already
    POSTPONED = "postponed"
    MOVED_UP = "moved-up"
    DATE_REMOVED = "date-removed"
    EXISTING_MOVED = "existing-moved"  # another day for people who joined before publication
    SERVICES_CHANGED = "services-changed"
    TRANSFER_OF_CONTROL = "transfer-of-control"
    WITHDRAWN = "withdrawn"  # taken back, or replaced before its day
    TAKEN_OFF = "taken-off"  # the policy was gone for a time
    RETIRED = "retired"
    SPLIT_FROM = "split-from"  # its words, or some of them, were another policy's before
    SPLIT_INTO = "split-into"  # some of its words became another policy
    REPLACED = "replaced"  # retired, and another policy has taken its address


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a policy while no word of it changed."""

    kind: EventKind
    revision: RevisionId  # the text it is about
    at: datetime  # when the commit reached the published branch
    commit: CommitId
    former: date | None = None  # the day that stood before
    day: date | None = None  # the day that stands now, or on which it comes about
    services_before: tuple[str, ...] = ()  # none means all
    services: tuple[str, ...] = ()
    to: str | None = None  # who gets control
    by: PolicyId | None = None  # the policy that replaces this one
    other: PolicyId | None = None  # the policy that words came from or went to
    counts: bool = True  # False: a date declared after the text applied, which moves nothing

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise InvalidValue(f"{self.revision}: the moment of an event has no time zone")
        if (self.by is not None) != (self.kind is EventKind.REPLACED):
            raise InvalidValue(f"{self.revision}: only a replacement names who replaces it")
        if (self.other is not None) != (self.kind in (EventKind.SPLIT_FROM, EventKind.SPLIT_INTO)):
            raise InvalidValue(f"{self.revision}: only a split names where words came from or went")

    def on(self, zone: ZoneInfo) -> date:
        """Return the day on which it happened."""
        return self.at.astimezone(zone).date()


def policy_events(policy: Policy) -> tuple[Event, ...]:
    """Return every event of a policy, oldest first."""
    found = [
        event
        for former, revision in zip((None, *policy.revisions), policy.revisions, strict=False)
        for event in (*_brought(former, revision), *_declared(revision), *_withdrawn(revision))
    ]
    found += _taken_off(policy)
    found += map(_split, policy.partings)
    return tuple(sorted(found, key=lambda event: event.at))


def _brought(former: Revision | None, revision: Revision) -> Iterator[Event]:
    """Yield what the front matter of a new text changes beside its words.

    What a text from before git declared was written when it was added, and tells nothing of
    what was changed by the next.
    """
    declared_then = former is not None and former.source is not Source.EARLIER
    last = former.datings[-1] if former is not None and declared_then else None
    yield from _beside_the_date(revision, last, revision.datings[0])


def _declared(revision: Revision) -> Iterator[Event]:
    """Yield what was declared anew under equal words."""
    standing = revision.datings[0].effective
    for former, now in pairwise(revision.datings):
        if now.effective != former.effective:
            yield _dated(revision, standing, now)
        if now.moved:
            standing = now.effective
        if now.existing != former.existing:
            event = _event(EventKind.EXISTING_MOVED, revision, now)
            yield replace(event, former=former.existing, day=now.existing)
        yield from _beside_the_date(revision, former, now)


def _beside_the_date(revision: Revision, former: Dating | None, now: Dating) -> Iterator[Event]:
    if former is not None and set(now.services) != set(former.services):
        event = _event(EventKind.SERVICES_CHANGED, revision, now)
        yield replace(event, services_before=former.services, services=now.services)
    if now.transfer is not None and now.transfer != (former and former.transfer):
        event = _event(EventKind.TRANSFER_OF_CONTROL, revision, now)
        yield replace(event, to=now.transfer.to, day=now.transfer.day)


def _dated(revision: Revision, standing: date | None, now: Dating) -> Event:
    kind = EventKind.DATED
    if now.effective is None:
        kind = EventKind.DATE_REMOVED
    elif now.moved and standing is not None and now.published.date() < standing:
        kind = EventKind.POSTPONED if now.effective > standing else EventKind.MOVED_UP
    event = _event(kind, revision, now)
    return replace(event, former=standing, day=now.effective, counts=now.moved)


def _withdrawn(revision: Revision) -> Iterator[Event]:
    if revision.state is State.WITHDRAWN and revision.ended is not None:
        yield Event(
            kind=EventKind.WITHDRAWN,
            revision=revision.id,
            at=revision.ended.at,
            commit=revision.ended.commit,
            former=revision.effective,
        )


def _taken_off(policy: Policy) -> Iterator[Event]:
    revisions = policy.revisions
    for revision, later in zip(revisions, (*revisions[1:], None), strict=True):
        ended = revision.ended
        # A text that came to the repository as a retired one never stood, so it was not retired.
        if ended is None or not ended.gone or ended.at == revision.published:
            continue
        if later is not None and later.published >= ended.at:
            kind = EventKind.TAKEN_OFF
        elif later is None and policy.retired:
            kind = EventKind.REPLACED if policy.replaced_by else EventKind.RETIRED
        else:
            continue
        yield Event(
            kind=kind,
            revision=revision.id,
            at=ended.at,
            commit=ended.commit,
            day=later.published_on if later else None,
            by=policy.replaced_by if kind is EventKind.REPLACED else None,
        )


def _split(parting: Parting) -> Event:
    return Event(
        kind=EventKind.SPLIT_FROM if parting.origin else EventKind.SPLIT_INTO,
        revision=parting.revision,
        at=parting.at,
        commit=parting.commit,
        other=parting.origin or parting.into,
    )


def _event(kind: EventKind, revision: Revision, now: Dating) -> Event:
    return Event(kind=kind, revision=revision.id, at=now.published, commit=now.commit)
