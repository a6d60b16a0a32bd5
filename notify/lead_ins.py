"""Lead-ins: what gives an entry of a list or a table its meaning and stands outside of it.

"Logs: 90 days" says little; "We keep your data only this long:" before the list, or
"Kept for" over the column, says that it is about how long data is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.clauses import Block, Document, Kind
from archive.runs import Element, Part, Run

_CONTAINERS: Final = frozenset({"ul", "ol", "dl", "table"})
_MEANS: Final = "means"  # what a list of definitions leaves out between a term and its meaning
_CHANGED: Final = frozenset({"ins", "del"})
_NOT_LEADING: Final = frozenset({Kind.HEADING, Kind.CODE})


def lead_ins(page: Document) -> Mapping[str, str]:
    """Return by the name of its change what leads in a list entry or a row, where anything does.

    The page is a redline's, read.
    """
    found: dict[str, str] = {}
    reader = _Reader()
    for block in page.blocks:
        reader.read(block)
        if (name := _name(block)) and (words := "\n".join(reader.lead_in(block))):
            found.setdefault(name, words)
    return found


def changed_links(page: Document) -> Mapping[str, str]:
    """Return by the name of its change the words that came or went inside of links."""
    found: dict[str, str] = {}
    for block in page.blocks:
        if name := _name(block):
            words = " ".join(
                part.text for leaf in block.leaves for part in leaf.parts if _is_changed_link(part)
            )
            if words:
                found[name] = f"{found.get(name, '')} {words}"
    return found


def _is_changed_link(part: Part) -> bool:
    tags = {element.tag for element in part.within}
    return "a" in tags and not _CHANGED.isdisjoint(tags)


class _Reader:
    """Reads the page from top to bottom and knows what led into each list and table."""

    def __init__(self) -> None:
        self._before: dict[int, Block] = {}  # the last block of each list or table, 0 for none
        self._leads: dict[int, Block | None] = {}  # by the number of the list or table
        self._headers: dict[int, Block] = {}  # by the number of the table
        self._terms: dict[int, Block] = {}  # by the number of the list: the term that was last

    def read(self, block: Block) -> None:
        """Take in a block; they come in reading order."""
        number = 0
        for container in _containers(block):
            self._leads.setdefault(container.number, self._before.get(number))
            number = container.number
            if block.path[-1].tag == "dt":
                self._terms[number] = block
            if _is_header(block) and container.tag == "table":
                self._headers[number] = block
        if any(leaf.text for leaf in block.leaves):
            self._before[number] = block

    def lead_in(self, block: Block) -> Iterator[str]:
        """Yield the lead-ins of the block that was read last, the nearest first."""
        for container in reversed(_containers(block)):
            yield from self._inside(container, block)
            if lead := _last_sentence(self._leads[container.number]):
                yield lead

    def _inside(self, container: Element, block: Block) -> Iterator[str]:
        """Yield what the list or table itself says of the entry: its column, row or term."""
        term = self._terms.get(container.number)
        if container.tag == "dl" and term is not None and block.path[-1].tag != "dt":
            yield f"{_shown(term)} {_MEANS}"
        header = self._headers.get(container.number)
        if header is not None and block.kind is Kind.ROW and not _is_header(block):
            yield from _columns(header.leaves, block.leaves)


def _containers(block: Block) -> list[Element]:
    """Return the lists and tables that a block stands in, from the outermost in."""
    return [element for element in block.path if element.tag in _CONTAINERS]


def _is_header(block: Block) -> bool:
    return block.kind is Kind.ROW and all(cell.tag == "th" for cell in block.cells)


def _last_sentence(before: Block | None) -> str:
    """Return the sentence right before a list or table; a heading is known without it."""
    if before is None or before.kind in _NOT_LEADING:
        return ""
    return _shown(before).rsplit(". ", 1)[-1]


def _columns(header: Sequence[Run], row: Sequence[Run]) -> Iterator[str]:
    """Yield the titles of the columns that changed in a row, then what the row is about."""
    changed = [place for place, cell in enumerate(row) if _is_changed(cell)]
    for place in changed:
        if place < len(header):
            yield header[place].plain
    if row and changed and 0 not in changed:
        yield row[0].plain


def _is_changed(cell: Run) -> bool:
    return any(element.tag in _CHANGED for part in cell.parts for element in part.within)


def _shown(block: Block) -> str:
    """Return the words of a block; of one that was taken out, the words that stood there."""
    return block.text or " | ".join(leaf.text for leaf in block.leaves if leaf.text)


def _name(block: Block) -> str:
    """Return the name of the change that a block of a redline's page shows."""
    if not block.path[-1].attributes:  # as most have none
        return ""
    attributes = dict(block.path[-1].attributes)
    return attributes.get("id", "") if "change" in attributes.get("class", "").split() else ""
