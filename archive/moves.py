"""Moves: clauses that stand elsewhere in the new text, with or without other words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from archive.chains import Link
from archive.likeness import Clause, Likeness

_LEAST_EQUAL: Final = 4  # words; shorter clauses are alike by chance
_LEAST_REWORDED: Final = 8
_ALIKE: Final = 0.60
_RARE: Final = 4  # clauses, of both texts, that hold a word which tells them from others
_BETTER_BY: Final = 0.25  # how much more alike a moved clause must be than the one in its place


class Move(NamedTuple):
    """A clause of the old text and where it is now: places in the lists of clauses."""

    old: int
    new: int


def equal_moves(
    old: Sequence[Clause], new: Sequence[Clause], olds: Iterable[int], news: Iterable[int]
) -> list[Move]:
    """Return the clauses, among those without a place in order, that stand equal elsewhere."""
    places: dict[tuple[bool, str], list[int]] = {}
    for j in news:
        places.setdefault(new[j].bare, []).append(j)
    waiting: dict[tuple[bool, str], list[int]] = {}
    for i in olds:
        waiting.setdefault(old[i].bare, []).append(i)
    moves = []
    for bare, froms in waiting.items():
        tos = places.get(bare, [])
        if len(bare[1]) >= _LEAST_EQUAL and len(froms) == len(tos) == 1:
            moves.append(Move(froms[0], tos[0]))
    return moves


def other_moves(
    old: Sequence[Clause],
    new: Sequence[Clause],
    links: list[Link],
    moves: list[Move],
    likeness: Likeness,
) -> tuple[list[Link], list[Move]]:
    """Return the pairs in order and all moves; a far better partner elsewhere breaks a pair."""
    finder = _Finder(old, new, links, moves)
    olds, news = finder.open_places()
    tells = _Telling([old[i] for i in olds], [new[j] for j in news])
    found = []
    for a, b in likeness.candidates([old[i] for i in olds], [new[j] for j in news]):
        i, j = olds[a], news[b]
        size = min(len(old[i].code), len(new[j].code))
        if size >= _LEAST_REWORDED and finder.may_pair(i, j) and tells(old[i], new[j]):
            score = likeness(old[i], new[j])
            if score >= max(_ALIKE, finder.bound(i, j)):
                found.append((-score * size**0.25, i, j))
    for _, i, j in sorted(found):
        finder.pair(i, j)
    finder.take_neighbours()
    return finder.links(), sorted(finder.moves)


class _Telling:
    """Tells clauses that share their own words from clauses of the same pattern."""

    def __init__(self, old: Iterable[Clause], new: Iterable[Clause]) -> None:
        holders = Counter(word for clause in (*old, *new) for word in set(clause.code))
        self._rare = {word for word, count in holders.items() if count <= _RARE}
        self._own: dict[str, set[str]] = {}

    def __call__(self, old: Clause, new: Clause) -> bool:
        one, other = self._words(old.code), self._words(new.code)
        shared = len(one & other)
        return shared >= 2 and 4 * shared >= len(one) + len(other)

    def _words(self, code: str) -> set[str]:
        if code not in self._own:
            self._own[code] = self._rare.intersection(code)
        return self._own[code]


class _Finder:
    """Keeps what is paired with what while moves are sought."""

    def __init__(
        self,
        old: Sequence[Clause],
        new: Sequence[Clause],
        links: list[Link],
        moves: list[Move],
    ) -> None:
        self._old, self._new = old, new
        self._by_old = {link.old: link for link in links}
        self._by_new = {link.new: link for link in links}
        self.moves = list(moves)
        self._moved_old = {move.old for move in moves}
        self._moved_new = {move.new for move in moves}

    def links(self) -> list[Link]:
        return sorted(self._by_old.values())

    def open_places(self) -> tuple[list[int], list[int]]:
        """Return the clauses that have no partner, or one that is hardly like them."""
        olds = [i for i in range(len(self._old)) if self._open(i, self._by_old, self._moved_old)]
        news = [j for j in range(len(self._new)) if self._open(j, self._by_new, self._moved_new)]
        return olds, news

    @staticmethod
    def _open(place: int, links: dict[int, Link], moved: set[int]) -> bool:
        link = links.get(place)
        return place not in moved and (link is None or link.worth + _BETTER_BY < 1)

    def may_pair(self, i: int, j: int) -> bool:
        """Whether neither has moved and at least one has no partner."""
        return (
            i not in self._moved_old
            and j not in self._moved_new
            and (i not in self._by_old or j not in self._by_new)
        )

    def bound(self, i: int, j: int) -> float:
        """Return how alike two clauses must be for their present partners to be given up."""
        worths = [link.worth for link in (self._by_old.get(i), self._by_new.get(j)) if link]
        return max((worth + _BETTER_BY for worth in worths), default=0.0)

    def pair(self, i: int, j: int) -> None:
        if not self.may_pair(i, j):
            return
        for link in (self._by_old.get(i), self._by_new.get(j)):
            if link is not None:
                del self._by_old[link.old], self._by_new[link.new]
        self._move(i, j)

    def _move(self, i: int, j: int) -> None:
        self.moves.append(Move(i, j))
        self._moved_old.add(i)
        self._moved_new.add(j)

    def take_neighbours(self) -> None:
        """Let short clauses, such as headings, move with the clause next to them."""
        waiting = list(self.moves)
        while waiting:
            move = waiting.pop()
            for by in (-1, 1):
                i, j = move.old + by, move.new + by
                if self._is_free(i, j) and self._old[i].bare == self._new[j].bare:
                    self._move(i, j)
                    waiting.append(Move(i, j))

    def _is_free(self, i: int, j: int) -> bool:
        return (
            0 <= i < len(self._old)
            and 0 <= j < len(self._new)
            and i not in self._by_old
            and j not in self._by_new
            and i not in self._moved_old
            and j not in self._moved_new
        )
