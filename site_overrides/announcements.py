"""What every page of the site announces: a significant change until its last day has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from archive.register import Policy
from site_overrides.histories import revision_entry
from site_overrides.pages import upcoming
from site_overrides.periods import joined_words
from site_overrides.sites import Site, steps
from site_overrides.templates import fill, link_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A significant change that is still to come, for everybody or for some people."""

    policy: Policy
    day: date
    people: str | None  # by the day they joined; None: everybody
    begins: bool  # the policy begins with it: nothing of it applied before
    address: str  # of its redline, or of its text where nothing is compared


def announced(site: Site) -> tuple[Announced, ...]:
    """Return what is announced on a day, the nearest day of effect first."""
    coming = [
        each for policy in site.living for each in (*_coming(site, policy), *_later(site, policy))
    ]
    return tuple(sorted(coming, key=lambda each: each.day))


def announcement(site: Site, address: str) -> Markup:
    """Return the banner every page carries while a significant change is coming; may be empty."""
    items = announced(site)
    return fill("announcement.html", items=items, link=link_from(address)) if items else Markup()


def _coming(site: Site, policy: Policy) -> Iterator[Announced]:
    for item in upcoming(site, policy):
        day = item.entry.revision.applies_from
        if item.significant and day:
            address = item.entry.address if item.begins else item.entry.changes_address
            yield Announced(
                policy=policy,
                day=day,
                people=None,
                begins=item.begins,
                address=address or item.entry.address,
            )


def _later(site: Site, policy: Policy) -> Iterator[Announced]:
    """Yield whom a text that is in force binds only from a later day."""
    current = policy.in_force
    judgement = None if current is None else site.judgement(current)
    if current is None or judgement is None or not judgement.must_be_told:
        return
    for other in policy.other_days(current):
        if other.binding and other.binding.begins > site.register.today:
            step = next(each for each in steps(policy) if each.revision.id == current.id)
            entry = revision_entry(site, policy, step)
            yield Announced(
                policy=policy,
                day=other.binding.begins,
                people=joined_words(other),
                begins=False,
                address=entry.changes_address or entry.address,
            )
