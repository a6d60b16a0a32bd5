"""Words that look like a date where a text states none: what its author may have taken for one."""

import re
from typing import Final

from archive.date_statements import edges
from archive.dated_text import plain

_YEAR: Final = r"(?:19|20)[0-9]{2}(?![0-9])"
_LOOKS_LIKE_ONE: Final = re.compile(
    rf"(?<!\w)[^\W\d_]{{3,12}}\.?\s{{1,2}}[0-9]{{1,2}}(?:[^\W\d_]{{2}})?,?\s{{1,2}}{_YEAR}"
    rf"|(?<!\w)[0-9]{{1,2}}(?!\d)[^\n\d]{{1,20}}(?:[0-9]{{1,2}}[-./])?{_YEAR}"
    rf"|(?<!\w){_YEAR}[^\n\d]{{1,12}}[0-9]{{1,2}}(?!\d)(?:[-./][0-9]{{1,2}}(?!\d))?"
)


def unread_date(old: str, new: str) -> str | None:
    """Return the first such words near the edges of a text that the one before it had not."""
    head, tail = edges(new)
    before = plain(old)
    for part in (new[:head], new[max(head, tail) :]):
        for match in _LOOKS_LIKE_ONE.finditer(plain(part)):
            words = " ".join(match.group().split())
            if match.group() not in before:
                return words
    return None
