"""A text as a page shows it: its heading, its sections and the words around marked changes."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from markupsafe import Markup

from archive.anchors import OPENING_HEADING

_SECTION: Final = re.compile(
    r'<h([23])(?: [^\s"=<>/]+="[^"]*")*? id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL
)
_TAG: Final = re.compile(r'<(?:[^"<>]|"[^"]*")*>')
_MARKED: Final = re.compile(r'<(/?)(ins|del)( class="moved")?>')
_TABLE: Final = re.compile(r'<table((?: [^\s"=<>/]+="[^"]*")*)>|</table>')
_SPOKEN: Final = {
    ("ins", False): "added",
    ("del", False): "removed",
    ("ins", True): "moved here",
    ("del", True): "moved away",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of a text with its anchor and the smaller headings below it."""

    anchor: str  # escaped, as it stands in the HTML
    title: Markup
    parts: tuple["Section", ...] = ()


def split_heading(html: str) -> tuple[Markup | None, str]:
    """Return the words of the heading a text begins with, and the text without it."""
    found = OPENING_HEADING.match(html)
    if not found:
        return None, html
    return _words(found[1]), html[found.end() :]


def sections(html: str) -> tuple[Section, ...]:
    """Return the sections of a cleaned text, two levels deep, in reading order."""
    top: list[tuple[str, Markup, list[Section]]] = []
    for level, anchor, title in _SECTION.findall(html):
        if level == "2" or not top:
            top.append((anchor, _words(title), []))
        else:
            top[-1][2].append(Section(anchor=anchor, title=_words(title)))
    return tuple(Section(anchor=a, title=t, parts=tuple(p)) for a, t, p in top)


def _words(html: str) -> Markup:
    return Markup(_TAG.sub("", html).strip())  # noqa: S704 - cleaned text without its tags


def plain_words(words: Markup) -> str:
    """Return the characters a reader sees."""
    return unescape(str(words))


def with_spoken_marks(html: str) -> str:
    """Return a redline whose inserted and struck words are announced by screen readers."""

    def speak(match: re.Match[str]) -> str:
        if match[1]:
            return f'<span class="fn-spoken">] </span>{match[0]}'
        words = _SPOKEN[match[2], match[3] is not None]
        return f'{match[0]}<span class="fn-spoken"> [{words}: </span>'

    return _MARKED.sub(speak, html)


def with_scrolling_tables(html: str) -> str:
    """Return a text whose tables can be scrolled by themselves, with the keyboard too."""
    number = 0
    depth = 0

    def wrap(match: re.Match[str]) -> str:
        nonlocal number, depth
        if match[0] == "</table>":
            depth -= 1
            return match[0] if depth else "</table></div>"
        depth += 1
        if depth > 1:
            return match[0]
        number += 1
        attributes = match[1].replace(' class="', ' class="fn-table ') or ""
        classes = "" if 'class="' in attributes else ' class="fn-table"'
        return (
            f'<div class="fn-scroll" role="region" aria-label="Table {number}" tabindex="0">'
            f"<table{classes}{attributes}>"
        )

    return _TABLE.sub(wrap, html)
