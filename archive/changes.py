"""Changes: what happened to each clause between two texts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.marks import Segment

# Part of every cache key: raise it when the same HTML gives another redline than before.
ENGINE: Final = "e11"

Quote = tuple[Segment, ...]  # a sentence that differs, its words marked; long kept stretches cut


class ChangeKind(StrEnum):
    """What happened to one clause between two revisions."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    MOVED_REWORDED = "moved-reworded"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    FORMAT_ONLY = "format-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one clause, with its old and new words; sentence by sentence inside."""

    kind: ChangeKind
    clause: str  # an id that is unique in the redline, and an anchor in its HTML
    heading: str  # the section it stands in (new text, or old when removed); may be empty
    before: str
    after: str
    sentences: tuple[tuple[str, str], ...]  # pairs (old, new) that differ; "" where there is none
    links: tuple[tuple[str, str], ...] = ()  # pairs (old, new) of link targets that differ
    pictures: tuple[tuple[str, str], ...] = ()  # what pictures show that went and came; "" for none
    quotes: tuple[Quote, ...] = ()  # the same, marked as the redline marks them, where both have it
    along: bool = False  # it moved with the clause before it: one move to readers, told there
    moved_from: str = ""  # the section of the old text it stood in, where it moved to another
