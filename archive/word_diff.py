"""Which words of one sentence are which of another, the way a person would mark them.

Keeping as many words as possible gives unreadable redlines: lone articles and commas
survive between changes. So each run of kept words has a price, and must be worth it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from archive.chains import best_chain, unique_links
from archive.vocabulary import Vocabulary

OPENING: Final = 0.9  # what a run of kept words costs: more than "the" and a comma weigh
_LONG: Final = 8  # words, of both texts, beside which a lone mark or article is not kept
_LARGEST: Final = 60_000  # places with equal words; beyond, the longest common subsequence
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
    start -= _parts_a_phrase(old, new, Run(0, 0, start), vocabulary)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [Run(0, 0, start)] if start else []
    runs += [
        Run(run.old + start, run.new + start, run.length)
        for run in _whole_phrases(middle_old, middle_new, vocabulary)
    ]
    if end:
        runs.append(Run(len(old) - end, len(new) - end, end))
    return runs


def _whole_phrases(old: str, new: str, vocabulary: Vocabulary) -> list[Run]:
    """Return shared runs of which none ends between "may" and a "not" that only one text has.

    A reader must not have to see one struck "not": "may not" became "may".
    """
    runs = _middle_runs(old, new, vocabulary)
    cut = (
        run._replace(length=run.length - _parts_a_phrase(old, new, run, vocabulary)) for run in runs
    )
    return [run for run in cut if run.length]


def _parts_a_phrase(old: str, new: str, run: Run, vocabulary: Vocabulary) -> int:
    """Return 1 where a run ends with a modal verb and one text alone goes on with a negation."""
    if not run.length or old[run.old + run.length - 1] not in vocabulary.modals:
        return 0
    after = old[run.old + run.length :][:1], new[run.new + run.length :][:1]
    return (after[0] in vocabulary.negations) != (after[1] in vocabulary.negations)


def without_crumbs(runs: Iterable[Run], weight: Callable[[Run], float]) -> list[Run]:
    """Return runs in order without those beside a change that are not worth their opening.

    Where one sentence ends and the next begins, a lone full stop or "We" is no help to a reader;
    nor is one at either end of the words, beside a long stretch that took another's place.
    The first and the last run bound the words; they may be empty.
    """
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else run
        if joined and (run.old, run.new) == (last.old + last.length, last.new + last.length):
            joined[-1] = last._replace(length=last.length + run.length)
        else:
            joined.append(run)
    if len(joined) < 2:
        return joined
    inner = [run for run in joined[1:-1] if weight(run) >= OPENING]
    first, last = joined[0], joined[-1]
    if weight(first) < OPENING and _is_long(first, (*inner, last)[0]):
        first = first._replace(length=0)
    if weight(last) < OPENING and _is_long((first, *inner)[-1], last):
        last = Run(last.old + last.length, last.new + last.length, 0)
    return [first, *inner, last]


def _is_long(before: Run, after: Run) -> bool:
    """Whether many words between two runs took the place of others."""
    struck = after.old - before.old - before.length
    inserted = after.new - before.new - before.length
    return min(struck, inserted) >= 1 and struck + inserted >= _LONG


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
    counts = Counter(new)
    if sum(counts[word] for word in old) <= _LARGEST:
        return _best_runs(old, new, [vocabulary.weights[word] for word in old])
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


def _best_runs(old: str, new: str, weights: Sequence[float]) -> list[Run]:
    """Return the runs whose words weigh most after each run has paid for its opening.

    Only the places where both texts have the same word are looked at.
    """
    places: dict[str, list[int]] = {}
    for j, word in enumerate(new):
        places.setdefault(word, []).append(j)
    matches: list[tuple[int, int, int]] = []  # old place, new place, the match before
    best = [0.0] * (len(new) + 1)  # the most that can be kept before each place
    last = [-1] * (len(new) + 1)  # the match that ends it
    above: dict[int, tuple[float, int]] = {}
    for i, word in enumerate(old):
        row: dict[int, tuple[float, int]] = {}
        for j in places.get(word, ()):
            value, before = best[j] - OPENING, last[j]
            going_on = above.get(j - 1)
            if going_on is not None and going_on[0] >= value:
                value, before = going_on
            row[j] = (value + weights[i], len(matches))
            matches.append((i, j, before))
        for j, (value, match) in row.items():
            end = bisect_left(best, value, j + 1)  # the values never fall from place to place
            best[j + 1 : end] = [value] * (end - j - 1)
            last[j + 1 : end] = [match] * (end - j - 1)
        above = row
    return _joined(matches, last[-1])


def _joined(matches: Sequence[tuple[int, int, int]], number: int) -> list[Run]:
    """Return the runs of a chain of matches, followed from its end."""
    runs: list[Run] = []
    while number >= 0:
        i, j, number = matches[number]
        if runs and (runs[-1].old, runs[-1].new) == (i + 1, j + 1):
            runs[-1] = Run(i, j, runs[-1].length + 1)
        else:
            runs.append(Run(i, j, 1))
    runs.reverse()
    return runs
