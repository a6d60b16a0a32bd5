"""Splits and merges: clauses that became several, and several that became one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.chains import Link
from archive.likeness import Clause
from archive.recutting import Group, recut

Places = tuple[list[int], list[int]]
Stretch = tuple[Sequence[int], Sequence[int]]


def grow(
    old: Sequence[Clause], new: Sequence[Clause], links: Iterable[Link], gaps: Iterable[Stretch]
) -> list[Places]:
    """Return each pair with the clauses beside it that were cut off it or joined to it.

    The gaps are the places in which anything can have been cut: without the clauses that moved.
    """
    waiting = {link.old: link.new for link in links}
    groups: list[Places] = []
    for olds, news in (part for gap in gaps for part in _between_rows(old, gap, waiting)):
        for group in _recut(old, new, olds, news, waiting):
            groups.append(group)
            for i in group[0]:
                waiting.pop(i, None)
    groups += [([i], [j]) for i, j in waiting.items()]
    return sorted(groups)


def _between_rows(
    old: Sequence[Clause], gap: Stretch, waiting: dict[int, int]
) -> Iterator[Stretch]:
    """Yield what stands between the rows of a gap that have a partner: nothing is cut across them."""
    olds, news = gap
    places = {j: place for place, j in enumerate(news)}
    start = new_start = 0
    for place, i in enumerate(olds):
        new_place = places.get(waiting[i]) if old[i].row and i in waiting else None
        if new_place is not None:
            yield olds[start:place], news[new_start:new_place]
            start, new_start = place + 1, new_place + 1
    yield olds[start:], news[new_start:]


def _recut(
    old: Sequence[Clause],
    new: Sequence[Clause],
    olds: Sequence[int],
    news: Sequence[int],
    waiting: dict[int, int],
) -> Iterator[Places]:
    """Yield the groups of a gap; a row is never cut, and nothing stands between its members."""
    olds = [i for i in olds if not old[i].row]
    news = [j for j in news if not new[j].row]
    places = {j: place for place, j in enumerate(news)}
    pairs = [
        Group(range(n, n + 1), range(places[waiting[i]], places[waiting[i]] + 1))
        for n, i in enumerate(olds)
        if waiting.get(i) in places
    ]
    for group in recut([old[i].code for i in olds], [new[j].code for j in news], pairs):
        found = [olds[n] for n in group.old], [news[n] for n in group.new]
        if _are_neighbours(old, found[0]) and _are_neighbours(new, found[1]):
            yield found


def _are_neighbours(clauses: Sequence[Clause], places: Sequence[int]) -> bool:
    return all(clauses[b].number == clauses[a].number + 1 for a, b in pairwise(places))
