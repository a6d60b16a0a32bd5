"""Alignment: which clause of the old text is which of the new one.

First the clauses about which there is no doubt, then between them the best pairing of
reworded ones; then what was split, merged or moved.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from archive.chains import Link, best_chain, unique_links
from archive.likeness import Clause, Likeness
from archive.moves import Move, equal_moves, other_moves
from archive.splits import Stretch, grow

_ALIKE: Final = 0.42  # from this on two clauses may be one, reworded
_ALIKE_ALONE: Final = 0.30  # the same for two that stand alone between their neighbours


class Match(NamedTuple):
    """Clauses of the old text that became clauses of the new one: numbers of blocks."""

    old: tuple[int, ...]
    new: tuple[int, ...]


class Alignment(NamedTuple):
    """What stayed in order, and what moved."""

    matches: list[Match]
    moves: list[Match]


class _Gap(NamedTuple):
    """Stretches of both texts between clauses about which there is no doubt."""

    old: range
    new: range


def align(old: Sequence[Clause], new: Sequence[Clause], likeness: Likeness) -> Alignment:
    """Return the clauses that stayed in order, equal or reworded, and those that moved."""
    links, gaps = _anchored(old, new)
    moves = equal_moves(
        old, new, [i for gap in gaps for i in gap.old], [j for gap in gaps for j in gap.new]
    )
    moved_old, moved_new = {move.old for move in moves}, {move.new for move in moves}
    for gap in gaps:
        olds = [i for i in gap.old if i not in moved_old and old[i].same[1]]
        news = [j for j in gap.new if j not in moved_new and new[j].same[1]]
        links += _reworded(old, new, olds, news, likeness)
    links.sort()
    links, moves = other_moves(old, new, links, moves, likeness)
    groups = grow(old, new, links, _without_moves(gaps, moves))
    return Alignment(
        [
            Match(tuple(old[i].number for i in olds), tuple(new[j].number for j in news))
            for olds, news in groups
        ],
        [Match((old[move.old].number,), (new[move.new].number,)) for move in moves],
    )


def _without_moves(gaps: Iterable[_Gap], moves: Iterable[Move]) -> Iterator[Stretch]:
    moved_old, moved_new = {move.old for move in moves}, {move.new for move in moves}
    for gap in gaps:
        yield (
            [i for i in gap.old if i not in moved_old],
            [j for j in gap.new if j not in moved_new],
        )


def _anchored(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[list[Link], list[_Gap]]:
    """Return the pairs of equal clauses that leave no doubt, and the gaps between them."""
    links: list[Link] = []
    gaps: list[_Gap] = []
    waiting = [_Gap(range(len(old)), range(len(new)))]
    while waiting:
        gap = waiting.pop()
        found = _anchors(old, new, gap) if gap.old and gap.new else []
        links += found
        if found:
            waiting += _between(found, gap)
        elif gap.old or gap.new:
            gaps.append(gap)
    gaps.sort(key=lambda gap: (gap.old.start, gap.new.start))
    return links, gaps


def _between(links: Iterable[Link], gap: _Gap) -> list[_Gap]:
    gaps = []
    i, j = gap.old.start, gap.new.start
    for link in links:
        gaps.append(_Gap(range(i, link.old), range(j, link.new)))
        i, j = link.old + 1, link.new + 1
    gaps.append(_Gap(range(i, gap.old.stop), range(j, gap.new.stop)))
    return gaps


def _anchors(old: Sequence[Clause], new: Sequence[Clause], gap: _Gap) -> list[Link]:
    """Return pairs of equal clauses: at the ends of a gap, or unique in both its sides.

    Equal to the letter comes first, so that the words of most clauses are never read.
    """
    olds, news = old[gap.old.start : gap.old.stop], new[gap.new.start : gap.new.stop]
    found = (
        _equal([clause.exact for clause in olds], [clause.exact for clause in news])
        or _equal([clause.same for clause in olds], [clause.same for clause in news])
        or _unique([clause.bare for clause in olds], [clause.bare for clause in news])
    )
    return [Link(link.old + gap.old.start, link.new + gap.new.start, 1.0) for link in found]


def _equal(old: Sequence[tuple[bool, str]], new: Sequence[tuple[bool, str]]) -> list[Link]:
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if not start and not end:
        return _unique(old, new)
    head = [Link(at, at, 1.0) for at in range(start)]
    return head + [Link(len(old) - end + at, len(new) - end + at, 1.0) for at in range(end)]


def _unique(old: Sequence[tuple[bool, str]], new: Sequence[tuple[bool, str]]) -> list[Link]:
    return best_chain(
        link._replace(worth=float(len(old[link.old][1]))) for link in unique_links(old, new)
    )


def _reworded(
    old: Sequence[Clause],
    new: Sequence[Clause],
    olds: Sequence[int],
    news: Sequence[int],
    likeness: Likeness,
) -> list[Link]:
    """Return the best pairing of the clauses in a gap; `worth` says how alike they are."""
    least = _ALIKE_ALONE if len(olds) == len(news) == 1 else _ALIKE
    scores: dict[tuple[int, int], float] = {}
    links = []
    for a, b in likeness.candidates([old[i] for i in olds], [new[j] for j in news]):
        i, j = olds[a], news[b]
        score = likeness(old[i], new[j])
        if score >= least:
            size = min(len(old[i].code), len(new[j].code))
            scores[i, j] = score
            links.append(Link(i, j, (score - least + 0.05) * (size**0.7 + 2)))
    return [link._replace(worth=scores[link.old, link.new]) for link in best_chain(links)]
