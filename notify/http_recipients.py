"""Rows of recipients from JSON pages over HTTPS, in the form that SETTINGS.md describes.

Only the host that the settings name is asked, for as long as it leads from page to page. A page
must say what follows it, so that no list that is cut off looks whole.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from archive.errors import InvalidSettings
from archive.json_reading import JsonObject, json_object
from notify.recipient_rows import Row, wrong_columns
from notify.recipients import BadRow, SourceBroke
from notify.transport import NotFetched, fetch_public

TOKEN: Final = "FAIRNOTICE_RECIPIENTS_TOKEN"  # noqa: S105 - the variable's name
TIME_LIMIT: Final = 600.0  # seconds for the whole list
PAGE_SECONDS: Final = 60.0
PAGE_BYTES: Final = 4_000_000
PAGES: Final = 100_000
_BEARER: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,4096}=*")  # RFC 6750


def http_rows(
    url: str, environ: Mapping[str, str], *, seconds: float = TIME_LIMIT
) -> Iterator[Row | BadRow]:
    """Yield the objects of all pages, numbered from 1.

    Raises `SourceBroke` where no more can be read, `InvalidSettings` for a token that is none.
    """
    headers = {"Accept": "application/json"}
    if token := environ.get(TOKEN):
        headers["Authorization"] = f"Bearer {_checked(token)}"
    end = time.monotonic() + seconds
    number = 0
    for page, items in _pages(url, headers, end):
        for item in items:
            number += 1
            yield _row(number, item, page)


def _checked(token: str) -> str:
    if _BEARER.fullmatch(token) is None:
        raise InvalidSettings(f"{TOKEN} is no bearer token; it is one word of ASCII")
    return token


def _pages(url: str, headers: Mapping[str, str], end: float) -> Iterator[tuple[int, list[object]]]:
    address = url
    for page in range(1, PAGES + 1):
        place = f"{urlsplit(url).hostname}, page {page}"
        left = end - time.monotonic()
        if left <= 0:
            raise SourceBroke(f"{place}: the list takes too long")
        found = _page(address, headers, place=place, seconds=min(left, PAGE_SECONDS))
        items = found.values.get("recipients")
        if not isinstance(items, list):
            raise found.wrong("recipients", "a list")
        yield page, items
        following = _next(found, former=address)
        if following is None:
            return
        address = following
    raise SourceBroke(f"{urlsplit(url).hostname}: over {PAGES:,} pages")


def _page(url: str, headers: Mapping[str, str], *, place: str, seconds: float) -> JsonObject:
    try:
        data = fetch_public(url, headers=headers, seconds=seconds, largest=PAGE_BYTES)
    except NotFetched as error:
        advice = f"; check {TOKEN}" if error.status in (401, 403) else ""
        raise SourceBroke(f"{place}: {error}{advice}") from error
    return json_object(data, place=place, error=SourceBroke)


def _next(page: JsonObject, *, former: str) -> str | None:
    """Return the address of the page after this one, or None where this is the last."""
    if "next" not in page.values:
        raise page.wrong("next", "the address of the next page, null on the last")
    written = page.text_or_none("next")
    if written is None:
        return None
    if not (written.isascii() and written.isprintable() and " " not in written):
        raise page.wrong("next", "an address in ASCII, without spaces")
    try:
        address = urljoin(former, written)
        same = _origin(address) == _origin(former)
    except ValueError as error:
        raise page.wrong("next", "an address") from error
    if not same:
        raise page.wrong("next", "an address of the same host")
    if address == former:
        raise page.wrong("next", "another page than this one")
    return address


def _origin(url: str) -> tuple[str, str]:
    """Return what must not change from page to page."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _row(number: int, item: object, page: int) -> Row | BadRow:
    if not isinstance(item, dict):
        return BadRow(number=number, problem=f"on page {page} stands no object")
    if (problem := wrong_columns(item)) is not None:
        return BadRow(number=number, problem=f"on page {page}: {problem}")
    return Row(number, **item)
