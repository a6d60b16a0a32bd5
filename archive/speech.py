"""What stands around the texts, on pages, in feeds and in mails, in the language of its reader.

The code holds each sentence in English, whole, with names where values go. The catalogues hold
the same sentences in other languages, as gettext keeps them. A language without a catalogue
gets English, and its page says so. Faults, commands and terminals speak English only.

English needs no data but the twelve months. Any other language takes its dates, numbers and
lists from the CLDR by Babel, which is loaded with the first sentence that needs it: 25 ms and
5 MB, measured, that a site in English never pays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from archive.revisions import Language

CATALOGUES: Final = Path(__file__).parent / "catalogues"
ENGLISH: Final = Language("en")
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
# The CLDR writes "1 mars"; French law writes "1er mars".
_FIRST_IN_FRENCH: Final = re.compile(r"\A1(?= )")
_LEFT_TO_RIGHT: Final = re.compile(r"[A-Za-z]")
# What marks a stretch that runs in its own direction, whatever stands around it (Unicode UAX 9).
_ISOLATED: Final = "\u2068{}\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How sentences, days and numbers are said in one language."""

    language: Language
    messages: NullTranslations
    digest: str  # of the catalogue: what was said with another one is said again

    @property
    def direction(self) -> str:
        """`rtl` where the language is written from right to left, else `ltr`."""
        return "rtl" if self.language in ("ar", "fa", "he", "ur") else "ltr"

    def say(self, words: str, /, **values: object) -> str:
        """Return a sentence in this language, its values said in it too."""
        return self.sentence(words).format(**self.said(values))

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return a sentence in the form that goes with a number, which it names `{number}`."""
        return self.counted(one, many, number).format(**self.said({"number": number, **values}))

    def sentence(self, words: str) -> str:
        """Return a sentence in this language, its names not filled yet."""
        return self.messages.gettext(words)

    def counted(self, one: str, many: str, number: int) -> str:
        """Return a counted sentence in this language, its names not filled yet."""
        return self.messages.ngettext(one, many, number)

    def said(self, values: dict[str, object]) -> dict[str, object]:
        """Return values as they stand in a sentence: days and numbers in words."""
        return {name: self._said(value) for name, value in values.items()}

    def _said(self, value: object) -> object:
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.day(value)
        if isinstance(value, int):
            return self.number(value)
        # Markup holds its own directions; a plain name from another script needs them.
        return self._isolated(value) if type(value) is str else value

    def _isolated(self, name: str) -> str:
        foreign = self.direction == "rtl" and _LEFT_TO_RIGHT.search(name)
        if "@" in name or "://" in name:
            return name  # an address is copied, and must hold nothing that cannot be seen
        return _ISOLATED.format(name) if foreign else name

    def day(self, day: date) -> str:
        """Return a day in full: "20 November 2018", "20. November 2018", "2018年11月20日"."""
        if self.language == ENGLISH:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        from babel.dates import format_date  # noqa: PLC0415 - costs what the head of this file says

        return self._with_first(format_date(day, "long", locale=self.language))

    def short_day(self, day: date) -> str:
        """Return a day for where there is little room: "20 Nov 2018"."""
        if self.language == ENGLISH:
            return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
        from babel.dates import format_skeleton  # noqa: PLC0415 - as above

        return self._with_first(format_skeleton("yMMMd", day, locale=self.language))

    def _with_first(self, words: str) -> str:
        return _FIRST_IN_FRENCH.sub("1er", words) if self.language == "fr" else words

    def number(self, number: int) -> str:
        """Return a whole number with the separators of the language."""
        if self.language == ENGLISH:
            return f"{number:,}"
        from babel.numbers import format_decimal  # noqa: PLC0415 - as above

        return str(format_decimal(number, locale=self.language))

    def listed(self, names: Sequence[str]) -> str:
        """Return names as "A", "A and B", "A, B and C"."""
        if self.language == ENGLISH or len(names) < 2:
            *most, last = names or [""]
            return f"{', '.join(most)} and {last}" if most else last
        from babel.lists import format_list  # noqa: PLC0415 - as above

        return str(format_list([*map(self._isolated, names)], locale=self.language))

    def language_name(self, language: Language) -> str:
        """Return what another language is called in this one; its tag where that is not known."""
        from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

        try:
            name = Locale.parse(language, sep="-").get_display_name(self.language)
        except (UnknownLocaleError, ValueError):
            return language
        return name or language


def without_isolates(words: str) -> str:
    """Return a sentence for where no invisible character may stand, such as a mail's subject."""
    return words.translate({0x2068: None, 0x2069: None})


def worded(words: str) -> str:
    """Return a sentence as it is; this marks one that is said later for the catalogues."""
    return words


def counted(one: str, many: str) -> tuple[str, str]:
    """Return both forms of a counted sentence; the same mark."""
    return one, many


def languages() -> frozenset[Language]:
    """Return the languages that frames speak."""
    return frozenset({ENGLISH, *(Language(file.stem) for file in CATALOGUES.glob("*.mo"))})


def is_spoken(language: Language) -> bool:
    """Return whether frames speak a language itself, and not English in its place."""
    return speech_in(language).language in (language, language.partition("-")[0])


@cache
def speech_in(language: Language) -> Speech:
    """Return how a language is spoken: by its catalogue, by that of its kind, else in English."""
    for tag in (language, Language(language.partition("-")[0])):
        if tag != ENGLISH and tag in languages():
            content = (CATALOGUES / f"{tag}.mo").read_bytes()
            messages = GNUTranslations(BytesIO(content))
            return Speech(language=tag, messages=messages, digest=sha256(content).hexdigest())
    return Speech(language=ENGLISH, messages=NullTranslations(), digest="")
