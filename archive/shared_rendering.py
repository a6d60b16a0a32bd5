"""Rendering the versions of a policy one after the other: what they share is rendered once.

The versions of a policy are mostly the same paragraphs. Where a text can be cut into stretches
that are rendered alone as they are in their place, only those that no text before it had are
rendered; the rest of the work is what `rendering.render` does, and so is the HTML, to the letter.
"""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

import markdown
from markdown.extensions.toc import unique

from archive.rendering import clean, new_renderer, render
from archive.stretches import separate_stretches

# A list of terms goes on where another one ended, over the paragraph that names the next term.
_TERMS: Final = re.compile(r"^[ \t]*:[ \t]", re.MULTILINE)
_HEADING_ID: Final = re.compile(r'(?<=<h[1-6] id=")[^"]*')
_ANY_ID: Final = re.compile(r'(?<= id=")[^"]*')
_NAMES_IDS: Final = "{"  # an author may name an id himself; every other one comes of a heading
_KEPT: Final = 2048  # stretches: those of the longest policies, and a few versions of them
_LONGEST_KEPT: Final = 4_000  # characters of one; so that no text fills the memory of a worker


class _Piece(NamedTuple):
    """A stretch of a text as HTML before it is cleaned."""

    html: str
    heading_ids: tuple[str, ...]


def render_shared(markdown_text: str) -> str:
    """Return exactly what `rendering.render` returns, sooner where earlier texts were alike."""
    whole = _assembled(markdown_text)
    return render(markdown_text) if whole is None else clean(whole)


def _assembled(markdown_text: str) -> str | None:
    """Return the HTML before cleaning; None for a text that must be rendered as a whole."""
    stretches = separate_stretches(markdown_text)
    if len(stretches) < 2 or _TERMS.search(markdown_text):
        return None
    try:
        pieces = [_piece(stretch) for stretch in stretches]
    except RecursionError:
        return None
    if _NAMES_IDS in markdown_text:
        ids = [name for piece in pieces for name in _ANY_ID.findall(piece.html)]
        if len(ids) > len(set(ids)):
            return None
    taken: set[str] = set()
    return "\n".join(html for piece in pieces if (html := _placed(piece, taken)))


def _placed(piece: _Piece, taken: set[str]) -> str:
    """Return a piece with the ids that its headings get after those of the pieces before it."""
    if taken.isdisjoint(piece.heading_ids):
        taken.update(piece.heading_ids)
        return piece.html
    return _HEADING_ID.sub(lambda found: unique(found[0], taken), piece.html)


def _piece(stretch: str) -> _Piece:
    return _kept(stretch) if len(stretch) <= _LONGEST_KEPT else _rendered(stretch)


@lru_cache(maxsize=_KEPT)
def _kept(stretch: str) -> _Piece:
    return _rendered(stretch)


def _rendered(stretch: str) -> _Piece:
    html = _renderer().reset().convert(stretch)
    return _Piece(html, tuple(_HEADING_ID.findall(html)))


@cache
def _renderer() -> markdown.Markdown:
    return new_renderer()
