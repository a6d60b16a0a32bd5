"""A redline for a terminal: what changed with a line round it, wrapped, and never by colour alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from archive.changed_links import HEADING, ChangedLink, changed_links, links_told
from archive.marks import Mark, Segment
from archive.redlines import Redline
from archive.terminal import safe

_NARROWEST: Final = 30  # columns
_CONTEXT: Final = 1  # unchanged paragraphs shown on either side of a change
_BRACKETS: Final = {
    Mark.STRUCK: ("[-", "-]"),
    Mark.INSERTED: ("{+", "+}"),
    Mark.MOVED_FROM: ("[<", "<]"),
    Mark.MOVED_TO: ("{>", ">}"),
}
_NAMES: Final = {
    Mark.STRUCK: "struck",
    Mark.INSERTED: "inserted",
    Mark.MOVED_FROM: "moved away",
    Mark.MOVED_TO: "moved here",
}
_COLOURS: Final = {
    Mark.STRUCK: "\x1b[31m",
    Mark.INSERTED: "\x1b[32m",
    Mark.MOVED_FROM: "\x1b[33m",
    Mark.MOVED_TO: "\x1b[36m",
}
_DIM: Final = "\x1b[2m"
_PLAIN: Final = "\x1b[0m"


class _Piece(NamedTuple):
    """Letters under one mark, with the brackets of the words it belongs to."""

    mark: Mark
    text: str


_Word = list[_Piece]
_Paragraph = list[_Word]


def redline_text(redline: Redline, *, width: int, colour: bool) -> str:
    """Return the changes of a redline in lines of at most so many columns, longer words apart."""
    links = changed_links(redline)
    if redline.equal:
        return "\n".join([f"{in_numbers(redline, links)}.", *_links(links)])
    paragraphs = list(_paragraphs(redline.segments))
    lines = [in_numbers(redline, links), _legend(redline.segments, colour=colour)]
    for part in _with_context(paragraphs):
        if isinstance(part, int):
            words = f"… {part} unchanged {'paragraph' if part == 1 else 'paragraphs'} …"
            lines += ["", f"{_DIM}{words}{_PLAIN}" if colour else words]
        else:
            lines += ["", *_wrapped(part, max(width, _NARROWEST), colour=colour)]
    return "\n".join([*lines, *_links(links)])


def in_numbers(redline: Redline, links: Sequence[ChangedLink]) -> str:
    """Return how many changes of each kind a redline has, or that it has none, and its links."""
    led = [links_told(len(links))] if links else []
    if redline.equal:
        return "; ".join(["No visible word changed", *led])
    kinds = Counter(change.kind.value.replace("-", " and ") for change in redline.changes)
    kinds.pop("format and only", None)
    counts = [f"{number} {kind}" for kind, number in kinds.items()]
    return ", ".join([*counts, *led])


def _links(links: Sequence[ChangedLink]) -> Iterator[str]:
    """Yield the lines of the links that lead elsewhere, whole: an address is not wrapped."""
    if links:
        yield from ("", f"{HEADING}:")
    for link in links:
        words = f"“{link.words}”: " if link.words else ""
        yield safe(f"- {words}{link.old or 'no link'} → {link.new or 'no link'}")


def _legend(segments: Iterable[Segment], *, colour: bool) -> str:
    used = {segment.mark for segment in segments}
    shown = [
        _written(_Piece(mark, f"{opening}{_NAMES[mark]}{closing}"), colour=colour)
        for mark, (opening, closing) in _BRACKETS.items()
        if mark in used
    ]
    return f"Marks: {' '.join(shown)}"


def _paragraphs(segments: Iterable[Segment]) -> Iterator[_Paragraph]:
    """Yield the paragraphs of both texts, word by word."""
    words: _Paragraph = [[]]
    for segment in segments:
        if segment.mark is Mark.GLYPHS_FROM:
            continue
        for number, line in enumerate(_bracketed(segment).split("\n")):
            if number:
                yield [word for word in words if word]
                words = [[]]
            for place, text in enumerate(line.split(" ")):
                if place:
                    words.append([])
                if text:
                    words[-1].append(_Piece(segment.mark, text))
    yield [word for word in words if word]


def _bracketed(segment: Segment) -> str:
    """Return a segment's text with its brackets round each line's words, not round the spaces."""
    text = safe(" ".join(segment.text.split(" ")))
    if segment.mark not in _BRACKETS:
        return text
    opening, closing = _BRACKETS[segment.mark]
    lines = []
    for line in text.split("\n"):
        words = line.strip(" ")
        start = len(line) - len(line.lstrip(" "))
        marked = f"{opening}{words}{closing}" if words else ""
        lines.append(f"{' ' * start}{marked}{' ' * (len(line.rstrip(' ')) < len(line))}")
    return "\n".join(lines)


def _with_context(paragraphs: Sequence[_Paragraph]) -> Iterator[_Paragraph | int]:
    """Yield the changed paragraphs with those beside them, and how many are left out between."""
    full = [paragraph for paragraph in paragraphs if paragraph]
    changed = [n for n, paragraph in enumerate(full) if _is_changed(paragraph)]
    shown = {
        n + step
        for n in changed
        for step in range(-_CONTEXT, _CONTEXT + 1)
        if 0 <= n + step < len(full)
    }
    left_out = 0
    for number, paragraph in enumerate(full):
        if number not in shown:
            left_out += 1
            continue
        if left_out:
            yield left_out
        left_out = 0
        yield paragraph
    if left_out:
        yield left_out


def _is_changed(paragraph: _Paragraph) -> bool:
    return any(piece.mark in _BRACKETS for word in paragraph for piece in word)


def _wrapped(paragraph: _Paragraph, width: int, *, colour: bool) -> Iterator[str]:
    """Yield the lines of a paragraph; colours end with each word, so that none runs on."""
    line: list[str] = []
    used = 0
    for word in paragraph:
        length = sum(len(piece.text) for piece in word)
        if line and used + 1 + length > width:
            yield " ".join(line)
            line, used = [], 0
        line.append("".join(_written(piece, colour=colour) for piece in word))
        used += length + bool(used)
    if line:
        yield " ".join(line)


def _written(piece: _Piece, *, colour: bool) -> str:
    if not colour or piece.mark not in _COLOURS:
        return piece.text
    return f"{_COLOURS[piece.mark]}{piece.text}{_PLAIN}"
