"""A clause's Markdown with some of its words replaced, and everything else as it was written."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from archive.markdown_writing import markdown_of
from archive.marks import OLD_ONLY, Mark
from archive.pieces import Piece, Word
from archive.runs import Token

# What shows no words: where links lead, tags, attributes.
_SHOWS_NOTHING: Final = re.compile(
    r"""\]\([^()\s]*(?:\s+"[^"]*")?\)|\]\[[^\[\]]*\]|<[^<>]*>|\{:?[^{}]*\}"""
)

_MARKUP: Final = re.compile(r"[*_`\[<]")
_LINE_HEAD: Final = re.compile(r"[ \t>]*(?:(?:[-*+:]|\d+[.)])[ \t]+)*")


class _Unsafe(Exception):
    """Markup stands between the words that go, or words come with markup of their own."""


def patched(markdown: str, leaves: Sequence[Sequence[Piece]]) -> str | None:
    """Return a clause's Markdown with its words changed as marked.

    None where that is unsafe: where markup stands between the words that go, or where words
    come with markup of their own. What comes back is to be rendered and compared.
    """
    patch = _Patch(markdown)
    try:
        for pieces in leaves:
            patch.run(pieces)
    except _Unsafe:
        return None
    return patch.text()


class _Patch:
    """Goes through a clause's Markdown from word to word."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._shown = _SHOWS_NOTHING.sub(lambda found: "\0" * len(found[0]), markdown)
        self._written: list[str] = []
        self._at = 0

    def text(self) -> str:
        return "".join(self._written) + self._markdown[self._at :]

    def run(self, pieces: Sequence[Piece]) -> None:
        """Write one paragraph or cell."""
        gap = _Gap()
        for piece in pieces:
            word = piece.word
            if word is None:
                gap.space(piece)
            elif word.old is not None and word.new is not None:
                self._write(gap, word.old.text)
                gap = _Gap(before=word.new)
            else:
                gap.word(word)
        self._write(gap, "")

    def _write(self, gap: "_Gap", kept: str) -> None:
        """Write what stands before a kept word, or at the end, and that word."""
        first, after = self._found(gap.struck)
        end = self._find(kept, after) if kept else after
        if gap.changed:
            self._replace(gap, first, after, end)
        else:
            self._written.append(self._markdown[self._at : end])
        self._written.append(self._markdown[end : end + len(kept)])
        self._at = end + len(kept)

    def _replace(self, gap: "_Gap", first: int, after: int, end: int) -> None:
        """Replace the struck words from `first` to `after`; the next kept word begins at `end`."""
        come, start, stop = gap.come, self._at, end
        if gap.struck and come.strip() and self._same_spaces(come, first, after, end):
            come, start, stop = come.strip(), first, after
        elif gap.before is not None and self._plain(self._at, end) != gap.struck_text:
            # Markup begins or ends before the next kept word: what comes stands before it.
            come, stop = come.rstrip(), self._at
        elif gap.before is None:
            come, start = come.lstrip(), first if gap.struck else end
            if _MARKUP.search(self._shown[self._at : start]):
                raise _Unsafe
        if self._plain(start, stop) != gap.struck_text:
            raise _Unsafe
        come = escaped(come, before=self._markdown[:start])
        self._written += [self._markdown[self._at : start], come]
        self._written.append(self._markdown[stop:end])

    def _same_spaces(self, come: str, first: int, after: int, end: int) -> bool:
        """Whether words can take the place of others without the space round them."""
        before, behind = self._shown[self._at : first], self._shown[after:end]
        return (before[:1].isspace(), behind[-1:].isspace()) == (
            come[:1].isspace(),
            come[-1:].isspace(),
        ) or bool(before.strip() or behind.strip())

    def _plain(self, start: int, end: int) -> str:
        return "".join(self._shown[start:end].split())

    def _found(self, words: Sequence[str]) -> tuple[int, int]:
        """Return where the first of some words begins and the last one ends."""
        first, at = self._at, self._at
        for number, word in enumerate(words):
            place = self._find(word, at)
            first = place if number == 0 else first
            at = place + len(word)
        return first, at

    def _find(self, word: str, start: int) -> int:
        place = self._shown.find(word, start)
        if place < 0:
            raise _Unsafe
        return place


class _Gap:
    """What stands between two kept words in each text."""

    def __init__(self, before: Token | None = None) -> None:
        self.before = before  # the kept word, None at the head
        self.struck: list[str] = []
        self.come = ""
        self.changed = False
        self._looks: list[list[str]] = [] if before is None else [look(before)]

    @property
    def struck_text(self) -> str:
        return "".join(self.struck)

    def space(self, piece: Piece) -> None:
        at_head = self.before is None and not self.come and not self.struck
        if piece.mark not in OLD_ONLY and not at_head:
            self.come += " "

    def word(self, word: Word) -> None:
        self.changed = self.changed or word.mark in (Mark.STRUCK, Mark.INSERTED)
        token = word.old or word.new
        if token is None or not token.text:
            return
        if word.old is not None:
            self.struck.append(token.text)
            self._looks.append(look(token))
            return
        if not is_of_one_look(token) or look(token) not in self._looks[:2]:
            raise _Unsafe
        self.come += token.text


def look(token: Token) -> list[str]:
    """Return the names of the inline elements that a word stands in."""
    return [element.tag for element in token.within]


def is_of_one_look(token: Token) -> bool:
    """Whether all its words stand in like inline elements, without a picture among them."""
    looks = {tuple(element.tag for element in part.within) for part in token.parts}
    return len(looks) == 1 and not any(part.atom for part in token.parts)


def escaped(words: str, *, before: str) -> str:
    """Return words as Markdown that shows just them after `before`, with the spaces at their ends."""
    if not words.strip():
        return words
    start = len(words) - len(words.lstrip())
    end = len(words.rstrip())
    # Only at the head of a line is a number with a dot, or a bullet, more than words.
    name = "p" if _LINE_HEAD.fullmatch(before.rpartition("\n")[2]) else "span"
    written = markdown_of(f"<{name}>{escape(words.strip())}</{name}>").strip()
    return words[:start] + written + words[end:]
