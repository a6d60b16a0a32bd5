"""Elsewhere: whether words that went, or came, stand in another place of the other text."""

from collections.abc import Iterable, Iterator
from typing import Final

from archive.computed_once import once
from notify.rules import Rules
from notify.sentence_words import in_plain_glyphs, words_of

_LONG: Final = 5  # words in a row that can be known again in another place


class Elsewhere:
    """Two texts in which a run of words is looked for; they are read when one is long enough."""

    def __init__(self, old: str, new: str, rules: Rules) -> None:
        self._texts = (old, new)
        self._rules = rules

    def still_stands(self, run: str) -> bool:
        """Whether a run that went stands in the new text as often as it stood in the old one."""
        return is_long(run) and _as_often(padded(run.split()), *self._words)

    def stood_before(self, run: str) -> bool:
        """Whether a run that came stood in the old text as often as it stands in the new one."""
        return is_long(run) and _as_often(padded(run.split()), *self._words[::-1])

    @once
    def _words(self) -> tuple[str, str]:
        read: dict[str, list[str]] = {}  # the two texts have most of their lines in common
        old, new = (padded(self._words_of(text, read)) for text in self._texts)
        return old, new

    def _words_of(self, text: str, read: dict[str, list[str]]) -> Iterator[str]:
        for line in text.split("\n"):
            if line not in read:
                read[line] = words_of(in_plain_glyphs(line), self._rules)
            yield from read[line]


def is_long(run: str) -> bool:
    """Whether a run of words can be known again; a "not" that moved is no mere move."""
    return run.count(" ") >= _LONG - 1


def padded(words: Iterable[str]) -> str:
    """Return words in a form in which a run of them is found whole, side by side or not."""
    together = "  ".join(words)
    return f" {together} " if together else ""


def _as_often(run: str, own: str, other: str) -> bool:
    return 0 < other.count(run) >= own.count(run)
