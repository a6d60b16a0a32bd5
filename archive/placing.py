"""Where the removed blocks of a redline stand in the new page, so that the page stays valid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from archive.clauses import Block, Document
from archive.passages import Passage
from archive.runs import Element

_FLOW: Final = frozenset(
    "body div blockquote li td th dd details figure section article main".split()
)
_HOLDERS: Final = _FLOW | {"ul", "ol", "dl", "table", "thead", "tbody", "tfoot"}
_WRAPPED_IN: Final = {  # what a block needs around it where only some elements may stand
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dd",),
    "table": ("tbody", "tr", "td"),
    "thead": ("tr", "td"),
    "tbody": ("tr", "td"),
    "tfoot": ("tr", "td"),
    "tr": ("td",),
}


class Place(NamedTuple):
    """Before which step of the new page a removed block stands, and in what of its own."""

    step: int
    inner: tuple[Element, ...]


class _Opening(NamedTuple):
    """A spot between two words of the new page, and the elements open there."""

    step: int
    path: tuple[Element, ...]


def place_removed(new: Document, passages: Sequence[Passage]) -> list[Place | None]:
    """Return a place for each passage that only the old text has, None for the others."""
    counterparts = counterparts_of(passages)
    openings = _openings(new)
    places: list[Place | None] = []
    last_block, last_step = -1, 0
    for passage in passages:
        if passage.new:
            last_block, last_step = passage.places[-1], 0
            places.append(None)
            continue
        spots = [spot for spot in openings[last_block + 1] if spot.step >= last_step]
        place = _place(passage.old[0], spots, counterparts)
        last_step = place.step
        places.append(place)
    return places


def _openings(new: Document) -> list[list[_Opening]]:
    """Return the spots before the first block, after each block, and so on to the end."""
    spots: list[list[_Opening]] = [[] for _ in range(len(new.blocks) + 1)]
    path: list[Element] = []
    gap = 0
    for number, step in enumerate(new.steps):
        spots[gap].append(_Opening(number, tuple(path)))
        if step.kind == "open" and step.element is not None:
            path.append(step.element)
        elif step.kind == "close":
            path.pop()
        else:
            gap = step.block + 1
            spots[gap].clear()  # only what follows the block's last leaf
    spots[gap].append(_Opening(len(new.steps), tuple(path)))
    return spots


def counterparts_of(passages: Iterable[Passage]) -> dict[int, int]:
    """Return which element of the new page is which of the old, by the clauses they share."""
    votes: dict[int, Counter[int]] = {}
    for passage in passages:
        if passage.old and passage.new:
            for old, new in zip(passage.old[0].path, passage.new[0].path, strict=False):
                if old.tag != new.tag:
                    break
                votes.setdefault(old.number, Counter())[new.number] += 1
    return {old: counts.most_common(1)[0][0] for old, counts in votes.items()}


def _place(block: Block, spots: Sequence[_Opening], counterparts: dict[int, int]) -> Place:
    """Return the spot deepest inside the elements the block stood in; else where it is valid."""
    best: tuple[int, Place] | None = None
    for spot in spots:
        if spot.path and spot.path[-1].tag in _HOLDERS:
            top = spot.path[-1]
            for depth in range(len(block.path) - 1, 0, -1):
                if counterparts.get(block.path[depth].number) == top.number:
                    if best is None or depth > best[0]:
                        best = depth, Place(spot.step, block.path[depth + 1 :])
                    break
        elif not spot.path and best is None:
            best = 0, Place(spot.step, block.path[1:])
    return best[1] if best else _place_anywhere(block, spots)


def _place_anywhere(block: Block, spots: Sequence[_Opening]) -> Place:
    for spot in spots:
        if spot.path[-1].tag in _FLOW:
            return Place(spot.step, block.path[1:])
    spot = next((spot for spot in spots if spot.path[-1].tag in _WRAPPED_IN), spots[0])
    wrapped = _WRAPPED_IN.get(spot.path[-1].tag, ())
    return Place(spot.step, (*(Element(tag, (), 0) for tag in wrapped), *block.path[1:]))
