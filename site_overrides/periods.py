"""When a text applied and to whom, and how long one stood that never applied, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from archive.register import Policy
from archive.revisions import Revision, Source
from archive.speech import Speech, worded
from archive.timelines import OtherDays
from site_overrides.sites import Site
from site_overrides.wording import IT, THIS_TEXT, Periods, duration_words, last_day, period_words

_VOUCHED: Final = timedelta(days=2)  # a build may come this long after the commit
_ANNOUNCED_AND_WITHDRAWN: Final = worded(
    "It was announced for {day} and was withdrawn before that day, on {end}: it had stood as"
    " announced for {duration}."
)
_ANNOUNCED_AND_REPLACED: Final = worded(
    "It was announced for {day} and was replaced before that day, on {end}: it had stood as"
    " announced for {duration}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standings:
    """How long a text stood, in a sentence over days and one over hours of a day."""

    days: str
    hours: str


_IT_STOOD: Final = _Standings(
    days=worded("It stood for {duration}, from {first} until {last}."),
    hours=worded("It stood for {duration}, from {begin} to {end} ({zone}) on {day}."),
)
_ANOTHER_STOOD: Final = _Standings(
    days=worded(
        "Another text stood here for {duration}, from {first} until {last}, and was withdrawn."
    ),
    hours=worded(
        "Another text stood here for {duration}, from {begin} to {end} ({zone}) on {day}, and was"
        " withdrawn."
    ),
)


def withdrawn_words(speech: Speech, policy: Policy, revision: Revision, zone: ZoneInfo) -> str:
    """Return how long a text stood that was taken back or replaced before its day."""
    ended, withdrawn = revision.ended, _was_withdrawn(policy, revision)
    if ended is None:
        if withdrawn:
            return speech.say("It was withdrawn before its day.")
        return speech.say("It was replaced before its day.")
    if revision.effective and revision.effective > revision.published_on:
        words = _ANNOUNCED_AND_WITHDRAWN if withdrawn else _ANNOUNCED_AND_REPLACED
        return speech.say(
            words,
            day=revision.effective,
            end=ended.at.astimezone(zone).date(),
            duration=duration_words(speech, ended.at - revision.published),
        )
    return _standing(speech, _IT_STOOD, revision.published, ended.at, zone)


def interruption_words(speech: Speech, published: datetime, ended: datetime, zone: ZoneInfo) -> str:
    """Return for how long another text stood, and from when until when."""
    return _standing(speech, _ANOTHER_STOOD, published, ended, zone)


def _standing(
    speech: Speech, of: _Standings, published: datetime, ended: datetime, zone: ZoneInfo
) -> str:
    begin, end = published.astimezone(zone), ended.astimezone(zone)
    duration = duration_words(speech, ended - published)
    if begin.date() != end.date():
        return speech.say(of.days, duration=duration, first=begin.date(), last=end.date())
    return speech.say(
        of.hours,
        duration=duration,
        begin=f"{begin:%H:%M:%S}",
        end=f"{end:%H:%M:%S}",
        zone=zone.key,
        day=end.date(),
    )


def never_words(speech: Speech, revision: Revision, *, of: Periods = IT) -> str:
    """Return in short that a text never applied, or how long it stood until it was taken back."""
    if revision.ended is None or not stood(revision):
        return speech.say(of.never)
    duration = duration_words(speech, revision.ended.at - revision.published)
    return speech.say(of.withdrawn, duration=duration)


def stood(revision: Revision) -> bool:
    """Return whether a withdrawn text was shown as applying, if only for some hours of a day."""
    early = revision.effective is None or revision.effective <= revision.published_on
    return early and revision.ended is not None


def _was_withdrawn(policy: Policy, revision: Revision) -> bool:
    """Return whether a text that never applied was withdrawn, as only a declared one was."""
    blocks = (other.front_matter.change for other in policy.revisions)
    declared = any(block and block.withdraws == revision.effective for block in blocks)
    gone = revision.ended is not None and revision.ended.gone
    return gone or (declared and revision.effective is not None)


def existing_words(
    speech: Speech, policy: Policy, revision: Revision, *, today: date
) -> Iterator[str]:
    """Yield for whom, by the day they joined, a text applied on other days than for everybody."""
    for other in policy.other_days(revision):
        binding = other.binding
        begins, ends = (binding.begins, binding.ends) if binding else (None, None)
        yield speech.say(
            "{people}: {sentence}",
            people=_concerned(speech, other, revision),
            sentence=period_words(speech, begins, ends, today=today, of=THIS_TEXT),
        )


def _concerned(speech: Speech, other: OtherDays, revision: Revision) -> str:
    """Return for whom a sentence holds, and of which text where its version has several."""
    published, before = revision.published_on, other.joined_before
    if other.joined_from is None:
        if revision.undated:
            return speech.say(
                "The text published on {published}, for people who joined before {day}",
                published=published,
                day=before,
            )
        return speech.say("For people who joined before {day}", day=before)
    days = {"first": other.joined_from, "last": last_day(before)}
    if revision.undated:
        return speech.say(
            "The text published on {published}, for people who joined from {first} until {last}",
            published=published,
            **days,
        )
    return speech.say("For people who joined from {first} until {last}", **days)


def recorded_words(speech: Speech, site: Site, revision: Revision) -> str | None:
    """Return since when the site has known a text, where its day is git's word alone; else None.

    Whoever commits sets the clock. A build that sees a text long after the day git gives
    cannot vouch for that day.
    """
    seen, began = site.first_seen(revision), site.record_began
    if seen is None or seen == began or seen - revision.published_on <= _VOUCHED:
        return None
    if revision.source is Source.EARLIER:
        return speech.say("Added to this record on {day}.", day=seen)
    return speech.say(
        "Recorded on {day}: this site first saw the text on that day. Its day of publication,"
        " {published}, is declared by git alone.",
        day=seen,
        published=revision.published_on,
    )
