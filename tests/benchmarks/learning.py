"""Learning: which traits of changed sentences make readers call a change significant.

A change is known to be significant or not; which of its sentences made it so is not. Each
sentence gets a chance from its traits, and a change is as likely as one of its sentences is:
1 - (1 - chance)(1 - chance)… The weights are those under which the readers' answers are likeliest.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

START: Final = "start"  # what every sentence has
_PULL: Final = 0.5  # towards zero, so that what was seen seldom says little
_STEPS: Final = 600
_PACE: Final = 0.05
_SEEN: Final = 8  # changes in which a trait must stand to be learned


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A change as readers judged it, and the traits of its sentences that rules leave open."""

    source: str
    significant: bool
    sure: bool  # a rule that stands alone decides it
    sentences: tuple[frozenset[str], ...]

    @property
    def open(self) -> bool:
        """Whether the weights decide it."""
        return bool(self.sentences) and not self.sure


def learned(cases: Iterable[Case]) -> dict[str, float]:
    """Return the weight of every trait that was seen often enough, and the start."""
    open_cases = [case for case in cases if case.open]
    seen = Counter(trait for case in open_cases for trait in frozenset().union(*case.sentences))
    names = [START, *sorted(trait for trait, times in seen.items() if times >= _SEEN)]
    bags = [(case.significant, _columns(case.sentences, names)) for case in open_cases]
    weights = [0.0] * len(names)
    pace = [0.0] * len(names), [0.0] * len(names)
    for step in range(1, _STEPS + 1):
        _move(weights, _slope(weights, bags), pace, step)
    return dict(zip(names, weights, strict=True))


def chance(case: Case, weights: Mapping[str, float]) -> float:
    """Return how likely a change is significant."""
    if case.sure:
        return 1.0
    against = 1.0
    for traits in case.sentences:
        against *= 1 - _logistic(weights[START] + sum(weights.get(trait, 0.0) for trait in traits))
    return 1 - against


def left_out(cases: Sequence[Case]) -> list[tuple[Case, float]]:
    """Return the chance of every change by what was learned from all other sources."""
    found = []
    for source in sorted({case.source for case in cases}):
        weights = learned(case for case in cases if case.source != source)
        found += [(case, chance(case, weights)) for case in cases if case.source == source]
    return found


def threshold(found: Iterable[tuple[Case, float]], *, recall: float) -> float:
    """Return the highest chance from which on so many of the significant changes are found."""
    chances = sorted(how_likely for case, how_likely in found if case.significant)
    return chances[math.floor((1 - recall) * len(chances))]


def _columns(sentences: Iterable[frozenset[str]], names: list[str]) -> list[list[int]]:
    places = {name: place for place, name in enumerate(names)}
    return [[0, *sorted(places[trait] for trait in one if trait in places)] for one in sentences]


def _slope(weights: list[float], bags: Iterable[tuple[bool, list[list[int]]]]) -> list[float]:
    """Return how fast the readers' answers become less likely with each weight."""
    slope = [2 * _PULL * weight for weight in weights]
    slope[0] = 0.0
    for significant, sentences in bags:
        chances = [_logistic(sum(weights[place] for place in one)) for one in sentences]
        against = min(math.prod(1 - one for one in chances), 1 - 1e-9)
        wrong = -against / (1 - against) if significant else 1.0
        for one, how_likely in zip(sentences, chances, strict=True):
            for place in one:
                slope[place] += wrong * how_likely
    return slope


def _move(
    weights: list[float], slope: list[float], pace: tuple[list[float], list[float]], step: int
) -> None:
    """Take one step downhill, each weight at its own pace (Adam, Kingma and Ba 2015)."""
    mean, spread = pace
    for n, one in enumerate(slope):
        mean[n] = 0.9 * mean[n] + 0.1 * one
        spread[n] = 0.999 * spread[n] + 0.001 * one * one
        size = math.sqrt(spread[n] / (1 - 0.999**step)) + 1e-8
        weights[n] -= _PACE * mean[n] / (1 - 0.9**step) / size


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
