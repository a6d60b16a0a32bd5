"""Traits: what about a changed sentence makes it more or less likely to matter to readers."""

from collections.abc import Collection, Mapping
from typing import Final

from notify.doubts import DOUBT
from notify.findings import Effect, Finding
from notify.passages import Passage
from notify.rules import Rules, Where
from notify.sentence_words import readable

REMOVED: Final = "taken out"
UNKNOWN: Final = "no rule knows it"
LONG: Final = "many words changed"
GAIN: Final = "only gives readers more"
INFORMS: Final = "in a text that only informs"
OWN: Final = frozenset({REMOVED, UNKNOWN, LONG, GAIN, INFORMS})  # which no list of words decides

_OPENING: Final = 1500  # letters in which a text that binds calls itself a policy or an agreement
_MANY: Final = 20  # words from which a change is more than a turn of phrase


def only_informs(text: str, rules: Rules) -> bool:
    """Whether a text says nowhere in its opening that it is a policy, terms or an agreement.

    Of a short text nobody can tell; it may be all there is of a policy.
    """
    return len(text) > _OPENING and not rules.binding_texts.occurs_in(text[:_OPENING])


def traits_of(
    passage: Passage, findings: Collection[Finding], rules: Rules, *, informs: bool
) -> frozenset[str]:
    """Return the traits of a changed sentence, by the names that the file of weights uses."""
    own = {
        REMOVED: not passage.after,
        UNKNOWN: all(finding.rule == DOUBT for finding in findings),
        LONG: passage.changed_words > _MANY,
        GAIN: all(finding.effect is Effect.EXPANDS for finding in findings),
        INFORMS: informs,
    }
    texts = _texts(passage)
    listed = (
        trait.id
        for trait in rules.traits
        if trait.find.occurs_in(texts[trait.where]) and (own[UNKNOWN] or not trait.doubt)
    )
    return frozenset((*listed, *(name for name, has in own.items() if has)))


def _texts(passage: Passage) -> Mapping[Where, str]:
    return {
        Where.CHANGED: "\n".join((*passage.struck, *passage.inserted)),
        Where.SENTENCE: f"{passage.lead_in}\n{readable(passage.after or passage.before)}",
    }
