"""How a page of changes names its two texts and its day, so that neither is taken for another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from archive.register import Policy
from archive.revisions import Revision, State
from archive.speech import Speech, worded
from site_overrides.periods import stood
from site_overrides.republications import taken_over
from site_overrides.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """Two texts by their effective dates where those tell; else by publication, to the second."""

    by_date: bool  # of effect
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedBefore:
    """The text that applied until the new one did, where the old one compared never applied."""

    published: date
    address: str
    same_words: bool  # as the new text: for readers nothing changed


def told_apart(speech: Speech, old: Revision, new: Revision, zone: ZoneInfo) -> ToldApart:
    """Return two texts by their effective dates where those tell.

    Else the day of publication does, or its hour where both were published on one day.
    """
    if old.effective and new.effective and old.effective < new.effective:
        days = speech.day(old.effective), speech.day(new.effective)
        return ToldApart(by_date=True, old=days[0], new=days[1])
    by_hour = old.published_on == new.published_on
    moments = [_published(speech, each, zone, by_hour=by_hour) for each in (old, new)]
    return ToldApart(by_date=False, old=moments[0], new=moments[1])


def _published(speech: Speech, revision: Revision, zone: ZoneInfo, *, by_hour: bool) -> str:
    if not by_hour:
        return speech.day(revision.published_on)
    hour = f"{revision.published.astimezone(zone):%H:%M:%S}"
    return speech.say("{day} at {hour}", day=revision.published_on, hour=hour)


def change_day(revision: Revision) -> date:
    """Return the day on which a text took its predecessor's place, or was to take it."""
    published = revision.published_on
    return revision.applies_from or max(revision.effective or published, published)


def change_title(speech: Speech, revision: Revision) -> str:
    """Return how the changes of a text are spoken of: past, still to come, or never come true."""
    day = change_day(revision)
    if revision.state is State.SCHEDULED:
        return speech.say("What changes on {day}", day=day)
    if _is_void(revision) and not stood(revision):
        return speech.say("What was to change on {day}", day=day)
    return speech.say("What changed on {day}", day=day)


def fate(speech: Speech, revision: Revision) -> str:
    """Return what a reader must know of the old text before comparing it; mostly nothing."""
    if not _is_void(revision):
        return ""
    if stood(revision):
        return speech.say("The former text was withdrawn.")
    return speech.say("The former text never applied.")


def _is_void(revision: Revision) -> bool:
    """Return whether a text was taken back and applied on no day."""
    return revision.state is State.WITHDRAWN and revision.applies_from is None


def applied_before(
    site: Site, policy: Policy, old: Revision, new: Revision
) -> AppliedBefore | None:
    """Return the text whose place the new one took, where that is not the old one compared."""
    former = taken_over(policy, new)
    if former is None or former is old or not _is_void(old):
        return None
    return AppliedBefore(
        published=former.published_on,
        address=site.revision_address(policy, policy.version_of(former), former),
        same_words=site.texts.same_words(former.blob, new.blob),
    )


def replaced_words(speech: Speech, site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield which text took the place of one that was announced and never applied."""
    ended = revision.ended
    if not _is_void(revision) or ended is None:
        return
    came = (each for each in policy.revisions if each.published == ended.at)
    later = next((each for each in came if each is not revision), None)
    if later is None:
        return
    told = told_apart(speech, revision, later, site.settings.timezone)
    only_date = _same_but_date(site, revision, later)
    if told.by_date and only_date:
        words = worded("The text of {day} took its place: only its date is another.")
    elif told.by_date:
        words = worded("The text of {day} took its place.")
    elif only_date:
        words = worded("The text published on {day} took its place: only its date is another.")
    else:
        words = worded("The text published on {day} took its place.")
    yield speech.say(words, day=told.new)


def _same_but_date(site: Site, old: Revision, new: Revision) -> bool:
    return old.effective != new.effective and site.texts.same_but_date(
        old.blob, new.blob, language=new.language
    )
