"""Where the old text was cut into clauses and cells, for whoever shows a redline's old side alone."""

from collections.abc import Sequence

from archive.passages import Passage
from archive.pieces import Piece


def former_cuts(passage: Passage, leaves: Sequence[Sequence[Piece]]) -> str:
    """Return how many letters each clause or cell of the old text has, in their order.

    Letters as the redline shows them, white space left out. Empty where the new clauses are
    cut alike, so that nothing need be said, and where a clause moved.
    """
    if not passage.old or not passage.new or passage.moved is not None:
        return ""
    if len(passage.old) == len(passage.old[0].leaves) == len(leaves) == 1:  # as most are
        return ""
    left = [_letters(leaf.text) for block in passage.old for leaf in block.leaves]
    former, present = [0] * len(left), [0] * len(leaves)
    at = 0
    for place, leaf in enumerate(leaves):
        for piece in leaf:
            word = piece.word
            if word is None or word.old is None:
                continue
            while not left[at] and at + 1 < len(left):
                at += 1
            left[at] -= _letters(word.old.text)
            shown = _letters((word.new or word.old).text)
            former[at] += shown
            present[place] += shown
    return "" if former == present or any(left) else " ".join(map(str, former))


def _letters(text: str) -> int:
    return sum(map(len, text.split()))
