"""Runs of text and their words: what stands between two blocks, read only when asked for.

Most clauses of two versions are equal to the letter. Their words are never looked at.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from archive import glyphs
from archive.computed_once import once

STRUCK: Final = frozenset({"del", "s", "strike"})
_NOTE: Final = "#fn:"  # Python-Markdown's own: where the sign of a footnote leads, in Word too
VOID: Final = frozenset({"br", "hr", "img", "wbr"})  # elements that never hold anything


class Element(NamedTuple):
    """One element of the page, told from its like by a number of its own."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    number: int


class Atom(NamedTuple):
    """Something without words that stands in a text: a line break, an empty anchor."""

    element: Element
    within: tuple[Element, ...]


class Part(NamedTuple):
    """A stretch of text under the same inline elements, or an element without words."""

    text: str
    within: tuple[Element, ...]
    atom: Element | None = None


class Token(NamedTuple):
    """A word, punctuation mark or picture, as it stands in the text."""

    text: str
    key: str  # what it is compared by; empty when nothing of it can be seen
    space: str  # the white space before it, as written; a line break at the head of a run
    parts: tuple[Part, ...]
    atoms: tuple[Atom, ...]  # what stands between it and the word before
    struck: bool

    @property
    def within(self) -> tuple[Element, ...]:
        """The inline elements in which it begins."""
        return self.parts[0].within


@dataclass(frozen=True, kw_only=True)
class Run:
    """Text with no block in between: a paragraph's, a cell's. Its words are read when needed."""

    parts: tuple[Part, ...]

    @once
    def text(self) -> str:
        """The text with single spaces; a stand-in for each picture."""
        return " ".join(self._raw.split())

    @once
    def plain(self) -> str:
        """The visible words that count: those the text itself strikes do not."""
        if self.is_plain:
            return self.text
        shown = (
            " " if _is_struck(part) else "" if _is_picture(part.atom) else part.text
            for part in self.parts
        )
        return " ".join("".join(shown).split())

    @once
    def tokens(self) -> tuple[Token, ...]:
        """Its words, in order."""
        return tuple(_read(self.parts))

    @once
    def is_plain(self) -> bool:
        """Whether it holds neither pictures nor notes nor words that the text itself strikes."""
        return not any(
            _is_picture(part.atom) or _is_struck(part) or _is_note(part)
            for part in self.parts
            if part.within or part.atom is not None
        )

    @once
    def keys(self) -> tuple[str, ...]:
        """What each of its words is compared by."""
        if not self.is_plain:
            return tuple(token.key for token in self.tokens)
        return glyphs.keys(self._raw)

    @once
    def _pieces(self) -> list[str]:
        """Its words with the white space around each, in turn."""
        return glyphs.pieces(self._raw)

    @once
    def _edges(self) -> list[int]:
        """Where each of its words begins, and where it ends, in turn."""
        return [*accumulate(map(len, self._pieces))]

    def is_apart(self, place: int) -> bool:
        """Whether white space stands before a word."""
        return place == 0 or self._pieces[2 * place] != ""

    def between(self, start: int, end: int) -> str:
        """Return the text from one word to before another, with single spaces."""
        if not self.is_plain:
            return plain_text(self.tokens[start:end])
        text = self._raw[self._edges[2 * start] : self._edges[2 * end - 1]]
        return text if self._is_tidy else " ".join(text.split())

    def stretch(self, start: int, end: int) -> Token:
        """Return the words from one to before another as if they were one; of a plain run only."""
        if not start and end > 1 and end == len(self.keys) and not self.rest:
            return self.whole
        if end == start + 1:
            text, key = self._pieces[2 * start + 1], self.keys[start]
        else:
            text = self.between(start, end)
            key = text if any(self.keys[start:end]) else ""
        return Token(
            text,
            key,
            self._pieces[2 * start] or ("" if start else "\n"),
            self.cut(start, end),
            self._atoms_before(start),
            struck=False,
        )

    def cut(self, start: int, end: int) -> tuple[Part, ...]:
        """Return what the words from one to before another stand in; of a plain run only."""
        first, last = self._edges[2 * start], self._edges[2 * end - 1]
        if len(self.parts) == 1:
            return (Part(self._raw[first:last], self.parts[0].within),)
        return tuple(self._cut(first, last))

    def _cut(self, first: int, last: int) -> Iterator[Part]:
        for number in range(self._part_at(first), bisect_left(self._begins, last)):
            (text, within, atom), begin = self.parts[number], self._begins[number]
            yield Part(text[max(first - begin, 0) : last - begin], within, atom)

    def _atoms_before(self, place: int) -> tuple[Atom, ...]:
        """Return what stands between a word and the one before."""
        if len(self.parts) == 1:
            return ()
        done = self._edges[2 * place - 1] if place else 0
        here = self._part_at(self._edges[2 * place])
        return tuple(_atoms(self.parts[bisect_left(self._begins, done) : here]))

    def _part_at(self, place: int) -> int:
        """Return the number of the part in which a character stands."""
        number = bisect_right(self._begins, place) - 1
        while not self.parts[number].text:
            number -= 1
        return number

    @once
    def _raw(self) -> str:
        if len(self.parts) == 1:
            return self.parts[0].text
        return "".join([part.text for part in self.parts])

    @once
    def _is_tidy(self) -> bool:
        """Whether it holds no other white space than single spaces."""
        return self.text == self._raw

    @once
    def _begins(self) -> list[int]:
        return [0, *accumulate(len(part.text) for part in self.parts)][:-1]

    @once
    def rest(self) -> tuple[Atom, ...]:
        """What follows the last word."""
        if len(self.parts) == 1:
            return () if self.keys else tuple(_atoms(self.parts))
        end = self._edges[-2] if self.keys else 0
        return tuple(_atoms(self.parts[bisect_left(self._begins, end) :]))

    @once
    def whole(self) -> Token:
        """All of it as if it were one word, for a run that did not change."""
        if self.is_plain:
            return Token(self.text, self.text, "\n", self.parts, (), struck=False)
        parts = tuple(
            part._replace(text="") if _is_picture(part.atom) else part for part in self.parts
        )
        text = " ".join("".join(part.text for part in parts).split())
        return Token(text, self.text, "\n", parts, (), struck=False)

    def looks_like(self, other: "Run") -> bool:
        """Whether it has the same text in the same elements, whichever these are."""
        return look_alike(self.parts, other.parts)


def plain_text(tokens: tuple[Token, ...]) -> str:
    """Return the words with single spaces, without those that the text itself strikes."""
    return " ".join(
        "".join(
            f"{' ' if token.space else ''}{token.text}" for token in tokens if not token.struck
        ).split()
    )


def look_alike(parts: Sequence[Part], others: Sequence[Part]) -> bool:
    """Return whether two stretches have the same text in elements that readers cannot tell apart."""
    return len(parts) == len(others) and all(
        one.text == two.text and _look(one) == _look(two)
        for one, two in zip(parts, others, strict=True)
    )


def looks(elements: tuple[Element, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return what readers can tell elements by."""
    return [(element.tag, element.attributes) for element in elements]


def _look(part: Part) -> object:
    if not part.within and part.atom is None:
        return None
    return looks(part.within), part.atom and looks((part.atom,))


def _is_struck(part: Part) -> bool:
    return any(element.tag in STRUCK for element in part.within)


def _is_note(part: Part) -> bool:
    return any(
        name == "href" and value.startswith(_NOTE)
        for element in part.within
        for name, value in element.attributes
    )


def _is_picture(atom: Element | None) -> bool:
    return atom is not None and atom.tag == "img"


def _read(parts: tuple[Part, ...]) -> list[Token]:
    """Return the words of a run, each with the inline elements it stands in."""
    text = "".join(part.text for part in parts)
    tokens: list[Token] = []
    number, at, last = 0, 0, 0
    for start, end in _apart_from_notes(glyphs.words(text), parts):
        first = number
        while at + len(parts[number].text) <= start:
            at += len(parts[number].text)
            number += 1
        atoms = tuple(_atoms(parts[first:number]))
        cut: list[Part] = []
        while number < len(parts) and at < end:
            part = parts[number]
            stop = at + len(part.text)
            cut.append(Part(text[max(at, start) : min(stop, end)], part.within, part.atom))
            if stop > end:
                break
            at, number = stop, number + 1
        space = text[last:start] or ("" if tokens else "\n")  # blocks stand on lines of their own
        tokens.append(_token(cut, space=space, atoms=atoms))
        last = end
    return tokens


def _apart_from_notes(
    spans: Iterable[tuple[int, int]], parts: tuple[Part, ...]
) -> Iterator[tuple[int, int]]:
    """Yield where words stand; the sign of a note is none of the word that it stands at."""
    begins = [0, *accumulate(len(part.text) for part in parts)]
    notes = [number for number, part in enumerate(parts) if part.within and _is_note(part)]
    edges = sorted({begins[edge] for number in notes for edge in (number, number + 1)})
    for start, end in spans:
        cuts = [start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end]
        yield from pairwise(cuts)


def _atoms(parts: Iterable[Part]) -> Iterator[Atom]:
    for part in parts:
        if part.atom is not None:
            yield Atom(part.atom, part.within)


def _token(cut: list[Part], *, space: str, atoms: tuple[Atom, ...]) -> Token:
    struck = any(_is_struck(part) for part in cut if part.within)
    picture = cut[0].atom
    if picture is not None and picture.tag == "img":
        attributes = dict(picture.attributes)
        shown = f"{glyphs.IMAGE}{attributes.get('src', '')}\n{attributes.get('alt', '')}"
        return Token("", shown, space, (cut[0]._replace(text=""),), atoms, struck)
    text = cut[0].text if len(cut) == 1 else "".join(part.text for part in cut)
    compared = glyphs.key(text)
    return Token(text, f"\0{compared}" if struck else compared, space, tuple(cut), atoms, struck)
