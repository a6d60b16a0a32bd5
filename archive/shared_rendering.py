"""Rendering the versions of a policy one after the other: what they share is rendered once.

The versions of a policy are mostly the same paragraphs. Where a text can be cut into stretches
that are rendered alone as they are in their place, only those that no text before it had are
rendered; the rest of the work is what `rendering.render` does, and so is the HTML, to the letter.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import markdown
from markdown.extensions.toc import unique

from archive.rendering import clean, laid_out, new_renderer, render
from archive.stretches import separate_stretches

# A list of terms goes on where another one ended, over the paragraph that names the next term.
_TERMS: Final = re.compile(r"^[ \t]*:[ \t]", re.MULTILINE)
_HEADING_ID: Final = re.compile(r'(?<=<h[1-6] id=")[^"]*')
_ANY_ID: Final = re.compile(r'(?<= id=")[^"]*')
_TOLD_APART: Final = re.compile(r' id="[^"]*_[0-9]+"')  # perhaps from another one of its name
_NAMES_IDS: Final = "{"  # an author may name an id himself; every other one comes of a heading
# Stands between stretches that are rendered in one go, as a paragraph of its own.
_SEAM: Final = "fairnoticeseam"
_MOST: Final = 1_000  # stretches of one text; the longest policy known has half as many
_MOST_KEPT: Final = 4_000  # stretches that are remembered: those of a few policies
_LONGEST_KEPT: Final = 4_000  # characters of one; so that no text fills the memory of a worker


class _Piece(NamedTuple):
    """A stretch as HTML, rendered alone and not cleaned yet."""

    html: str
    heading_ids: tuple[str, ...]


_kept: dict[str, _Piece] = {}


def render_shared(markdown_text: str) -> str:
    """Return exactly what `rendering.render` returns, sooner where earlier texts were alike."""
    whole = _assembled(markdown_text)
    return render(markdown_text) if whole is None else laid_out(clean(whole), markdown_text)


def _assembled(markdown_text: str) -> str | None:
    """Return the HTML before cleaning; None for a text that must be rendered as a whole."""
    stretches = separate_stretches(markdown_text)
    apart = 1 < len(stretches) <= _MOST and _SEAM not in markdown_text
    if not apart or _TERMS.search(markdown_text):
        return None
    try:
        pieces = _pieces(stretches)
    except (RecursionError, ValueError):  # nested too deeply, or a stretch took in a seam
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


def _pieces(stretches: Sequence[str]) -> list[_Piece]:
    new = [stretch for stretch in dict.fromkeys(stretches) if stretch not in _kept]
    made = dict(zip(new, _rendered(new), strict=True))
    pieces = [made.get(stretch) or _kept[stretch] for stretch in stretches]
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    _kept.update((each, made[each]) for each in new if len(each) <= _LONGEST_KEPT)
    return pieces


def _rendered(stretches: Sequence[str]) -> Iterator[_Piece]:
    """Yield each stretch as it is alone; together they are rendered in half the time."""
    if not stretches:
        return
    together = _converted(f"\n\n{_SEAM}\n\n".join(stretches)).split(f"<p>{_SEAM}</p>")
    for stretch, found in zip(stretches, together, strict=True):
        html = _converted(stretch) if _TOLD_APART.search(found) else found.strip()
        yield _Piece(html, tuple(_HEADING_ID.findall(html)))


def _converted(markdown_text: str) -> str:
    return _renderer().reset().convert(markdown_text)


@cache
def _renderer() -> markdown.Markdown:
    return new_renderer()
