"""The change log: what changed in any policy, newest first, a page a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from markupsafe import Markup

from archive.register import Policy
from site_overrides.histories import RevisionEntry, revision_entry, revision_period
from site_overrides.sites import CHANGE_LOG, Site, Step, retired_on, steps
from site_overrides.templates import fill, link_from

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
class Retirement:
    """The day a policy ceased to apply, as the change log lists it."""

    template: ClassVar[str] = "fairnotice/parts/retirement_entry.html"
    policy: Policy
    policy_address: str
    day: date


Event = Moment | Retirement


def moments(site: Site) -> tuple[Moment, ...]:
    """Return every revision of every policy, newest publication first."""
    found = [Moment(policy=policy, step=step) for policy in site.register for step in steps(policy)]
    return tuple(sorted(found, key=lambda moment: moment.step.revision.published, reverse=True))


def with_retirements(site: Site, found: tuple[Moment, ...]) -> tuple[Event, ...]:
    """Return the publications together with the retirements of policies, newest first."""
    retirements = [
        Retirement(policy=policy, policy_address=site.policy_address(policy), day=day)
        for policy in site.retired
        if (day := retired_on(policy))
    ]
    # The sort is stable: on one day a retirement comes before what was published.
    return tuple(sorted([*retirements, *found], key=lambda event: event.day, reverse=True))


def entries(site: Site, events: Iterable[Event]) -> list[LogEntry | Retirement]:
    """Return what a list of changes says about each event."""
    return [log_entry(site, event) if isinstance(event, Moment) else event for event in events]


def log_entry(site: Site, moment: Moment) -> LogEntry:
    """Return what the change log says about one revision."""
    return LogEntry(
        policy=moment.policy,
        policy_address=site.policy_address(moment.policy),
        entry=revision_entry(site, moment.policy, moment.step),
        first=moment.step.before is None,
        period=revision_period(site, moment.policy, moment.step.revision),
    )


def years(events: tuple[Event, ...]) -> tuple[int, ...]:
    """Return the years in which something was published or retired, newest first."""
    return tuple(dict.fromkeys(event.day.year for event in events))


def year_address(year: int) -> str:
    """Return where the change log of a year stands."""
    return f"{CHANGE_LOG}{year}/"


def change_log_page(site: Site, events: tuple[Event, ...], *, year: int | None) -> Markup:
    """Return the body of the change log: the newest entries, or all of one year."""
    chosen = [event for event in events if year is None or event.day.year == year]
    if year is None:
        chosen = chosen[:_NEWEST]
    address = CHANGE_LOG if year is None else year_address(year)
    return fill(
        "change_log.html",
        entries=entries(site, chosen),
        years=years(events),
        year=year,
        shown=len(chosen),
        total=len(events),
        year_address=year_address,
        change_log_address=CHANGE_LOG,
        feed_address="atom.xml",
        link=link_from(address),
    )
