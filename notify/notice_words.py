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

    def period_in(self, words: str) -> Period:
        """Return the period that words hold which the pattern of a period has found."""
        plain = words.lower().replace("-", " ")
        figures = _FIGURES.findall(plain)
        named = [one for one in self.numbers if plain.startswith(one.replace("-", " "))]
        number = int(figures[-1]) if figures else self.numbers[max(named, key=len)]
        return Period(number=min(number, 3650), unit=self.units[plain.rsplit(maxsplit=1)[-1]])


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
    """Return a text without accents, umlauts and typographic signs, to be searched."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _language(entry: Entry) -> NoticeWords:
    numbers = dict(_number(entry, one) for one in entry.words("numbers"))
    units = {folded(word).lower(): unit for unit in Unit for word in _needed(entry, unit)}
    working = [folded(word).lower() for word in _needed(entry, "working_days")]
    period = _period(numbers, units)
    promises = _needed(entry, "promises")
    return NoticeWords(
        language=entry.text("id"),
        promise=_pattern(entry, "promises", (), _filled(promises, period)),
        period=_pattern(entry, "days", (), [period]),
        in_working_days=_pattern(
            entry, "working_days", (), _filled(promises, _period(numbers, working))
        ),
        told=_found(entry, "told", "told_patterns"),
        directly=_found(entry, "directly", "direct_patterns"),
        denied=_found(entry, "denied", "denied_patterns"),
        posted=_found(entry, "posted"),
        look=_found(entry, "look", "look_patterns"),
        changes=_found(entry, "changes", "change_patterns"),
        this_text=_found(entry, "this_text"),
        ours=_found(entry, "ours"),
        theirs=_found(entry, "theirs", "theirs_patterns"),
        doubtful=_found(entry, "doubtful", "doubtful_patterns"),
        ending=_found(entry, "ending"),
        numbers=numbers,
        units=units,
    )


def _number(entry: Entry, written: str) -> tuple[str, int]:
    word, _, figures = folded(written).rpartition(" ")
    if not word or not figures.isdecimal():
        raise entry.wrong(f'{written!r}: write the word and its figures, as in "two 2"')
    return word.lower(), int(figures)


def _needed(entry: Entry, key: str) -> tuple[str, ...]:
    words = entry.words(key)
    if not words:
        raise entry.wrong(f'write {key} = ["…"]')
    return words


def _period(numbers: Iterable[str], units: Iterable[str]) -> str:
    """Return the expression of a period: "30 days", "thirty (30) calendar days", "a month"."""
    number = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    unit = "|".join(sorted((one.replace(" ", r"[ -]") for one in units), key=len, reverse=True))
    return rf"(?:\d{{1,4}}|(?:{number})\b)(?: ?\(\d{{1,4}}\))?[ -](?:full |calendar )?(?:{unit})\b"


def _filled(promises: Iterable[str], period: str) -> list[str]:
    return [one.replace("{period}", period) for one in promises]


def _found(entry: Entry, words: str, patterns: str = "") -> Pattern:
    listed = [folded(word) for word in _needed(entry, words)]
    return _pattern(entry, words, listed, entry.words(patterns) if patterns else ())


def _pattern(entry: Entry, key: str, words: Iterable[str], expressions: Iterable[str]) -> Pattern:
    try:
        return pattern_of(words, expressions)
    except InvalidPattern as error:
        raise entry.wrong(str(error), key=key) from error
