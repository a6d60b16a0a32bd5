"""Furniture: buttons and badges of a web page, which a recorded text repeats and nobody reads."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from notify.counterparts import Sentence
from notify.rules import Rules
from notify.sentence_words import comparable
from notify.spellings import FIRM

_TIMES: Final = 3  # from which the same few words are no entry of a list
_WORDS: Final = 4  # at most, for a button says no more


def without_furniture(sentences: Iterable[Sentence], rules: Rules) -> list[Sentence]:
    """Return the sentences but for the few words that came, or went, again and again.

    Words that may bind, a number or the words of a sensitive topic are never furniture.
    """
    listed = list(sentences)
    repeated = Counter((before, after) for _, before, after in listed if not before or not after)
    furniture = {
        pair
        for pair, times in repeated.items()
        if times >= _TIMES and _is_furniture(pair[0] or pair[1], rules)
    }
    return [one for one in listed if one[1:] not in furniture]


def _is_furniture(words: str, rules: Rules) -> bool:
    compared = comparable(words, rules)
    if len(compared) > _WORDS or not FIRM.isdisjoint(compared):
        return False
    sensitive = any(one.sensitive and one.find.occurs_in(words) for one in rules.topics)
    return not sensitive and not any(word[:1].isdigit() for word in compared)
