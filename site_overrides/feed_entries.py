"""What the feeds say, whatever their format: one entry for each thing that happened to a policy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit

from archive.register import Policy
from archive.revisions import Revision, Source, State
from archive.speech import Speech, worded
from notify.decisions import Judgement
from site_overrides.change_log import Event, Happening, Moment, log_entry
from site_overrides.events_on_pages import event_must_be_told, tells_by_itself
from site_overrides.periods import stood, withdrawn_words
from site_overrides.remarks import undated_words
from site_overrides.republications import first_publication, goes_on
from site_overrides.sites import Site
from site_overrides.templates import author_words
from site_overrides.wording import LEVEL_WORDS, effect_words

_NEWEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """The title of what a publication brought, by what came of it."""

    applies: str
    never: str
    withdrawn: str


_FIRST: Final = _Brought(
    applies=worded("{policy}: first text, applies from {day}"),
    never=worded("{policy}: first text, never applied"),
    withdrawn=worded("{policy}: first text, withdrawn the same day"),
)
_AGAIN: Final = _Brought(
    applies=worded("{policy}: former text again, applies from {day}"),
    never=worded("{policy}: former text again, never applied"),
    withdrawn=worded("{policy}: former text again, withdrawn the same day"),
)
_NEW: Final = _Brought(
    applies=worded("{policy}: new text, applies from {day}"),
    never=worded("{policy}: new text, never applied"),
    withdrawn=worded("{policy}: new text, withdrawn the same day"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One publication or event as a feed tells it."""

    id: str
    title: str
    published: datetime
    updated: datetime  # when what it says changed last; never the day of a build
    address: str
    policy: Policy
    policy_address: str
    summary: str  # safe HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, before it is written in a format; its entries come newest first."""

    id: str
    title: str
    home: str  # the address of the page it belongs to
    author: str
    language: str | None
    updated: datetime
    entries: tuple[FeedEntry, ...]


def make_feed(
    speech: Speech, site: Site, events: Iterable[Event], *, policy: Policy | None, told: bool
) -> Feed:
    """Return the feed of the events given: of all policies or of one, all or what must be told."""
    mine = [event for event in events if (must_be_told(site, event) if told else _is_entry(event))]
    entries = tuple(_entry(speech, site, event) for event in mine[:_NEWEST])
    covered = site.register.policies if policy is None else (policy,)
    begun = min(revision.published for each in covered for revision in each.revisions)
    name = f"{policy.language}/{policy.id}" if policy else "all"
    title = policy.title if policy else site.name
    return Feed(
        id=_tag(site, "2026", f"{name}/must-be-told" if told else name),
        title=speech.say("{title}: what must be told", title=title) if told else title,
        home=site.policy_address(policy) if policy else "",
        author=site.name,
        language=policy.language if policy else None,
        updated=max((entry.updated for entry in entries), default=begun),
        entries=entries,
    )


def _is_entry(event: Event) -> bool:
    return isinstance(event, Moment) or tells_by_itself(event.entry.event)


def must_be_told(site: Site, event: Event) -> bool:
    """Return whether an event belongs to what people must be told.

    Of the texts in force only decided ones are judged here: an unreviewed verdict of the
    rules is no public admission. An announced text counts from its announcement on, as in
    the banners. That a policy ended, or control passes, is always told.
    """
    revision = event.step.revision if isinstance(event, Moment) else event.entry.revision
    judgement = site.judgement(revision)
    of_text = judgement is not None and judgement.must_be_told
    if isinstance(event, Moment):
        return of_text
    return event_must_be_told(event.entry.event, of_text=of_text)


def _entry(speech: Speech, site: Site, event: Event) -> FeedEntry:
    if isinstance(event, Happening):
        return _happening(speech, site, event)
    return _publication(speech, site, event)


def _happening(speech: Speech, site: Site, item: Happening) -> FeedEntry:
    event, policy = item.entry.event, item.policy
    name = f"{policy.language}/{policy.id}/{event.revision}/{event.kind}-{event.at:%H%M%S}"
    return FeedEntry(
        id=_tag(site, item.day.isoformat(), name),
        title=speech.say("{policy}: {event}", policy=policy.title, event=item.entry.name),
        published=event.at,
        updated=event.at,
        address=site.history_address(policy),
        policy=policy,
        policy_address=item.policy_address,
        summary=f"<p>{escape(item.entry.sentences(speech))}</p>",
    )


def _publication(speech: Speech, site: Site, event: Moment) -> FeedEntry:
    item = log_entry(speech, site, event)
    policy, revision = item.policy, item.entry.revision
    words = _judgement_words(speech, item.entry.judgement)
    parts = [f"<p>{escape(' · '.join(words))}</p>"] if words else []
    if item.entry.summary:
        parts.append(str(author_words(item.entry.summary)))
    parts += [f"<p>{escape(sentence)}</p>" for sentence in _dates(speech, site, event)]
    name = f"{revision.language}/{revision.policy_id}/{revision.id}"
    return FeedEntry(
        id=_tag(site, revision.published_on.isoformat(), name),
        title=speech.say(_what(site, event), policy=policy.title, day=revision.applies_from),
        published=revision.published,
        updated=_updated(policy, revision),
        address=item.entry.changes_address or item.entry.address,
        policy=item.policy,
        policy_address=item.policy_address,
        summary="".join(parts),
    )


def _judgement_words(speech: Speech, judgement: Judgement | None) -> list[str]:
    if judgement is None:
        return []
    consent = speech.say("Needs your consent") if judgement.consent else ""
    level = speech.say(LEVEL_WORDS[judgement.level])
    words = (level, effect_words(speech, judgement.effect), consent)
    return [word for word in words if word]


def _dates(speech: Speech, site: Site, event: Moment) -> Iterator[str]:
    """Yield what is told of the dates of a text, the same on every day."""
    policy, revision = event.policy, event.step.revision
    if revision.state is State.WITHDRAWN:
        yield withdrawn_words(speech, policy, revision, site.settings.timezone)
    published = revision.published_on
    if revision.source is not Source.EARLIER:
        yield speech.say("Published on {day}.", day=published)
    elif revision.publication_known:
        yield speech.say(
            "Published on {day}, as is declared for this text from before the record began.",
            day=published,
        )
    else:
        yield speech.say("From before the record began; no day of publication is declared for it.")
    if revision.existing and revision.applies_from:
        yield speech.say(
            "To people who joined before {published}, this text applies from {day}.",
            published=published,
            day=revision.existing,
        )
    if revision.undated and not goes_on(site, policy, revision):
        yield undated_words(speech, revision)


def _what(site: Site, event: Moment) -> str:
    """Return what a publication brought and from when it applies, as the pages tell it."""
    policy, revision = event.policy, event.step.revision
    if goes_on(site, policy, revision):
        return worded("{policy}: former text published again")
    brought = _NEW
    if event.step.before is None:
        brought = _FIRST
    elif first_publication(site, policy, revision) is not None:
        brought = _AGAIN
    if revision.applies_from is not None:
        return brought.applies
    return brought.withdrawn if stood(revision) else brought.never


def _updated(policy: Policy, revision: Revision) -> datetime:
    """Return when a revision was published, dated again, or replaced before its day."""
    moments = [dating.published for dating in revision.datings]
    if revision.applies_from is None:
        later = [each.published for each in policy.revisions if each.published > revision.published]
        moments += later[:1]
    return max(revision.published, *moments)


def _tag(site: Site, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151): it names the entry for ever, wherever the page moves."""
    host = urlsplit(site.settings.site_url or site.url or "").hostname or "policies.invalid"
    return f"tag:{host},{day}:{name}"
