"""Redlines: a comparison's words marked kept, struck, inserted, moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from archive.alignment import align
from archive.changes import ENGINE, Change
from archive.clauses import Document, parse
from archive.garbage_collection import paused_collection
from archive.likeness import Likeness, read_clauses
from archive.marks import Mark, Segment
from archive.passages import Passage, passages
from archive.pieces import Piece, segments, with_spaces
from archive.redline_html import Section, page_html
from archive.vocabulary import Vocabulary

__all__ = ["ENGINE", "MarkedText", "Redline", "compare", "mark", "places_of_changes", "redline_of"]

_EQUAL = frozenset({Mark.KEPT, Mark.GLYPHS_FROM, Mark.GLYPHS_TO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A comparison of two rendered texts: exact, and ready to read."""

    segments: tuple[Segment, ...]
    changes: tuple[Change, ...]
    html: str  # the whole new text with struck words in place; ins and del innermost

    @property
    def equal(self) -> bool:
        """Whether no visible word or picture changed or moved; other glyphs are no change."""
        return all(segment.mark in _EQUAL for segment in self.segments) and not any(
            change.pictures for change in self.changes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """Two texts as one, passage by passage in the order of reading: what every redline shows."""

    old: Document
    new: Document
    sections: tuple[Section, ...]


def compare(old_html: str, new_html: str) -> Redline:
    """Return the redline from one cleaned text to another, as `rendering.render` makes them."""
    with paused_collection():
        return redline_of(mark(old_html, new_html))


def redline_of(marked: MarkedText) -> Redline:
    """Return the redline of two texts whose words are marked."""
    changes = (section.passage.change(section.name) for section in marked.sections)
    return Redline(
        segments=segments(
            piece for section in marked.sections for leaf in section.leaves for piece in leaf
        ),
        changes=tuple(change for change in changes if change is not None),
        html=page_html(marked.new, marked.sections),
    )


def mark(old_html: str, new_html: str) -> MarkedText:
    """Return two cleaned texts as one, each word marked kept, struck, inserted or moved."""
    old, new = parse(old_html), parse(new_html)
    vocabulary = Vocabulary()
    alignment = align(
        read_clauses(old, vocabulary), read_clauses(new, vocabulary), Likeness(vocabulary)
    )
    found = passages(old, new, alignment, vocabulary)
    names = _names(found, new.ids)
    pieces = with_spaces([leaf for passage in found for leaf in passage.leaves])
    return MarkedText(old=old, new=new, sections=tuple(_sections(found, names, pieces)))


class Places(NamedTuple):
    """Which clauses of each text a change is of, by their numbers from 0."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def places_of_changes(marked: MarkedText) -> dict[str, Places]:
    """Return the clauses of each change, by its name."""
    numbers = {id(block): number for number, block in enumerate(marked.old.blocks)}
    return {
        section.name: Places(
            old=tuple(numbers[id(block)] for block in section.passage.old),
            new=section.passage.places,
        )
        for section in marked.sections
        if section.name
    }


def _names(found: Sequence[Passage], taken: frozenset[str]) -> list[str]:
    """Return "change-1", "change-2", … for the changes; "" where nothing changed."""
    numbers = (number for number in count(1) if not _is_taken(number, taken))
    return [f"change-{next(numbers)}" if passage.kind else "" for passage in found]


def _is_taken(number: int, taken: frozenset[str]) -> bool:
    return f"change-{number}" in taken or f"change-{number}-from" in taken


def _sections(
    found: Sequence[Passage], names: Sequence[str], pieces: list[list[Piece]]
) -> list[Section]:
    moved = {p.moved: name for p, name in zip(found, names, strict=True) if name}
    sections = []
    at = 0
    for passage, name in zip(found, names, strict=True):
        leaves = pieces[at : at + len(passage.leaves)]
        at += len(passage.leaves)
        twin = "" if passage.moved is None or name else moved[passage.moved]
        sections.append(Section(passage=passage, leaves=leaves, name=name, moved_to=twin))
    return sections
