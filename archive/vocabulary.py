"""One character for each different word of two texts, so that texts compare as strings.

Comparing strings of one character a word is what makes long texts cheap to compare.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

UNSEEN: Final = "\1"  # a token of which nothing can be seen

WORD: Final = 1.0
STOPWORD: Final = 0.35
PUNCTUATION: Final = 0.15
NOT: Final = 0.8  # alone it is not worth keeping, with its verb it is
CHARACTER: Final = 0.5  # of a script written without spaces

_STOPWORDS: Final = frozenset(
    "a an and any are as at be been but by can could did do does for from had has have he her his "
    "how i if in into is it its may more of on or other our she should so such than that the "
    "their them then there these they this those to us was we were what when where which who will "
    "with would you your".split()
)
_MODALS: Final = frozenset(
    "can could may might must shall should will would do does did is are".split()
)
_NEGATIONS: Final = frozenset("not never no".split())
_SURROGATES: Final = 0xD800
_LAST: Final = 0x10FFFF


class Vocabulary(dict[str, str]):
    """The words of two texts, each with its character and its weight in a comparison.

    A word that is asked for is learnt.
    """

    def __init__(self) -> None:
        super().__init__({"": UNSEEN})
        self.weights: dict[str, float] = {UNSEEN: 0.0}
        self.modals: set[str] = set()  # "may", "must": what a negation turns around
        self.negations: set[str] = set()

    def encode(self, keys: Iterable[str]) -> str:
        """Return one character a word; equal keys give equal characters."""
        return "".join(map(self.__getitem__, keys))

    def weight(self, encoded: str) -> float:
        """Return how much the words of an encoded text weigh together."""
        return sum(map(self.weights.__getitem__, encoded))

    def __missing__(self, key: str) -> str:
        number = len(self) + 1
        if number >= _SURROGATES:
            number += 0x800
        # More different words than characters share the last one; whoever pairs two words
        # asks for equal keys as well, so nothing but speed is lost.
        character = self[key] = chr(min(number, _LAST))
        self.weights[character], turning = _nature(key)
        if turning is not None:
            (self.modals if turning is _MODALS else self.negations).add(character)
        return character


@lru_cache(maxsize=1 << 16)
def _nature(key: str) -> tuple[float, frozenset[str] | None]:
    """Return what a word weighs, and which of the sets it is in that a negation is told by."""
    lower = key.lower()
    turning = next((words for words in (_MODALS, _NEGATIONS) if lower in words), None)
    return _weight(key), turning


def _weight(key: str) -> float:
    if not re.search(r"\w", key):
        return PUNCTUATION
    if key.lower() == "not":
        return NOT
    if key.lower() in _STOPWORDS:
        return STOPWORD
    return CHARACTER if len(key) == 1 and ord(key) > 0xE00 else WORD
