"""A redline for a terminal: what changed with a line round it, wrapped, and never by colour alone.

A mark can be told from brackets that the text has itself, for these have a backslash before
them, as has a backslash, and what begins a paragraph as our own lines begin.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from archive.changed_links import HEADING, ChangedLink, changed_links, links_told
from archive.changed_pictures import (
    PICTURES,
    ChangedPicture,
    changed_pictures,
    picture_told,
    pictures_told,
)
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
# What could be taken for a mark, or for the backslash that tells it from one.
_LIKE_A_MARK: Final = re.compile(r"\\|\[(?=[-<])|\{(?=[+>])|(?<=[-<])\]|(?<=[+>])\}")
_OWN_LINES: Final = ("…", HEADING, PICTURES)
_ESCAPED: Final = "a backslash before a bracket, … or backslash: the text has it itself"
_HIDDEN: Final = "<U+…>: the text has a character there that nobody sees"
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
    links, pictures = changed_links(redline), changed_pictures(redline)
    lists = (*_pictures(pictures), *_links(links))
    if not any(segment.mark in _BRACKETS for segment in redline.segments):
        return "\n".join([f"{in_numbers(redline, links)}.", *lists])
    paragraphs = list(_paragraphs(redline.segments))
    lines = [in_numbers(redline, links), *_legend(redline.segments, colour=colour)]
    width = max(width, _NARROWEST)
    for part in _with_context(paragraphs, width):
        if isinstance(part, int):
            words = f"… {part} unchanged paragraph{'s' * (part > 1)} …"
            lines += ["", f"{_DIM}{words}{_PLAIN}" if colour else words]
        else:
            lines += ["", *_wrapped(part, width, colour=colour)]
    return "\n".join([*lines, *lists])


def in_numbers(redline: Redline, links: Sequence[ChangedLink]) -> str:
    """Return how many changes of each kind a redline has, or that it has none, and its links."""
    pictures = sum(len(change.pictures) for change in redline.changes)
    led = [pictures_told(pictures)] if pictures else []
    led += [links_told(len(links))] if links else []
    if redline.equal:
        return "; ".join(["No visible word changed", *led])
    kinds = Counter(
        change.kind.value.replace("-", " and ") for change in redline.changes if not change.along
    )
    kinds.pop("format and only", None)
    counts = [f"{number} {kind}" for kind, number in kinds.items()]
    return ", ".join([*counts, *led]) or "No word changed but some that the text itself strikes"


def _links(links: Sequence[ChangedLink]) -> Iterator[str]:
    """Yield the lines of the links that lead elsewhere, whole: an address is not wrapped."""
    if links:
        yield from ("", f"{HEADING}:")
    for link in links:
        words = f"“{link.words}”: " if link.words else ""
        yield safe(f"- {words}{link.old or 'no link'} → {link.new or 'no link'}")


def _pictures(pictures: Sequence[ChangedPicture]) -> Iterator[str]:
    """Yield the lines of the pictures that changed."""
    if pictures:
        yield from ("", f"{PICTURES}:")
    for each in pictures:
        yield safe(f"- {picture_told(each)}")


def _legend(segments: Sequence[Segment], *, colour: bool) -> Iterator[str]:
    """Yield what the marks mean, and what the text's own brackets and hidden letters look like."""
    used = {segment.mark for segment in segments}
    shown = [
        _written(_Piece(mark, f"{opening}{_NAMES[mark]}{closing}"), colour=colour)
        for mark, (opening, closing) in _BRACKETS.items()
        if mark in used
    ]
    yield f"Marks: {' '.join(shown)}"
    text = "".join(segment.text for segment in segments)
    if any(line.startswith(_OWN_LINES) for line in text.split("\n")) or _LIKE_A_MARK.search(text):
        yield _ESCAPED
    if safe(text) != text:
        yield _HIDDEN


def _paragraphs(segments: Iterable[Segment]) -> Iterator[_Paragraph]:
    """Yield the paragraphs of both texts, word by word."""
    words: _Paragraph = [[]]
    for mark, text in _joined(segments):
        for number, line in enumerate(_bracketed(mark, text).split("\n")):
            if number:
                yield _told_from_ours([word for word in words if word])
                words = [[]]
            for place, letters in enumerate(line.split(" ")):
                if place:
                    words.append([])
                if letters:
                    words[-1].append(_Piece(mark, letters))
    yield _told_from_ours([word for word in words if word])


def _joined(segments: Iterable[Segment]) -> Iterator[tuple[Mark, str]]:
    """Yield the text by its marks; what is shown without any is one stretch, as it is seen."""
    shown = [
        (segment.mark if segment.mark in _BRACKETS else Mark.KEPT, segment.text)
        for segment in segments
        if segment.mark is not Mark.GLYPHS_FROM
    ]
    for mark, parts in groupby(shown, key=itemgetter(0)):
        yield mark, "".join(text for _, text in parts)


def _told_from_ours(paragraph: _Paragraph) -> _Paragraph:
    """Return a paragraph with a backslash before it where it begins as a line of our own does."""
    words = " ".join("".join(piece.text for piece in word) for word in paragraph)
    if not words.startswith(_OWN_LINES):
        return paragraph
    first = paragraph[0][0]
    opened = [first._replace(text=f"\\{first.text}"), *paragraph[0][1:]]
    return [opened, *paragraph[1:]]


def _bracketed(mark: Mark, written: str) -> str:
    """Return a text with its brackets round each line's words, not round the spaces."""
    text = safe(" ".join(written.split(" ")))
    if mark not in _BRACKETS:
        return _LIKE_A_MARK.sub(r"\\\g<0>", text)
    opening, closing = _BRACKETS[mark]
    lines = []
    for line in text.split("\n"):
        words = line.strip(" ")
        start = len(line) - len(line.lstrip(" "))
        # Between its marks' own signs, so that no bracket of the text touches one of them.
        between = _LIKE_A_MARK.sub(r"\\\g<0>", f"{opening[1]}{words}{closing[0]}")
        marked = f"{opening[0]}{between}{closing[1]}" if words else ""
        lines.append(f"{' ' * start}{marked}{' ' * (len(line.rstrip(' ')) < len(line))}")
    return "\n".join(lines)


def _with_context(paragraphs: Sequence[_Paragraph], width: int) -> Iterator[_Paragraph | int]:
    """Yield the changed paragraphs with those beside them, and how many are left out between.

    A single one of one line is shown: to say that it is left out would take as much room.
    """
    full = [paragraph for paragraph in paragraphs if paragraph]
    changed = [n for n, paragraph in enumerate(full) if _is_changed(paragraph)]
    shown = {
        n + step
        for n in changed
        for step in range(-_CONTEXT, _CONTEXT + 1)
        if 0 <= n + step < len(full)
    }
    for stays, parts in groupby(range(len(full)), key=shown.__contains__):
        places = list(parts)
        if stays or (len(places) == 1 and _length(full[places[0]]) <= width):
            yield from (full[place] for place in places)
        else:
            yield len(places)


def _length(paragraph: _Paragraph) -> int:
    """Return how many columns a paragraph takes in one line."""
    return sum(len(piece.text) for word in paragraph for piece in word) + len(paragraph) - 1


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
