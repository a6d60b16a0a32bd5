"""Notice words: by which words a policy says how its readers are told of changes, by language.

They stand in notify/notice_words.toml, for a lawyer to read and mend.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from notify.notice_periods import Period, Unit
from notify.patterns import InvalidPattern, Pattern, pattern_of
from notify.rules_file import Entry, parse

TABLE: Final = Path(__file__).with_name("notice_words.toml")
_FIGURES: Final = re.compile(r"\d{1,4}")
_LETTERS: Final = str.maketrans({"ß": "ss", "’": "'", "‑": "-", "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """What is looked for in the texts of one language."""

    language: str
    promise: Pattern  # a period of notice as it is promised
    period: Pattern  # the period in it
    in_working_days: Pattern
    told: Pattern
    directly: Pattern
    denied: Pattern
    posted: Pattern
    look: Pattern
    changes: Pattern
    this_text: Pattern
    ours: Pattern
    theirs: Pattern
    doubtful: Pattern
    ending: Pattern
    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    spans: Mapping[str, Period]  # words that are a whole period

    def period_in(self, words: str) -> Period:
        """Return the period that words hold which the pattern of a period has found."""
        plain = words.lower().replace("-", " ")
        if plain in self.spans:
            return self.spans[plain]
        figures = _FIGURES.findall(plain)
        named = [one for one in self.numbers if plain.startswith(one.replace("-", " "))]
        number = int(figures[-1]) if figures else self.numbers[max(named, key=len)]
        unit = max((one for one in self.units if plain.endswith(one)), key=len)
        return Period(number=min(number, 3650), unit=self.units[unit])


@lru_cache(maxsize=1)
def notice_words(path: Path = TABLE) -> Mapping[str, NoticeWords]:
    """Return the words of every language that the table knows, by its tag.

    Raises InvalidRules with file, line and what to write instead.
    """
    file = parse(path, path.read_text(encoding="utf-8"), kinds=("language",))
    found = {words.language: words for words in file.read("language", _language)}
    file.top.refuse_what_was_not_asked()
    return found


def folded(text: str) -> str:
    """Return a text without accents, vowel signs and typographic signs, figures as 0 to 9."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(
        str(unicodedata.decimal(letter, letter))
        for letter in plain
        if not unicodedata.combining(letter)
    )


def _language(entry: Entry) -> NoticeWords:
    numbers = dict(_number(entry, one) for one in entry.words("numbers"))
    units = {folded(word).lower(): unit for unit in Unit for word in _needed(entry, unit)}
    spans = dict(_span(entry, one) for one in entry.words("spans"))
    working = [folded(word).lower() for word in _needed(entry, "working_days")]
    name, inside = entry.text("id"), entry.yes("inside")
    promises = _needed(entry, "promises")
    period = _period(numbers, units, spans, inside=inside)
    in_working_days = _filled(promises, _period(numbers, working, inside=inside))

    def found(words: str, patterns: str = "") -> Pattern:
        expressions = entry.words(patterns) if patterns else ()
        return _pattern(entry, words, _needed(entry, words), expressions, inside=inside)

    return NoticeWords(
        language=name,
        promise=_pattern(entry, "promises", (), _filled(promises, period), inside=inside),
        period=_pattern(entry, "days", (), [period], inside=inside),
        in_working_days=_pattern(entry, "working_days", (), in_working_days, inside=inside),
        told=found("told", "told_patterns"),
        directly=found("directly", "direct_patterns"),
        denied=found("denied", "denied_patterns"),
        posted=found("posted"),
        look=found("look", "look_patterns"),
        changes=found("changes", "change_patterns"),
        this_text=found("this_text"),
        ours=found("ours"),
        theirs=found("theirs", "theirs_patterns"),
        doubtful=found("doubtful", "doubtful_patterns"),
        ending=found("ending"),
        numbers=numbers,
        units=units,
        spans=spans,
    )


def _number(entry: Entry, written: str) -> tuple[str, int]:
    word, _, figures = folded(written).rpartition(" ")
    if not word or not figures.isdecimal():
        raise entry.wrong(f'{written!r}: write the word and its figures, as in "two 2"')
    return word.lower(), int(figures)


def _span(entry: Entry, written: str) -> tuple[str, Period]:
    word, *counted = folded(written).rsplit(maxsplit=2)
    if len(counted) < 2 or not counted[0].isdecimal() or counted[1] not in set(Unit):
        raise entry.wrong(f'{written!r}: write the words and a period, as in "fortnight 2 weeks"')
    return word.lower(), Period(number=int(counted[0]), unit=Unit(counted[1]))


def _needed(entry: Entry, key: str) -> tuple[str, ...]:
    words = entry.words(key)
    if not words:
        raise entry.wrong(f'write {key} = ["…"]')
    return words


def _period(
    numbers: Iterable[str], units: Iterable[str], spans: Iterable[str] = (), *, inside: bool
) -> str:
    """Return the expression of a period: "30 days", "thirty (30) calendar days", "a month"."""
    number, unit, span = (_longest_first(words) for words in (numbers, units, spans))
    gap, end = ("[ -]?", "") if inside else ("[ -]", r"\b")
    counted = rf"(?:\d{{1,4}}|(?:{number}){end})(?: ?\(\d{{1,4}}\))?{gap}(?:full |calendar )?(?:{unit}){end}"
    return rf"(?:{counted}|(?:{span}){end})" if span else counted


def _longest_first(words: Iterable[str]) -> str:
    """Return alternatives of which none hides a longer one."""
    escaped = (re.escape(one).replace(r"\ ", "[ -]") for one in words)
    return "|".join(sorted(escaped, key=len, reverse=True))


def _filled(promises: Iterable[str], period: str) -> list[str]:
    return [one.replace("{period}", period) for one in promises]


def _pattern(
    entry: Entry, key: str, words: Iterable[str], expressions: Iterable[str], *, inside: bool
) -> Pattern:
    try:
        return pattern_of(map(folded, words), map(folded, expressions), inside=inside)
    except InvalidPattern as error:
        raise entry.wrong(str(error), key=key) from error
