"""Clauses: the headings, paragraphs, list items and table rows of a text, word by word.

A document is read into a flat list of steps (open, close, leaf), from which the same
page can be written again, and into its blocks, which are what is compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from archive import glyphs
from archive.computed_once import once
from archive.page_reading import Event, Node, read_page
from archive.runs import Element, Part, Run, Token

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_ITEMS: Final = frozenset({"li", "dt", "dd"})


class Kind(StrEnum):
    """What sort of clause a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One clause: its words, and the elements it stands in, from the page down to its own."""

    kind: Kind
    path: tuple[Element, ...]
    leaves: tuple[Run, ...]  # one, or a row's cells
    cells: tuple[Element, ...]  # the cells of a row, in step with the leaves
    heading: str  # the section it stands in; a heading names itself

    @once
    def tokens(self) -> tuple[Token, ...]:
        """Its words, in order."""
        return tuple(token for leaf in self.leaves for token in leaf.tokens)

    @once
    def keys(self) -> tuple[str, ...]:
        """What each of its words is compared by."""
        if len(self.leaves) == 1:
            return self.leaves[0].keys
        return tuple(key for leaf in self.leaves for key in leaf.keys)

    @property
    def exact(self) -> str:
        """Its text to the letter; equal for blocks that differ in markup at most."""
        if len(self.leaves) == 1:
            return self.leaves[0].text
        return "\x1f".join([leaf.text for leaf in self.leaves])

    @once
    def text(self) -> str:
        """The visible words that count; those struck through in the text itself do not."""
        return " | ".join(leaf.plain for leaf in self.leaves if leaf.plain)


class Step(NamedTuple):
    """One step through the page: an element opens or closes, or a leaf stands here."""

    kind: str  # "open", "close" or "leaf"
    element: Element | None = None
    block: int = -1
    leaf: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as readers see it, in steps and blocks."""

    steps: tuple[Step, ...]
    blocks: tuple[Block, ...]
    ids: frozenset[str]


def visible_text(document_html: str) -> str:
    """Return what readers see of cleaned HTML, with single spaces between the words."""
    pieces = [
        f"{' ' if token.space or not number else ''}{token.text}"
        for block in parse(document_html).blocks
        for leaf in block.leaves
        for number, token in enumerate(leaf.tokens)
    ]
    return " ".join("".join(pieces).split())


@lru_cache(maxsize=8)
def parse(document_html: str) -> Document:
    """Return the blocks of cleaned HTML; a text too deeply nested to be read is an error."""
    reader = _Reader()
    reader.read(read_page(document_html.encode("utf-8", "replace").decode("utf-8")))
    return reader.document()


class _Reader:
    """Reads one page from top to bottom."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._blocks: list[Block] = []
        self._ids: set[str] = set()
        self._path: list[Element] = []
        self._inline: tuple[Element, ...] = ()
        self._pieces: list[Part] = []
        self._row: tuple[list[Element], list[Run]] | None = None
        self._heading = ""
        self._count = 0

    def document(self) -> Document:
        return Document(
            steps=tuple(self._steps), blocks=tuple(self._blocks), ids=frozenset(self._ids)
        )

    def read(self, page: Iterable[Event]) -> None:
        self._path.append(self._element(Node("body", ())))
        for kind, node, text in page:
            if kind == "text":
                self._pieces.append(Part(text, self._inline))
            elif kind == "open":
                self._start(node)
            else:
                self._end(node)
        self._flush()

    def _start(self, node: Node) -> None:
        element = self._element(node)
        if node.is_inline:
            if node.is_empty:
                # White space in it stands beside it, so that it is written once.
                self._pieces.append(Part(_AS_TEXT.get(element.tag, ""), self._inline, element))
            else:
                self._inline = (*self._inline, element)
            return
        self._flush()
        self._path.append(element)
        self._steps.append(Step("open", element))
        if node.is_plain_row:
            self._row = ([], [])
        elif self._row is not None:
            self._row[0].append(element)

    def _end(self, node: Node) -> None:
        if node.is_inline:
            if not node.is_empty:
                self._inline = self._inline[:-1]
            return
        if self._row is not None and node.tag == "tr":
            self._end_row()
        else:
            self._flush(cell=self._row is not None)
        self._steps.append(Step("close", self._path.pop()))

    def _element(self, node: Node) -> Element:
        self._count += 1
        attributes = node.attributes
        for name, value in attributes:
            if name == "id":
                if value in self._ids:
                    attributes = tuple(pair for pair in attributes if pair[0] != "id")
                self._ids.add(value)
        return Element(node.tag, attributes, self._count)

    def _flush(self, *, cell: bool = False) -> None:
        """End the run of words that was being read."""
        if not self._pieces and self._row is None:  # as where one block opens in another
            return
        pieces, self._pieces = self._pieces, []
        if self._row is not None:
            if cell:
                self._row[1].append(Run(parts=tuple(pieces)))
                self._steps.append(Step("leaf", None, len(self._blocks), len(self._row[1]) - 1))
            return
        if _are_blank(pieces):
            return
        leaf = Run(parts=tuple(pieces))
        self._steps.append(Step("leaf", None, len(self._blocks), 0))
        self._add(leaves=(leaf,), cells=())

    def _end_row(self) -> None:
        if self._row is not None:
            cells, leaves = self._row
            self._row = None
            self._pieces = []
            self._add(leaves=tuple(leaves), cells=tuple(cells))

    def _add(self, *, leaves: tuple[Run, ...], cells: tuple[Element, ...]) -> None:
        kind = _kind(self._path)
        if kind is Kind.HEADING:
            self._heading = " ".join(leaf.plain for leaf in leaves)
        self._blocks.append(
            Block(
                kind=kind,
                path=tuple(self._path),
                leaves=leaves,
                cells=cells,
                heading=self._heading,
            )
        )


def _are_blank(pieces: list[Part]) -> bool:
    for piece in pieces:
        if piece.atom is not None or (piece.text and not piece.text.isspace()):
            return False
    return True


_AS_TEXT: Final = {"br": "\n", "img": glyphs.IMAGE}


def _kind(path: list[Element]) -> Kind:
    own = path[-1].tag
    if own == "tr":
        return Kind.ROW
    if own in _HEADINGS:
        return Kind.HEADING
    if any(element.tag == "pre" for element in path):
        return Kind.CODE
    if own in _ITEMS or (own == "p" and path[-2].tag in _ITEMS):
        return Kind.ITEM
    return Kind.PARAGRAPH
