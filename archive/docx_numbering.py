"""The numbering part of a Word file: what lists look like, and where each begins to count."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from archive.docx_places import Numbering
from archive.docx_xml import ListUse, W, element

_BULLETS: Final = "•◦▪"
_FORMS: Final = ("bullet", "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")
_STEP: Final = 567  # twentieths of a point from one level to the next: one centimetre


def numbering_part(lists: Mapping[Numbering, ListUse]) -> etree._Element:
    """Return the numbering of a document's lists; each counts by itself."""
    root = etree.Element(f"{{{W}}}numbering", nsmap={"w": W})
    used = {numbering.form for numbering in lists}
    root.extend(_form(n, form) for n, form in enumerate(_FORMS) if form in used)
    root.extend(_list(numbering, use) for numbering, use in lists.items())
    return root


def _form(number: int, form: str) -> etree._Element:
    return element(
        "abstractNum",
        {"abstractNumId": str(number)},
        element("multiLevelType", {"val": "hybridMultilevel"}),
        *(_level(form, level) for level in range(9)),
    )


def _level(form: str, level: int) -> etree._Element:
    text = _BULLETS[level % 3] if form == "bullet" else f"%{level + 1}."
    indent = {"left": str((level + 1) * _STEP), "hanging": str(_STEP * 3 // 4)}
    return element(
        "lvl",
        {"ilvl": str(level)},
        element("start", {"val": "1"}),
        element("numFmt", {"val": form}),
        element("lvlText", {"val": text}),
        element("lvlJc", {"val": "left"}),
        element("pPr", None, element("ind", indent)),
    )


def _list(numbering: Numbering, use: ListUse) -> etree._Element:
    return element(
        "num",
        {"numId": str(use.number)},
        element("abstractNumId", {"val": str(_FORMS.index(numbering.form))}),
        *_start(numbering, use),
    )


def _start(numbering: Numbering, use: ListUse) -> Iterator[etree._Element]:
    if numbering.form != "bullet":
        start = element("startOverride", {"val": str(numbering.start)})
        yield element("lvlOverride", {"ilvl": str(use.level)}, start)
