"""The places of a text that state its date, and the text without its markup round them."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from archive.written_dates import WrittenDate

_MARKUP: Final = re.compile(
    r"<[^<>\n]{0,300}>|\]\([^()\s]{0,300}\)|\{:[^{}\n]{0,200}\}|&nbsp;|&#160;|\\.|[\[\]*_`#~]"
    r"|^[ \t]*>|[\u00a0\u200b\u202f\"“”]",
    re.MULTILINE,
)
_OPENING: Final = re.compile(r"(?:\\?\[|[*_]{1,3}){1,3}\Z")
_CLOSING: Final = re.compile(r"(?:\\?\]\([^()\s]{0,300}\)|\\?\]|[*_]{1,3}|</[a-z]{1,6}>){0,4}")


class Kind(Enum):
    """What a date statement says its date is."""

    MACHINE = "machine date"
    EFFECTIVE = "effective date"
    UPDATED = "date of the last change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One place where a text states its date, or a label whose date is missing or unclear."""

    kind: Kind
    start: int
    end: int
    written: WrittenDate
    at_edge: bool  # near the beginning or the end of the text

    @property
    def day(self) -> date | None:
        return self.written.day


def plain(text: str) -> str:
    """Return a text of equal length with spaces for markup, so that every place stays."""
    return _MARKUP.sub(lambda match: " " * len(match.group()), text)


def with_opening(body: str, start: int) -> int:
    """Return where the markup that opens a statement begins."""
    opening = _OPENING.search(body, max(0, start - 12), start)
    return opening.start() if opening else start


def with_closing(body: str, end: int) -> int:
    """Return where the markup that closes a statement ends, links included."""
    closing = _CLOSING.match(body, end)
    return closing.end() if closing else end
