"""Redlines without their long unchanged stretches, for policies of very many versions.

Each redline repeats the whole text. A policy of a thousand versions would fill a host with
what did not change; its redlines lead to the new text instead.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Final

from archive.revisions import Language
from archive.runs import VOID
from archive.speech import ENGLISH, Speech, speech_in

# A link to the text that a redline leads to: its page lies above the redline's own.
_WHOLE_TEXT: Final = "#fn-whole-text:"
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^"<>]|"[^"]*")*)>')
_CHANGED: Final = re.compile(r'<(?:ins|del)\b|<[a-z0-9]+ [^<>]*class="[^"]*\b(?:change|removed)\b')
_HEADING: Final = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_ID: Final = re.compile(r' id="([^"]*)"')
_ANCHORED: Final = re.compile(r'href="#([^"]*)"')
_CONTEXT: Final = 1  # passages that stay on either side of a change
_FEWEST: Final = 3  # passages that are worth leaving out
_SHORTEST: Final = 1_500  # characters that are


def shortened(html: str, language: Language = ENGLISH) -> str:
    """Return a redline whose long unchanged stretches are links to the whole text."""
    speech = speech_in(language)
    out: list[str] = []
    stretch: list[str] = []
    for block in _blocks(html):
        if not _CHANGED.search(block):
            stretch.append(block)
            continue
        out += _short(speech, stretch, before=bool(out), after=True)
        out.append(block)
        stretch = []
    out += _short(speech, stretch, before=bool(out), after=False)
    return _with_whole_links("".join(out))


def to_whole_text(piece: str) -> str:
    """Return a piece of a shortened redline with its links to the whole text settled."""
    return piece.replace(f'href="{_WHOLE_TEXT}', 'href="../#').replace('href="../#"', 'href="../"')


def _blocks(html: str) -> Iterator[str]:
    """Yield the outermost elements, with what stands behind each."""
    depth = start = 0
    for tag in _TAG.finditer(html):
        if tag[2] in VOID:
            continue
        if depth == 0 and not tag[1] and html[start : tag.start()].strip():
            yield html[start : tag.start()]
            start = tag.start()
        depth += -1 if tag[1] else 1
    yield html[start:]


def _short(speech: Speech, stretch: Sequence[str], *, before: bool, after: bool) -> list[str]:
    first, last = (_CONTEXT if before else 0), len(stretch) - (_CONTEXT if after else 0)
    inner = stretch[first:last]
    words = "".join(inner)
    if len(inner) < _FEWEST or len(words) < _SHORTEST:
        return list(stretch)
    return [*stretch[:first], _note(speech, len(inner), words), *stretch[last:]]


def _note(speech: Speech, number: int, html: str) -> str:
    """Return the line that stands in the place of a stretch."""
    anchor, heading = _ID.search(html), _HEADING.search(html)
    target = anchor[1] if anchor else ""
    title = " ".join(re.sub(r"<[^<>]*>", "", heading[1]).split()) if heading else ""
    told = speech.count("{number} unchanged passage.", "{number} unchanged passages.", number)
    if title:
        told = speech.count(
            "{number} unchanged passage, with “{title}”.",
            "{number} unchanged passages, with “{title}”.",
            number,
            title=unescape(title),
        )
    read = speech.say("Read them in the new text")
    return (
        f'<p class="fn-left-out" lang="{speech.language}" dir="{speech.direction}">{escape(told)}'
        f' <a href="{_WHOLE_TEXT}{target}">{escape(read)}</a></p>\n'
    )


def _with_whole_links(html: str) -> str:
    """Let links to what was left out lead to the whole text."""
    there = set(_ID.findall(html))

    def led(link: re.Match[str]) -> str:
        name = link[1]
        if name in there or not name or name.startswith(_WHOLE_TEXT[1:]):
            return link[0]
        return f'href="{_WHOLE_TEXT}{escape(unescape(name))}"'

    return _ANCHORED.sub(led, html)
