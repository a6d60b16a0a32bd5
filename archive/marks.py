"""Marks: whether a stretch of a redline is kept, struck, inserted or moved."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """What a stretch of words is, as in `diff --format json`."""

    KEPT = "="
    STRUCK = "-"
    INSERTED = "+"
    MOVED_FROM = "m-"
    MOVED_TO = "m+"
    GLYPHS_FROM = "~-"
    GLYPHS_TO = "~+"


OLD_ONLY: Final = frozenset({Mark.STRUCK, Mark.MOVED_FROM, Mark.GLYPHS_FROM})
NEW_ONLY: Final = frozenset({Mark.INSERTED, Mark.MOVED_TO, Mark.GLYPHS_TO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of visible text under one mark."""

    mark: Mark
    text: str
