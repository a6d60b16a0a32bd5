"""One-sided words: what is found in one of two sentences and not in the other."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from notify.patterns import Pattern

_PARTING: Final = str.maketrans("-[]", "   ")  # a box to tick is what stands in it
_ALIKE: Final = {"may": "can", "cannot": "can not", "shall": "must"}


def only_in(here: str, there: str, find: Pattern) -> tuple[str, ...]:
    """Return what is found on one side only, each once."""
    known = folded(find, there)
    words = {fold(word): word for word, _ in find.found_in(here) if fold(word) not in known}
    return tuple(words.values())


def touching(words: Iterable[str], changed: Iterable[str]) -> tuple[str, ...]:
    """Return the words of which at least one is among those that changed."""
    touched = set(fold(" ".join(changed)).split())
    return tuple(word for word in words if touched.intersection(fold(word).split()) or "'" in word)


@lru_cache(maxsize=512)  # the whole texts are looked through for every sentence
def folded(find: Pattern, text: str) -> frozenset[str]:
    """Return what is found in a text, in the form to compare by."""
    return frozenset(fold(word) for word, _ in find.found_in(text))


def fold(words: str) -> str:
    """Return words to compare by: small letters, one word for each way to allow or to bind."""
    split = words.casefold().translate(_PARTING).split()
    return " ".join(_ALIKE.get(word, word) for word in split)
