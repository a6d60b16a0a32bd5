"""The change log: what changed in any policy, newest first, a page a year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Final

from markupsafe import Markup

from archive.register import Policy
from archive.speech import Speech
from site_overrides.events_on_pages import EventEntry, event_entries
from site_overrides.histories import RevisionEntry, revision_entry, revision_period
from site_overrides.kept_pages import kept_of
from site_overrides.sites import CHANGE_LOG, CORRECTIONS, Site, Step, steps
from site_overrides.templates import fill, link_from
from site_overrides.wording import THIS_TEXT

_KIND: Final = "change-log"
_NEWEST = 50  # entries on the first page; the years hold all


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One revision of one policy in the change log."""

    template: ClassVar[str] = "fairnotice/parts/log_entry.html"
    policy: Policy
    policy_address: str
    entry: RevisionEntry
    first: bool  # the policy's first text
    period: str  # when it applied, in a sentence

    @property
    def published(self) -> datetime:
        return self.entry.revision.published

    @property
    def published_on(self) -> date:
        return self.entry.revision.published_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where a revision stands in time, before anything else about it is worked out."""

    policy: Policy
    step: Step

    @property
    def day(self) -> date:
        return self.step.revision.published_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to a policy without a change of words, as the change log lists it."""

    template: ClassVar[str] = "fairnotice/parts/event_entry.html"
    policy: Policy
    policy_address: str
    entry: EventEntry

    @property
    def day(self) -> date:
        return self.entry.day


Event = Moment | Happening


def moments(site: Site) -> tuple[Moment, ...]:
    """Return every revision of every policy, newest publication first."""
    found = [Moment(policy=policy, step=step) for policy in site.register for step in steps(policy)]
    return tuple(sorted(found, key=lambda moment: moment.step.revision.published, reverse=True))


def happenings(speech: Speech, site: Site) -> tuple[Happening, ...]:
    """Return every event without words of every policy, newest first."""
    found = [
        Happening(policy=policy, policy_address=site.policy_address(policy), entry=entry)
        for policy in site.register
        for entry in event_entries(speech, site, policy)
    ]
    return tuple(sorted(found, key=lambda happening: happening.entry.event.at, reverse=True))


def with_happenings(speech: Speech, site: Site, found: tuple[Moment, ...]) -> tuple[Event, ...]:
    """Return the publications together with what else happened to policies, newest first."""
    # The sort is stable: on one day a retirement comes before what was published.
    both: list[Event] = [*happenings(speech, site), *found]
    return tuple(sorted(both, key=lambda event: event.day, reverse=True))


def entries(speech: Speech, site: Site, events: Iterable[Event]) -> list[LogEntry | Happening]:
    """Return what a list of changes says about each event."""
    return [
        log_entry(speech, site, event) if isinstance(event, Moment) else event for event in events
    ]


def log_entry(speech: Speech, site: Site, moment: Moment) -> LogEntry:
    """Return what the change log says about one revision."""
    return LogEntry(
        policy=moment.policy,
        policy_address=site.policy_address(moment.policy),
        # The log tells events by themselves, on their own days.
        entry=replace(
            revision_entry(speech, site, moment.policy, moment.step), events=(), parted=()
        ),
        first=moment.step.before is None,
        period=revision_period(speech, site, moment.policy, moment.step.revision, of=THIS_TEXT),
    )


def years(events: tuple[Event, ...]) -> tuple[int, ...]:
    """Return the years in which something was published or happened, newest first."""
    return tuple(dict.fromkeys(event.day.year for event in events))


def year_address(year: int) -> str:
    """Return where the change log of a year stands."""
    return f"{CHANGE_LOG}{year}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """A page of the change log: all of it, a year, or what some entries have in common."""

    address: str
    events: tuple[Event, ...]  # newest first
    year: int | None = None
    only: str = ""  # what its entries have in common, in words

    @property
    def shown(self) -> tuple[Event, ...]:
        """The events that its page lists."""
        return self.events if self.year else self.events[:_NEWEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link that leads to some entries only."""

    words: str
    address: str
    value: str  # by which scripts know it
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WayGroup:
    """Links of one kind."""

    group: str
    name: str
    ways: tuple[Way, ...]


def log_parts(events: tuple[Event, ...]) -> list[LogPart]:
    """Return the newest entries, then a page for each year."""
    return [
        LogPart(address=CHANGE_LOG, events=events),
        *(
            LogPart(
                address=year_address(year),
                events=tuple(event for event in events if event.day.year == year),
                year=year,
            )
            for year in years(events)
        ),
    ]


def change_log_page(
    site: Site, part: LogPart, *, years: tuple[int, ...], ways: tuple[WayGroup, ...]
) -> Markup:
    """Return the body of a page of the change log."""

    def make() -> str:
        return str(_composed(site, part, years, ways))

    kept = kept_of(site, None, _KIND, make, beside=part.address)
    return Markup(kept)  # noqa: S704 - made by a template that escapes


def _composed(
    site: Site, part: LogPart, years: tuple[int, ...], ways: tuple[WayGroup, ...]
) -> Markup:
    return fill(
        "change_log.html",
        site.speech,
        part=part,
        entries=entries(site.speech, site, part.shown),
        years=years,
        ways=ways,
        year_address=year_address,
        change_log_address=CHANGE_LOG,
        feed_address="atom.xml",
        corrections_address=CORRECTIONS,
        link=link_from(part.address),
    )
