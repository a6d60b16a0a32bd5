"""What a person should know of a DOCX file that is read: what is left out of it, or taken otherwise."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from archive.declarations import quoted
from archive.docx_elements import all_of, attribute_of, children_of, is_word, name_of

_INSERTED: Final = {"ins", "moveTo"}
_DELETED: Final = {"del", "moveFrom"}
_WORDS_AND_GAPS: Final = {"t", "p", "tab", "br", "cr", "noBreakHyphen"}
_LETTERS: Final = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}
_MOST_NAMES: Final = 5  # of authors, and of equations
_PICTURES: Final = {"drawing", "pict", "object"}
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)


def words_of(main: etree._Element) -> str:
    """Return the words that are not deleted, in the order they stand."""
    return "".join(
        (each.text or "") if name_of(each) == "t" else " "
        for each in main.iter()
        if is_word(each)
        and name_of(each) in _WORDS_AND_GAPS
        and not any(name_of(above) in _DELETED for above in each.iterancestors())
    )


def remarks_on(
    parts: Mapping[str, etree._Element], main: etree._Element, *, hides: bool
) -> Iterator[str]:
    """Yield what a person should know of a file that is read: what is left out, what is taken how.

    `hides`: some of its words are not shown.
    """
    yield from _tracked_changes(main)
    comments = sum(
        1 for root in parts.values() if name_of(root) == "comments" for _ in all_of(root, "comment")
    )
    if comments:
        yield f"{_counted(comments, 'comment')} left out"
    if hides:
        yield "hidden words left out"
    pictures = sum(name_of(each) in _PICTURES for each in main.iter() if is_word(each))
    if pictures:
        yield f"{_counted(pictures, 'picture or drawing', 'pictures or drawings')} left out"
    yield from _equations(main)
    for name, root in parts.items():
        if re.search(r"word/(?:header|footer)\d*\.xml\Z", name) and words_of(root).strip():
            kind = "header" if "header" in name else "footer"
            yield f"its {kind} is left out: “{quoted(' '.join(words_of(root).split()))}”"
    yield from _numbering(parts, main)


def _equations(main: etree._Element) -> Iterator[str]:
    """Yield each equation that is left out, in the letters it is made of."""
    every = list(main.iter(*(f"{{{space}}}oMath" for space in _MATH)))
    for equation in every[:_MOST_NAMES]:
        letters = "".join(each.text or "" for each in equation.iter() if name_of(each) == "t")
        yield f"an equation is left out: “{quoted(letters)}”; write it in words or figures"
    if len(every) > _MOST_NAMES:
        yield f"{_counted(len(every) - _MOST_NAMES, 'more equation')} left out"


def _tracked_changes(main: etree._Element) -> Iterator[str]:
    changes = [
        each for each in main.iter() if is_word(each) and name_of(each) in _INSERTED | _DELETED
    ]
    if not changes:
        return
    inserted = sum(name_of(each) in _INSERTED for each in changes)
    names = list(dict.fromkeys(filter(None, (attribute_of(each, "author") for each in changes))))
    authors = ", ".join(quoted(name) for name in names[:_MOST_NAMES]) or "nobody named"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    yield (
        f"tracked changes by {authors}{more} taken as accepted:"
        f" {_counted(inserted, 'insertion')}, {_counted(len(changes) - inserted, 'deletion')};"
        " check that this is the text that applied"
    )


def _numbering(parts: Mapping[str, etree._Element], main: etree._Element) -> Iterator[str]:
    """Say where Word's own numbers of paragraphs cannot be kept."""
    styles = next((root for name, root in parts.items() if name.endswith("styles.xml")), None)
    headings = {
        attribute_of(style, "styleId"): any(True for _ in all_of(style, "numPr"))
        for style in (all_of(styles, "style") if styles is not None else ())
        if any(
            (attribute_of(n, "val") or "").lower().startswith("heading")
            for n in children_of(style, "name")
        )
    }
    for paragraph in all_of(main, "p"):
        used = {
            attribute_of(style, "val") for style in all_of(paragraph, "pStyle")
        } & headings.keys()
        if any(headings[style] for style in used) or (
            used and any(True for _ in all_of(paragraph, "numPr"))
        ):
            yield "Word numbers its headings by itself: their numbers are left out, so write them in"
            break
    formats = {
        attribute_of(each, "val")
        for name, root in parts.items()
        if name.endswith("numbering.xml")
        for each in all_of(root, "numFmt")
    }
    if formats & _LETTERS and any(True for _ in all_of(main, "numPr")):
        yield "lists that Word letters (a), (b), (i) may be numbered 1, 2, 3 here: compare them"


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
