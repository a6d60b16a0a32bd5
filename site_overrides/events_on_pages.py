"""Events as readers see them: what happened to a policy while no word of it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.events import Event, EventKind
from archive.register import Policy
from archive.revisions import Language, PolicyId, Revision
from archive.speech import Speech, worded
from site_overrides.periods import withdrawn_words
from site_overrides.sites import Site
from site_overrides.wording import last_day

EVENT_NAMES: Final = {
    EventKind.DATED: worded("Date declared"),
    EventKind.POSTPONED: worded("Postponed"),
    EventKind.MOVED_UP: worded("Moved up"),
    EventKind.DATE_REMOVED: worded("Date taken out"),
    EventKind.EXISTING_MOVED: worded("Day for earlier members"),
    EventKind.SERVICES_CHANGED: worded("Services changed"),
    EventKind.TRANSFER_OF_CONTROL: worded("Transfer of control"),
    EventKind.WITHDRAWN: worded("Withdrawn"),
    EventKind.TAKEN_OFF: worded("Taken off"),
    EventKind.SPLIT_FROM: worded("Split off"),
    EventKind.SPLIT_INTO: worded("Split"),
    EventKind.RETIRED: worded("Retired"),
    EventKind.REPLACED: worded("Replaced"),
}
_SPLIT_WORDS: Final = {
    EventKind.SPLIT_FROM: worded("Its words, or some of them, stood in another policy before."),
    EventKind.SPLIT_INTO: worded("Some of its words stand in another policy now."),
}
# What leads to another policy, by its name.
_LEADS: Final = {
    EventKind.SPLIT_FROM: worded("Split from {policy}."),
    EventKind.SPLIT_INTO: worded("Read them in {policy}."),
    EventKind.REPLACED: worded("Replaced by {policy}."),
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
    lead: str  # what leads to another policy, by its name; empty where none is named
    title: str  # how that policy is called
    address: str | None  # where it can be read; None where this language has no text of it

    def sentences(self, speech: Speech) -> str:
        """Return what happened, with the name of the other policy."""
        if not self.lead:
            return self.words
        return f"{self.words} {speech.say(self.lead, policy=self.title)}"


def event_entries(speech: Speech, site: Site, policy: Policy) -> tuple[EventEntry, ...]:
    """Return what a policy's history tells besides its texts, text after text."""
    return tuple(
        entry
        for revision in policy.revisions
        for entry in entries_about(speech, site, policy, revision)
    )


def entries_about(
    speech: Speech, site: Site, policy: Policy, revision: Revision
) -> tuple[EventEntry, ...]:
    """Return what happened to one text while no word of it changed, oldest first."""
    events = site.events(policy).get(revision.id, ())
    return tuple(_entry(speech, site, policy, revision, event) for event in events)


def parted(
    speech: Speech, site: Site, policy: Policy, revision: Revision
) -> tuple[EventEntry, ...]:
    """Return where words of a text went when the policy was split."""
    entries = entries_about(speech, site, policy, revision)
    return tuple(each for each in entries if each.event.kind is EventKind.SPLIT_INTO)


def dated_again(speech: Speech, site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield how a text was given other days after its publication, oldest first."""
    for entry in entries_about(speech, site, policy, revision):
        if entry.event.kind in _OTHER_DAYS and entry.event.counts:
            yield speech.say(
                "{event} on {day}: {words}", event=entry.name, day=entry.day, words=entry.words
            )


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


def _entry(
    speech: Speech, site: Site, policy: Policy, revision: Revision, event: Event
) -> EventEntry:
    name = event.by or event.other
    other = _in_language(site, name, policy.language) if name else None
    return EventEntry(
        event=event,
        revision=revision,
        day=event.on(site.settings.timezone),
        name=speech.say(EVENT_NAMES[event.kind]),
        words=_words(speech, site, policy, event, revision),
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


def _words(speech: Speech, site: Site, policy: Policy, event: Event, revision: Revision) -> str:
    if event.kind in _SPLIT_WORDS:
        return speech.say(_SPLIT_WORDS[event.kind])
    return _other_words(speech, site, policy, event, revision)


def _other_words(
    speech: Speech, site: Site, policy: Policy, event: Event, revision: Revision
) -> str:
    match event.kind:
        case EventKind.POSTPONED | EventKind.MOVED_UP | EventKind.DATED | EventKind.DATE_REMOVED:
            return _date_words(speech, event)
        case EventKind.EXISTING_MOVED:
            return _existing_words(speech, event, revision)
        case EventKind.SERVICES_CHANGED:
            return speech.say(
                "It covers {services}; before, it covered {before}.",
                services=_services(speech, site, event.services),
                before=_services(speech, site, event.services_before),
            )
        case EventKind.TRANSFER_OF_CONTROL:
            return _transfer_words(speech, event)
        case EventKind.WITHDRAWN:
            return withdrawn_words(speech, policy, revision, site.settings.timezone)
        case _:
            return _gone_words(speech, site, event)


def _transfer_words(speech: Speech, event: Event) -> str:
    if event.to and event.day:
        return speech.say("Control passes to {company} on {day}.", company=event.to, day=event.day)
    if event.to:
        return speech.say("Control passes to {company}.", company=event.to)
    if event.day:
        return speech.say("Control passes on {day}.", day=event.day)
    return speech.say("Control passes.")


def _date_words(speech: Speech, event: Event) -> str:
    days = {"day": event.day, "former": event.former}
    if event.kind in (EventKind.POSTPONED, EventKind.MOVED_UP):
        words = worded("It applies from {day} instead of {former}. No word changed.")
    elif event.kind is EventKind.DATE_REMOVED and event.former:
        words = worded("The effective date {former} was taken out. No word changed.")
    elif event.kind is EventKind.DATE_REMOVED:
        words = worded("The effective date was taken out. No word changed.")
    elif event.counts:
        words = worded("The effective date was set to {day}. No word changed.")
    else:
        words = worded(
            "The effective date was set to {day}. No word changed. The words applied already, so"
            " this moves nothing."
        )
    return speech.say(words, **days)


def _existing_words(speech: Speech, event: Event, revision: Revision) -> str:
    days = {"published": revision.published_on, "day": event.day, "former": event.former}
    if event.day is None:
        words = worded("The later day for people who joined before {published} was taken out.")
    elif event.former:
        words = worded(
            "The day for people who joined before {published} was set to {day} instead of {former}."
        )
    else:
        words = worded("The day for people who joined before {published} was set to {day}.")
    return speech.say(words, **days)


def _gone_words(speech: Speech, site: Site, event: Event) -> str:
    day = event.on(site.settings.timezone)
    if event.kind is EventKind.TAKEN_OFF and event.day:
        return speech.say(
            "The policy was taken off and put back: not in force from {first} until {last}.",
            first=day,
            last=last_day(event.day),
        )
    return speech.say(
        "The policy was retired. No text of it applies from {day} on.",
        day=day,
    )


def _services(speech: Speech, site: Site, services: tuple[str, ...]) -> str:
    return speech.listed(site.service_titles(services)) or speech.say("all services")
