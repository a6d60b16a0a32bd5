"""Ways to look at less of the change log: by level, effect, service and policy, as plain links.

Each leads to a page that is written once, so it needs no script; one is written only where it
has entries. What belongs to one policy alone is its history.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from archive.front_matter import Level
from archive.register import Policy
from archive.speech import worded
from notify.findings import Effect
from site_overrides.change_log import Event, LogPart, Moment, Way, WayGroup
from site_overrides.kept_pages import kept_of_as
from site_overrides.sites import CHANGE_LOG, Site
from site_overrides.wording import EFFECT_WORDS, LEVEL_WORDS, kinds_of

_KIND: Final = "change-filters"
_KEPT: Final = msgspec.json.Decoder(list[tuple[str, str, list[int]]])
_MOST_SERVICES: Final = 24  # those with the most entries; more would be a page of links
_MOST_POLICIES: Final = 24
_LEVELS: Final = (Level.SIGNIFICANT, Level.MINOR, Level.EDITORIAL)
_EFFECTS: Final = (Effect.REDUCES, Effect.EXPANDS)
_GROUPS: Final = {
    "level": worded("Level"),
    "effect": worded("Effect"),
    "service": worded("Service"),
    "policy": worded("Policy"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """What some entries of the change log have in common."""

    group: str  # "level", "effect" or "service"
    value: str
    places: tuple[int, ...]  # of its entries among all, newest first

    @property
    def address(self) -> str:
        return f"{CHANGE_LOG}{self.group}/{self.value}/"


def change_filters(site: Site, events: tuple[Event, ...]) -> tuple[ChangeFilter, ...]:
    """Return every filter that has entries, but not all of them."""
    kept = kept_of_as(
        site, None, _KIND, lambda: json.dumps(list(_found(site, events))), read=_KEPT.decode
    )
    return tuple(
        ChangeFilter(group=group, value=value, places=tuple(places))
        for group, value, places in kept
    )


def filter_part(site: Site, events: tuple[Event, ...], chosen: ChangeFilter) -> LogPart:
    """Return the part of the change log that a filter leaves."""
    return LogPart(
        address=chosen.address,
        events=tuple(events[place] for place in chosen.places),
        only=_words(site, chosen),
    )


def ways(
    site: Site, events: tuple[Event, ...], filters: tuple[ChangeFilter, ...]
) -> tuple[WayGroup, ...]:
    """Return the links by which readers look at less; a group of one link would leave nothing out."""
    found: dict[str, list[Way]] = {}
    for each in filters:
        way = Way(
            words=_words(site, each),
            address=each.address,
            value=each.value,
            entries=len(each.places),
        )
        found.setdefault(each.group, []).append(way)
    found["policy"] = list(_policies(site, events))
    return tuple(
        WayGroup(group=group, name=site.speech.say(name), ways=tuple(found[group]))
        for group, name in _GROUPS.items()
        if len(found.get(group, ())) > (group == "policy")
    )


def _words(site: Site, chosen: ChangeFilter) -> str:
    if chosen.group == "level":
        return site.speech.say(LEVEL_WORDS[Level(chosen.value)])
    if chosen.group == "effect":
        return site.speech.say(EFFECT_WORDS[Effect(chosen.value)])
    return site.service_titles((chosen.value,))[0]


def _policies(site: Site, events: tuple[Event, ...]) -> Iterator[Way]:
    entries: dict[tuple[str, str], tuple[Policy, int]] = {}
    for event in events:
        key = event.policy.id, event.policy.language
        entries[key] = event.policy, entries.get(key, (event.policy, 0))[1] + 1
    for policy, number in list(entries.values())[:_MOST_POLICIES]:
        yield Way(
            words=policy.title,
            address=site.history_address(policy),
            value=f"{policy.id}@{policy.language}",
            entries=number,
        )


def _found(site: Site, events: tuple[Event, ...]) -> Iterator[tuple[str, str, list[int]]]:
    judged = [(place, *_judged(site, event)) for place, event in enumerate(events)]
    for level in _LEVELS:
        yield from _some("level", level, [n for n, of, _ in judged if of is level], events)
    for effect in _EFFECTS:
        places = [n for n, _, of in judged if effect in kinds_of(of)]
        yield from _some("effect", effect, places, events)
    covered = [_services(event) for event in events]
    by_service = [
        (service.id, [n for n, names in enumerate(covered) if not names or service.id in names])
        for service in site.settings.services
    ]
    by_service.sort(key=lambda each: -len(each[1]))
    for service_id, places in by_service[:_MOST_SERVICES]:
        yield from _some("service", service_id, places, events)


def _some(
    group: str, value: str, places: list[int], events: tuple[Event, ...]
) -> Iterator[tuple[str, str, list[int]]]:
    if 0 < len(places) < len(events):
        yield group, value, places


def _judged(site: Site, event: Event) -> tuple[Level | None, Effect | None]:
    """Return what readers are told of the level and effect of an entry, where they are told."""
    if not isinstance(event, Moment) or event.step.before is None:
        return None, None
    shown = site.shown_judgement(event.step.revision)
    return (shown.level, shown.effect) if shown else (None, None)


def _services(event: Event) -> tuple[str, ...]:
    return event.step.revision.services if isinstance(event, Moment) else event.policy.services
