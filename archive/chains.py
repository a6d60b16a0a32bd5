"""Chains: the pairs that can all hold at once when neither text may be put in another order."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """A place in the old text, one in the new, and how much it is worth to pair them."""

    old: int
    new: int
    worth: float


def unique_links(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Link]:
    """Return a link for everything that occurs once in each text."""
    old_counts, new_counts = Counter(old), Counter(new)
    places = {item: place for place, item in enumerate(new) if new_counts[item] == 1}
    return [
        Link(place, places[item], 1.0)
        for place, item in enumerate(old)
        if old_counts[item] == 1 and item in places
    ]


def best_chain(links: Iterable[Link]) -> list[Link]:
    """Return the links of greatest worth that rise in both texts together."""
    # By falling new place within one old place, so that no two links of it can follow each other.
    ordered = sorted(links, key=lambda link: (link.old, -link.new))
    if not ordered:
        return []
    size = max(link.new for link in ordered) + 2
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)  # best chain ending before a place
    previous: list[int] = []
    best = (0.0, -1)
    for number, link in enumerate(ordered):
        worth, before = _best_before(tree, link.new)
        previous.append(before)
        total = (worth + link.worth, number)
        if total[0] > best[0]:
            best = total
        at = link.new + 1
        while at <= size:
            if total[0] > tree[at][0]:
                tree[at] = total
            at += at & -at
    chain = []
    number = best[1]
    while number >= 0:
        chain.append(ordered[number])
        number = previous[number]
    chain.reverse()
    return chain


def _best_before(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    best = (0.0, -1)
    while place > 0:
        if tree[place][0] > best[0]:
            best = tree[place]
        place -= place & -place
    return best
