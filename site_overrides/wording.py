"""How dates, states, levels and effects are said to readers, in plain words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from archive.changes import ChangeKind
from archive.front_matter import Level
from archive.revisions import EffectiveSource, State
from notify.findings import Effect

# The site speaks English. A package that knows every language takes 4 MB and says no more.
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
STATE_WORDS: Final = {
    State.SCHEDULED: "Scheduled",
    State.IN_FORCE: "In force",
    State.SUPERSEDED: "Superseded",
    State.WITHDRAWN: "Withdrawn",
    State.ARCHIVED: "Retired",
}
LEVEL_WORDS: Final = {
    Level.EDITORIAL: "Editorial change",
    Level.MINOR: "Minor change",
    Level.SIGNIFICANT: "Significant change",
}
EFFECT_WORDS: Final = {
    Effect.NONE: "",
    Effect.REDUCES: "Reduces your rights",
    Effect.EXPANDS: "Expands your rights",
    Effect.BOTH: "Reduces some of your rights and expands others",
}
KIND_WORDS: Final = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.MOVED: "Moved",
    ChangeKind.MOVED_REWORDED: "Moved and reworded",
    ChangeKind.RENUMBERED: "Renumbered",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
    ChangeKind.FORMAT_ONLY: "Format only",
}
SOURCE_NOTES: Final = {
    EffectiveSource.OVERRIDE: "The effective date was declared later, in the settings of this site.",
    EffectiveSource.DECLARED: "This text is from before the record began; its dates are declared.",
    EffectiveSource.NONE: "The text names no effective date: it applies from its publication.",
}


def day_words(day: date) -> str:
    """Return a day as "20 November 2018"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day_words(day: date) -> str:
    """Return a day as "20 Nov 2018", for where there is little room."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def last_day_words(applies_until: date) -> str:
    """Return the last day a text applied, given the day another took its place."""
    return day_words(applies_until - timedelta(days=1))


def short_last_day_words(applies_until: date) -> str:
    """Return the same day in short."""
    return short_day_words(applies_until - timedelta(days=1))


def period_words(
    applies_from: date | None, applies_until: date | None, *, today: date, subject: str = "It"
) -> str:
    """Return when a text applied in one sentence that stays true when nobody rebuilds."""
    if applies_from is None:
        return f"{subject} never applied."
    begin = day_words(applies_from)
    if applies_until is None:
        verb = "applies" if applies_from > today else "has applied"
        ending = f"from {begin} on" if verb == "applies" else f"since {begin}"
        return f"{subject} {verb} {ending}."
    if applies_until - applies_from <= timedelta(days=1):
        days = f"applied on {begin} only" if applies_from <= today else f"applies on {begin}"
        return f"{subject} {days}."
    verb = "applied" if applies_until <= today else "applies"
    return f"{subject} {verb} from {begin} until {last_day_words(applies_until)}."


def duration_words(duration: timedelta) -> str:
    """Return a length of time in its largest unit that says enough: "9 minutes", "21 days"."""
    seconds = int(duration.total_seconds())
    for length, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * length or seconds == length:
            return counted(seconds // length, unit)
    return counted(seconds, "second")


def listed(names: Sequence[str]) -> str:
    """Return names as "A", "A and B", "A, B and C"."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 policy", "2 policies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
