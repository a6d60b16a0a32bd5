"""Splits and merges: clauses that became several, and several that became one."""

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import LCSseq

from archive.chains import Link
from archive.likeness import Clause
from archive.moves import Move

_FOUND_AGAIN: Final = 0.6  # how much of a neighbour must stand in the clause it was cut from
_LONGEST: Final = 400_000_000  # words times words from which on nobody asks for a split

Group = tuple[list[int], list[int]]


def grow(
    old: Sequence[Clause], new: Sequence[Clause], links: Iterable[Link], moves: Iterable[Move]
) -> list[Group]:
    """Return each pair with the clauses beside it that were cut off it or joined to it."""
    groups: list[Group] = [([link.old], [link.new]) for link in links]
    taken_old = {i for olds, _ in groups for i in olds} | {move.old for move in moves}
    taken_new = {j for _, news in groups for j in news} | {move.new for move in moves}
    for olds, news in groups:
        one, other = old[olds[0]], new[news[0]]
        long = len(one.code) * len(other.code) > _LONGEST
        if one.row or long or one.exact == other.exact or one.same == other.same:
            continue
        _take_beside(old[olds[0]].code, new, news, taken_new)
        if len(news) == 1:
            _take_beside(new[news[0]].code, old, olds, taken_old)
    return groups


def _take_beside(whole: str, clauses: Sequence[Clause], part: list[int], taken: set[int]) -> None:
    """Add the neighbours of a part whose words are found in the whole, until none is."""
    shared = _shared(whole, clauses, part)
    grown = True
    while grown:
        grown = False
        for wider, beside in (
            ([part[0] - 1, *part], part[0] - 1),
            ([*part, part[-1] + 1], part[-1] + 1),
        ):
            if not _can_take(clauses, part, beside, taken):
                continue
            found = _shared(whole, clauses, wider)
            if found - shared >= max(1, _FOUND_AGAIN * len(clauses[beside].code)):
                part[:] = wider
                shared, grown = found, True
                taken.add(beside)
                break


def _can_take(clauses: Sequence[Clause], part: list[int], beside: int, taken: set[int]) -> bool:
    if beside in taken or not 0 <= beside < len(clauses) or clauses[beside].row:
        return False
    edge = clauses[part[0] if beside < part[0] else part[-1]].number
    return abs(edge - clauses[beside].number) == 1


def _shared(whole: str, clauses: Sequence[Clause], part: Sequence[int]) -> int:
    return LCSseq.similarity(whole, "".join(clauses[place].code for place in part))
