"""Cells: which cell of an old table row is which of the new one, when columns come and go."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import Indel

_SAME_PLACE: Final = 0.05  # what it is worth that two cells that are not alike stay a pair
_MANY: Final = 10_000  # pairs from which on cells are paired by their places

CellPair = tuple[int | None, int | None]


def align(old: Sequence[str], new: Sequence[str]) -> list[CellPair]:
    """Return the pairs of cells in order; a cell whose column came or went has no partner."""
    if list(old) == list(new) or len(old) * len(new) > _MANY:
        return _by_place(len(old), len(new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = best[i + 1][j + 1] + _worth(old[i], new[j])
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return _follow(old, new, best)


def _by_place(old: int, new: int) -> list[CellPair]:
    return [(n if n < old else None, n if n < new else None) for n in range(max(old, new))]


def _follow(old: Sequence[str], new: Sequence[str], best: list[list[float]]) -> list[CellPair]:
    pairs: list[CellPair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j + 1] + _worth(old[i], new[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    pairs += [(place, None) for place in range(i, len(old))]
    return pairs + [(None, place) for place in range(j, len(new))]


def _worth(old: str, new: str) -> float:
    return _SAME_PLACE + Indel.normalized_similarity(old, new)
