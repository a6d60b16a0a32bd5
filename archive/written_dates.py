"""The day that written words name, such as "16th of November, 2020"; never a guess.

A date counts when its day, month and year all stand there and can be read in one way only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

_YEARS: Final = range(1900, 2200)
_ADVICE: Final = "write the whole day, as in May 4, 2026 or 2026-05-04"

_NUMERIC: Final = re.compile(
    r"(?P<first>[0-9]{1,2})\s?(?P<sign>[-./])\s?(?P<second>[0-9]{1,2})\s?(?P=sign)\s?"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<sign>[-./–‑])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?![0-9])"
)
_YEAR_ONLY: Final = re.compile(r"(?:[0-9]{1,2}\s?/\s?)?(?:19|20)[0-9]{2}(?![0-9])")
_TIME: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?:\s?[ap]m)?\s*,?\s*", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    r"DATE\b|(?i:insert\b|tb[acd]\b|todo\b|xx+|x+[/.-]x+|dd\b|mm\b|yyyy\b|month\s+(?:day|dd|xx)\b"
    r"|day\s+month\b|to\s+be\s+(?:announced|confirmed|decided|determined)\b|\{\{)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """What stands where a date is looked for: a day, or why it names none."""

    day: date | None
    end: int  # where the words of the date end
    problem: tuple[str, str] | None = None  # code and message
    readings: tuple[date, ...] = ()  # the days it may mean where it names none


def read_date(text: str, start: int, *, language: str) -> WrittenDate | None:
    """Return the date whose words begin at a place of a text; None where no date begins."""
    words = _words(language)
    for skipped in (_TIME, words.before):
        lead = skipped.match(text, start)
        start = lead.end() if lead else start
    for read in (_year_first, _numeric):
        found = read(text, start, language)
        if found is not None:
            return found
    for pattern in words.whole:
        match = pattern.match(text, start)
        if match is not None:
            month = words.months[match["month"].casefold()]
            return _day(match["year"], month, match["day"], match)
    return _incomplete(text, start, words)


def _year_first(text: str, start: int, _: str) -> WrittenDate | None:
    match = _YEAR_FIRST.match(text, start)
    return match and _day(match["year"], int(match["month"]), match["day"], match)


def _numeric(text: str, start: int, language: str) -> WrittenDate | None:
    match = _NUMERIC.match(text, start)
    if match is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if year not in _YEARS:
        message = f"{match.group()!r} leaves the century open; {_ADVICE}"
        return _unclear("date-ambiguous", message, match)
    orders = _orders(language)
    by_order = {"dm": _possible(year, second, first), "md": _possible(year, first, second)}
    readings = tuple(dict.fromkeys(day for o in orders if (day := by_order[o]) is not None))
    if not readings:
        return _unclear("date-impossible", f"{match.group()!r} is no day of the calendar", match)
    if len(readings) > 1:
        message = f"{match.group()!r} can be {readings[0]} or {readings[1]}; {_ADVICE}"
        return _unclear("date-ambiguous", message, match, readings)
    return WrittenDate(day=readings[0], end=match.end())


def _incomplete(text: str, start: int, words: "_Words") -> WrittenDate | None:
    placeholder = words.placeholder.match(text, start) or _PLACEHOLDER.match(text, start)
    if placeholder is not None:
        shown = " ".join(placeholder.group().split())
        return _unclear("date-placeholder", f"{shown!r} stands where the date belongs", placeholder)
    for pattern in (*words.partial, _YEAR_ONLY):
        partial = pattern.match(text, start)
        if partial is not None:
            shown = " ".join(partial.group().split())
            return _unclear("date-partial", f"{shown!r} is no whole date; {_ADVICE}", partial)
    return None


def _day(year: str, month: int, day: str, match: re.Match[str]) -> WrittenDate:
    found = _possible(int(year), month, int(day))
    if found is None:
        shown = " ".join(match.group().split())
        return _unclear("date-impossible", f"{shown!r} is no day of the calendar", match)
    return WrittenDate(day=found, end=match.end())


def _unclear(
    code: str, message: str, match: re.Match[str], readings: tuple[date, ...] = ()
) -> WrittenDate:
    return WrittenDate(day=None, end=match.end(), problem=(code, message), readings=readings)


def _possible(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of dates in one language, beside the English ones."""

    months: Mapping[str, int]
    before: re.Pattern[str]  # weekdays and articles
    whole: tuple[re.Pattern[str], ...]
    partial: tuple[re.Pattern[str], ...]
    placeholder: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    names = [locale for tag in ("en", language) if (locale := _locale(tag)) is not None]
    months = {"sept": 9} | {
        word.casefold().rstrip("."): number
        for locale in names
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, word in locale.months[context][width].items()
        if not word.isdigit()
    }
    days = {
        word.casefold().rstrip(".")
        for locale in names
        for width in ("wide", "abbreviated")
        for word in locale.days["format"][width].values()
    }
    name = rf"(?:{_either(months)})(?![^\W_])\.?"
    month = rf"(?P<month>{_either(months)})(?![^\W_])\.?"
    day = r"(?P<day>[0-9]{1,2})\s*(?:(?:st|nd|rd|th|er)\b|[.ºª°])?"
    year = r"(?P<year>[0-9]{4})(?![0-9])"
    of = r"(?:(?:of|de|del|di)\b\s*|d['’])?"
    return _Words(
        months=months,
        before=_compiled(
            rf"(?:(?:{_either(days)})\b\.?\s*,?\s*)?(?:(?:the|der|den|dem|le|du|el|il)\b\s*)?"
        ),
        whole=(
            _compiled(rf"{month}\s*-?\s*(?:the\s+)?{day}\s*[,.]?\s*{of}{year}"),
            _compiled(rf"{day}\s*[-,]?\s*{of}{month}\s*[-,]?\s*{of}{year}"),
        ),
        partial=(
            _compiled(rf"{month}\s*[-,/]?\s*{of}{year}"),
            _compiled(rf"{month}\s*{day}(?![0-9])"),
            _compiled(rf"{day}\s*{of}{month}"),
        ),
        placeholder=_compiled(
            rf"{name}\s+(?:[dx]{{2}}|\?+)[,.]?(?:\s*(?:[0-9]{{4}}|y{{4}}))?|[dx]{{2}}\s+{name}"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _orders(language: str) -> tuple[str, ...]:
    """Return the orders of day and month that a language allows: "dm", "md" or both.

    English alone tells nothing: "05/04/2018" is another day in London than in New York.
    """
    locale = _locale(language)
    if locale is None or (locale.language == "en" and locale.territory is None):
        return ("dm", "md")
    letters = re.sub(r"(.)\1+", r"\1", re.sub(r"[^dMy]", "", locale.date_formats["short"].pattern))
    return {"dMy": ("dm",), "Mdy": ("md",)}.get(letters, ("dm", "md"))


@cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
