"""Labels: the number or letter a clause begins with, such as "4.2", "A.2", "(a)" or "Section 7."."""

import re
from collections.abc import Sequence
from typing import Final

_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z](?:\.\d{1,3})+")
_DOTTED: Final = re.compile(r"(?:\d{1,3}|[A-Z])(?:\.\d{1,3})+")
_LETTER_OR_ROMAN: Final = re.compile(r"[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6}")
_NOUNS: Final = frozenset(
    "annex appendix article chapter clause exhibit part schedule section § abschnitt artikel ziffer".split()
)


def label_length(keys: Sequence[str]) -> int:
    """Return how many words of a clause are its label; a clause is never label alone."""
    length = _length([*keys[:5], "", "", "", ""])
    return length if length < len(keys) else 0


def _length(keys: list[str]) -> int:
    if keys[0].lower() in _NOUNS and _numbers(keys[1]) and keys[2] in (".", ":", "-", ")"):
        return 3
    if keys[0] in ("(", "[") and _numbers(keys[1]) and keys[2] in (")", "]"):
        return 3
    if _numbers(keys[0]) and keys[1] in (".", ")"):
        return 2
    # "4.2 You may" is a label; "4.2 million" is a figure.
    return 1 if _DOTTED.fullmatch(keys[0]) and keys[1][:1].isupper() else 0


def _numbers(key: str) -> bool:
    return bool(_NUMBER.fullmatch(key) or _LETTER_OR_ROMAN.fullmatch(key))
