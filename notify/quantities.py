"""Quantities: how long, how much, how old; and which of two is more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

UNITS: Final = ("age", "time", "money", "share", "count")
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90}
_HOURS: Final = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1,
    "day": 24,
    "week": 168,
    "month": 730,
    "year": 8760,
}
_NUMBER: Final = r"(?:\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_CODES: Final = (
    "(?:usd|eur|gbp|chf|cad|aud|nzd|jpy|cny|inr|brl|mxn|zar|sgd|hkd|sek|nok|dkk|isk|pln|czk|huf|"
    "ron|bgn|try|euros?)"
)
_CURRENCIES: Final = r"(?:(?:us\s)?dollars?|euros?|pounds?(?:\ssterling)?|francs|yen|rupees|cents)"
_THOUSANDS: Final = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "billion": 1e9}
_SUM: Final = r"\d{1,3}(?:[\s.']\d{3})+(?!\d)(?:,\d\d)?|\d[\d,]*(?:\.\d+)?"
_DOTS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?")  # 1.000,00 as much of Europe writes it
_SIZES: Final = {"kb": 1e-6, "mb": 1e-3, "gb": 1, "tb": 1e3}
_THINGS: Final = (
    "users?|members?|seats?|devices?|copies|persons?|people|accounts?|projects?|repositories|files?|"
    "messages?|requests?|downloads?|exports?|parcels?|items?|times|attempts?|kb|mb|gb|tb"
)
_SIZE: Final = re.compile(rf"\b{_NUMBER}|[\d.,'\s()-]")
_KINDS: Final = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "eur"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds"), "gbp"),
    **dict.fromkeys(("$", "us$", "usd", "dollar", "dollars"), "usd"),
    "business": "working",
}
_SAID: Final = frozenset(  # what the size already says
    "second seconds minute minutes hour hours day days week weeks month months year years calendar "
    "consecutive full k m thousand million billion % percent per cent kb mb gb tb".split()
)
_QUANTITY: Final = re.compile(
    rf"""
    (?P<age>\b(?:age\s+(?:of\s+)?|under\s+(?:the\s+age\s+of\s+)?|at\s+least\s+|over\s+)
        (?P<age_number>{_NUMBER})(?:\s+years?(?:\s+old|\s+of\s+age))
      | \b(?:age\s+(?:of\s+)|aged\s+|under\s+(?:the\s+age\s+of\s+)?)(?P<age_bare>1[0-9]|2[01])\b
      | \b(?P<age_old>{_NUMBER})[\s-]+years?(?:[\s-]+old|[\s-]+of[\s-]+age)\b)
    | (?P<time>\b(?P<time_number>{_NUMBER})(?:\s*\(\d+\))?[\s-]*
        (?:(?:business|working|calendar|consecutive|full)\s+)?(?P<unit>second|minute|hour|day|week|month|year)s?\b)
    | (?P<money>(?:(?:(?:\b(?:us|ca|au|nz|hk|[ac]))?[$€£¥₹]|\b{_CODES})\s?(?P<money_number>{_SUM})
        (?:\s?(?P<times>k|m|thousand|million|billion)\b)?)
      | \b(?P<money_after>{_SUM})(?:\s?(?P<times_after>thousand|million|billion))?
        \s?(?:{_CODES}\b|{_CURRENCIES}\b|[€£¥₹$]))
    | (?P<share>\b(?P<share_number>\d+(?:\.\d+)?)\s?(?:%|percent\b|per\s+cent\b))
    | (?P<count>\b(?P<count_number>{_NUMBER})\s?(?:(?:free|active|different|additional)\s)?
        (?P<thing>{_THINGS})\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity as it stands in a sentence."""

    unit: str  # one of UNITS
    size: float  # hours, whole money, years, hundredths, things (of data, gigabytes)
    words: str
    span: tuple[int, int]
    currency: str = ""  # of money, one name for each way to write it


def amounts_in(sentence: str) -> tuple[Amount, ...]:
    """Return every quantity of a sentence, in order."""
    return tuple(_amounts(sentence))


def changed_amounts(before: str, after: str) -> tuple[tuple[Amount, Amount], ...]:
    """Return the quantities that gave way to others of the same unit, in order.

    A sentence that names more of them than before, or fewer, says too little to pair them.
    """
    pairs: list[tuple[Amount, Amount]] = []
    old, new = amounts_in(before), amounts_in(after)
    for unit in UNITS:
        went = [one for one in old if one.unit == unit]
        came = [one for one in new if one.unit == unit]
        if len(went) == len(came):
            pairs += [pair for pair in zip(went, came, strict=True) if _differ(*pair)]
    return tuple(pairs)


def _differ(old: Amount, new: Amount) -> bool:
    return (old.size, old.currency) != (new.size, new.currency)


def in_one_form(sentence: str) -> str:
    """Return a sentence in which equal quantities are written alike: 14 days for two weeks."""
    parts: list[str] = []
    at = 0
    for amount in amounts_in(sentence):
        start, end = amount.span
        parts += [sentence[at:start], f"{amount.size:g}{amount.unit}{_kind(amount.words)}"]
        at = end
    return "".join((*parts, sentence[at:]))


def _kind(words: str) -> str:
    """Return what else than its size tells a quantity from another: working days, a currency."""
    rest = _SIZE.sub(" ", words.lower()).split()
    return "".join(sorted(_KINDS.get(word, word) for word in rest if word not in _SAID))


def _amounts(sentence: str) -> Iterator[Amount]:
    for match in _QUANTITY.finditer(sentence):
        unit = next(kind for kind in UNITS if match.group(kind))
        number = next(
            value
            for name, value in match.groupdict().items()
            if value is not None and name.startswith(f"{unit}_")
        )
        yield Amount(
            unit=unit,
            size=_number(_with_points(number) if unit == "money" else number) * _factor(match),
            words=match.group(),
            span=match.span(),
            currency=_kind(match.group()) if unit == "money" else "",
        )


def _factor(match: re.Match[str]) -> float:
    """Return how much one of what is counted is worth."""
    if unit := match.group("unit"):
        return _HOURS[unit.lower()]
    if thing := match.group("thing"):
        return _SIZES.get(thing.lower(), 1)
    times = match.group("times") or match.group("times_after")
    return _THOUSANDS[times.lower()] if times else 1


def _number(written: str) -> float:
    word = written.lower()
    if word in NUMBERS:
        return float(NUMBERS[word])
    return float(re.sub(r"[\s,']", "", word))


def _with_points(written: str) -> str:
    """Return a sum as English writes it: 1.000,00 is one thousand."""
    if not _DOTS.fullmatch(written):
        return written
    return written.replace(".", "").replace(",", ".")
