"""Pieces: the words of a redline under their marks, and the white space between.

Whatever is marked here is exact: what stands under the marks of one side, read in order,
is that side's visible text.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive import glyphs
from archive.marks import NEW_ONLY, OLD_ONLY, Mark, Segment
from archive.runs import Token


class Word(NamedTuple):
    """One word of a redline: as it stood, as it stands, or both where it was kept."""

    mark: Mark
    old: Token | None
    new: Token | None


class Piece(NamedTuple):
    """A word, or the white space between two."""

    mark: Mark
    space: str
    word: Word | None


def kept(old: Token, new: Token) -> Iterator[Word]:
    """Yield a word that stayed; unequal words that were paired all the same did not stay."""
    if old.key == new.key:
        yield Word(Mark.KEPT, old, new)
    else:
        yield struck(old)
        yield inserted(new)


def struck(token: Token, mark: Mark = Mark.STRUCK) -> Word:
    """Return a word of the old text only; pictures and what cannot be seen are no words."""
    return Word(mark if token.key and token.text else Mark.GLYPHS_FROM, token, None)


def inserted(token: Token, mark: Mark = Mark.INSERTED) -> Word:
    """Return a word of the new text only; pictures and what cannot be seen are no words."""
    return Word(mark if token.key and token.text else Mark.GLYPHS_TO, None, token)


def with_spaces(leaves: list[list[Word]]) -> list[list[Piece]]:
    """Return the words of each leaf with the white space that belongs before them."""
    spacer = _Spacer(leaves)
    return [spacer.leaf() for _ in leaves]


class _Spacer:
    """Writes the white space of both texts, shared wherever both have the same."""

    def __init__(self, leaves: list[list[Word]]) -> None:
        self._leaves = iter(leaves)
        words = [(number, word) for number, leaf in enumerate(leaves) for word in leaf]
        self._words = iter(words)
        self._old_ahead = _ahead([(number, word.old) for number, word in words])
        self._new_ahead = _ahead([(number, word.new) for number, word in words])
        self._at = 0
        self._old_done = self._new_done = False
        self._before = Mark.KEPT  # the mark of the word before
        self._pieces: list[Piece] = []

    def leaf(self) -> list[Piece]:
        self._pieces, self._before = [], Mark.KEPT
        for place, word in enumerate(next(self._leaves)):
            self._space_before(word, first=place == 0)
            self._before = word.mark
            self._pieces.append(Piece(word.mark, "", word))
            self._at += 1
        return self._pieces

    def _space_before(self, word: Word, *, first: bool) -> None:
        old, old_leaf = self._old_ahead[self._at]
        new, new_leaf = self._new_ahead[self._at]
        if first and old and new:
            self._add(Mark.KEPT, "\n")
            self._old_done = self._new_done = True
        need_old, need_new = bool(old) and not self._old_done, bool(new) and not self._new_done
        # Between two struck or two inserted words the space is theirs alone.
        inside = word.mark is not Mark.KEPT and word.mark is self._before
        shared = not inside and old_leaf == new_leaf and glyphs.spacing(old) == glyphs.spacing(new)
        if need_old and need_new and shared:
            self._add(Mark.KEPT, new)
            self._old_done = self._new_done = True
        else:
            if need_old and word.old is not None:
                self._add(self._own_mark(word, OLD_ONLY, Mark.GLYPHS_FROM), old)
            if need_new and word.new is not None:
                self._add(self._own_mark(word, NEW_ONLY, Mark.GLYPHS_TO), new)
        self._old_done = self._old_done and word.old is None
        self._new_done = self._new_done and word.new is None

    def _own_mark(self, word: Word, marks: frozenset[Mark], otherwise: Mark) -> Mark:
        """Return the mark for white space of one side: its word's, or the one's before."""
        if word.mark in marks:
            return word.mark
        before = self._pieces[-1].mark if self._pieces else otherwise
        return before if before in marks else otherwise

    def _add(self, mark: Mark, space: str) -> None:
        self._pieces.append(Piece(mark, space, None))


def _ahead(tokens: list[tuple[int, Token | None]]) -> list[tuple[str, int]]:
    """Return for each place the white space before the next word of a side, and its leaf."""
    ahead: list[tuple[str, int]] = []
    space, leaf = "", -1
    for number, token in reversed(tokens):
        if token is not None:
            space, leaf = token.space, number
        ahead.append((space, leaf))
    ahead.reverse()
    for place, (_, token) in enumerate(tokens):  # nothing stands before the first word
        ahead[place] = ("", -1)
        if token is not None:
            break
    return ahead


def segments(pieces: Iterable[Piece]) -> tuple[Segment, ...]:
    """Return the visible text of both sides under its marks, in reading order."""
    found: list[tuple[Mark, list[str]]] = []
    for mark, text in _texts(pieces):
        if not text:
            continue
        if found and found[-1][0] is mark:
            found[-1][1].append(text)
        else:
            found.append((mark, [text]))
    return tuple(Segment(mark=mark, text="".join(texts)) for mark, texts in found)


def _texts(pieces: Iterable[Piece]) -> Iterator[tuple[Mark, str]]:
    for mark, space, word in pieces:
        if word is None:
            yield mark, glyphs.spacing(space) if space != "\n" else space
        elif word.old is not None and word.new is not None:
            yield from _both(word.old.text, word.new.text)
        else:
            token = word.old or word.new
            yield mark, token.text if token else ""


def _both(old: str, new: str) -> Iterator[tuple[Mark, str]]:
    """Yield a kept word; where it is set in other glyphs, both, and only them."""
    if old == new:
        yield Mark.KEPT, new
        return
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield Mark.KEPT, new[:start]
    yield Mark.GLYPHS_FROM, old[start : len(old) - end]
    yield Mark.GLYPHS_TO, new[start : len(new) - end]
    yield Mark.KEPT, new[len(new) - end :]
