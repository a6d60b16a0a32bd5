"""Subjects: what a mail is about, in the 78 characters that fit the line of a header."""

from collections.abc import Mapping
from typing import Final

from archive.events import EventKind
from archive.speech import speech_in, without_isolates, worded
from notify.event_words import Happening
from notify.mailboxes import one_line
from notify.notices import Notice

SUBJECT_LIMIT: Final = 78  # characters: what fits the line of a header

_ENDED: Final = worded("{company}: {what} ended on {day}")
_EVENTS: Final[Mapping[EventKind, str]] = {
    EventKind.RETIRED: _ENDED,
    EventKind.REPLACED: _ENDED,
    EventKind.TAKEN_OFF: _ENDED,
    EventKind.SERVICES_CHANGED: worded("{company}: {what}: other services from {day}"),
    EventKind.TRANSFER_OF_CONTROL: worded("{company}: control passes to {what} on {day}"),
}


def subject_of(notice: Notice, company: str) -> str:
    """Return company, what changes and the day in at most 78 characters."""
    return without_isolates(_subject(notice, company))


def _subject(notice: Notice, company: str) -> str:
    speech, day = speech_in(notice.language), notice.day
    titles = [one_line(item.title) for item in notice.items]
    short = _shortened(one_line(company), 30)
    if notice.lists:
        return _listing_subject(notice, short)
    if len(titles) == 1 and not notice.reminds and (happening := notice.items[0].happening):
        return _event_subject(notice, happening, short)
    words = worded("{company}: {policy} changes on {day}")
    if notice.in_force and len(titles) == 1:
        words = worded("{company}: {policy} changed on {day}")
    elif notice.in_force:
        words = worded("{company}: {policy} have changed on {day}")
    elif len(titles) > 1:
        words = worded("{company}: {policy} change on {day}")
    if notice.withdrawn:
        words = worded("{company}: {policy} will not change on {day}")
    elif notice.reminds:
        words = worded("{company}: as we told you, from {day}: {policy}")
    elif notice.corrected and not notice.in_force:
        words = worded("{company}: {policy} will now change on {day}")
    what = speech.listed(titles)
    room = SUBJECT_LIMIT - len(speech.say(words, company=short, policy="", day=day))
    if len(titles) > 1 and len(what) > room:
        return _counted_subject(notice, short)
    return speech.say(words, company=short, policy=_shortened(what, room), day=day)


def _event_subject(notice: Notice, happening: Happening, company: str) -> str:
    """Return the same of what happens to one policy beside its words."""
    speech, (item,) = speech_in(notice.language), notice.items
    words, what = _EVENTS[happening.kind], one_line(item.title)
    if happening.kind is EventKind.TRANSFER_OF_CONTROL:
        what = one_line(happening.to or what)
    if notice.withdrawn:
        words, what = worded("{company}: taken back: {what}"), one_line(item.title)
    room = SUBJECT_LIMIT - len(speech.say(words, company=company, what="", day=notice.day))
    return speech.say(words, company=company, what=_shortened(what, room), day=notice.day)


def _listing_subject(notice: Notice, company: str) -> str:
    """Return the same of changes that nobody must be told of."""
    speech, (first, *others) = speech_in(notice.language), notice.items
    if others:
        return speech.count(
            "{company}: {number} small change in our policies",
            "{company}: {number} small changes in our policies",
            len(notice.items),
            company=company,
        )
    words = worded("{company}: a small change: {policy}")
    room = SUBJECT_LIMIT - len(speech.say(words, company=company, policy=""))
    return speech.say(words, company=company, policy=_shortened(one_line(first.title), room))


def _counted_subject(notice: Notice, company: str) -> str:
    speech, values = speech_in(notice.language), {"company": company, "day": notice.day}
    if notice.in_force:
        return speech.count(
            "{company}: {number} policy changed on {day}",
            "{company}: {number} policies changed on {day}",
            len(notice.items),
            **values,
        )
    return speech.count(
        "{company}: {number} policy changes on {day}",
        "{company}: {number} policies change on {day}",
        len(notice.items),
        **values,
    )


def _shortened(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    cut = text[: room - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
