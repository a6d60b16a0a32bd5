"""Weights: how much each trait of a changed sentence says, learned from judged changes."""

import hashlib
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.errors import InvalidRules

WEIGHTS: Final = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned, and from which chance on a change counts as significant."""

    version: str
    threshold: float
    start: float
    traits: Mapping[str, float]

    def chance(self, traits: Iterable[str]) -> float:
        """Return how likely readers want to be told of a sentence with these traits, 0 to 1."""
        total = self.start + sum(self.traits.get(trait, 0.0) for trait in traits)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def load_weights(path: Path | None = None) -> Weights:
    """Return the weights of a file, by default the program's own; refuse a file with a mistake."""
    place = path or WEIGHTS
    try:
        content = place.read_text(encoding="utf-8")
        values = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidRules(f"{place}: cannot be read as TOML: {error}") from error
    threshold = _number(place, values, "threshold")
    if not 0 < threshold < 1:
        raise InvalidRules(f"{place}: threshold must lie between 0 and 1, without them")
    traits = values.get("traits")
    if not isinstance(traits, dict):
        raise InvalidRules(f"{place}: write the weights under [traits]")
    return Weights(
        version=hashlib.sha256(content.encode()).hexdigest()[:12],
        threshold=threshold,
        start=_number(place, values, "start"),
        traits={name: _number(place, traits, name) for name in traits},
    )


def _number(place: Path, values: Mapping[str, Any], key: str) -> float:
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidRules(f"{place}: write {key} = a number")
    return float(value)
