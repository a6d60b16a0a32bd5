"""Findings: why one change matters, with the words before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from archive.front_matter import Level

_ORDER = (Level.EDITORIAL, Level.MINOR, Level.SIGNIFICANT)


class Effect(StrEnum):
    """What a change does to readers' rights, protection, money or freedom."""

    NONE = "none"
    REDUCES = "reduces"
    EXPANDS = "expands"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why one change matters: the rule, and the words before and after."""

    rule: str
    topic: str
    level: Level
    effect: Effect
    before: str
    after: str
    reason: str  # one sentence for the reader
    clause: str = ""  # the change of the redline it speaks of
    chance: float = 1.0  # that readers want to be told of its sentence; 1 where a rule is sure


def highest(levels: Iterable[Level]) -> Level:
    """Return the most serious level; editorial where there is none."""
    return max(levels, key=_ORDER.index, default=Level.EDITORIAL)


def is_lower(level: Level, than: Level) -> bool:
    """Whether a level is less serious than another."""
    return _ORDER.index(level) < _ORDER.index(than)


def together(effects: Iterable[Effect]) -> Effect:
    """Return what several effects do taken together: a loss and a gain are both, not none."""
    found = set(effects) - {Effect.NONE}
    if not found:
        return Effect.NONE
    return found.pop() if len(found) == 1 else Effect.BOTH
