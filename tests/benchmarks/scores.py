"""How far judgements agree with readers: precision, recall and the cases that were missed.

Where readers differed either answer is right, so such a case is never held against a judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.labels import REDUCING, Label

Answer = Mapping[str, Any]  # a document of `assess --format json`


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; nothing asked, nothing missed."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.right}/{self.of})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One judgement that readers would not share."""

    kind: str
    label: Label
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the judgements of some changes are worth."""

    cases: int
    significant_precision: Share
    significant_recall: Share
    reduces_recall: Share
    reduces_precision: Share
    editorial_precision: Share
    consent_recall: Share
    consent_precision: Share
    topics: Share  # cases of which at least one topic was named, of those that have any
    significant_called_editorial: int
    misses: tuple[Miss, ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of significant."""
        precision, recall = self.significant_precision.value, self.significant_recall.value
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(judged: Iterable[tuple[Label, Answer]]) -> Score:
    """Return what the judgements are worth, and every miss with the answer that was given."""
    cases = list(judged)
    significant = [c for c in cases if c[1]["level"] == "significant"]
    editorial = [c for c in cases if c[1]["level"] == "editorial"]
    reducing = [c for c in cases if c[1]["effect"] in REDUCING]
    asking = [c for c in cases if c[1]["consent"]]
    to_find = [c for c in cases if c[0].surely_significant]
    to_reduce = [c for c in cases if c[0].surely_reduces]
    to_ask = [c for c in cases if c[0].surely_asks_consent]
    with_topics = [c for c in cases if c[0].topics]
    checks = {
        "said significant": [(c, "significant" in c[0].levels) for c in significant],
        "not found significant": [(c, c in significant) for c in to_find],
        "not found to reduce": [(c, c in reducing) for c in to_reduce],
        "said to reduce": [(c, bool(REDUCING & c[0].effects)) for c in reducing],
        "said editorial": [(c, "editorial" in c[0].levels) for c in editorial],
        "consent not asked": [(c, c in asking) for c in to_ask],
        "consent asked": [(c, True in c[0].consents) for c in asking],
        "topic not named": [(c, bool(c[0].topics & set(c[1]["topics"]))) for c in with_topics],
    }
    shares = {
        kind: Share(right=sum(right for _, right in found), of=len(found))
        for kind, found in checks.items()
    }
    return Score(
        cases=len(cases),
        significant_precision=shares["said significant"],
        significant_recall=shares["not found significant"],
        reduces_recall=shares["not found to reduce"],
        reduces_precision=shares["said to reduce"],
        editorial_precision=shares["said editorial"],
        consent_recall=shares["consent not asked"],
        consent_precision=shares["consent asked"],
        topics=shares["topic not named"],
        significant_called_editorial=sum(c[0].surely_significant for c in editorial),
        misses=tuple(
            Miss(kind=kind, label=label, answer=answer)
            for kind, found in checks.items()
            for (label, answer), right in found
            if not right
        ),
    )
