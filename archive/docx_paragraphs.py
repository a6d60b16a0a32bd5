"""A redline as the paragraphs of a Word document: in order, each with its place in lists and tables.

Word knows no tree: a list is paragraphs that share a numbering, and what became of a
paragraph is told by its end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.clauses import Block, Document
from archive.docx_places import (
    CELLS,
    PLAIN,
    Cell,
    Look,
    anchors_of,
    cell_of,
    is_code,
    look_of,
    table_of,
)
from archive.docx_runs import GONE, Fate, Fragment, WordRun, fragments_of
from archive.pieces import Piece
from archive.placing import counterparts_of
from archive.redline_html import Section
from archive.redlines import MarkedText
from archive.runs import Element

_MANY: Final = 10**9
_WITHOUT_MOVES: Final = {Fate.MOVED_TO: Fate.INSERTED, Fate.MOVED_FROM: Fate.DELETED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, and what became of it."""

    runs: Fragment = ()
    fate: Fate = Fate.KEPT  # of its end
    look: Look = PLAIN
    was: Look | None = None  # where it looked otherwise
    cells: tuple[Cell, ...] = ()  # in which it stands, the outermost first
    move: str = ""  # the name that its old and its new place share
    anchors: tuple[str, ...] = ()


def paragraphs_of(marked: MarkedText) -> list[Paragraph]:
    """Return two texts as paragraphs, the struck ones before those that took their place."""
    reader = _Reader(marked)
    return [each for section in marked.sections for each in reader.paragraphs(section)]


class _Reader:
    """Goes through the sections from top to bottom."""

    def __init__(self, marked: MarkedText) -> None:
        stayed = [each.passage for each in marked.sections if each.passage.moved is None]
        self._same = counterparts_of(stayed)
        self._known = frozenset(self._same.values())
        self._paths: dict[int, tuple[Element, ...]] = {}
        self._looks: dict[int, Look] = {}
        self._lost = -_MANY  # below the numbers of all elements: cells of columns that went away
        self._learn(marked.old, self._in_new)
        self._learn(marked.new, lambda element: element)

    def _in_new(self, element: Element) -> Element:
        """Return an element of the old text under its number in the new; below 0 it has none."""
        return element._replace(number=self._same.get(element.number, -element.number))

    def _learn(self, document: Document, place: Callable[[Element], Element]) -> None:
        begun: set[int] = set()  # list items whose first paragraph was met
        for block in document.blocks:
            path = tuple(map(place, block.path))
            self._paths[id(block)] = path
            self._looks[id(block)] = look_of(path, begun)

    def paragraphs(self, section: Section) -> Iterator[Paragraph]:
        """Yield the paragraphs of one section."""
        leaves = iter(section.leaves)
        blocks = section.passage.new or section.passage.old
        for number, block in enumerate(blocks):
            own = [next(leaves) for _ in block.leaves]
            if block.cells:
                yield from self._row(section, block, own)
            else:
                following = section.leaves[number + 1] if number + 1 < len(blocks) else None
                yield from self._paragraph(section, block, own[0], following)

    def _paragraph(
        self, section: Section, block: Block, pieces: list[Piece], following: list[Piece] | None
    ) -> Iterator[Paragraph]:
        """Yield a paragraph, after those of the old text that went into it."""
        olds, fate, starts = section.passage.old, _fate(section), _starts(section)
        former = self._looks[id(olds[-1])] if olds else None
        plain = Paragraph(
            look=self._looks[id(block)],
            cells=self._cells(block),
            move=section.moved_to or (section.name if fate is Fate.MOVED_TO else ""),
            anchors=anchors_of(block) if section.passage.new else (),
        )
        *joined, last = fragments_of(pieces, starts=starts, code=is_code(block))
        for fragment in joined:
            # Where two paragraphs became one, a space took the place of the break.
            runs = (*fragment, WordRun(" ", Fate.INSERTED))
            yield replace(plain, runs=runs, fate=Fate.DELETED, look=former or plain.look)
        if following is not None and not _begins_with(following, starts):
            # Where one became two, the break took the place of a space.
            yield replace(plain, runs=(*last, WordRun(" ", Fate.DELETED)), fate=Fate.INSERTED)
            return
        changed = fate is Fate.KEPT and former != plain.look
        yield replace(plain, runs=last, fate=fate, was=former if changed else None)

    def _cells(self, block: Block) -> tuple[Cell, ...]:
        """Return the cells that a block stands in, where a cell may hold more than words."""
        found: list[Cell] = []
        table = row = None
        path = self._paths[id(block)]
        for element in path:
            if element.tag == "table":
                table = element
            elif element.tag == "tr":
                row = element
            elif element.tag in CELLS and table is not None and row is not None:
                fate = _row_fate(row, self._known)
                found.append(cell_of(table, row, element, path, fate))
        return tuple(found)

    def _row(
        self, section: Section, block: Block, leaves: Sequence[list[Piece]]
    ) -> Iterator[Paragraph]:
        """Yield the cells of a row of words, those of columns that went away among them."""
        path, fate = self._paths[id(block)], _WITHOUT_MOVES.get(_fate(section), _fate(section))
        outer, table = self._cells(block), table_of(path)
        come = _columns_come(section)
        starts = _starts(section) if come else frozenset()
        for element, pieces in zip(block.cells, leaves, strict=True):
            place = element if section.passage.new else self._in_new(element)
            cell = cell_of(table, path[-1], place, path, fate)
            look = Look("TableHead" if element.tag == "th" else "")
            fragments = [_unmoved(f) for f in fragments_of(pieces, starts=starts, code=False)]
            for runs, stays in _columns(fragments):
                if not stays:
                    self._lost -= 1
                    own = cell._replace(cell=self._lost, columns=1, rows=1, fate=Fate.DELETED)
                elif come > 0 and _all(runs, Fate.INSERTED):
                    own = cell._replace(fate=Fate.INSERTED)
                else:
                    own = cell
                yield Paragraph(runs=runs, fate=fate, look=look, cells=(*outer, own))


def _fate(section: Section) -> Fate:
    """Return what became of a section as a whole."""
    passage = section.passage
    if passage.moved is not None:
        return Fate.MOVED_TO if passage.new else Fate.MOVED_FROM
    if not passage.new:
        return Fate.DELETED
    return Fate.KEPT if passage.old else Fate.INSERTED


def _starts(section: Section) -> frozenset[int]:
    """Return the words with which the old text began a further paragraph or cell, by identity."""
    leaves = [leaf for block in section.passage.old for leaf in block.leaves]
    if len(leaves) < 2 or not section.passage.new:
        return frozenset()
    return frozenset(id(leaf.tokens[0]) for leaf in leaves[1:] if leaf.tokens)


def _begins_with(pieces: Iterable[Piece], starts: frozenset[int]) -> bool:
    """Whether the first old word among some is one of these."""
    for piece in pieces:
        if piece.word is not None and piece.word.old is not None:
            return id(piece.word.old) in starts
    return False


def _columns(fragments: Sequence[Fragment]) -> Iterator[tuple[Fragment, bool]]:
    """Yield the cells in which the words of one cell stood, and whether each stays."""
    gone = [bool(runs) and all(run.fate in GONE for run in runs) for runs in fragments]
    stay = next((place for place, is_gone in enumerate(gone) if not is_gone), 0)
    for place, runs in enumerate(fragments):
        if place == stay:
            others = [f for n, f in enumerate(fragments) if n > stay and not gone[n]]
            yield sum(others, runs), True
        elif gone[place]:
            yield runs, False


def _unmoved(runs: Fragment) -> Fragment:
    """Return runs without moves, which Word does not know of rows."""
    return tuple(run._replace(fate=_WITHOUT_MOVES.get(run.fate, run.fate)) for run in runs)


def _columns_come(section: Section) -> int:
    """Return how many columns more a row of words has; fewer are below 0."""
    old, new = section.passage.old, section.passage.new
    return len(new[0].cells) - len(old[0].cells) if old and new and old[0].cells else 0


def _all(runs: Fragment, fate: Fate) -> bool:
    return bool(runs) and all(run.fate is fate for run in runs)


def _row_fate(row: Element, known: frozenset[int]) -> Fate:
    if row.number < 0:
        return Fate.DELETED
    return Fate.KEPT if row.number in known else Fate.INSERTED
