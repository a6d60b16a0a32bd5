"""Where the anchors of a text went that the next one does not have: to the same clause, reworded."""

from collections.abc import Iterable

from archive.alignment import align
from archive.clauses import Block, parse
from archive.likeness import Likeness, read_clauses
from archive.vocabulary import Vocabulary

# Elements that can hold another anchor besides their own, wherever they stand.
_HOLD_ANCHORS = frozenset("h1 h2 h3 h4 h5 h6 p li dt dd td th div".split())


def lost_anchors(old_html: str, new_html: str) -> dict[str, str | None]:
    """Return each anchor that a new text lacks, with the one its clause has now; None for none."""
    old, new = parse(old_html), parse(new_html)
    lost = old.ids - new.ids
    if not lost:
        return {}
    vocabulary = Vocabulary()
    clauses = read_clauses(old, vocabulary), read_clauses(new, vocabulary)
    alignment = align(*clauses, Likeness(vocabulary))
    went: dict[str, str | None] = dict.fromkeys(sorted(lost))
    for match in (*alignment.matches, *alignment.moves):
        target = _own_anchor(new.blocks[number] for number in match.new)
        for number in match.old:
            for anchor in _anchors(old.blocks[number]):
                if target and went.get(anchor, "") is None:
                    went[anchor] = target
    return went


def _own_anchor(blocks: Iterable[Block]) -> str | None:
    """Return the anchor of the first of some clauses, where it has one of its own."""
    for block in blocks:
        element = block.path[-1]
        if element.tag in _HOLD_ANCHORS and (anchor := dict(element.attributes).get("id")):
            return anchor
    return None


def _anchors(block: Block) -> Iterable[str]:
    """Return the anchors that lead to a clause: its own, and those within its words."""
    elements = [block.path[-1]]
    for leaf in block.leaves:
        for part in leaf.parts:
            elements += [*part.within, *([part.atom] if part.atom else [])]
    return [anchor for each in elements if (anchor := dict(each.attributes).get("id"))]
