"""Where the removed blocks of a redline stand in the new page, so that the page stays valid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from archive.clauses import Block, Document
from archive.marks import Mark
from archive.page_reading import INLINE
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
_MAY_STAND_IN: Final = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
    "table": frozenset({"caption", "thead", "tbody", "tfoot", "tr"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}
_ITEMS: Final = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_WORDS_ONLY: Final = frozenset("p h1 h2 h3 h4 h5 h6 dt summary".split())  # they hold no block


class Place(NamedTuple):
    """Before which step of the new page a removed block stands, and in what of its own."""

    step: int
    inner: tuple[Element, ...]


class _Opening(NamedTuple):
    """A spot between two words of the new page, and the elements open there."""

    step: int
    path: tuple[Element, ...]


def place_removed(new: Document, passages: Sequence[Passage]) -> list[Place | None]:
    """Return a place for each passage that shows old words alone, None for the others."""
    counterparts = counterparts_of(passages)
    openings = _openings(new)
    places: list[Place | None] = []
    last_block, last_step = -1, 0
    for passage in passages:
        if passage.new:
            last_block, last_step = passage.places[-1], 0
            places.append(None)
            continue
        if not _is_shown(passage):
            places.append(None)
            continue
        spots = [spot for spot in openings[last_block + 1] if spot.step >= last_step]
        place = _place(passage.old[0], spots, counterparts)
        last_step = place.step
        places.append(place)
    return places


def _is_shown(passage: Passage) -> bool:
    """Whether a removed block has words; of a picture or a line break nothing is left to show."""
    return any(word.mark is not Mark.GLYPHS_FROM for leaf in passage.leaves for word in leaf)


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
                if old.number not in votes:
                    votes[old.number] = Counter()
                votes[old.number][new.number] += 1
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
                        best = depth, Place(spot.step, _fitting(top.tag, block.path[depth + 1 :]))
                    break
        elif not spot.path and best is None:
            best = 0, Place(spot.step, _fitting("body", block.path[1:]))
    return best[1] if best else _place_anywhere(block, spots)


def _place_anywhere(block: Block, spots: Sequence[_Opening]) -> Place:
    """Return the first spot that may hold blocks; where none may, the block's words stand bare."""
    held = (
        spot for spot in spots if spot.path[-1].tag in _FLOW or spot.path[-1].tag in _WRAPPED_IN
    )
    spot = min(held, key=lambda spot: spot.path[-1].tag not in _FLOW, default=None)
    if spot is None:
        return Place(spots[0].step, ())
    return Place(spot.step, _fitting(spot.path[-1].tag, block.path[1:]))


def _fitting(holder: str, path: Sequence[Element]) -> tuple[Element, ...]:
    """Return the elements for a block inside another element, each where it may stand.

    Whatever the old page did, no list gets anything but items, and neither a heading nor
    emphasis gets a block.
    """
    found: list[Element] = []
    for depth, element in enumerate(path):
        around = found[-1].tag if found else holder
        holds_blocks = depth < len(path) - 1
        if (
            element.tag in INLINE
            or (element.tag in _WORDS_ONLY and holds_blocks)
            or around not in _ITEMS.get(element.tag, (around,))
        ):
            continue
        if element.tag not in _MAY_STAND_IN.get(around, (element.tag,)):
            found += _wrapping(around)
        found.append(element)
    own = found[-1].tag if found else holder
    return (*found, *(() if own == "tr" else _wrapping(own)))  # a row has its own cells


def _wrapping(holder: str) -> list[Element]:
    """Return what words or blocks need around them in an element that holds neither."""
    return [Element(tag, (), 0) for tag in _WRAPPED_IN.get(holder, ())]
