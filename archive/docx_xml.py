"""The document part of a Word file: paragraphs and tables as WordprocessingML.

The order of elements is Word's own (ECMA-376, part 1, 17.3 to 17.4); it refuses files that
have another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, groupby
from typing import Final, NamedTuple

from lxml import etree

from archive.docx_paragraphs import Paragraph
from archive.docx_places import Look, Numbering
from archive.docx_runs import LINE_BREAK, Fate, WordRun
from archive.docx_tables import Row, Table, TableCell

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# What XML 1.0 has no place for (2.2); a text with it would be no file that Word opens.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT: Final = "\ufffd"
_WIDTH: Final = 9026  # twentieths of a point between the margins of an A4 page
_STEP: Final = 567  # one centimetre
# LibreOffice takes changes within a minute of each other for one, over the end of a paragraph
# that lies between them as well, and settles that end with them: a word inserted at the end of
# one and a new paragraph after it would come off together with the end of the first.
_APART: Final = timedelta(minutes=2)
_LONGEST_NAME: Final = 40  # of a bookmark
# The properties of letters, in Word's order.
_FORMATS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("code", "rStyle", {"val": "CodeWords"}),
    ("link", "rStyle", {"val": "Hyperlink"}),
    ("b", "b", {}),
    ("i", "i", {}),
    ("strike", "strike", {}),
    ("highlight", "highlight", {"val": "yellow"}),
    ("u", "u", {"val": "single"}),
    ("superscript", "vertAlign", {"val": "superscript"}),
    ("subscript", "vertAlign", {"val": "subscript"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Who made the changes, as Word shows it, and when."""

    author: str
    at: datetime  # aware


class ListUse(NamedTuple):
    """The number of a list in the file, and the level it stands on."""

    number: int
    level: int


@dataclass(slots=True, kw_only=True)
class DocumentPart:
    """The document as XML, and what other parts of the file must hold for it."""

    root: etree._Element
    links: dict[str, str] = field(default_factory=dict)  # address: its relation
    numberings: dict[Numbering, ListUse] = field(default_factory=dict)
    replaced: int = 0  # characters that XML cannot hold


def document_part(content: Sequence[Paragraph | Table], tracking: Tracking) -> DocumentPart:
    """Return the document part of paragraphs and tables."""
    writer = _Writer(tracking, _linked_anchors(content))
    body = element("body", None, *writer.blocks(content), _page())
    writer.part.root.append(body)
    return writer.part


def bookmark_name(anchor: str) -> str:
    """Return the name of the bookmark of an anchor: letters, digits and "_", as Word has them."""
    name = f"a_{re.sub(r'[^A-Za-z0-9]', '_', anchor)}"
    if len(name) <= _LONGEST_NAME and name == f"a_{anchor.replace('-', '_')}":
        return name
    digest = sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: _LONGEST_NAME - 9]}_{digest}"  # two anchors may be alike as far as it goes


def _linked_anchors(content: Sequence[Paragraph | Table]) -> frozenset[str]:
    return frozenset(
        run.link[1:]
        for paragraph in _every_paragraph(content)
        for run in paragraph.runs
        if run.link.startswith("#")
    )


def _every_paragraph(content: Sequence[Paragraph | Table]) -> Iterator[Paragraph]:
    for each in content:
        if isinstance(each, Paragraph):
            yield each
        else:
            for row in each.rows:
                for cell in row.cells:
                    yield from _every_paragraph(cell.content)


class _Writer:
    """Writes the elements one by one, and gives each mark an id of its own."""

    def __init__(self, tracking: Tracking, linked: frozenset[str]) -> None:
        self.part = DocumentPart(root=etree.Element(_name("document"), nsmap={"w": W, "r": R}))
        self._tracking, self._linked = tracking, linked
        self._bookmarks: set[str] = set()
        self._ids = count(1)
        self._is_later = False

    def blocks(self, content: Sequence[Paragraph | Table]) -> list[etree._Element]:
        """Return the elements of a body or cell, which must end with a paragraph that stays."""
        found: list[etree._Element] = []
        for each in content:
            found += self._paragraph(each) if isinstance(each, Paragraph) else [self._table(each)]
        last = content[-1] if content else None
        if not isinstance(last, Paragraph) or last.fate is not Fate.KEPT:
            found.append(element("p"))
        return found

    def _paragraph(self, paragraph: Paragraph) -> list[etree._Element]:
        found = self._written(paragraph)
        ends = paragraph.runs[-1].fate if paragraph.runs else Fate.KEPT
        if paragraph.fate is Fate.KEPT and ends is not Fate.KEPT:
            self._is_later = not self._is_later
        return found

    def _written(self, paragraph: Paragraph) -> list[etree._Element]:
        written = element("p", None, *self._paragraph_properties(paragraph))
        fate = paragraph.fate
        within = [*self._bookmarked(paragraph), *self._runs(paragraph.runs)]
        if not paragraph.move or fate not in (Fate.MOVED_FROM, Fate.MOVED_TO):
            written.extend(within)
            return [written]
        marks = self._marks() | {"name": paragraph.move}
        written.append(element(f"{fate.value}RangeStart", marks))
        written.extend(within)
        return [written, element(f"{fate.value}RangeEnd", {"id": marks["id"]})]

    def _bookmarked(self, paragraph: Paragraph) -> Iterator[etree._Element]:
        """Yield a bookmark for each anchor of a paragraph that a link of the text leads to."""
        for anchor in paragraph.anchors:
            name = bookmark_name(anchor)
            if anchor in self._linked and name not in self._bookmarks:
                self._bookmarks.add(name)
                number = str(next(self._ids))
                yield element("bookmarkStart", {"id": number, "name": name})
                yield element("bookmarkEnd", {"id": number})

    def _paragraph_properties(self, paragraph: Paragraph) -> list[etree._Element]:
        properties = self._look(paragraph.look)
        if paragraph.fate:
            mark = element(paragraph.fate.value, self._marks())
            properties.append(element("rPr", None, mark))
        if paragraph.was is not None:
            former = element("pPr", None, *self._look(paragraph.was))
            properties.append(element("pPrChange", self._marks(), former))
        return [element("pPr", None, *properties)] if properties else []

    def _look(self, look: Look) -> list[etree._Element]:
        found = [element("pStyle", {"val": look.style})] if look.style else []
        if look.numbering is not None:
            number = self.part.numberings.setdefault(
                look.numbering, ListUse(len(self.part.numberings) + 1, look.level)
            ).number
            level = element("ilvl", {"val": str(look.level)})
            found.append(element("numPr", None, level, element("numId", {"val": str(number)})))
        elif look.indent:
            found.append(element("ind", {"left": str(look.indent * _STEP)}))
        return found

    def _runs(self, runs: Sequence[WordRun]) -> Iterator[etree._Element]:
        for link, linked in groupby(runs, key=lambda run: run.link):
            within = [
                each
                for fate, group in groupby(linked, key=lambda run: run.fate)
                for each in self._tracked(fate, [self._run(run) for run in group])
            ]
            if link:
                yield element("hyperlink", self._target(link), *within)
            else:
                yield from within

    def _tracked(self, fate: Fate, runs: list[etree._Element]) -> list[etree._Element]:
        return [element(fate.value, self._marks(), *runs)] if fate else runs

    def _target(self, link: str) -> dict[str, str]:
        if link.startswith("#"):
            return {"anchor": bookmark_name(link[1:])}
        address = _ILLEGAL.sub("", link)
        relation = self.part.links.setdefault(address, f"link{len(self.part.links) + 1}")
        return {f"{{{R}}}id": relation}

    def _run(self, run: WordRun) -> etree._Element:
        names = run.formats | {"link"} if run.link and "code" not in run.formats else run.formats
        formats = [element(tag, values) for name, tag, values in _FORMATS if name in names]
        written = element("r", None, *([element("rPr", None, *formats)] if formats else []))
        tag = "delText" if run.fate is Fate.DELETED else "t"
        for place, line in enumerate(run.text.split(LINE_BREAK)):
            if place:
                written.append(element("br"))
            if line:
                words = element(tag)
                words.set(_SPACE, "preserve")
                words.text, replaced = _ILLEGAL.subn(_REPLACEMENT, line)
                self.part.replaced += replaced
                written.append(words)
        return written

    def _table(self, table: Table) -> etree._Element:
        width = {"w": str(_WIDTH // table.columns)}
        properties = element(
            "tblPr",
            None,
            element("tblStyle", {"val": "TableGrid"}),
            element("tblW", {"w": "0", "type": "auto"}),
        )
        grid = element("tblGrid", None, *(element("gridCol", width) for _ in range(table.columns)))
        reaching: dict[int, tuple[int, int]] = {}  # column: rows still to come, and columns
        rows = [self._row(row, reaching) for row in table.rows]
        return element("tbl", None, properties, grid, *rows)

    def _row(self, row: Row, reaching: dict[int, tuple[int, int]]) -> etree._Element:
        properties = [element("cantSplit")]
        if any(cell.place.is_head for cell in row.cells):
            properties.append(element("tblHeader"))
        if row.fate:
            properties.append(element(row.fate.value, self._marks()))
        written = element("tr", None, element("trPr", None, *properties))
        column = 0
        for cell in row.cells:
            column = _reached_into(written, column, reaching)
            written.append(self._cell(cell))
            if cell.place.rows > 1:
                reaching[column] = cell.place.rows - 1, cell.place.columns
            column += cell.place.columns
        _reached_into(written, column, reaching)
        return written

    def _cell(self, cell: TableCell) -> etree._Element:
        properties = [element("tcW", {"w": "0", "type": "auto"})]
        if cell.place.columns > 1:
            properties.append(element("gridSpan", {"val": str(cell.place.columns)}))
        if cell.place.rows > 1:
            properties.append(element("vMerge", {"val": "restart"}))
        if cell.place.fate:
            name = "cellIns" if cell.place.fate is Fate.INSERTED else "cellDel"
            properties.append(element(name, self._marks()))
        # A row goes or comes as a whole; the end of its cell's last paragraph is the cell's own.
        *former, last = cell.content
        if cell.place.row_fate and isinstance(last, Paragraph):
            last = replace(last, fate=Fate.KEPT)
        within = self.blocks((*former, last))
        return element("tc", None, element("tcPr", None, *properties), *within)

    def _marks(self) -> dict[str, str]:
        """Return the id of a new mark, who made the change and when."""
        when = self._tracking.at.astimezone(UTC) + (_APART if self._is_later else timedelta())
        at = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"id": str(next(self._ids)), "author": self._tracking.author, "date": at}


def _reached_into(row: etree._Element, column: int, reaching: dict[int, tuple[int, int]]) -> int:
    """Write the cells that cells of rows above reach into; return the column after them."""
    while column in reaching:
        rows, columns = reaching.pop(column)
        if rows > 1:
            reaching[column] = rows - 1, columns
        properties = [element("tcW", {"w": "0", "type": "auto"})]
        if columns > 1:
            properties.append(element("gridSpan", {"val": str(columns)}))
        properties.append(element("vMerge"))
        row.append(element("tc", None, element("tcPr", None, *properties), element("p")))
        column += columns
    return column


def _page() -> etree._Element:
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1440")
    others = dict.fromkeys(("header", "footer"), "708") | {"gutter": "0"}
    return element(
        "sectPr",
        None,
        element("pgSz", {"w": "11906", "h": "16838"}),
        element("pgMar", margins | others),
    )


def element(
    name: str, attributes: Mapping[str, str] | None = None, *children: etree._Element
) -> etree._Element:
    """Return an element of Word's; attributes without a namespace are Word's, too."""
    found = etree.Element(_name(name))
    for key, value in (attributes or {}).items():
        found.set(key if key.startswith("{") else _name(key), value)
    found.extend(children)
    return found


def _name(name: str) -> str:
    return f"{{{W}}}{name}"
