"""Quantities: how long, how much, how old; and which of two is more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90}
_HOURS: Final = {"hour": 1, "day": 24, "week": 168, "month": 730, "year": 8760}
_NUMBER: Final = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_QUANTITY: Final = re.compile(
    rf"""
    (?P<age>\b(?:age\s+(?:of\s+)?|under\s+(?:the\s+age\s+of\s+)?|at\s+least\s+|over\s+)
        (?P<age_number>{_NUMBER})(?:\s+years?(?:\s+old|\s+of\s+age))
      | \b(?:age\s+(?:of\s+)|aged\s+|under\s+(?:the\s+age\s+of\s+)?)(?P<age_bare>1[0-9]|2[01])\b
      | \b(?P<age_old>{_NUMBER})[\s-]+years?(?:[\s-]+old|[\s-]+of[\s-]+age)\b)
    | (?P<time>\b(?P<time_number>{_NUMBER})(?:\s*\(\d+\))?[\s-]*
        (?:(?:business|working|calendar|consecutive|full)\s+)?(?P<unit>hour|day|week|month|year)s?\b)
    | (?P<money>[$€£]\s?(?P<money_number>\d[\d,]*(?:\.\d+)?)
      | \b(?P<money_after>\d[\d,]*(?:\.\d+)?)\s?(?:usd|eur|gbp|dollars?|euros?|pounds?)\b)
    | (?P<share>\b(?P<share_number>\d+(?:\.\d+)?)\s?(?:%|percent\b|per\s+cent\b))
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity as it stands in a sentence."""

    unit: str  # time, money, age or share
    size: float  # hours, whole money, years, hundredths
    words: str
    span: tuple[int, int]


def amounts_in(sentence: str) -> tuple[Amount, ...]:
    """Return every quantity of a sentence, in order."""
    return tuple(_amounts(sentence))


def changed_amounts(before: str, after: str) -> tuple[tuple[Amount, Amount], ...]:
    """Return the quantities that gave way to others of the same unit, in order.

    A sentence that names more of them than before, or fewer, says too little to pair them.
    """
    pairs: list[tuple[Amount, Amount]] = []
    old, new = amounts_in(before), amounts_in(after)
    for unit in ("time", "money", "age", "share"):
        went = [one for one in old if one.unit == unit]
        came = [one for one in new if one.unit == unit]
        if len(went) == len(came):
            pairs += [pair for pair in zip(went, came, strict=True) if pair[0].size != pair[1].size]
    return tuple(pairs)


def _amounts(sentence: str) -> Iterator[Amount]:
    for match in _QUANTITY.finditer(sentence):
        unit = next(kind for kind in ("age", "time", "money", "share") if match.group(kind))
        number = next(
            value
            for name, value in match.groupdict().items()
            if value is not None and name.startswith(f"{unit}_")
        )
        factor = _HOURS[match.group("unit").lower()] if unit == "time" else 1
        yield Amount(
            unit=unit, size=_number(number) * factor, words=match.group(), span=match.span()
        )


def _number(written: str) -> float:
    word = written.lower()
    return float(_NUMBERS[word]) if word in _NUMBERS else float(written.replace(",", ""))
