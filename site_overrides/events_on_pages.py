"""Events as readers see them: what happened to a policy while no word of it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.events import Event, EventKind
from archive.register import Policy
from archive.revisions import Language, PolicyId, Revision
from site_overrides.periods import withdrawn_words
from site_overrides.sites import Site
from site_overrides.wording import day_words, last_day_words, listed

EVENT_NAMES: Final = {
    EventKind.DATED: "Date declared",
    EventKind.POSTPONED: "Postponed",
    EventKind.MOVED_UP: "Moved up",
    EventKind.DATE_REMOVED: "Date taken out",
    EventKind.EXISTING_MOVED: "Day for earlier members",
    EventKind.SERVICES_CHANGED: "Services changed",
    EventKind.TRANSFER_OF_CONTROL: "Transfer of control",
    EventKind.WITHDRAWN: "Withdrawn",
    EventKind.TAKEN_OFF: "Taken off",
    EventKind.SPLIT_FROM: "Split off",
    EventKind.SPLIT_INTO: "Split",
    EventKind.RETIRED: "Retired",
    EventKind.REPLACED: "Replaced",
}
_SPLIT_WORDS: Final = {
    EventKind.SPLIT_FROM: "Its words, or some of them, stood in another policy before.",
    EventKind.SPLIT_INTO: "Some of its words stand in another policy now.",
}
_LEADS: Final = {
    EventKind.SPLIT_FROM: "Split from",
    EventKind.SPLIT_INTO: "Read them in",
    EventKind.REPLACED: "Replaced by",
}
# What people must be told of, whatever text it concerns.
_ALWAYS_TOLD: Final = (
    EventKind.SERVICES_CHANGED,
    EventKind.TRANSFER_OF_CONTROL,
    EventKind.SPLIT_INTO,
    EventKind.RETIRED,
    EventKind.REPLACED,
)
# What gives a text other days, under equal words.
_OTHER_DAYS: Final = (
    EventKind.DATED,
    EventKind.POSTPONED,
    EventKind.MOVED_UP,
    EventKind.DATE_REMOVED,
    EventKind.EXISTING_MOVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry:
    """One event as a history, the change log or a feed tells it."""

    event: Event
    revision: Revision  # the text it is about
    day: date
    name: str
    words: str
    lead: str  # what leads to the name of another policy, "Replaced by"; empty where none is named
    title: str  # how that policy is called
    address: str | None  # where it can be read; None where this language has no text of it

    @property
    def sentences(self) -> str:
        """What happened, with the name of the other policy."""
        return f"{self.words} {self.lead} {self.title}." if self.lead else self.words


def event_entries(site: Site, policy: Policy) -> tuple[EventEntry, ...]:
    """Return what a policy's history tells besides its texts, text after text."""
    return tuple(
        entry for revision in policy.revisions for entry in entries_about(site, policy, revision)
    )


def entries_about(site: Site, policy: Policy, revision: Revision) -> tuple[EventEntry, ...]:
    """Return what happened to one text while no word of it changed, oldest first."""
    events = site.events(policy).get(revision.id, ())
    return tuple(_entry(site, policy, revision, event) for event in events)


def parted(site: Site, policy: Policy, revision: Revision) -> tuple[EventEntry, ...]:
    """Return where words of a text went when the policy was split."""
    entries = entries_about(site, policy, revision)
    return tuple(each for each in entries if each.event.kind is EventKind.SPLIT_INTO)


def dated_again(site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield how a text was given other days after its publication, oldest first."""
    for entry in entries_about(site, policy, revision):
        if entry.event.kind in _OTHER_DAYS and entry.event.counts:
            yield f"{entry.name} on {day_words(entry.day)}: {entry.words}"


def tells_by_itself(event: Event) -> bool:
    """Return whether an event is an entry of its own in a feed.

    A withdrawal is an update of the text's own entry: what came instead is the next one.
    """
    return event.kind in _ALWAYS_TOLD or event.kind in _OTHER_DAYS


def event_must_be_told(event: Event, *, of_text: bool) -> bool:
    """Return whether people must be told of an event; `of_text`: of the text it is about, too.

    Who must be told of a text must be told of the days it is given later.
    """
    other_days = event.kind in _OTHER_DAYS and event.counts
    return event.kind in _ALWAYS_TOLD or (other_days and of_text)


def _entry(site: Site, policy: Policy, revision: Revision, event: Event) -> EventEntry:
    name = event.by or event.other
    other = _in_language(site, name, policy.language) if name else None
    return EventEntry(
        event=event,
        revision=revision,
        day=event.on(site.settings.timezone),
        name=EVENT_NAMES[event.kind],
        words=_words(site, policy, event, revision),
        lead=_LEADS.get(event.kind, ""),
        title=other.title if other else (name or ""),
        address=_other_address(site, event, other) if other else None,
    )


def _in_language(site: Site, name: PolicyId, language: Language) -> Policy | None:
    found = (each for each in site.register if each.id == name and each.language == language)
    return next(found, None)


def _other_address(site: Site, event: Event, other: Policy) -> str:
    """Return where another policy stands; of one that was split, the text as it stood then."""
    stood = [r for r in other.revisions if r.published < event.at]
    if event.kind is not EventKind.SPLIT_FROM or not stood:
        return site.policy_address(other)
    return site.revision_address(other, other.version_of(stood[-1]), stood[-1])


def _words(site: Site, policy: Policy, event: Event, revision: Revision) -> str:
    return _SPLIT_WORDS.get(event.kind) or _other_words(site, policy, event, revision)


def _other_words(site: Site, policy: Policy, event: Event, revision: Revision) -> str:
    match event.kind:
        case EventKind.POSTPONED | EventKind.MOVED_UP | EventKind.DATED | EventKind.DATE_REMOVED:
            return _date_words(event)
        case EventKind.EXISTING_MOVED:
            return _existing_words(event, revision)
        case EventKind.SERVICES_CHANGED:
            now, before = _services(site, event.services), _services(site, event.services_before)
            return f"It covers {now}; before, it covered {before}."
        case EventKind.TRANSFER_OF_CONTROL:
            to = f" to {event.to}" if event.to else ""
            on = f" on {day_words(event.day)}" if event.day else ""
            return f"Control passes{to}{on}."
        case EventKind.WITHDRAWN:
            return withdrawn_words(policy, revision, site.settings.timezone)
        case _:
            return _gone_words(site, event)


def _date_words(event: Event) -> str:
    day = day_words(event.day) if event.day else ""
    former = day_words(event.former) if event.former else ""
    if event.kind in (EventKind.POSTPONED, EventKind.MOVED_UP):
        return f"It applies from {day} instead of {former}. No word changed."
    if event.kind is EventKind.DATE_REMOVED:
        return f"The effective date{former and f' {former}'} was taken out. No word changed."
    in_vain = "" if event.counts else " The words applied already, so this moves nothing."
    return f"The effective date was set to {day}. No word changed.{in_vain}"


def _existing_words(event: Event, revision: Revision) -> str:
    who = f"people who joined before {day_words(revision.published_on)}"
    if event.day is None:
        return f"The later day for {who} was taken out."
    instead = f" instead of {day_words(event.former)}" if event.former else ""
    return f"The day for {who} was set to {day_words(event.day)}{instead}."


def _gone_words(site: Site, event: Event) -> str:
    day = event.on(site.settings.timezone)
    if event.kind is EventKind.TAKEN_OFF and event.day:
        last = last_day_words(event.day)
        return f"The policy was taken off and put back: not in force from {day_words(day)} until {last}."
    return f"The policy was retired. No text of it applies from {day_words(day)} on."


def _services(site: Site, services: tuple[str, ...]) -> str:
    return listed(site.service_titles(services)) or "all services"
