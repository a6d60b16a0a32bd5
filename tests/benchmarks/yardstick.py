"""The yardstick: one measure for every engine that compares two texts.

Whatever an engine gives is first made a stream: stretches of text, each kept, struck, inserted or
moved. All figures are counted from streams, with words and sentences cut here and not by an engine.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

KEPT, STRUCK, INSERTED, MOVED_FROM, MOVED_TO = "=", "-", "+", "m-", "m+"
GLYPHS_FROM, GLYPHS_TO = "~-", "~+"  # the same word in other glyphs: not highlighted
_OLD: Final = {KEPT, STRUCK, MOVED_FROM, GLYPHS_FROM}
_NEW: Final = {KEPT, INSERTED, MOVED_TO, GLYPHS_TO}
_HIGHLIGHTED: Final = {STRUCK, INSERTED}
_MOVED: Final = {MOVED_FROM, MOVED_TO}

STOPWORDS: Final = frozenset(
    "a an and any are as at be been but by can could did do does for from had has have he her his "
    "how i if in into is it its may more not of on or other our she should so such than that the "
    "their them then there these they this those to us was we were what when where which who will "
    "with would you your".split()
)
_CRUMB: Final = 3  # words; kept between two changes, so few stopwords help nobody
_WORD: Final = re.compile(r"\w+(?:['’.]\w+)*|[^\w\s]")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?;:])\s+(?=[^\W_a-z]|[\"'“‘(\[])|\n+")
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "…": "...",
    }
)


class Stretch(NamedTuple):
    """A stretch of text under one mark."""

    mark: str
    text: str


Stream = Sequence[Stretch]


def words(text: str) -> list[str]:
    """Return the words and marks of a text, quotes and dashes in one shape."""
    return _WORD.findall(re.sub(r"-{2,}", "-", text.translate(_FOLDED)))


def without_spaces(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())


def old_side(stream: Stream) -> str:
    """Return the old text that a stream gives back when all of it is rejected."""
    return "".join(stretch.text for stretch in stream if stretch.mark in _OLD)


def new_side(stream: Stream) -> str:
    """Return the new text that a stream gives back when all of it is accepted."""
    return "".join(stretch.text for stretch in stream if stretch.mark in _NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What was counted in one comparison, or in many together."""

    pairs: int = 1
    old_lost: int = 0  # comparisons that do not give the old text back
    new_lost: int = 0
    highlighted: int = 0  # words
    moved: int = 0  # words, at both of their places
    fewest: int = 0  # words that any engine without moves must highlight
    runs: int = 0  # stretches of words highlighted alike
    crumbs: int = 0  # chaff: a few stopwords kept between two changes of one line
    sentences: int = 0  # changed ones
    unchanged: int = 0  # comparisons in which no visible word changed
    false: int = 0  # those of them with any highlight

    def __add__(self, other: "Count") -> "Count":
        both = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
        }
        return Count(**both)

    @property
    def by_fewest(self) -> float:
        """Highlighted words by the fewest possible."""
        return self.highlighted / max(self.fewest, 1)

    @property
    def with_moves_by_fewest(self) -> float:
        """The same with moved words counted as highlighted."""
        return (self.highlighted + self.moved) / max(self.fewest, 1)

    @property
    def chaff(self) -> float:
        """Crumbs in a hundred runs."""
        return 100 * self.crumbs / max(self.runs, 1)

    @property
    def runs_a_sentence(self) -> float:
        """Runs by changed sentence."""
        return self.runs / max(self.sentences, 1)


NOTHING: Final = Count(pairs=0)


def total(counts: Iterable[Count]) -> Count:
    """Return several counts together."""
    return sum(counts, NOTHING)


def count(stream: Stream, old: str, new: str) -> Count:
    """Return what a stream shows of the change from one text to another."""
    before, after = words(old), words(new)
    shared = _longest_common(before, after)
    marked = [*_marked_words(stream)]
    tokens = [(mark, word) for mark, word in marked if word]
    highlighted = sum(mark in _HIGHLIGHTED for mark, _ in tokens)
    unchanged = before == after
    return Count(
        old_lost=without_spaces(old_side(stream)) != without_spaces(old),
        new_lost=without_spaces(new_side(stream)) != without_spaces(new),
        highlighted=highlighted,
        moved=sum(mark in _MOVED for mark, _ in tokens),
        fewest=len(before) + len(after) - 2 * shared,
        runs=sum(mark in _HIGHLIGHTED for mark, _ in groupby(tokens, key=lambda token: token[0])),
        crumbs=_crumbs(marked),
        sentences=_changed_sentences(old, new),
        unchanged=unchanged,
        false=unchanged and highlighted > 0,
    )


def _longest_common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words stand in both texts in the same order, at most."""
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(word, len(numbers)) for word in side] for side in (old, new))
    return LCSseq.similarity(one, other)


def _marked_words(stream: Stream) -> Iterator[tuple[str, str]]:
    """Yield each word with its mark; a word is highlighted where any of its letters is."""
    for side, stretches in groupby(_without_old_glyphs(stream), key=lambda stretch: stretch.mark):
        for word in _words_and_lines("".join(stretch.text for stretch in stretches)):
            yield side, word


def _words_and_lines(text: str) -> Iterator[str]:
    """Yield the words of a text, and nothing for each end of a line."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield ""
        yield from words(line)


def _without_old_glyphs(stream: Stream) -> Iterator[Stretch]:
    for stretch in stream:
        if stretch.mark == GLYPHS_TO:
            yield Stretch(KEPT, stretch.text)
        elif stretch.mark != GLYPHS_FROM:
            yield stretch


def _crumbs(tokens: Sequence[tuple[str, str]]) -> int:
    """Return how many lone stopwords and marks stand between two changes of one line."""
    groups = [(mark, [word for _, word in same]) for mark, same in groupby(tokens, lambda t: t[0])]
    return sum(
        mark == KEPT
        and len(island) <= _CRUMB
        and all(word.lower() in STOPWORDS or _is_mark(word) for word in island)
        and before in _HIGHLIGHTED
        and after in _HIGHLIGHTED
        for (before, _), (mark, island), (after, _) in zip(
            groups, groups[1:], groups[2:], strict=False
        )
    )


def _is_mark(word: str) -> bool:
    return word != "" and not re.match(r"\w", word)


def _changed_sentences(old: str, new: str) -> int:
    """Return how many sentences one text has and the other has not; a reworded one counts once."""
    before, after = Counter(_sentences(old)), Counter(_sentences(new))
    return max((before - after).total(), (after - before).total())


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_ENDS.split(text):
        found = words(sentence)
        if found:
            yield " ".join(found)
