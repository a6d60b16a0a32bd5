"""Lead-ins: what gives an entry of a list or a table its meaning and stands outside of it.

"Logs: 90 days" says little; "We keep your data only this long:" before the list, or
"Kept for" over the column, says that it is about how long data is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.clauses import Block, Document, Kind
from archive.runs import Element, Run

_CONTAINERS: Final = frozenset({"ul", "ol", "dl", "table"})
_CHANGED: Final = frozenset({"ins", "del"})
_NOT_LEADING: Final = frozenset({Kind.HEADING, Kind.CODE})


def lead_ins(page: Document) -> Mapping[str, str]:
    """Return by the name of its change what leads in a list entry or a row, where anything does.

    The page is a redline's, read.
    """
    found: dict[str, str] = {}
    reader = _Reader()
    for block in page.blocks:
        words = "\n".join(reader.lead_in(block))
        name = _name(block)
        if name and words:
            found.setdefault(name, words)
    return found


def changed_links(page: Document) -> Mapping[str, str]:
    """Return by the name of its change the words that came or went inside of links."""
    found: dict[str, str] = {}
    for block in page.blocks:
        words = [
            part.text
            for leaf in block.leaves
            for part in leaf.parts
            if (tags := {element.tag for element in part.within}) & _CHANGED and "a" in tags
        ]
        if words and (name := _name(block)):
            found[name] = f"{found.get(name, '')} {' '.join(words)}"
    return found


class _Reader:
    """Reads the page from top to bottom and knows what led into each list and table."""

    def __init__(self) -> None:
        self._before: dict[int, Block] = {}  # the last block of each list or table, 0 for none
        self._leads: dict[int, str] = {}  # by the number of the list or table
        self._headers: dict[int, Block] = {}  # by the number of the table
        self._terms: dict[int, str] = {}  # by the number of the list: the term that was last

    def lead_in(self, block: Block) -> Iterator[str]:
        """Yield the lead-ins of one block, the nearest first; blocks come in reading order."""
        containers = [element for element in block.path if element.tag in _CONTAINERS]
        numbers = [0, *(container.number for container in containers)]
        for container, outer in reversed(list(zip(containers, numbers, strict=False))):
            if container.number not in self._leads:
                self._leads[container.number] = _last_sentence(self._before.get(outer))
            yield from self._inside(container, block)
            if lead := self._leads[container.number]:
                yield lead
        if _shown(block):
            self._before[numbers[-1]] = block

    def _inside(self, container: Element, block: Block) -> Iterator[str]:
        """Yield what the list or table itself says of the entry: its column, row or term."""
        own = block.path[-1].tag
        if own == "dt":
            self._terms[container.number] = _shown(block)
        elif container.tag == "dl" and container.number in self._terms:
            yield self._terms[container.number]
        if block.kind is not Kind.ROW or container.tag != "table":
            return
        if all(cell.tag == "th" for cell in block.cells):
            self._headers[container.number] = block
        elif (header := self._headers.get(container.number)) is not None:
            yield from _columns(header.leaves, block.leaves)


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
    attributes = dict(block.path[-1].attributes)
    return attributes.get("id", "") if "change" in attributes.get("class", "").split() else ""
