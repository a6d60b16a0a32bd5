"""How states, levels, effects and periods are said to readers, in plain words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from archive.changes import ChangeKind
from archive.front_matter import Level
from archive.revisions import EffectiveSource, State
from archive.speech import Speech, worded
from notify.findings import Effect

STATE_WORDS: Final = {
    State.SCHEDULED: worded("Scheduled"),
    State.IN_FORCE: worded("In force"),
    State.SUPERSEDED: worded("Superseded"),
    State.WITHDRAWN: worded("Withdrawn"),
    State.ARCHIVED: worded("Retired"),
}
LEVEL_WORDS: Final = {
    Level.EDITORIAL: worded("Editorial change"),
    Level.MINOR: worded("Minor change"),
    Level.SIGNIFICANT: worded("Significant change"),
}
EFFECT_WORDS: Final = {
    Effect.REDUCES: worded("Reduces your rights"),
    Effect.EXPANDS: worded("Expands your rights"),
    Effect.BOTH: worded("Reduces some of your rights and expands others"),
}
_KINDS_OF: Final = {
    Effect.REDUCES: (Effect.REDUCES,),
    Effect.EXPANDS: (Effect.EXPANDS,),
    Effect.BOTH: (Effect.REDUCES, Effect.EXPANDS),
}
KIND_WORDS: Final = {
    ChangeKind.ADDED: worded("Added"),
    ChangeKind.REMOVED: worded("Removed"),
    ChangeKind.REWORDED: worded("Reworded"),
    ChangeKind.MOVED: worded("Moved"),
    ChangeKind.MOVED_REWORDED: worded("Moved and reworded"),
    ChangeKind.RENUMBERED: worded("Renumbered"),
    ChangeKind.SPLIT: worded("Split"),
    ChangeKind.MERGED: worded("Merged"),
    ChangeKind.FORMAT_ONLY: worded("Format only"),
}
SOURCE_NOTES: Final = {
    EffectiveSource.OVERRIDE: worded(
        "The effective date was declared later, in the settings of this site."
    ),
    EffectiveSource.DECLARED: worded(
        "This text is from before the record began; its dates are declared."
    ),
    EffectiveSource.NONE: worded(
        "The text names no effective date: it applies from its publication."
    ),
}


def effect_words(speech: Speech, effect: Effect) -> str:
    """Return what a change does to readers' rights; nothing where it does nothing."""
    return speech.say(EFFECT_WORDS[effect]) if effect in EFFECT_WORDS else ""


def last_day(applies_until: date) -> date:
    """Return the last day a text applied, given the day another took its place."""
    return applies_until - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """When something applied, in one sentence for each way in which that can be."""

    never: str
    coming: str
    since: str
    only: str
    one_day: str
    past: str
    until: str
    withdrawn: str


IT: Final = Periods(
    never=worded("It never applied."),
    coming=worded("It applies from {first} on."),
    since=worded("It has applied since {first}."),
    only=worded("It applied on {first} only."),
    one_day=worded("It applies on {first}."),
    past=worded("It applied from {first} until {last}."),
    until=worded("It applies from {first} until {last}."),
    withdrawn=worded("It stood for {duration} and was withdrawn."),
)
THIS_TEXT: Final = Periods(
    never=worded("This text never applied."),
    coming=worded("This text applies from {first} on."),
    since=worded("This text has applied since {first}."),
    only=worded("This text applied on {first} only."),
    one_day=worded("This text applies on {first}."),
    past=worded("This text applied from {first} until {last}."),
    until=worded("This text applies from {first} until {last}."),
    withdrawn=worded("This text stood for {duration} and was withdrawn."),
)


def period_words(
    speech: Speech,
    applies_from: date | None,
    applies_until: date | None,
    *,
    today: date,
    of: Periods = IT,
) -> str:
    """Return when a text applied in one sentence that stays true when nobody rebuilds."""
    if applies_from is None:
        return speech.say(of.never)
    if applies_until is None:
        words = of.coming if applies_from > today else of.since
        return speech.say(words, first=applies_from)
    if applies_until - applies_from <= timedelta(days=1):
        words = of.only if applies_from <= today else of.one_day
        return speech.say(words, first=applies_from)
    words = of.past if applies_until <= today else of.until
    return speech.say(words, first=applies_from, last=last_day(applies_until))


def duration_words(speech: Speech, duration: timedelta) -> str:
    """Return a length of time in its largest unit that says enough: "9 minutes", "21 days"."""
    seconds = int(duration.total_seconds())
    if seconds >= 2 * 86400 or seconds == 86400:
        return speech.count("{number} day", "{number} days", seconds // 86400)
    if seconds >= 2 * 3600 or seconds == 3600:
        return speech.count("{number} hour", "{number} hours", seconds // 3600)
    if seconds >= 2 * 60 or seconds == 60:
        return speech.count("{number} minute", "{number} minutes", seconds // 60)
    return speech.count("{number} second", "{number} seconds", seconds)


def kinds_of(effect: Effect | None) -> tuple[Effect, ...]:
    """Return what an effect does: one that reduces some rights and expands others does both."""
    return _KINDS_OF.get(effect, ()) if effect else ()
