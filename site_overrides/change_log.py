"""The change log: what changed in any policy, newest first, a page a year."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from archive.register import Policy
from site_overrides.histories import RevisionEntry, revision_entry
from site_overrides.sites import CHANGE_LOG, Site, Step, steps
from site_overrides.templates import fill, link_from

_NEWEST = 50  # entries on the first page; the years hold all


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One revision of one policy in the change log."""

    policy: Policy
    policy_address: str
    entry: RevisionEntry
    first: bool  # the policy's first text

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


def moments(site: Site) -> tuple[Moment, ...]:
    """Return every revision of every policy, newest publication first."""
    found = [Moment(policy=policy, step=step) for policy in site.register for step in steps(policy)]
    return tuple(sorted(found, key=lambda moment: moment.step.revision.published, reverse=True))


def log_entry(site: Site, moment: Moment) -> LogEntry:
    """Return what the change log says about one revision."""
    return LogEntry(
        policy=moment.policy,
        policy_address=site.policy_address(moment.policy),
        entry=revision_entry(site, moment.policy, moment.step),
        first=moment.step.before is None,
    )


def years(found: tuple[Moment, ...]) -> tuple[int, ...]:
    """Return the years in which something was published, newest first."""
    return tuple(dict.fromkeys(moment.step.revision.published_on.year for moment in found))


def year_address(year: int) -> str:
    """Return where the change log of a year stands."""
    return f"{CHANGE_LOG}{year}/"


def change_log_page(site: Site, found: tuple[Moment, ...], *, year: int | None) -> Markup:
    """Return the body of the change log: the newest entries, or all of one year."""
    chosen = [m for m in found if year is None or m.step.revision.published_on.year == year]
    if year is None:
        chosen = chosen[:_NEWEST]
    address = CHANGE_LOG if year is None else year_address(year)
    return fill(
        "change_log.html",
        entries=[log_entry(site, moment) for moment in chosen],
        years=years(found),
        year=year,
        shown=len(chosen),
        total=len(found),
        year_address=year_address,
        change_log_address=CHANGE_LOG,
        feed_address="atom.xml",
        link=link_from(address),
    )
