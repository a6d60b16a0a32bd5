"""Traits: what about a changed sentence makes it more or less likely to matter to readers."""

from collections.abc import Iterable, Mapping
from typing import Final

from notify.evidence import DOUBT
from notify.findings import Finding
from notify.passages import Passage
from notify.rules import Rules, Where
from notify.sentence_words import readable

REMOVED: Final = "taken out"
UNKNOWN: Final = "no rule knows it"


def traits_of(passage: Passage, findings: Iterable[Finding], rules: Rules) -> frozenset[str]:
    """Return the traits of a changed sentence, by the names that the file of weights uses."""
    texts = _texts(passage)
    traits = {trait.id for trait in rules.traits if trait.find.occurs_in(texts[trait.where])}
    if not passage.after:
        traits.add(REMOVED)
    if all(finding.rule == DOUBT for finding in findings):
        traits.add(UNKNOWN)
    return frozenset(traits)


def _texts(passage: Passage) -> Mapping[Where, str]:
    return {
        Where.CHANGED: "\n".join((*passage.struck, *passage.inserted)),
        Where.SENTENCE: readable(passage.after or passage.before),
        Where.HEADING: passage.heading,
    }
