"""What an edit asks of each clause of a text, and whether its new Markdown does just that."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from archive.changes import ChangeKind
from archive.clauses import Block, Kind, parse
from archive.marks import Mark
from archive.redline_html import Section
from archive.redlines import MarkedText
from archive.runs import Element
from archive.words import words_of_plain

_ADDRESS: Final = ("http://", "https://", "mailto:", "#")
# What this program can write anew: everything else is more than its words and its place.
_BLOCKS: Final = frozenset(
    "body p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr blockquote".split()
)
_INLINE: Final = frozenset("a b strong i em code br del s sub sup".split())
_MORE_THAN_WORDS: Final = re.compile(r"<[a-zA-Z/!?]|\{:?\s*[#.\w]|\[\^")
_UNSEEN: Final = frozenset({"body", "thead", "tbody"})


class _Shown(NamedTuple):
    """A clause as readers see it: the elements it stands in, and its words."""

    within: tuple[tuple[str, str], ...] | None  # None: whichever
    words: tuple[str, ...]


def stays(section: Section) -> bool:
    """Whether a clause is left as it is written."""
    if section.passage.kind not in (None, ChangeKind.FORMAT_ONLY) or _is_marked(section):
        return False
    return not new_links(section) and not restyled(section)


def _is_marked(section: Section) -> bool:
    """Whether words came or went, those that the text itself strikes among them."""
    marks = {piece.mark for leaf in section.leaves for piece in leaf if piece.word is not None}
    return not marks.isdisjoint({Mark.STRUCK, Mark.INSERTED})


def restyled(section: Section) -> bool:
    """Whether a clause became a heading, another heading, or none; Word keeps no other kinds."""
    styles = [
        block.path[-1].tag if block.kind is Kind.HEADING else ""
        for block in (*section.passage.old[:1], *section.passage.new[:1])
    ]
    return len(styles) == 2 and styles[0] != styles[1]


def new_links(section: Section) -> list[tuple[str, str]]:
    """Return the links that lead elsewhere; Word keeps no others than these."""
    pairs = section.passage.links
    return [
        (old, new)
        for old, new in pairs
        if old and new.startswith(_ADDRESS) and unquote(old) != unquote(new)
    ]


def is_more_than_words(block: Block, lines: Sequence[str]) -> bool:
    """Whether a clause would lose something if its words were written anew.

    So it is in an admonition, a footnote, a definition list or code, and where raw HTML, an
    attribute, a picture or a footnote's mark stands among its words.
    """
    parts = [part for leaf in block.leaves for part in leaf.parts]
    inline = [element for part in parts for element in part.within]
    atoms = [part.atom for part in parts if part.atom is not None]
    return (
        any(element.tag not in _BLOCKS or _classes(element) for element in block.path)
        or any(element.tag not in _INLINE or _classes(element) for element in [*inline, *atoms])
        or any(_MORE_THAN_WORDS.search(line) for line in lines)
    )


def is_as_asked(html: str, marked: MarkedText) -> bool:
    """Whether a page shows the clauses that are wanted; those that stood, as what they were."""
    shown = iter([_shown(block) for block in parse(html).blocks])
    return all(
        any(each.words == wanted.words and wanted.within in (None, each.within) for each in shown)
        for wanted in _asked(marked)
    )


def _asked(marked: MarkedText) -> Iterator[_Shown]:
    for section in marked.sections:
        passage = section.passage
        if len(passage.old) != 1 or len(passage.new) != 1 or passage.moved is not None:
            yield from (_shown(block)._replace(within=None) for block in passage.new)
        elif stays(section):
            yield _shown(passage.old[0])
        else:
            place = passage.new if restyled(section) else passage.old
            yield _shown(passage.new[0])._replace(within=_shown(place[0]).within)


def _shown(block: Block) -> _Shown:
    within = [
        (element.tag, _classes(element))
        for above, element in zip((None, *block.path), block.path, strict=False)
        if element.tag not in _UNSEEN
        # A list's items hold paragraphs as soon as an empty line stands between two of them.
        and not (element.tag == "p" and above is not None and above.tag in ("li", "dd"))
    ]
    return _Shown(tuple(within), tuple(words_of_plain(block.text)))


def _classes(element: Element) -> str:
    return dict(element.attributes).get("class", "")
