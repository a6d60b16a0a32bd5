"""Where a clause stands in a Word document, by the elements of the page: its list, its cells."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from archive.clauses import Block
from archive.docx_runs import Fate
from archive.runs import Element

_DEEPEST: Final = 8  # Word's lists have nine levels
CELLS: Final = frozenset({"td", "th"})
_LISTS: Final = frozenset({"ol", "ul"})
_STYLES: Final = {f"h{level}": f"Heading{level}" for level in range(1, 7)} | {"dt": "Term"}
_FORMS: Final = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


class Numbering(NamedTuple):
    """A list, whose paragraphs are numbered or bulleted one after the other."""

    key: int  # tells it from the other lists
    form: str  # as Word calls it: bullet, decimal, lowerLetter, …
    start: int


class Look(NamedTuple):
    """How a paragraph looks."""

    style: str = ""
    numbering: Numbering | None = None
    level: int = 0  # of its list
    indent: int = 0  # steps from the margin, where no numbering sets it


PLAIN: Final = Look()


class Cell(NamedTuple):
    """A cell of a table; numbers tell tables, rows and cells from each other."""

    table: int
    row: int
    cell: int
    columns: int = 1  # over which it reaches
    rows: int = 1
    is_head: bool = False  # of the columns, repeated on each page
    row_fate: Fate = Fate.KEPT
    fate: Fate = Fate.KEPT  # where a column came or went


def look_of(path: Sequence[Element], begun: set[int]) -> Look:
    """Return how a block looks by the elements it stands in."""
    lists = [element for element in path if element.tag in _LISTS]
    items = [element for element in path if element.tag == "li"]
    steps = sum(element.tag in ("dd", "blockquote") for element in path)
    style = _style(path)
    if not lists or not items:
        return Look(style, indent=len(lists) + steps)
    if items[-1].number in begun:
        return Look(style or "ListParagraph", indent=len(lists) + steps)
    begun.add(items[-1].number)
    numbering = _numbering(lists[-1])
    return Look(style or "ListParagraph", numbering, min(len(lists) - 1, _DEEPEST))


def _style(path: Sequence[Element]) -> str:
    own = path[-1]
    if own.tag in _STYLES:
        return _STYLES[own.tag]
    if any(element.tag == "pre" for element in path):
        return "Code"
    if dict(own.attributes).get("class") == "admonition-title":
        return "Term"
    return "TableHead" if any(element.tag == "th" for element in path) else ""


def _numbering(element: Element) -> Numbering:
    attributes = dict(element.attributes)
    if element.tag == "ul":
        return Numbering(0, "bullet", 1)  # all bulleted lists are one: nothing counts them
    start = attributes.get("start", "1")
    return Numbering(
        element.number,
        _FORMS.get(attributes.get("type", ""), "decimal"),
        int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1,
    )


def cell_of(
    table: Element, row: Element, cell: Element, path: Sequence[Element], fate: Fate
) -> Cell:
    """Return a cell's place; the fate is its row's."""
    return Cell(
        table=table.number,
        row=row.number,
        cell=cell.number,
        columns=_number(cell, "colspan"),
        rows=_number(cell, "rowspan"),
        is_head=any(element.tag == "thead" for element in path),
        row_fate=fate,
    )


def _number(cell: Element, name: str) -> int:
    value = dict(cell.attributes).get(name, "1")
    return min(int(value), 60) if value.isascii() and value.isdigit() and int(value) else 1


def table_of(path: Sequence[Element]) -> Element:
    """Return the table of a row; one that stands in none is its own."""
    return next((element for element in reversed(path) if element.tag == "table"), path[-1])


def anchors_of(block: Block) -> tuple[str, ...]:
    """Return the names by which links of the text lead to a clause."""
    elements = [block.path[-1]]
    for leaf in block.leaves:
        for part in leaf.parts:
            elements += [*part.within, *([part.atom] if part.atom else [])]
    return tuple(dict.fromkeys(a for e in elements if (a := dict(e.attributes).get("id"))))


def is_code(block: Block) -> bool:
    """Return whether a block keeps its lines and spaces as they are."""
    return any(element.tag == "pre" for element in block.path)
