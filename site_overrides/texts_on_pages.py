"""A text as a page shows it: its heading, its sections and the words around marked changes."""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from markupsafe import Markup

from archive.anchors import OPENING_HEADING
from archive.revisions import Language
from archive.speech import ENGLISH, speech_in, worded

_SECTION: Final = re.compile(
    r'<h([23])(?: [^\s"=<>/]+="[^"]*")*? id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL
)
_TAG: Final = re.compile(r'<(?:[^"<>]|"[^"]*")*>')
_MARKED: Final = re.compile(r'<(/?)(ins|del)( class="moved")?>')
_TABLE: Final = re.compile(r'<table((?: [^\s"=<>/]+="[^"]*")*)>|</table>')
_SPOKEN: Final = {
    ("ins", False): worded("[added:"),
    ("del", False): worded("[removed:"),
    ("ins", True): worded("[moved here:"),
    ("del", True): worded("[moved away:"),
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


def with_spoken_marks(html: str, language: Language = ENGLISH) -> str:
    """Return a redline whose inserted and struck words are announced by screen readers."""
    speech = speech_in(language)
    marks = {kind: escape(speech.say(words)) for kind, words in _SPOKEN.items()}
    own = "" if speech.language == language else f' lang="{speech.language}"'

    def speak(match: re.Match[str]) -> str:
        if match[1]:
            return f'<span class="fn-spoken">] </span>{match[0]}'
        words = marks[match[2], match[3] is not None]
        return f'{match[0]}<span class="fn-spoken"{own}> {words} </span>'

    return _MARKED.sub(speak, html)


def with_scrolling_tables(html: str, language: Language = ENGLISH) -> str:
    """Return a text whose tables can be scrolled by themselves, with the keyboard too."""
    speech = speech_in(language)
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
        label = escape(speech.say("Table {number}", number=number))
        return (
            f'<div class="fn-scroll" role="region" aria-label="{label}" tabindex="0">'
            f"<table{classes}{attributes}>"
        )

    return _TABLE.sub(wrap, html)
