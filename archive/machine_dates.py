"""Machine dates of a text: `{: datetime="2026-05-04" }` and the bare date it stands behind."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from archive.dated_text import Kind, Statement, plain, with_closing, with_opening
from archive.written_dates import WrittenDate, read_date

_MACHINE: Final = re.compile(r"""datetime\s?=\s?(["']?)(?P<value>[^"'<>{}\n]{0,80})\1""")
_MACHINE_BEFORE: Final = re.compile(r"(?:\{:|<[a-z]+\s)[^{}<>\n]{0,200}\Z")
_MACHINE_AFTER: Final = re.compile(r"[^{}<>\n]{0,200}[}>]")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOST: Final = 100  # looked at in one part; no policy has more
_LINE: Final = 80  # characters of a line that holds a date and nothing else


def machine_dates(body: str, part: tuple[int, int], language: str) -> Iterator[Statement]:
    """Return the machine dates in one part of a text, and bare dates before them."""
    begin, end = part
    place = body.find("datetime", begin, end)
    looked_at = 0
    while place != -1 and looked_at < _MOST:
        looked_at += 1
        value = _MACHINE.match(body, place)
        before = _MACHINE_BEFORE.search(body, max(0, place - 240), place)
        after = value and _MACHINE_AFTER.match(body, value.end())
        if value and before and after:
            written = _machine_value(value["value"], after.end())
            bare = _bare_date(body, before.start(), language)
            if bare is not None:
                yield bare
            yield Statement(
                kind=Kind.MACHINE,
                start=before.start(),
                end=after.end(),
                written=written,
                at_edge=True,
            )
        place = body.find("datetime", place + 8, end)


def _bare_date(body: str, place: int, language: str) -> Statement | None:
    """Return the unlabelled date that a machine date stands behind, alone on its line."""
    text = plain(body[max(0, place - _LINE - 1) : place])
    line = text.rstrip().rpartition("\n")[2]
    start = text.rindex(line) + len(line) - len(line.lstrip())
    written = read_date(text, start, language=language) if line.strip() else None
    if written is None or text[written.end :].strip() or "\n\n" in text[written.end :]:
        return None
    offset = place - len(text)
    return Statement(
        kind=Kind.UPDATED,
        start=with_opening(body, offset + start),
        end=with_closing(body, offset + written.end),
        written=written,
        at_edge=True,
    )


def _machine_value(value: str, end: int) -> WrittenDate:
    try:
        day = date.fromisoformat(value) if _ISO.match(value) else None
    except ValueError:
        day = None
    if day is not None:
        return WrittenDate(day=day, end=end)
    message = f'datetime="{value}" is no date; write it like datetime="2026-05-04"'
    return WrittenDate(day=None, end=end, problem=("date-machine", message))
