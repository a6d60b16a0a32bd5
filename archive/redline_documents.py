"""A redline as an HTML document that stands alone: for a mail's attachment, a printer, a file."""

from collections.abc import Iterable
from html import escape
from itertools import islice
from typing import Final

from archive.changed_links import HEADING, ChangedLink, changed_links
from archive.changed_pictures import PICTURES, changed_pictures, picture_told
from archive.changes import ChangeKind
from archive.redline_text import in_numbers
from archive.redlines import Redline
from archive.revisions import Language

_MOVES: Final = (ChangeKind.MOVED, ChangeKind.MOVED_REWORDED)
_SEEN: Final = frozenset(ChangeKind) - {ChangeKind.FORMAT_ONLY}
_MAIN: Final = "redline-text"
# Nothing is loaded, so that nobody learns from a text's pictures who reads it.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 Georgia, serif; overflow-wrap: anywhere; }
header, footer { font-family: system-ui, sans-serif; font-size: 0.9rem; }
ins { color: light-dark(#14532d, #a6e3bd); text-decoration: underline 2px; }
del { color: light-dark(#8f1d18, #f4a9a2); text-decoration: line-through; }
ins.moved, del.moved { color: light-dark(#3b4a9c, #b3c0ff); }
ins.moved { text-decoration: underline dotted 2px; }
.change { border-inline-start: 3px solid light-dark(#8a5a12, #d9a441); padding-inline-start: 0.6rem; margin-inline-start: -0.75rem; }
:is(li, tr, dt, dd).change, :is(li, dd, td) .change { border: 0; padding: revert; margin: revert; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
td, th { border: 1px solid #888; padding: 0.3em 0.6em; text-align: start; vertical-align: top; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; }
@media print { body { max-width: none; margin: 0; } ins, del { color: inherit; } }
"""


def redline_document(redline: Redline, *, name: str, language: Language) -> str:
    """Return the whole text with its changes, what the marks mean and which links lead elsewhere."""
    links = changed_links(redline)
    moved = any(change.kind in _MOVES for change in redline.changes)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n{_skips(redline)}"
        f"<header>\n<p><strong>{escape(name)}</strong></p>\n<p>{in_numbers(redline, links)}.</p>\n"
        f"{_legend(moved=moved)}</header>\n"
        f'<main id="{_MAIN}" tabindex="-1" lang="{escape(language)}" dir="auto">\n{redline.html}\n</main>\n'
        f"{_footer(redline, links)}</html>"
    )


def _skips(redline: Redline) -> str:
    """Return the links by which readers at a keyboard come to the text, and to its first change."""
    seen = (change.clause for change in redline.changes if change.kind in _SEEN)
    places = {f"#{_MAIN}": "Skip to the text"}
    places |= {f"#{clause}": "Skip to the first change" for clause in islice(seen, 1)}
    links = (f'<a class="skip" href="{to}">{words}</a>\n' for to, words in places.items())
    return f"<nav>\n{''.join(links)}</nav>\n"


def _legend(*, moved: bool) -> str:
    moves = (
        ' <ins class="moved">Moved words</ins> have a dotted line where they stand now and are'
        ' <del class="moved">crossed out</del> where they stood.'
    )
    return (
        "<p><ins>Inserted words</ins> are underlined. <del>Struck words</del> are crossed out."
        f"{moves if moved else ''}</p>\n"
    )


def _footer(redline: Redline, links: tuple[ChangedLink, ...]) -> str:
    pictures = [escape(picture_told(each)) for each in changed_pictures(redline)]
    lists = f"{_list(PICTURES, pictures)}{_list(HEADING, map(_link, links))}"
    return f"<footer>\n{lists}</footer>\n" if lists else ""


def _list(heading: str, items: Iterable[str]) -> str:
    shown = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<h2>{heading}</h2>\n<ul>\n{shown}</ul>\n" if shown else ""


def _link(link: ChangedLink) -> str:
    words = f"“{escape(link.words)}”: " if link.words else ""
    old, new = (
        f'<code dir="ltr">{escape(target)}</code>' if target else "no link"
        for target in (link.old, link.new)
    )
    return f"{words}{old} → {new}"
