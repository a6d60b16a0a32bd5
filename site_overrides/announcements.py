"""What every page of the site announces: a significant change until its last day has come.

One that nobody could be told of before, because it applied at once, is announced for thirty days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

import msgspec
from markupsafe import Markup

from archive.register import Policy
from archive.revisions import Language, PolicyId, Revision, State
from archive.speech import Speech, worded
from archive.timelines import OtherDays
from site_overrides.histories import RevisionEntry, revision_entry
from site_overrides.kept_pages import kept_of_as
from site_overrides.pages import begins
from site_overrides.plain_words import PlainWords, plain_words
from site_overrides.sites import Site, steps
from site_overrides.templates import fill, link_from
from site_overrides.wording import last_day

_KIND: Final = "announced"
SHOWN_AFTERWARDS: Final = timedelta(days=30)  # of a change that applied at once
_BEGINS: Final = worded("{policy} begins on {day}.")
_BEGAN: Final = worded("{policy} has applied since {day}.")
_CHANGES: Final = worded("{policy} changes on {day}.")
_CHANGED: Final = worded("{policy} changed on {day}.")
_CHANGES_BETWEEN: Final = worded(
    "{policy} changes on {day} for people who joined from {first} until {last}."
)
_CHANGES_BEFORE: Final = worded("{policy} changes on {day} for people who joined before {joined}.")
_READ_IT: Final = worded("Read it")
_READ_CHANGES: Final = worded("Read what changes")
_READ_CHANGED: Final = worded("Read what changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A significant change that is still to come, for everybody or for some people, or came at once."""

    policy: PolicyId
    language: Language  # of the text, and of what its author says of it
    title: str
    services: tuple[str, ...]  # whose readers it concerns; none means all
    change: str  # what names it, in the storage of a reader who hid it and for programs
    day: date
    until: date  # the first day on which it is announced no longer
    days: OtherDays | None  # by which people are told from others; None: everybody
    begins: bool  # the policy begins with it: nothing of it applied before
    at_once: bool  # it applies already, and was not announced before
    level: str  # empty where readers are shown none
    effect: str
    consent: bool
    summary: PlainWords
    choices: PlainWords
    policy_address: str
    text_address: str
    changes_address: str | None  # of its redline; None where nothing is compared
    choices_address: str | None  # None where its author names no choices

    @property
    def sentence(self) -> str:
        """What is announced, in a sentence with names for the policy and the days."""
        if self.begins:
            return _BEGAN if self.at_once else _BEGINS
        if self.days is not None:
            return _CHANGES_BETWEEN if self.days.joined_from else _CHANGES_BEFORE
        return _CHANGED if self.at_once else _CHANGES

    @property
    def named_days(self) -> dict[str, date]:
        """The days that the sentence names."""
        days = {"day": self.day}
        if self.days is not None and self.days.joined_from is not None:
            last = last_day(self.days.joined_before)
            return days | {"first": self.days.joined_from, "last": last}
        return days if self.days is None else days | {"joined": self.days.joined_before}

    @property
    def lead(self) -> str:
        """What the link to the change says."""
        if self.begins:
            return _READ_IT
        return _READ_CHANGED if self.at_once else _READ_CHANGES


def announced(speech: Speech, site: Site) -> tuple[Announced, ...]:
    """Return what is announced on a day, the nearest day of effect first.

    What is announced of a policy in several languages is told once: of the text in the reader's
    language where that announces it too, else of the original.
    """
    return site.once(("announced", speech.language), lambda: _announced(speech, site))


def _announced(speech: Speech, site: Site) -> tuple[Announced, ...]:
    found: dict[tuple[PolicyId, date, OtherDays | None], Announced] = {}
    for policy in sorted(site.living, key=lambda each: _rank(speech, each)):
        for each in _of_policy(speech, site, policy):
            found.setdefault((policy.id, each.day, each.days), each)
    return tuple(sorted(found.values(), key=lambda each: (each.at_once, each.day)))


def _rank(speech: Speech, policy: Policy) -> tuple[bool, bool]:
    return policy.language != speech.language, policy.original is not None


def announcement(speech: Speech, site: Site, address: str) -> Markup:
    """Return the banner every page carries while a significant change is told; may be empty."""
    items = announced(speech, site)
    if not items:
        return Markup()
    return fill("announcement.html", speech, items=items, link=link_from(address))


def _of_policy(speech: Speech, site: Site, policy: Policy) -> tuple[Announced, ...]:
    """Return what is announced of one policy, from the cache where it was found before."""
    revisions = tuple(_candidates(policy, site.register.today))
    if not revisions:
        return ()
    return tuple(
        kept_of_as(
            site,
            policy,
            _KIND,
            partial(_kept, speech, site, policy, revisions),
            read=msgspec.json.Decoder(list[Announced]).decode,
            beside=f"{speech.language}{speech.digest} {[each.id for each in revisions]}",
        )
    )


def _candidates(policy: Policy, today: date) -> Iterator[Revision]:
    """Yield the texts that may be announced on a day; only of these it is asked what they change."""
    for revision in policy.revisions:
        if revision.state is State.SCHEDULED:
            yield revision
        elif revision.state in (State.IN_FORCE, State.SUPERSEDED):
            others = policy.other_days(revision) if revision.state is State.IN_FORCE else ()
            if _came_lately(revision, today) or any(_binds_later(each, today) for each in others):
                yield revision


def _came_lately(revision: Revision, today: date) -> bool:
    """Whether a text applied on the very day it was published, not long ago."""
    day = revision.applies_from
    at_once = day == revision.published_on and revision.publication_known
    return day is not None and at_once and day <= today < day + SHOWN_AFTERWARDS


def _binds_later(other: OtherDays, today: date) -> bool:
    return other.binding is not None and other.binding.begins > today


def _kept(speech: Speech, site: Site, policy: Policy, revisions: tuple[Revision, ...]) -> str:
    found = [each for revision in revisions for each in _told(speech, site, policy, revision)]
    return msgspec.json.encode(found).decode()


def _told(speech: Speech, site: Site, policy: Policy, revision: Revision) -> Iterator[Announced]:
    """Yield what is announced of one text, for everybody and for people who joined earlier."""
    judgement = site.judgement(revision)
    day = revision.applies_from
    if judgement is None or not judgement.must_be_told:
        return
    step = next(each for each in steps(policy) if each.revision.id == revision.id)
    entry = revision_entry(speech, site, policy, step)
    if day and revision.state is State.SCHEDULED:
        yield _one(site, policy, entry, day=day, until=day)
    elif day and _came_lately(revision, site.register.today):
        yield _one(site, policy, entry, day=day, until=day + SHOWN_AFTERWARDS)
    if revision.state is State.IN_FORCE:
        for other in policy.other_days(revision):
            if other.binding and _binds_later(other, site.register.today):
                first = other.binding.begins
                yield _one(site, policy, entry, day=first, until=first, days=other)


def _one(
    site: Site,
    policy: Policy,
    entry: RevisionEntry,
    *,
    day: date,
    until: date,
    days: OtherDays | None = None,
) -> Announced:
    revision, shown, home = entry.revision, entry.judgement, site.policy_address(policy)
    from_nothing = entry.changes_address is None or (days is None and begins(policy, revision))
    changes = None if from_nothing else entry.changes_address
    block = revision.front_matter.change
    return Announced(
        policy=policy.id,
        language=policy.language,
        title=policy.title,
        services=(block.services if block else ()) or revision.services,
        change=f"{policy.id}/{revision.id}/{day}",
        day=day,
        until=until,
        days=days,
        begins=from_nothing,
        at_once=day < until,
        level=shown.level.value if shown else "",
        effect=shown.effect.value if shown else "",
        consent=shown.consent if shown else False,
        summary=plain_words(entry.summary),
        choices=plain_words(entry.choices),
        policy_address=home,
        text_address=entry.address,
        changes_address=changes,
        choices_address=(f"{changes}#fn-choices" if changes else home) if entry.choices else None,
    )
