"""Renames: which names gave way to others all through a text, and so are the same thing's."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from notify.counterparts import Sentence
from notify.replaced_words import replaced_words
from notify.sentence_words import WORD, readable
from notify.spellings import FIRM

Swap = tuple[str, str]  # a name, and the one in its place

_COMPANY: Final = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|b\.?v|s\.?a|plc)\b\.?", re.IGNORECASE
)


def renamed_in(sentences: Iterable[Sentence]) -> frozenset[Swap]:
    """Return the names that gave way to others in the same way more than once.

    A company's name is no mere name: who the other party is can change with it.
    """
    counted = Counter(swap for _, before, after in sentences for swap in set(_swaps(before, after)))
    return frozenset(swap for swap, times in counted.items() if times > 1)


def _swaps(before: str, after: str) -> Iterator[Swap]:
    if not before or not after:
        return
    old, new = WORD.findall(readable(before)), WORD.findall(readable(after))
    for replaced in replaced_words(old, new):
        went, came = " ".join(replaced.went), " ".join(replaced.came)
        if _is_name(went) and _is_name(came):
            yield went.casefold(), came.casefold()


def _is_name(words: str) -> bool:
    parts = words.split()
    named = all(part[0].isupper() and part.casefold() not in FIRM for part in parts)
    return bool(parts) and named and not _COMPANY.search(words)
