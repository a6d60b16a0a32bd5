"""A document that came back from Word, written into the Markdown it was made from.

Clauses that read as before stay as they are written, byte for byte; of a clause that was
reworded the words that changed are replaced where that can be done; what is new is written
as its neighbours are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import unquote

from archive.changes import ChangeKind
from archive.clauses import Block, Kind
from archive.confined_rendering import render_confined
from archive.markdown_writing import markdown_of
from archive.marked_words import leaf_html
from archive.marks import Mark, with_spaces
from archive.redline_html import Section
from archive.redlines import MarkedText, mark
from archive.source_lines import Chunk, chunks_of
from archive.word_patches import patched
from archive.wording import one_sided
from archive.words import normalised_words

_ADDRESS: Final = ("http://", "https://", "mailto:", "#")
_INDENT: Final = "    "
_LISTS: Final = ("ul", "ol")
_LINK: Final = re.compile(r'<a [^>]*?href="([^"]*)"')
_PIPE: Final = r"\|"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedText:
    """A text's new Markdown, and what a person should look at."""

    markdown: str
    remarks: tuple[str, ...]
    changes: int  # clauses that changed


def edited(markdown: str, html: str) -> EditedText:
    """Return Markdown that shows the words of an HTML page, changed as little as can be."""
    marked = mark(render_confined(markdown), html)
    remarks = tuple(_remarks(marked))
    changes = sum(not _stays(section) for section in marked.sections if section.name)
    if not changes:
        return EditedText(markdown=markdown, remarks=remarks, changes=0)
    wanted, links = normalised_words(html), links_of(html)
    for patching in (True, False):
        found = _Editor(markdown, marked, links, patching=patching).text()
        if normalised_words(render_confined(found)) == wanted:
            return EditedText(markdown=found, remarks=remarks, changes=changes)
    remark = "its changes could not be told apart, so the whole text is written anew: compare it"
    return EditedText(
        markdown=markdown_of(html, links=links), remarks=(*remarks, remark), changes=changes
    )


def links_of(html: str) -> frozenset[str]:
    """Return the addresses that the links of a page lead to."""
    return frozenset(unescape(address) for address in _LINK.findall(html))


def _stays(section: Section) -> bool:
    """Whether a clause is left as it is written."""
    if section.passage.kind not in (None, ChangeKind.FORMAT_ONLY):
        return False
    return not _new_links(section) and not _restyled(section)


def _restyled(section: Section) -> bool:
    """Whether a clause became a heading, another heading, or none; Word keeps no other kinds."""
    styles = [
        block.path[-1].tag if block.kind is Kind.HEADING else ""
        for block in (*section.passage.old[:1], *section.passage.new[:1])
    ]
    return len(styles) == 2 and styles[0] != styles[1]


def _new_links(section: Section) -> list[tuple[str, str]]:
    """Return the links that lead elsewhere; Word keeps no others than these."""
    pairs = section.passage.links
    return [
        (old, new)
        for old, new in pairs
        if old and new.startswith(_ADDRESS) and unquote(old) != unquote(new)
    ]


def _remarks(marked: MarkedText) -> Iterator[str]:
    looks = sum(
        section.passage.kind is ChangeKind.FORMAT_ONLY
        and _stays(section)
        and _emphasis(section.passage.old) != _emphasis(section.passage.new)
        for section in marked.sections
    )
    if looks:
        clauses = f"{looks} clause{'s' if looks > 1 else ''}"
        yield f"{clauses} with the same words, but other emphasis in the file: left as they are"


def _emphasis(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    names = {"strong": "b", "b": "b", "em": "i", "i": "i"}
    return [
        (names[element.tag], token.text)
        for block in blocks
        for token in block.tokens
        for element in token.within
        if element.tag in names
    ]


class _Part(NamedTuple):
    """Lines of the new text."""

    lines: Sequence[str]
    kind: str  # "item", "row" or ""
    group: int  # its outermost list, or its table
    old: Chunk | None = None  # whose place in the old text it still has


class _Editor:
    """Writes the new text from top to bottom, taking what it can from the old lines."""

    def __init__(
        self, markdown: str, marked: MarkedText, links: frozenset[str], *, patching: bool
    ) -> None:
        self._marked, self._links, self._patching = marked, links, patching
        chunks = chunks_of(markdown)
        self._head = chunks.head
        self._end = len(markdown) - len(markdown.rstrip("\n"))
        self._chunks = {
            id(block): chunk for block, chunk in zip(marked.old.blocks, chunks.chunks, strict=True)
        }
        self._loose = frozenset(self._loose_lists())
        self._counts: Counter[int] = Counter()  # by list: its items so far
        self._items: set[int] = set()

    def _loose_lists(self) -> Iterator[int]:
        """Yield the new lists whose items stand apart in the old text."""
        groups: dict[int, int] = {}  # of items, by the number of their lines
        apart: list[int] = []
        for section in self._marked.sections:
            chunk = self._chunks[id(section.passage.old[0])] if section.passage.old else None
            if chunk is not None and section.passage.new:
                block = section.passage.new[0]
                groups[chunk.number] = _group(block) if _kind(block) == "item" else 0
                apart += [chunk.number] if chunk.blanks else []
        for number in apart:
            if groups[number] == groups.get(number + 1, 0):
                yield groups[number]

    def text(self) -> str:
        parts = [part for section in self._marked.sections for part in self._parts(section)]
        lines = list(self._head)
        for before, part in pairwise([None, *parts]):
            if before is not None and part is not None:
                lines += [""] * self._blanks(before, part)
            lines += part.lines if part is not None else []
        return "\n".join(lines).rstrip("\n") + "\n" * self._end

    def _blanks(self, before: _Part, part: _Part) -> int:
        """Return how many empty lines stand between two parts."""
        one, other = before.old, part.old
        if one is not None and other is not None and one.number + 1 == other.number:
            return one.blanks
        if before.kind == part.kind == "row":
            return int(before.group != part.group)
        if before.kind == part.kind == "item" and before.group == part.group:
            return int(part.group in self._loose)
        return 1

    def _parts(self, section: Section) -> Iterator[_Part]:
        passage = section.passage
        for block in passage.new:
            self._count(block)
        if not passage.new:
            if passage.kind is None and passage.moved is None:
                yield from self._kept(passage.old[0])  # a picture, of which Word says nothing
        elif _stays(section):
            yield from self._kept(passage.old[0], passage.new[0])
        elif len(passage.old) == len(passage.new) == 1:
            yield self._changed(section, passage.old[0], passage.new[0])
        else:
            yield from map(self._new, passage.new)

    def _kept(self, old: Block, new: Block | None = None) -> Iterator[_Part]:
        chunk = self._chunks[id(old)]
        if chunk is not None:
            yield _Part(chunk.lines, _kind(new or old), _group(new or old), chunk)

    def _changed(self, section: Section, old: Block, new: Block) -> _Part:
        """Return a clause that was reworded, renumbered, moved or linked elsewhere."""
        chunk = self._chunks[id(old)]
        if chunk is None:
            return self._new(new)
        if section.passage.moved is not None:
            same = section.passage.kind is ChangeKind.MOVED and _kind(old) == _kind(new)
            return self._new(new)._replace(lines=chunk.lines) if same else self._new(new)
        if _restyled(section):
            return self._new(new)._replace(old=chunk)
        text = _linked("\n".join(chunk.lines), _new_links(section))
        found = patched(text, section.leaves) if self._patching else None
        if found is None:
            after = chunk.lines[chunk.words_end :]
            if len(new.cells) != len(old.cells) and any("---" in line for line in after):
                after = (_rule(new),)
            found = "\n".join([f"{chunk.opening}{self._words(new)}", *after])
        return _Part(found.split("\n"), _kind(new), _group(new), chunk)

    def _new(self, block: Block) -> _Part:
        """Return a clause that the old text does not have, written in the way of its kind."""
        return _Part(self._written(block).split("\n"), _kind(block), _group(block))

    def _written(self, block: Block) -> str:
        words = self._words(block)
        if block.kind is Kind.HEADING:
            return f"{'#' * int(block.path[-1].tag[1])} {words}"
        if block.kind is Kind.ROW:
            return f"{words}\n{_rule(block)}" if block.cells[0].tag == "th" else words
        lists = [element for element in block.path if element.tag in _LISTS]
        if lists and block.kind is Kind.ITEM:
            number = f"{self._counts[lists[-1].number]}."
            bullet = "-" if lists[-1].tag == "ul" else number
            return f"{_INDENT * (len(lists) - 1)}{bullet} {words}"
        quotes = sum(element.tag == "blockquote" for element in block.path)
        return f"{'> ' * quotes}{words}"

    def _words(self, block: Block) -> str:
        """Return a clause's words as Markdown, without what makes it a heading or an item."""
        leaves = with_spaces(one_sided(block, Mark.KEPT))
        pages = (f"<p>{leaf_html(leaf, (), spaces=False)}</p>" for leaf in leaves)
        written = [
            " ".join(markdown_of(page, links=self._links).strip().split("\n")) for page in pages
        ]
        if block.kind is not Kind.ROW:
            return written[0]
        return f"| {' | '.join(words.replace('|', _PIPE) for words in written)} |"

    def _count(self, block: Block) -> None:
        for number, element in enumerate(block.path):
            if element.tag == "li" and element.number not in self._items:
                self._items.add(element.number)
                self._counts[block.path[number - 1].number] += 1


def _rule(row: Block) -> str:
    """Return the line below the head of a table."""
    return f"|{' --- |' * len(row.cells)}"


def _kind(block: Block) -> str:
    if any(element.tag == "li" for element in block.path):
        return "item"
    return "row" if block.kind is Kind.ROW else ""


def _group(block: Block) -> int:
    """Return the number of the outermost list or table in which a block stands; 0 for none."""
    names = ("ul", "ol", "table")
    return next((element.number for element in block.path if element.tag in names), 0)


def _linked(markdown: str, links: Sequence[tuple[str, str]]) -> str:
    for old, new in links:
        markdown = markdown.replace(f"]({old}", f"]({new}")
    return markdown
