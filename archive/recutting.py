"""Recutting: which parts of two texts hold the same words, cut at other places.

One paragraph became five, two sentences became one, the end of a clause is the head of the next.
The parts are clauses or sentences, encoded one character a word.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from archive.word_diff import longest_common

_FOUND_AGAIN: Final = 0.6  # how much of a part must stand in the one it was cut from
_SLACK: Final = 1.2  # by how much the words of a part and its partner's may overlap by chance
_LONGEST: Final = 400_000_000  # words times words from which on nobody asks for that
_LEAST_RUN: Final = 2  # words in a row; a lone word is found anywhere


class Group(NamedTuple):
    """Stretches of parts that belong together: places in both lists of parts."""

    old: range
    new: range


def recut(old: Sequence[str], new: Sequence[str], pairs: Sequence[Group]) -> list[Group]:
    """Return the pairs, in order, each with the parts beside it that share their words with it.

    A part without a partner goes to the one that holds most of its words, and whatever stands
    between two parts that belong together goes with them. The pairs must follow both texts.
    """
    alone_old, alone_new = (
        _alone(old, [pair.old for pair in pairs]),
        _alone(new, [pair.new for pair in pairs]),
    )
    if not old or not new or not (alone_old or alone_new):
        return list(pairs)
    order = _Order(pairs)
    found = [
        group
        for i, j, shared in shares(old, new, least=_LEAST_RUN)
        if (i in alone_old and shared >= _FOUND_AGAIN * len(old[i]))
        or (j in alone_new and shared >= _FOUND_AGAIN * len(new[j]))
        if order.keeps(group := Group(range(i, i + 1), range(j, j + 1)))
        and not _is_taken(old, new, order.partners(group), group, shared)
    ]
    return _merged([*pairs, *found])


def _is_taken(
    old: Sequence[str], new: Sequence[str], partners: Sequence[Group], group: Group, shared: int
) -> bool:
    """Whether the shared words of a part are those that its partner has already."""
    i, j = group.old.start, group.new.start
    for partner in partners:
        whole, other = (
            (old[i], "".join(new[slice(partner.new.start, partner.new.stop)]))
            if i in partner.old
            else (new[j], "".join(old[slice(partner.old.start, partner.old.stop)]))
        )
        if len(whole) * len(other) > _LONGEST:
            continue
        if LCSseq.similarity(whole, other) + shared > _SLACK * len(whole):
            return True
    return False


def _alone(parts: Sequence[str], paired: Sequence[range]) -> set[int]:
    return set(range(len(parts))).difference(*paired)


def shares(old: Sequence[str], new: Sequence[str], *, least: int) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs of parts that share words, so many in a row at least, with how many."""
    ends_old, ends_new = [*accumulate(map(len, old))], [*accumulate(map(len, new))]
    shared: dict[tuple[int, int], int] = {}
    for run in longest_common("".join(old), "".join(new)):
        if run.length < least:
            continue
        at, at_new, end = run.old, run.new, run.old + run.length
        while at < end:
            i, j = bisect_right(ends_old, at), bisect_right(ends_new, at_new)
            length = min(end - at, ends_old[i] - at, ends_new[j] - at_new)
            shared[i, j] = shared.get((i, j), 0) + length
            at, at_new = at + length, at_new + length
    for (i, j), words in shared.items():
        yield i, j, words


class _Order:
    """Tells whether parts can belong together without crossing a pair."""

    def __init__(self, pairs: Sequence[Group]) -> None:
        self._pairs = pairs
        self._starts = [pair.old.start for pair in pairs]
        self._new_starts = [pair.new.start for pair in pairs]

    def partners(self, group: Group) -> list[Group]:
        """Return the pair that holds the group's old part, and the one that holds its new part."""
        old = self._pairs[max(bisect_right(self._starts, group.old.start) - 1, 0) :][:1]
        new = self._pairs[max(bisect_right(self._new_starts, group.new.start) - 1, 0) :][:1]
        return [
            *(pair for pair in old if group.old.start in pair.old),
            *(pair for pair in new if group.new.start in pair.new),
        ]

    def keeps(self, group: Group) -> bool:
        """Whether all pairs before the group's old part stand before its new part, and so on."""
        i, j = group.old.start, group.new.start
        at = bisect_left(self._starts, i)
        before = at == 0 or self._pairs[at - 1].new.start <= j
        at = bisect_right(self._starts, i)
        return before and (at == len(self._pairs) or self._pairs[at].new.stop > j)


def _merged(groups: list[Group]) -> list[Group]:
    """Return groups that share no part, each around those that did."""
    merged: list[Group] = []
    for group in sorted(groups, key=lambda group: (group.old.start, group.new.start)):
        last = merged[-1] if merged else Group(range(0), range(0))
        if group.old.start < last.old.stop or group.new.start < last.new.stop:
            merged[-1] = Group(
                range(last.old.start, max(last.old.stop, group.old.stop)),
                range(min(last.new.start, group.new.start), max(last.new.stop, group.new.stop)),
            )
        else:
            merged.append(group)
    return merged
