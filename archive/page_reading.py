"""The elements and words of a cleaned page, one after the other, as they stand in its HTML.

Cleaned HTML closes what it opens and escapes every "<" of the text, so it is read as it is
written; a parser that mends HTML would only change it.
"""

import html
import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from archive.errors import UnreadableText
from archive.runs import VOID

INLINE: Final = frozenset(
    "a abbr b br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u "
    "var wbr".split()
)
_TAG: Final = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>|<!--.*?-->", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"([^\s=\"]+)(?:=\"([^\"]*)\")?")
_CELLS: Final = frozenset({"td", "th"})
_DEEPEST: Final = 200


@dataclass(slots=True)
class Node:
    """One element of a page, and what stands in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    holds_blocks: bool = False  # somewhere inside
    children: int = 0
    has_words: bool = False  # directly in it
    only_cells: bool = True  # all its children are cells without blocks

    @property
    def is_inline(self) -> bool:
        """Whether it stands among words and holds nothing but words."""
        return self.tag in INLINE and not self.holds_blocks

    @property
    def is_plain_row(self) -> bool:
        """Whether it is a row whose cells hold words only, so that it is one clause."""
        return self.tag == "tr" and self.children > 0 and self.only_cells and not self.has_words

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in it."""
        return not self.children and not self.has_words


class Event(NamedTuple):
    """An element opens or closes, or a text stands here."""

    kind: Literal["open", "close", "text"]
    node: Node
    text: str = ""


def read_page(document_html: str) -> list[Event]:
    """Return what stands in a page, in order, without the white space around its blocks.

    Raises UnreadableText where its elements are nested too deeply.
    """
    return _PageReader().read(document_html)


class _PageReader:
    def __init__(self) -> None:
        self._events: list[Event] = []
        self._open = [Node("body", ())]
        self._after_block = True
        self._codes = 0  # open `pre`, in which white space is text

    def read(self, document_html: str) -> list[Event]:
        pieces = _TAG.split(document_html)
        self._text(pieces[0])
        tags = iter(pieces[1:])
        for closes, name, attributes, text in zip(tags, tags, tags, tags, strict=True):
            if name is not None:
                if closes:
                    self._close(name.lower())
                else:
                    self._start(name.lower(), attributes)
            if text:
                self._text(text)
        while len(self._open) > 1:
            self._end()
        return self._events

    def _text(self, text: str) -> None:
        node = self._open[-1]
        if text.isspace():
            if self._after_block and not self._codes:
                return  # between two blocks, or at the head of one
        elif text:
            node.has_words = True
        self._events.append(Event("text", node, html.unescape(text) if "&" in text else text))
        self._after_block = False

    def _start(self, tag: str, attributes: str) -> None:
        node = Node(tag, _read_attributes(attributes) if attributes else ())
        around = self._open[-1]
        around.children += 1
        self._after_block = tag not in INLINE
        if self._after_block and not around.holds_blocks:
            self._hold_blocks()
        self._codes += tag == "pre"
        self._open.append(node)
        self._events.append(Event("open", node))
        if tag in VOID:
            self._end()
        elif len(self._open) > _DEEPEST:
            raise UnreadableText("the text nests its elements over 200 deep: take most of them out")

    def _hold_blocks(self) -> None:
        for around in reversed(self._open):
            if around.holds_blocks:
                break
            around.holds_blocks = True

    def _close(self, tag: str) -> None:
        """Close an element and what was left open in it."""
        if self._open[-1].tag != tag and all(node.tag != tag for node in self._open[1:]):
            return
        while self._open[-1].tag != tag:
            self._end()
        self._end()

    def _end(self) -> None:
        node = self._open.pop()
        around = self._open[-1]
        if node.holds_blocks or node.tag not in _CELLS:
            around.only_cells = False
        self._codes -= node.tag == "pre"
        self._after_block = node.tag not in INLINE
        self._events.append(Event("close", node))


def _read_attributes(written: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), html.unescape(value) if "&" in value else value)
        for name, value in _ATTRIBUTE.findall(written)
        if name != "/"
    )
