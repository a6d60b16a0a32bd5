"""Clauses: the headings, paragraphs, list items and table rows of a text, word by word.

A document is read into a flat list of steps (open, close, leaf), from which the same
page can be written again, and into its blocks, which are what is compared.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import lxml.html
from lxml import etree

from archive import glyphs
from archive.errors import UnreadableText
from archive.runs import VOID, Element, Part, Run, Token

INLINE: Final = frozenset(
    "a abbr b br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u "
    "var wbr".split()
)
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

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, in order."""
        return tuple(token for leaf in self.leaves for token in leaf.tokens)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What each of its words is compared by."""
        if len(self.leaves) == 1:
            return self.leaves[0].keys
        return tuple(key for leaf in self.leaves for key in leaf.keys)

    @property
    def exact(self) -> str:
        """Its text to the letter; equal for blocks that differ in markup at most."""
        return "\x1f".join(leaf.text for leaf in self.leaves)

    @cached_property
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
    reader.read(_body(document_html))
    return reader.document()


def _body(document_html: str) -> etree._Element:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    page = f"<html><body>{document_html}</body></html>".encode("utf-8", "replace")
    root = lxml.html.document_fromstring(page, parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableText("the text nests its elements over 2,000 deep: take most of them out")
    body = root.find("body")
    if body is None:  # the parser always makes one
        raise UnreadableText("the text is no HTML")
    return body


def _elements_with_blocks(body: etree._Element) -> set[etree._Element]:
    """Return the elements that hold a block somewhere inside."""
    found: set[etree._Element] = set()
    for element in reversed(list(body.iter(etree.Element))):
        parent = element.getparent()
        if parent is not None and (element.tag not in INLINE or element in found):
            found.add(parent)
    return found


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

    def read(self, body: etree._Element) -> None:
        with_blocks = _elements_with_blocks(body)
        for event, node in etree.iterwalk(body, events=("start", "end")):
            inline = node.tag in INLINE and node not in with_blocks
            if event == "start":
                self._start(node, inline=inline, with_blocks=with_blocks)
                self._text(node.text)
            elif node is not body:
                self._end(node, inline=inline)
                self._text(node.tail)
        self._flush()

    def _start(
        self, node: etree._Element, *, inline: bool, with_blocks: set[etree._Element]
    ) -> None:
        element = self._element(node)
        if inline:
            self._inline = (*self._inline, element)
            if node.tag in VOID or _is_empty(node):
                self._pieces.append(Part(_AS_TEXT.get(element.tag, ""), self._inline[:-1], element))
            return
        self._flush()
        self._path.append(element)
        if node.getparent() is not None and node.tag != "body":
            self._steps.append(Step("open", element))
        if _is_plain_row(node, with_blocks):
            self._row = ([], [])
        elif self._row is not None:
            self._row[0].append(element)

    def _end(self, node: etree._Element, *, inline: bool) -> None:
        if inline:
            self._inline = self._inline[:-1]
            return
        if self._row is not None and node.tag == "tr":
            self._end_row()
        else:
            self._flush(cell=self._row is not None)
        element = self._path.pop()
        self._steps.append(Step("close", element))

    def _element(self, node: etree._Element) -> Element:
        self._count += 1
        attributes = []
        for name, value in node.attrib.items():
            if name == "id":
                if str(value) in self._ids:
                    continue
                self._ids.add(str(value))
            attributes.append((str(name), str(value)))
        return Element(str(node.tag), tuple(attributes), self._count)

    def _text(self, text: str | None) -> None:
        if text:
            self._pieces.append(Part(str(text), self._inline))

    def _flush(self, *, cell: bool = False) -> None:
        """End the run of words that was being read."""
        pieces, self._pieces = self._pieces, []
        if self._row is not None:
            if cell:
                self._row[1].append(Run(parts=tuple(pieces)))
                self._steps.append(Step("leaf", None, len(self._blocks), len(self._row[1]) - 1))
            return
        if all(piece.atom is None and not piece.text.strip() for piece in pieces):
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


_AS_TEXT: Final = {"br": "\n", "img": glyphs.IMAGE}


def _is_empty(node: etree._Element) -> bool:
    return len(node) == 0 and not (node.text or "").strip()


def _is_plain_row(node: etree._Element, with_blocks: set[etree._Element]) -> bool:
    """Whether a row's cells hold words only, so that the row is one clause."""
    return (
        node.tag == "tr"
        and len(node) > 0
        and all(cell.tag in ("td", "th") and cell not in with_blocks for cell in node)
        and not (node.text or "").strip()
        and not any((cell.tail or "").strip() for cell in node)
    )


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
