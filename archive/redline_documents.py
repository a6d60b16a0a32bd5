"""A redline as an HTML document that stands alone: for a mail's attachment, a printer, a file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from typing import Final

from markupsafe import Markup

from archive.change_counts import KIND_COUNTS
from archive.changed_links import HEADING, ChangedLink, changed_links
from archive.changed_pictures import PICTURES, ChangedPicture, changed_pictures
from archive.changes import ChangeKind
from archive.redlines import Redline
from archive.revisions import Language
from archive.speech import Speech, counted, speech_in, worded

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
@page { size: A4; margin: 24mm 15mm 22mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0 5mm; font-size: 10.5pt; }
  table { display: table; width: 100%; font-size: 0.85em; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  :is(h1, h2, h3, h4) { break-after: avoid; }
  .skip { display: none; }
}
"""


def redline_document(redline: Redline, *, name: str, language: Language) -> str:
    """Return the whole text with its changes, what the marks mean and which links lead elsewhere.

    What stands around the text is in the text's language, where the catalogues have it.
    """
    speech, links = speech_in(language), changed_links(redline)
    moved = any(change.kind in _MOVES for change in redline.changes)
    return (
        f'<!doctype html>\n<html lang="{speech.language}" dir="{speech.direction}">\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n{_skips(speech, redline)}"
        f'<header>\n<p><strong dir="auto">{escape(name)}</strong></p>\n'
        f"<p>{escape(' '.join(_in_numbers(speech, redline, links)))}</p>\n"
        f"{_legend(speech, moved=moved)}</header>\n"
        f'<main id="{_MAIN}" tabindex="-1" lang="{escape(language)}" dir="auto">\n{redline.html}\n</main>\n'
        f"{_footer(speech, redline, links)}</html>"
    )


def _skips(speech: Speech, redline: Redline) -> str:
    """Return the links by which readers at a keyboard come to the text, and to its first change."""
    seen = (change.clause for change in redline.changes if change.kind in _SEEN)
    places = {f"#{_MAIN}": speech.say("Skip to the text")}
    places |= {f"#{clause}": speech.say("Skip to the first change") for clause in islice(seen, 1)}
    links = (f'<a class="skip" href="{to}">{escape(words)}</a>\n' for to, words in places.items())
    return f"<nav>\n{''.join(links)}</nav>\n"


def _in_numbers(speech: Speech, redline: Redline, links: tuple[ChangedLink, ...]) -> Iterator[str]:
    """Yield sentences on how many changes there are of each kind, pictures and links with them."""
    kinds = Counter(
        change.kind for change in redline.changes if change.kind in _SEEN and not change.along
    )
    if redline.equal:
        yield speech.say("No visible word changed.")
    elif kinds:
        counts = [
            speech.count(*KIND_COUNTS[kind], number)
            for kind in ChangeKind
            if (number := kinds[kind])
        ]
        sentence = speech.sentence(worded("Passages: {counts}."))
        yield sentence.format(counts=speech.listed(counts))
    if pictures := len(changed_pictures(redline)):
        yield speech.count("{number} picture changed.", "{number} pictures changed.", pictures)
    if links:
        told = counted("{number} link leads elsewhere.", "{number} links lead elsewhere.")
        yield speech.count(*told, len(links))


def _said(speech: Speech, words: str, /, **values: Markup) -> Markup:
    """Return a sentence as HTML, with elements of ours in it."""
    return Markup(escape(speech.sentence(words))).format(**values)  # noqa: S704 - escaped


def _legend(speech: Speech, *, moved: bool) -> str:
    def marked(element: str, words: str) -> Markup:
        name = element.partition(" ")[0]
        return Markup(f"<{element}>{escape(speech.say(words))}</{name}>")  # noqa: S704 - escaped

    sentences = [
        _said(
            speech,
            worded("{inserted} are underlined."),
            inserted=marked("ins", worded("Inserted words")),
        ),
        _said(
            speech,
            worded("{struck} are crossed out."),
            struck=marked("del", worded("Struck words")),
        ),
    ]
    if moved:
        sentences.append(
            _said(
                speech,
                worded(
                    "{moved} have a dotted line where they stand now and are {crossed_out} where"
                    " they stood."
                ),
                moved=marked('ins class="moved"', worded("Moved words")),
                crossed_out=marked('del class="moved"', worded("crossed out")),
            )
        )
    return f"<p>{' '.join(sentences)}</p>\n"


def _footer(speech: Speech, redline: Redline, links: tuple[ChangedLink, ...]) -> str:
    pictures = (_picture(speech, each) for each in changed_pictures(redline))
    lists = "".join(
        (
            _list(speech.say(PICTURES), pictures),
            _list(speech.say(HEADING), (_link(speech, link) for link in links)),
        )
    )
    return f"<footer>\n{lists}</footer>\n" if lists else ""


def _list(heading: str, items: Iterable[str]) -> str:
    shown = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<h2>{escape(heading)}</h2>\n<ul>\n{shown}</ul>\n" if shown else ""


def _picture(speech: Speech, picture: ChangedPicture) -> str:
    new, old = (_isolated(f"“{each}”") for each in (picture.new, picture.old))
    if not picture.old:
        return _said(speech, worded("{picture} was added"), picture=new)
    if not picture.new:
        return _said(speech, worded("{picture} was taken out"), picture=old)
    return _said(speech, worded("{picture} instead of {former}"), picture=new, former=old)


def _link(speech: Speech, link: ChangedLink) -> str:
    words = _isolated(f"“{link.words}”" if link.words else speech.say("Words that were a link"))
    old, new = (
        Markup('<code dir="ltr">{}</code>').format(target) for target in (link.old, link.new)
    )
    if not link.old:
        return _said(speech, worded("{words} from no link to {new}"), words=words, new=new)
    if not link.new:
        return _said(speech, worded("{words} from {old} to no link"), words=words, old=old)
    return _said(speech, worded("{words} from {old} to {new}"), words=words, old=old, new=new)


def _isolated(words: str) -> Markup:
    """Return words of the text in a direction of their own."""
    return Markup("<bdi>{}</bdi>").format(words)
