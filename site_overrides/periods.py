"""When a text applied and to whom, and how long one stood that never applied, in sentences."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from archive.register import Policy
from archive.revisions import Revision, Source
from archive.timelines import OtherDays
from site_overrides.sites import Site
from site_overrides.wording import day_words, duration_words, last_day_words, period_words

_VOUCHED: Final = timedelta(days=2)  # a build may come this long after the commit


def withdrawn_words(policy: Policy, revision: Revision, zone: ZoneInfo) -> str:
    """Return how long a text stood that was taken back or replaced before its day."""
    ended, verb = revision.ended, _came_to_nothing(policy, revision)
    if ended is None:
        return f"It was {verb} before its day."
    if revision.effective and revision.effective > revision.published_on:
        end, length = ended.at.astimezone(zone), duration_words(ended.at - revision.published)
        return (
            f"It was announced for {day_words(revision.effective)} and was {verb}"
            f" before that day, on {day_words(end.date())}: it had stood as announced for {length}."
        )
    return f"It stood {standing_words(revision.published, ended.at, zone)}."


def standing_words(published: datetime, ended: datetime, zone: ZoneInfo) -> str:
    """Return for how long a text stood, and from when until when."""
    begin, end = published.astimezone(zone), ended.astimezone(zone)
    long = f"for {duration_words(ended - published)}"
    if begin.date() != end.date():
        return f"{long}, from {day_words(begin.date())} until {day_words(end.date())}"
    hours = f"from {begin:%H:%M:%S} to {end:%H:%M:%S} ({zone.key})"
    return f"{long}, {hours} on {day_words(end.date())}"


def never_words(revision: Revision, *, subject: str = "It") -> str:
    """Return in short that a text never applied, or how long it stood until it was taken back."""
    if revision.ended is None or not stood(revision):
        return f"{subject} never applied."
    length = duration_words(revision.ended.at - revision.published)
    return f"{subject} was withdrawn after {length}."


def stood(revision: Revision) -> bool:
    """Return whether a withdrawn text was shown as applying, if only for some hours of a day."""
    early = revision.effective is None or revision.effective <= revision.published_on
    return early and revision.ended is not None


def _came_to_nothing(policy: Policy, revision: Revision) -> str:
    """Return what became of a text that never applied: only a declared one was withdrawn."""
    blocks = (other.front_matter.change for other in policy.revisions)
    declared = any(block and block.withdraws == revision.effective for block in blocks)
    gone = revision.ended is not None and revision.ended.gone
    return "withdrawn" if gone or (declared and revision.effective) else "replaced"


def existing_words(policy: Policy, revision: Revision, *, today: date) -> Iterator[str]:
    """Yield for whom, by the day they joined, a text applied on other days than for everybody."""
    published = f", published on {day_words(revision.published_on)}," if revision.undated else ""
    for other in policy.other_days(revision):
        if other.binding is None:
            yield f"This text{published} never applied to {joined_words(other)}."
        else:
            begins, ends = other.binding.begins, other.binding.ends
            subject = f"this text{published}"
            days = period_words(begins, ends, today=today, subject=subject)
            yield f"For {joined_words(other)}, {days}"


def recorded_words(site: Site, revision: Revision) -> str | None:
    """Return since when the site has known a text, where its day is git's word alone; else None.

    Whoever commits sets the clock. A build that sees a text long after the day git gives
    cannot vouch for that day.
    """
    seen, began = site.first_seen(revision), site.record_began
    if seen is None or seen == began or seen - revision.published_on <= _VOUCHED:
        return None
    if revision.source is Source.EARLIER:
        return f"Added to this record on {day_words(seen)}."
    return (
        f"Recorded on {day_words(seen)}: this site first saw the text on that day. Its day of"
        f" publication, {day_words(revision.published_on)}, is declared by git alone."
    )


def joined_words(other: OtherDays) -> str:
    """Return people by when they joined."""
    if other.joined_from is None:
        return f"people who joined before {day_words(other.joined_before)}"
    first, last = day_words(other.joined_from), last_day_words(other.joined_before)
    return f"people who joined from {first} until {last}"
