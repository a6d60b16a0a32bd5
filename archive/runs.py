"""Runs of text and their words: what stands between two blocks, read only when asked for.

Most clauses of two versions are equal to the letter. Their words are never looked at.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from archive import glyphs

STRUCK: Final = frozenset({"del", "s", "strike"})
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

    @cached_property
    def text(self) -> str:
        """The text with single spaces; a stand-in for each picture."""
        return " ".join("".join(part.text for part in self.parts).split())

    @cached_property
    def plain(self) -> str:
        """The visible words that count: those the text itself strikes do not."""
        shown = (
            " " if _is_struck(part) else "" if _is_picture(part.atom) else part.text
            for part in self.parts
        )
        return " ".join("".join(shown).split())

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, in order."""
        return self._read[0]

    @cached_property
    def rest(self) -> tuple[Atom, ...]:
        """What follows the last word."""
        return self._read[1]

    @cached_property
    def whole(self) -> Token:
        """All of it as if it were one word, for a run that did not change."""
        parts = tuple(
            part._replace(text="") if _is_picture(part.atom) else part for part in self.parts
        )
        text = " ".join("".join(part.text for part in parts).split())
        return Token(text, self.text, "\n", parts, (), struck=False)

    def looks_like(self, other: "Run") -> bool:
        """Whether it has the same text in the same elements, whichever these are."""
        return len(self.parts) == len(other.parts) and all(
            one.text == two.text and _look(one) == _look(two)
            for one, two in zip(self.parts, other.parts, strict=True)
        )

    @cached_property
    def _read(self) -> tuple[tuple[Token, ...], tuple[Atom, ...]]:
        return _read(self.parts)


def plain_text(tokens: tuple[Token, ...]) -> str:
    """Return the words with single spaces, without those that the text itself strikes."""
    return " ".join(
        "".join(
            f"{' ' if token.space else ''}{token.text}" for token in tokens if not token.struck
        ).split()
    )


def looks(elements: tuple[Element, ...]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return what readers can tell elements by."""
    return [(element.tag, element.attributes) for element in elements]


def _look(part: Part) -> object:
    return looks(part.within), part.atom and looks((part.atom,))


def _is_struck(part: Part) -> bool:
    return any(element.tag in STRUCK for element in part.within)


def _is_picture(atom: Element | None) -> bool:
    return atom is not None and atom.tag == "img"


def _read(parts: tuple[Part, ...]) -> tuple[tuple[Token, ...], tuple[Atom, ...]]:
    """Return the words of a run, each with the inline elements it stands in, and what is left."""
    text = "".join(part.text for part in parts)
    tokens: list[Token] = []
    number, at, last = 0, 0, 0
    for start, end in glyphs.words(text):
        atoms: list[Atom] = []
        while at + len(parts[number].text) <= start:
            _keep_atom(parts[number], atoms)
            at += len(parts[number].text)
            number += 1
        cut: list[Part] = []
        while number < len(parts) and at < end:
            part = parts[number]
            stop = at + len(part.text)
            cut.append(Part(text[max(at, start) : min(stop, end)], part.within, part.atom))
            if stop > end:
                break
            at, number = stop, number + 1
        space = text[last:start] or ("" if tokens else "\n")  # blocks stand on lines of their own
        tokens.append(_token(cut, space=space, atoms=tuple(atoms)))
        last = end
    rest: list[Atom] = []
    for part in parts[number:]:
        _keep_atom(part, rest)
    return tuple(tokens), tuple(rest)


def _keep_atom(part: Part, atoms: list[Atom]) -> None:
    if part.atom is not None:
        atoms.append(Atom(part.atom, part.within))


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
