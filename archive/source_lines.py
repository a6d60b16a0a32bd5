"""Which lines of the Markdown each clause of a text comes from.

The renderer does not say. So a mark is put into each line where it is read as text, and the
clauses are asked which marks they hold; lines that would be read otherwise with a mark in
them go without.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from archive.clauses import Block, parse
from archive.confined_rendering import render_confined
from archive.errors import UnreadableText
from archive.line_spans import Lines
from archive.rendering import is_as_written

_PRIVATE: Final = range(0xE000, 0xF8FF, 16)  # where no text has letters of its own
_DIGITS: Final = 12  # a mark is one of these for its ends, and ten for the figures between them
# What opens a line and is no text: quotes, bullets, numbers, headings, cells, tags, definitions.
_OPENING: Final = re.compile(
    r"[ \t>]*(?:(?:(?:[-*+:]|\d+[.)])[ \t]+|\#{1,6}[ \t]*|\[\^[^\]]+\]:[ \t]*|\|[ \t]*|<[^<>]*>[ \t]*"
    r"|&\#?\w+;|\\.|[^\w\s\\<&{\[|])[ \t]*)*"
)
_OPENS: Final = re.compile(r"[ \t>]*(?:(?:[-*+:]|\d+[.)])[ \t]+|\#++[ \t]*+)*+")
_LETTER: Final = re.compile(r"[^\W_]")
# Lines that are read as something else than text: references, attributes, fences, notes.
_NO_TEXT: Final = re.compile(r"[ \t>]*(?:\[(?!\^)[^\]]*\]:|\{|`{3}|~{3}|!!!|=+[ \t]*$|-+[ \t]*$)")
_MOST_TRIES: Final = 40  # renderings until the lines that bear no mark are found


class Chunk(NamedTuple):
    """The lines of one clause, with what follows them and shows no words: a rule, a fence."""

    number: int  # among the chunks of its text
    lines: tuple[str, ...]
    words_end: int  # how many of them hold its words, and what stands between these
    opening: str  # what makes it what it is: "## ", "- ", "> "
    blanks: int  # empty lines after it


class Chunks(NamedTuple):
    """A text cut into the lines of its clauses."""

    head: tuple[str, ...]  # lines before the first one
    chunks: tuple[Chunk | None, ...]  # by clause; None where its lines are not its own


def chunks_of(markdown: str) -> Chunks:
    """Return the lines of each clause of the rendered text, every line in one chunk."""
    lines = markdown.split("\n")
    found = lines_of_blocks(markdown)
    starts: dict[int, int] = {}  # first line: clause
    last = -1
    for number, own in enumerate(found):
        if own and own[0] > last:
            starts[_begin(lines, own[0], last)] = number
            last = own[-1]
    ends = [*starts, len(lines)][1:]
    chunks: list[Chunk | None] = [None] * len(found)
    for place, ((start, number), end) in enumerate(zip(starts.items(), ends, strict=True)):
        chunks[number] = _chunk(place, lines[start:end], found[number], start)
    first = next(iter(starts), len(lines))
    return Chunks(head=tuple(lines[:first]), chunks=tuple(chunks))


def _begin(lines: Sequence[str], first: int, last: int) -> int:
    """Return where a clause begins: after the last empty line, with what opens it there."""
    start = first
    while start - 1 > last and lines[start - 1].strip():
        start -= 1
    # Without an empty line between, what follows the former clause is its own.
    return first if start - 1 <= last else start


def _chunk(place: int, lines: Sequence[str], own: tuple[int, ...], start: int) -> Chunk:
    blanks = 0
    while blanks < len(lines) and not lines[len(lines) - 1 - blanks].strip():
        blanks += 1
    first = lines[own[0] - start]
    at = _place(first) or 0
    return Chunk(
        number=place,
        lines=tuple(lines[: len(lines) - blanks]),
        words_end=own[-1] - start + 1,
        opening=first[:at] if _OPENS.fullmatch(first[:at]) else "",
        blanks=blanks,
    )


def file_lines(markdown: str, html: str, *, above: int) -> list[Lines | None]:
    """Return the lines of each clause of a rendered text, in a file with so many lines above it.

    None stands for a clause whose lines cannot be told.
    """
    blocks = parse(html).blocks
    try:
        # Asking line by line would take as long again as laying it out did, and tell nothing.
        found = [()] * len(blocks) if is_as_written(html) else lines_of_blocks(markdown)
    except UnreadableText:
        found = [()] * len(blocks)
    return [Lines(above + own[0] + 1, above + own[-1] + 1) if own else None for own in found]


def lines_of_blocks(markdown: str) -> list[tuple[int, ...]]:
    """Return for each clause of the rendered text the numbers of its lines, counted from 0.

    A clause whose lines cannot be told has none.
    """
    marker = _Marker(markdown)
    page = marker.marked_page()
    return [marker.lines_in(block) for block in parse(page).blocks]


class _Marker:
    """Marks the lines of one text."""

    def __init__(self, markdown: str) -> None:
        self._lines = markdown.split("\n")
        self._plain = render_confined(markdown)
        base = next((start for start in _PRIVATE if not self._uses(markdown, start)), None)
        if base is None:
            raise UnreadableText("the text uses every private character: take some out")
        self._ends, self._figures = chr(base), [chr(base + 1 + n) for n in range(10)]
        own = "".join([self._ends, *self._figures])
        self._mark = re.compile(f"{self._ends}([{own[1:]}]+){self._ends}")
        self._tries = _MOST_TRIES

    @staticmethod
    def _uses(text: str, start: int) -> bool:
        return any(chr(start + n) in text for n in range(_DIGITS))

    def marked_page(self) -> str:
        """Return the rendered text with as many marks as it bears."""
        places = {n: at for n, line in enumerate(self._lines) if (at := _place(line)) is not None}
        fit = self._fitting(sorted(places), places)
        return self._page(fit, places)

    def _fitting(self, wanted: Sequence[int], places: dict[int, int]) -> list[int]:
        """Return the lines among some that bear a mark; halves are tried where all do not."""
        if not wanted or self._tries <= 0:
            return []
        self._tries -= 1
        if self._mark.sub("", self._page(wanted, places)) == self._plain:
            return list(wanted)
        if len(wanted) == 1:
            return []
        half = len(wanted) // 2
        return self._fitting(wanted[:half], places) + self._fitting(wanted[half:], places)

    def _page(self, marked: Sequence[int], places: dict[int, int]) -> str:
        lines = list(self._lines)
        for number in marked:
            at = places[number]
            figures = "".join(self._figures[int(figure)] for figure in str(number))
            lines[number] = (
                f"{lines[number][:at]}{self._ends}{figures}{self._ends}{lines[number][at:]}"
            )
        return render_confined("\n".join(lines))

    def lines_in(self, block: Block) -> tuple[int, ...]:
        """Return the numbers of the lines whose marks stand in a clause."""
        return tuple(sorted(set(self._numbers(block))))

    def _numbers(self, block: Block) -> Iterator[int]:
        for leaf in block.leaves:
            for found in self._mark.findall("".join(part.text for part in leaf.parts)):
                yield int("".join(str(self._figures.index(figure)) for figure in found))


def _place(line: str) -> int | None:
    """Return where a line's text begins, or None where it has none."""
    if _NO_TEXT.match(line):
        return None
    opening = _OPENING.match(line)
    found = _LETTER.search(line, opening.end() if opening else 0)
    return None if found is None else found.start()
