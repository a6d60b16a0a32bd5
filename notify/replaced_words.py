"""Replaced words: which words of a sentence gave way to which, as the redline's own comparison says.

Its time grows little faster than the sentence, so that no sentence of a stranger hangs a check.
"""

from collections.abc import Iterator
from typing import NamedTuple

from archive.vocabulary import Vocabulary
from archive.word_diff import Run, longest_common


class Replaced(NamedTuple):
    """Words that went and those that came in their place; one of the two may be none."""

    went: list[str]
    came: list[str]


def replaced_words(old: list[str], new: list[str]) -> Iterator[Replaced]:
    """Yield what differs between the words of a sentence before and after, in order."""
    vocabulary = Vocabulary()
    runs = longest_common(vocabulary.encode(old), vocabulary.encode(new))
    i = j = 0
    for run in (*runs, Run(len(old), len(new), 0)):
        if i < run.old or j < run.new:
            yield Replaced(old[i : run.old], new[j : run.new])
        i, j = run.old + run.length, run.new + run.length
