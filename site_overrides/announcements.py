"""What every page of the site announces: a significant change until its last day has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from archive.register import Policy
from archive.revisions import PolicyId
from archive.speech import Speech
from archive.timelines import OtherDays
from site_overrides.histories import revision_entry
from site_overrides.pages import upcoming
from site_overrides.sites import Site, steps
from site_overrides.templates import fill, link_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A significant change that is still to come, for everybody or for some people."""

    policy: Policy
    day: date
    days: OtherDays | None  # by which people are told from others; None: everybody
    begins: bool  # the policy begins with it: nothing of it applied before
    address: str  # of its redline, or of its text where nothing is compared


def announced(speech: Speech, site: Site) -> tuple[Announced, ...]:
    """Return what is announced on a day, the nearest day of effect first.

    What is announced of a policy in several languages is told once: of the text in the reader's
    language where that announces it too, else of the original.
    """
    found: dict[tuple[PolicyId, date, OtherDays | None], Announced] = {}
    for policy in sorted(site.living, key=lambda each: _rank(speech, each)):
        for each in (*_coming(speech, site, policy), *_later(speech, site, policy)):
            found.setdefault((policy.id, each.day, each.days), each)
    return tuple(sorted(found.values(), key=lambda each: each.day))


def _rank(speech: Speech, policy: Policy) -> tuple[bool, bool]:
    return policy.language != speech.language, policy.original is not None


def announcement(speech: Speech, site: Site, address: str) -> Markup:
    """Return the banner every page carries while a significant change is coming; may be empty."""
    items = site.once(("announced", speech.language), lambda: announced(speech, site))
    if not items:
        return Markup()
    return fill("announcement.html", speech, items=items, link=link_from(address))


def _coming(speech: Speech, site: Site, policy: Policy) -> Iterator[Announced]:
    for item in upcoming(speech, site, policy):
        day = item.entry.revision.applies_from
        if item.significant and day:
            address = item.entry.address if item.begins else item.entry.changes_address
            yield Announced(
                policy=policy,
                day=day,
                days=None,
                begins=item.begins,
                address=address or item.entry.address,
            )


def _later(speech: Speech, site: Site, policy: Policy) -> Iterator[Announced]:
    """Yield whom a text that is in force binds only from a later day."""
    current = policy.in_force
    judgement = None if current is None else site.judgement(current)
    if current is None or judgement is None or not judgement.must_be_told:
        return
    for other in policy.other_days(current):
        if other.binding and other.binding.begins > site.register.today:
            step = next(each for each in steps(policy) if each.revision.id == current.id)
            entry = revision_entry(speech, site, policy, step)
            yield Announced(
                policy=policy,
                day=other.binding.begins,
                days=other,
                begins=False,
                address=entry.changes_address or entry.address,
            )
