"""Marked words as the runs of a Word document: what each says, how it looks, what became of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final, NamedTuple

from archive.marks import Mark
from archive.pieces import Piece, Word
from archive.runs import Atom, Part, Token

LINE_BREAK: Final = "\n"

_FORMATS: Final = {
    "b": "b",
    "strong": "b",
    "em": "i",
    "i": "i",
    "cite": "i",
    "dfn": "i",
    "var": "i",
    "u": "u",
    "ins": "u",
    "s": "strike",
    "del": "strike",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "sup": "superscript",
    "sub": "subscript",
    "mark": "highlight",
}
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")


class Fate(StrEnum):
    """What became of words or of a paragraph's end; the name of Word's element for it."""

    KEPT = ""
    INSERTED = "ins"
    DELETED = "del"
    MOVED_TO = "moveTo"
    MOVED_FROM = "moveFrom"


GONE: Final = frozenset({Fate.DELETED, Fate.MOVED_FROM})
_FATES: Final = {
    Mark.KEPT: Fate.KEPT,
    Mark.STRUCK: Fate.DELETED,
    Mark.INSERTED: Fate.INSERTED,
    Mark.MOVED_FROM: Fate.MOVED_FROM,
    Mark.MOVED_TO: Fate.MOVED_TO,
    Mark.GLYPHS_TO: Fate.KEPT,
}
_OF_ONE_TEXT: Final = {Mark.GLYPHS_FROM: Fate.DELETED, Mark.GLYPHS_TO: Fate.INSERTED}


class WordRun(NamedTuple):
    """Words that look alike and share a fate."""

    text: str  # "\n" is a line break
    fate: Fate = Fate.KEPT
    formats: AbstractSet[str] = frozenset()
    link: str = ""


Fragment = tuple[WordRun, ...]


def fragments_of(
    pieces: Sequence[Piece], *, starts: AbstractSet[int], code: bool
) -> list[Fragment]:
    """Return the runs of one paragraph or cell, cut where the old text began another one.

    `starts` are the identities of the words with which those began.
    """
    writer = _Writer(starts, code=code)
    for piece in pieces:
        writer.add(piece)
    return writer.fragments()


class _Writer:
    """Collects the runs of one paragraph."""

    def __init__(self, starts: AbstractSet[int], *, code: bool) -> None:
        self._starts, self._code = starts, code
        self._fragments: list[list[WordRun]] = [[]]
        self._spaces: list[tuple[Mark, str]] = []
        self._seen_old = False
        self._at_head = True

    def fragments(self) -> list[Fragment]:
        return [tuple(_joined(runs)) for runs in self._fragments]

    def add(self, piece: Piece) -> None:
        if piece.word is None:
            self._space(piece)
            return
        self._cut_before(piece.word)
        fate = _FATES.get(piece.mark, Fate.KEPT)
        token = piece.word.new or piece.word.old
        if token is not None and piece.mark is not Mark.GLYPHS_FROM:
            self._write(token, fate)
        self._at_head = False

    def _space(self, piece: Piece) -> None:
        if self._at_head:
            return  # blocks stand on lines of their own
        text = piece.space
        if not self._code:
            text = _SPACES.sub(" ", text)
        self._spaces.append((piece.mark, text))

    def _waiting_spaces(self) -> Iterator[WordRun]:
        """Yield the white space before a word; where each text has its own, the new text's."""
        spaces, self._spaces = self._spaces, []
        both = {Mark.GLYPHS_FROM, Mark.GLYPHS_TO} <= {mark for mark, _ in spaces}
        for mark, text in spaces:
            if both and mark in _OF_ONE_TEXT:
                if mark is Mark.GLYPHS_TO:
                    yield WordRun(text)
            else:
                yield WordRun(text, _OF_ONE_TEXT.get(mark) or _FATES[mark])

    def _cut_before(self, word: Word) -> None:
        if word.old is None:
            return
        if id(word.old) in self._starts and self._seen_old:
            self._spaces = []
            self._fragments.append([])
        self._seen_old = True

    def _write(self, token: Token, fate: Fate) -> None:
        runs = self._fragments[-1]
        breaks = [WordRun(LINE_BREAK, fate) for atom in token.atoms if _is_break(atom)]
        spaces = list(self._waiting_spaces())
        runs += breaks or spaces
        if self._code and self._at_head and token.space != "\n":
            runs.append(WordRun(token.space, fate))
        parts = _without_last_end(token.parts) if self._code else _with_single_spaces(token.parts)
        runs += [_run(part, fate) for part in parts if part.text]


def _is_break(atom: Atom) -> bool:
    return atom.element.tag == "br"


def _without_last_end(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts of code without the end of its last line, which shows nothing."""
    return (*parts[:-1], parts[-1]._replace(text=parts[-1].text.removesuffix("\n")))


def _with_single_spaces(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield what parts show: single spaces, none at either end or beside a line break."""
    shown: list[Part] = []
    after_space = True
    for part in parts:
        if part.atom is not None and part.atom.tag == "br":
            _strip_end(shown)
            shown.append(part._replace(text=LINE_BREAK))
            after_space = True
            continue
        text = _SPACES.sub(" ", part.text)
        if after_space:
            text = text.removeprefix(" ")
        if text:
            shown.append(part._replace(text=text))
            after_space = text.endswith(" ")
    _strip_end(shown)
    yield from shown


def _strip_end(parts: list[Part]) -> None:
    if parts and parts[-1].text.endswith(" "):
        parts[-1] = parts[-1]._replace(text=parts[-1].text.removesuffix(" "))


def _run(part: Part, fate: Fate) -> WordRun:
    links = [dict(e.attributes).get("href", "") for e in part.within if e.tag == "a"]
    return WordRun(
        text=part.text,
        fate=fate,
        formats=frozenset(_FORMATS[e.tag] for e in part.within if e.tag in _FORMATS),
        link=links[-1] if links else "",
    )


def _joined(runs: Iterable[WordRun]) -> Iterator[WordRun]:
    """Yield runs with the neighbours that differ in nothing but their words made one.

    A space between two linked or emphasised words belongs to them.
    """
    waiting: list[WordRun] = []
    for run in _with_spaces_inside(list(runs)):
        if waiting and waiting[-1][1:] == run[1:]:
            waiting[-1] = run._replace(text=waiting[-1].text + run.text)
        else:
            waiting.append(run)
    yield from waiting


def _with_spaces_inside(runs: list[WordRun]) -> list[WordRun]:
    for place in range(1, len(runs) - 1):
        run, before, after = runs[place], runs[place - 1], runs[place + 1]
        if run.text == " " and run[1:] != before[1:] and before[2:] == after[2:]:
            runs[place] = WordRun(" ", run.fate, before.formats, before.link)
    return runs
