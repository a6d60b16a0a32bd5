"""Counterparts: which sentence that went is the one that came elsewhere, a little reworded.

A sentence that moves to another clause and loses a word on its way looks like one that was taken
out and one that was put in. Side by side the two show what really changed, a "not" before all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from archive.changes import Change

Sentence = tuple[Change, str, str]  # the change it belongs to, and its words before and after

_WORDS: Final = 6  # from which a sentence can be known again
_ALIKE: Final = 0.6  # so much of the words of both, in order, must be the same


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A sentence that went and one that came, by their places, and how alike they are."""

    alike: float
    went: int
    came: int


def with_counterparts(
    sentences: Sequence[Sentence], words_of: Callable[[str], Sequence[str]]
) -> list[Sentence]:
    """Return the sentences, each that went paired with the one that came for it elsewhere.

    The pair stands where the new sentence does; of several the most alike are paired.
    """
    went = _known(sentences, words_of, side=1)
    came = _known(sentences, words_of, side=2)
    paired: dict[int, int] = {}  # by the place of what came: the place of what went
    for match in sorted(_matches(went, came), key=lambda one: (-one.alike, one.went, one.came)):
        if match.came not in paired and match.went not in paired.values():
            paired[match.came] = match.went
    gone = set(paired.values())
    return [
        (change, sentences[paired[place]][1], after) if place in paired else (change, before, after)
        for place, (change, before, after) in enumerate(sentences)
        if place not in gone
    ]


def _known(
    sentences: Sequence[Sentence], words_of: Callable[[str], Sequence[str]], *, side: int
) -> dict[int, Sequence[str]]:
    """Return by their places the words of the sentences that stand on one side only."""
    other = 3 - side
    found = {
        place: words_of(str(one[side]))
        for place, one in enumerate(sentences)
        if one[side] and not one[other]
    }
    return {place: words for place, words in found.items() if len(words) >= _WORDS}


def _matches(went: dict[int, Sequence[str]], came: dict[int, Sequence[str]]) -> Iterator[_Match]:
    for old, before in went.items():
        for new, after in came.items():
            alike = Indel.normalized_similarity(before, after, score_cutoff=_ALIKE)
            if alike:
                yield _Match(alike=alike, went=old, came=new)
