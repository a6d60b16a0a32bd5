"""The lines of a text written anew clause by clause, as many of them as can be as they stood."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from archive.changes import ChangeKind
from archive.clauses import Block, Kind
from archive.edited_clauses import is_more_than_words, new_links, restyled, stays
from archive.markdown_writing import markdown_of
from archive.marked_words import leaf_html
from archive.marks import Mark
from archive.pieces import with_spaces
from archive.redline_html import Section
from archive.redlines import MarkedText
from archive.source_lines import Chunk, chunks_of
from archive.word_patches import patched
from archive.word_runs import replaced_in_place
from archive.wording import one_sided
from archive.words import words_of_plain

_INDENT: Final = "    "
_LISTS: Final = ("ul", "ol")
_PIPE: Final = r"\|"


def rewritten(markdown: str, marked: MarkedText, links: frozenset[str], *, patching: bool) -> str:
    """Return Markdown that shows the new one of two texts, made of that which shows the old one.

    With `patching`, of a clause that was reworded only the words that changed are replaced, where
    that can be done; else it is written anew. Its links may lead to `links`. What comes back is
    to be rendered and compared.
    """
    return _Editor(markdown, marked, links, patching=patching).text()


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
            if passage.kind in (None, ChangeKind.FORMAT_ONLY) and passage.moved is None:
                yield from self._kept(passage.old[0])  # a picture, of which Word says nothing
        elif stays(section):
            yield from self._kept(passage.old[0], passage.new[0])
        elif len(passage.old) == len(passage.new) == 1:
            yield self._changed(section, passage.old[0], passage.new[0])
        elif any(map(self._is_delicate, passage.old)):
            for block in passage.old:  # it is no split to leave an admonition
                yield from self._kept(block)
        else:
            yield from map(self._new, passage.new)

    def _is_delicate(self, block: Block) -> bool:
        chunk = self._chunks[id(block)]
        return is_more_than_words(block, chunk.lines if chunk is not None else ())

    def _kept(self, old: Block, new: Block | None = None) -> Iterator[_Part]:
        chunk = self._chunks[id(old)]
        if chunk is not None:
            yield _Part(chunk.lines, _kind(new or old), _group(new or old), chunk)

    def _changed(self, section: Section, old: Block, new: Block) -> _Part:
        """Return a clause that was reworded, renumbered, moved or linked elsewhere."""
        chunk = self._chunks[id(old)]
        if chunk is None:
            return self._new(new)
        delicate = self._is_delicate(old)
        if section.passage.moved is not None:
            # A heading that moved may have another number: it is no word to the comparison.
            alike = _kind(old) == _kind(new) and words_of_plain(old.text) == words_of_plain(
                new.text
            )
            part = self._new(new)
            return part._replace(lines=chunk.lines) if alike or delicate else part
        if restyled(section) and not delicate:
            return self._new(new)._replace(old=chunk)
        text = _linked("\n".join(chunk.lines), new_links(section))
        found = patched(text, section.leaves) if self._patching or delicate else None
        if found is None and delicate:  # what is left as it is, a person has to write
            found = replaced_in_place(text, section.leaves) or text
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
        # Only at the head of a line of text is a number with a dot, or a bullet, more than words.
        names = {Kind.HEADING: block.path[-1].tag, Kind.ROW: "span"}
        name = names.get(block.kind, "p")
        pages = (f"<{name}>{leaf_html(leaf, (), spaces=False)}</{name}>" for leaf in leaves)
        written = [
            " ".join(markdown_of(page, links=self._links).strip().split("\n")) for page in pages
        ]
        if block.kind is Kind.HEADING:
            return written[0].partition(" ")[2]
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
