"""The paragraphs of a Word document put into its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.docx_paragraphs import Paragraph
from archive.docx_places import Cell
from archive.docx_runs import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell, and what stands in it."""

    place: Cell
    content: tuple["Paragraph | Table", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of one row, from left to right."""

    cells: tuple[TableCell, ...]

    @property
    def fate(self) -> Fate:
        """What became of it as a whole."""
        return self.cells[0].place.row_fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one table, from top to bottom."""

    rows: tuple[Row, ...]

    @property
    def fate(self) -> Fate:
        """What became of it as a whole."""
        fates = {row.fate for row in self.rows}
        return fates.pop() if len(fates) == 1 else Fate.KEPT

    @property
    def columns(self) -> int:
        """How many columns its widest row has."""
        return max(sum(cell.place.columns for cell in row.cells) for row in self.rows)


def in_tables(paragraphs: Sequence[Paragraph], depth: int = 0) -> list[Paragraph | Table]:
    """Return paragraphs in order, those of one table as that table.

    Word would take two tables in a row for one, so an empty paragraph stands between them.
    """
    found: list[Paragraph | Table] = []
    for table, group in groupby(paragraphs, key=lambda each: _table_at(each, depth)):
        if table is None:
            found += group
            continue
        after = found[-1] if found else None
        next_one = Table(rows=tuple(_rows(list(group), depth)))
        if isinstance(after, Table):
            fate = next_one.fate or after.fate
            found.append(Paragraph(fate=fate))
        found.append(next_one)
    return found


def _table_at(paragraph: Paragraph, depth: int) -> int | None:
    return paragraph.cells[depth].table if len(paragraph.cells) > depth else None


def _rows(paragraphs: Sequence[Paragraph], depth: int) -> Iterator[Row]:
    for _, row in groupby(paragraphs, key=lambda each: each.cells[depth].row):
        cells = groupby(row, key=lambda each: each.cells[depth])
        yield Row(
            cells=tuple(
                TableCell(place=place, content=tuple(in_tables(list(inner), depth + 1)))
                for place, inner in cells
            )
        )
