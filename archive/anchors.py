"""The anchors of a text: what follows "#" in an address that leads to one of its clauses."""

import re
from html import unescape
from typing import Final

# A page shows the words of this heading at its top, without its anchor: no link needs that one.
OPENING_HEADING: Final = re.compile(r"\s*<h1(?: [^>]*)?>(.*?)</h1>", re.DOTALL)
ANCHORED: Final = re.compile(r'<[a-z0-9]+(?: [^\s"=<>/]+="[^"]*")*? id="([^"]+)"')


def anchors_of(html: str) -> tuple[str, ...]:
    """Return the anchors that a page has of a cleaned text, each once, in reading order."""
    heading = OPENING_HEADING.match(html)
    found = ANCHORED.findall(html, heading.end() if heading else 0)
    return tuple(dict.fromkeys(map(unescape, found)))
