"""Likeness: how much two clauses have in common, and which pairs are worth asking about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from rapidfuzz.distance import Indel

from archive.clauses import Block, Document, Kind
from archive.computed_once import once
from archive.labels import label_length
from archive.vocabulary import UNSEEN, Vocabulary

_FEW_PAIRS: Final = 2_500  # pairs of clauses that are all compared
_MANY_PAIRS: Final = 400_000  # pairs from which on a clause has fewer candidates
_CANDIDATES: Final = 12
_TELLING: Final = 24  # rarest words of a clause that propose others; the rest add little
_COMMON: Final = 25  # a word that stands in more clauses than this proposes none
_LEAST_IN_ORDER: Final = 0.15
_LONGEST: Final = 400_000_000  # words times words from which on their order is not compared


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A block made ready to be compared; its words are read when needed."""

    number: int  # of the block in its document
    block: Block
    row: bool
    exact: tuple[bool, str]  # equal for clauses with equal text
    vocabulary: Vocabulary

    @once
    def code(self) -> str:
        """One character a word."""
        return self.vocabulary.encode(self.block.keys)

    @once
    def label(self) -> int:
        """How many words its label has."""
        return label_length(self.block.keys)

    @once
    def same(self) -> tuple[bool, str]:
        """Equal for clauses with equal words; without any where nothing can be seen."""
        return self.row, self.code.replace(UNSEEN, "")

    @once
    def bare(self) -> tuple[bool, str]:
        """Equal for clauses with equal words behind their labels."""
        return self.row, self.code[self.label :].replace(UNSEEN, "")


def read_clauses(document: Document, vocabulary: Vocabulary) -> list[Clause]:
    """Return the blocks that hold any text, ready to be compared."""
    clauses = []
    for number, block in enumerate(document.blocks):
        exact = block.exact
        if exact:
            row = block.kind is Kind.ROW
            clauses.append(
                Clause(
                    number=number, block=block, row=row, exact=(row, exact), vocabulary=vocabulary
                )
            )
    return clauses


class Likeness:
    """Compares clauses by the words they share, in any order and in the same order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._weights = vocabulary.weights
        self._bags: dict[str, tuple[dict[str, int], int]] = {}

    def __call__(self, old: Clause, new: Clause) -> float:
        """Return how alike two clauses are, from 0 to 1; a row is never like a paragraph."""
        size, other = len(old.code), len(new.code)
        if old.row != new.row or 2 * min(size, other) < _LEAST_IN_ORDER * (size + other):
            return 0.0
        if size * other > _LONGEST:
            return self._in_any_order(old, new)
        in_order = Indel.normalized_similarity(old.code, new.code, score_cutoff=_LEAST_IN_ORDER)
        return (in_order + self._in_any_order(old, new)) / 2 if in_order else 0.0

    def _in_any_order(self, old: Clause, new: Clause) -> float:
        bag, weight = self._bag(old.code)
        other, other_weight = self._bag(new.code)
        if len(other) < len(bag):
            bag, other = other, bag
        shared = sum([min(bag[word], other[word]) for word in bag.keys() & other.keys()])
        total = weight + other_weight
        return 2 * shared / total if total else 1.0

    def candidates(self, old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[int, int]]:
        """Return the pairs worth comparing: all of a few, else those that share rare words."""
        if len(old) * len(new) <= _FEW_PAIRS:
            return [(i, j) for i in range(len(old)) for j in range(len(new))]
        holders: dict[str, list[int]] = {}
        for j, clause in enumerate(new):
            for character in set(clause.code):
                holders.setdefault(character, []).append(j)
        fewer = 1 if len(old) * len(new) <= _MANY_PAIRS else 3
        pairs = []
        for i, clause in enumerate(old):
            votes: dict[int, float] = {}
            rare = [
                places
                for word in set(clause.code)
                if len(places := holders.get(word, ())) <= _COMMON
            ]
            for places in sorted(rare, key=lambda places: (len(places), places))[
                : _TELLING // fewer
            ]:
                for j in places:
                    votes[j] = votes.get(j, 0.0) + 1 / (1 + len(places))
            best = nlargest(_CANDIDATES // fewer, votes, key=votes.__getitem__)
            if not best:  # only common words: the clause at the same place may be it
                best = [i * len(new) // len(old)]
            pairs += [(i, j) for j in sorted(best)]
        return pairs

    def _bag(self, code: str) -> tuple[dict[str, int], int]:
        """Return the weight of each word, in hundredths so that no order of adding tells."""
        found = self._bags.get(code)
        if found is None:
            weights = self._weights
            bag = {
                word: count * round(100 * weights[word]) for word, count in Counter(code).items()
            }
            found = self._bags[code] = (bag, sum(bag.values()))
        return found
