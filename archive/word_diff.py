"""Which words of one sentence are which of another, the way a person would mark them.

Keeping as many words as possible gives unreadable redlines: lone articles and commas
survive between changes. So each run of kept words has a price, and must be worth it.
"""

from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from archive.chains import best_chain, unique_links
from archive.vocabulary import Vocabulary

OPENING: Final = 0.9  # what a run of kept words costs: more than "the" and a comma weigh
_LARGEST: Final = 60_000  # cells of the exact table; beyond it, the longest common subsequence
_LEAST_RUN: Final = 1.2  # what a run must weigh there

_HUGE: Final = 100_000_000  # cells beyond which a long text is first cut at fixed points
_GRAM: Final = 3


class Run(NamedTuple):
    """Words that stand in both texts one after the other."""

    old: int
    new: int
    length: int


def common_runs(old: str, new: str, vocabulary: Vocabulary) -> list[Run]:
    """Return the runs of words that two encoded texts share, in order."""
    start, end = common_ends(old, new)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [Run(0, 0, start)] if start else []
    runs += [
        Run(run.old + start, run.new + start, run.length)
        for run in _middle_runs(middle_old, middle_new, vocabulary)
    ]
    if end:
        runs.append(Run(len(old) - end, len(new) - end, end))
    return runs


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how long the common head and tail are; they never overlap."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _middle_runs(old: str, new: str, vocabulary: Vocabulary) -> list[Run]:
    if not old or not new:
        return []
    if len(old) * len(new) <= _LARGEST:
        return _best_runs(old, new, [vocabulary.weights[character] for character in old])
    return [
        run
        for run in longest_common(old, new)
        if vocabulary.weight(old[run.old : run.old + run.length]) >= _LEAST_RUN
    ]


def longest_common(old: str, new: str) -> list[Run]:
    """Return the runs of a long common subsequence: the longest, unless the texts are huge."""
    runs: list[Run] = []
    i = j = 0
    for anchor in [*_fixed_points(old, new), Run(len(old), len(new), 0)]:
        for a, b in _slices(old[i : anchor.old], new[j : anchor.new]):
            runs += _longest(old, new, (i + a[0], i + a[1]), (j + b[0], j + b[1]))
        if anchor.length:
            runs.append(anchor)
        i, j = anchor.old + anchor.length, anchor.new + anchor.length
    return runs


def _longest(old: str, new: str, olds: tuple[int, int], news: tuple[int, int]) -> list[Run]:
    blocks = LCSseq.opcodes(old[slice(*olds)], new[slice(*news)]).as_matching_blocks()
    return [Run(olds[0] + b.a, news[0] + b.b, b.size) for b in blocks if b.size]


def _fixed_points(old: str, new: str) -> list[Run]:
    """Return words that surely match: some in a row that occur once in each of two huge texts."""
    if len(old) * len(new) <= _HUGE:
        return []
    links = unique_links(_grams(old), _grams(new))
    points: list[Run] = []
    for link in best_chain(links):
        if not points or (
            link.old >= points[-1].old + _GRAM and link.new >= points[-1].new + _GRAM
        ):
            points.append(Run(link.old, link.new, _GRAM))
    return points


def _grams(text: str) -> list[str]:
    return [text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)]


def _slices(old: str, new: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return what of a gap is compared with what: where it is still huge, piece with piece."""
    pieces = 1 + int((len(old) * len(new) / _HUGE) ** 0.5)
    return [
        (
            (len(old) * n // pieces, len(old) * (n + 1) // pieces),
            (len(new) * n // pieces, len(new) * (n + 1) // pieces),
        )
        for n in range(pieces)
    ]


def _best_runs(old: str, new: str, weights: list[float]) -> list[Run]:
    """Return the runs whose words weigh most after each run has paid for its opening."""
    width = len(new) + 1
    best_above = [0.0] * width
    run_above = [-1.0] * width
    steps = bytearray((len(old) + 1) * width)  # 0: up, 1: left, 2: a run opens, 3: it goes on
    for i, word in enumerate(old, 1):
        best = [0.0] * width
        runs = [-1.0] * width
        weight = weights[i - 1]
        row = i * width
        left = 0.0
        for j, other in enumerate(new, 1):
            step = 0
            value = best_above[j]
            if left > value:
                value, step = left, 1
            if word == other:
                opened = best_above[j - 1] - OPENING
                going_on = run_above[j - 1]
                step_in_run = 8 if going_on >= opened else 4
                run = weight + max(opened, going_on)
                runs[j] = run
                steps[row + j] = step_in_run
                if run > value:
                    value, step = run, 2
            steps[row + j] |= step
            best[j] = left = value
        best_above, run_above = best, runs
    return _trace(steps, len(old), len(new))


def _trace(steps: bytearray, i: int, j: int) -> list[Run]:
    width = j + 1
    runs: list[Run] = []
    while i > 0 and j > 0:
        step = steps[i * width + j] & 3
        if step == 0:
            i -= 1
        elif step == 1:
            j -= 1
        else:
            length = 0
            while True:
                going_on = steps[i * width + j] & 8
                i, j, length = i - 1, j - 1, length + 1
                if not going_on:
                    break
            runs.append(Run(i, j, length))
    runs.reverse()
    return runs
