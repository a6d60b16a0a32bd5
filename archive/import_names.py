"""What the name of a file from outside says: its words, its language and its day."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from archive.names import language_tag
from archive.written_dates import WrittenDate, read_date

_COMPACT: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])_(?=[0-9])")
_MAY_BEGIN: Final = re.compile(r"(?<![^\W_])(?=[^\W_])")
# What stands before a day in a name and is no part of what the policy is called.
_BEFORE_A_DAY: Final = re.compile(
    r"(?<![^\W_])(?:effective|dated|updated|revised|version|as of|from|of|stand|vom|ab|du|del?)"
    r"[\W_]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """The parts of a file's name."""

    words: str  # without day and language; empty where nothing is left
    language: str | None
    day: date | None
    problem: str = ""  # why a day that seems to stand in it is none


def read_file_name(path: PurePosixPath, *, language: str) -> FileName:
    """Return what a file's name says: "2017-06-13-privacy.de.docx" is privacy, German, that day.

    A day that could be two is none, and `problem` says so.
    """
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    tag = None
    rest, dot, last = stem.rpartition(".")
    if dot and rest and not last.isdigit():
        tag = language_tag(last)
        stem = rest if tag else stem
    text = _BETWEEN_DIGITS.sub("-", _COMPACT.sub(r"\1-\2-\3", stem)).replace("_", " ")
    found = _day_in(text, tag or language)
    if found is None:
        return FileName(words=_bare(text), language=tag, day=None)
    start, written = found
    words = f"{_BEFORE_A_DAY.sub('', text[:start])} {text[written.end :]}"
    problem = written.problem[1] if written.problem else ""
    return FileName(words=_bare(words), language=tag, day=written.day, problem=problem)


def _day_in(text: str, language: str) -> tuple[int, WrittenDate] | None:
    """Return the day a name holds and where, or else the first thing that is nearly one."""
    nearly = None
    for place in _MAY_BEGIN.finditer(text):
        written = read_date(text, place.start(), language=language)
        if written is not None and written.day is not None:
            return place.start(), written
        # "2017" alone may be part of a title; only what names two days is worth a word.
        if written is not None and written.problem and written.problem[0] != "date-partial":
            nearly = nearly or (place.start(), written)
    return nearly


def _bare(words: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", words)
