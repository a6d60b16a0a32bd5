"""A clause as HTML by itself: its words as the site shows them, and the elements it stands in.

A page is its clauses one after the other. Each says how many of the elements around it the one
before stands in too, and which of its own it opens; from that the page is written again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.runs import VOID, Element, Run

if TYPE_CHECKING:
    from archive.clauses import Block, Document

_BETWEEN_CELLS: Final = "\x1f"  # no text holds it: it is no character of HTML
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_SHAPE: Final = re.compile(r"(\d+)((?:<[^>]*>)*)((?:\x1f<[^>]*>)*)")
_TAG_NAME: Final = re.compile(r"<([a-z0-9]+)")


class Written(NamedTuple):
    """A clause as it is kept: equal for clauses that readers cannot tell apart."""

    text: str  # the HTML of its words; of a row, its cells'
    shape: str  # how many elements it shares with the clause before, and those it opens


def write_clauses(document: "Document") -> list[Written]:
    """Return every block that holds any text, in reading order, as `read_clauses` does.

    Anchors belong to a page and are left out.
    """
    written = []
    before: tuple[Element, ...] = ()
    for block in document.blocks:
        if not block.exact:
            continue
        path = block.path[1:]  # all stand in the page's body
        shared = 0
        while shared < min(len(path), len(before)) and path[shared] is before[shared]:
            shared += 1
        cells = "".join(f"{_BETWEEN_CELLS}{_start_tag(cell)}" for cell in block.cells)
        opened = "".join(_start_tag(element) for element in path[shared:])
        written.append(Written(_words_html(block), f"{shared}{opened}{cells}"))
        before = path
    return written


def page_of(clauses: Iterable[Written]) -> str:
    """Return the page that clauses make, one after the other."""
    out: list[str] = []
    stack: list[str] = []
    for text, shape in clauses:
        shared, opened, cells = read_shape(shape)
        out += [_end_tag(tag) for tag in reversed(stack[shared:])]
        del stack[shared:]
        out += ["\n", *opened]
        stack += opened
        out.append(_in_cells(text, cells))
    return "".join([*out, *(_end_tag(tag) for tag in reversed(stack))])


def read_shape(shape: str) -> tuple[int, list[str], list[str]]:
    """Return how many elements are shared, the tags that open, and those of a row's cells."""
    found = _SHAPE.fullmatch(shape)
    if found is None:
        raise ValueError(f"{shape!r} is no shape of a clause")
    opened = [f"<{tag}" for tag in found[2].split("<")[1:]]
    return int(found[1]), opened, found[3].split(_BETWEEN_CELLS)[1:]


def page_with_endings(document: "Document", endings: Mapping[int, str]) -> str:
    """Return the page that a text makes, anchors and all, with HTML added to the end of blocks."""
    out: list[str] = []
    for step in document.steps:
        if step.element is not None:
            out.append(_tag_html(step.element, closes=step.kind == "close"))
            continue
        block = document.blocks[step.block]
        leaf = block.leaves[step.leaf]
        out.append(run_html(leaf, keep_spaces=_is_code(block), anchors=True))
        if step.leaf == len(block.leaves) - 1:
            out.append(endings.get(step.block, ""))
    return "".join(out)


def _tag_html(element: Element, *, closes: bool) -> str:
    if not closes:
        return _start_tag(element, anchors=True)
    return "" if element.tag in VOID else f"</{element.tag}>\n"


def is_row(shape: str) -> bool:
    """Return whether a clause is a table's row."""
    return _BETWEEN_CELLS in shape


def alone(text: str, *, row: bool) -> str:
    """Return a clause's words as a page of their own, to be read again."""
    if not row:
        return f"<p>{text}</p>"
    cells = "".join(f"<td>{words}</td>" for words in cells_of(text))
    return f"<table><tbody><tr>{cells}</tr></tbody></table>"


def cells_of(text: str) -> list[str]:
    """Return the cells of a row's words; of any other clause, its words."""
    return text.split(_BETWEEN_CELLS)


def _in_cells(text: str, cells: Sequence[str]) -> str:
    if not cells:
        return text
    return "".join(
        f"{tag}{words}{_end_tag(tag)}" for tag, words in zip(cells, cells_of(text), strict=True)
    )


def _end_tag(start: str) -> str:
    found = _TAG_NAME.match(start)
    return f"</{found[1]}>" if found else ""


def _start_tag(element: Element, *, anchors: bool = False) -> str:
    written = "".join(
        f' {name}="{_attribute(value)}"'
        for name, value in element.attributes
        if anchors or name != "id"
    )
    return f"<{element.tag}{written}>"


def _attribute(value: str) -> str:
    return escape(value).replace(_BETWEEN_CELLS, " ")


def _words_html(block: "Block") -> str:
    in_code = _is_code(block)
    return _BETWEEN_CELLS.join(run_html(leaf, keep_spaces=in_code) for leaf in block.leaves)


def _is_code(block: "Block") -> bool:
    return any(element.tag == "pre" for element in block.path)


def run_html(run: Run, *, keep_spaces: bool, anchors: bool = False) -> str:
    """Return a run of words in its inline elements; its white space in single spaces, or kept."""
    out: list[str] = []
    stack: tuple[Element, ...] = ()
    for part in run.parts:
        shared = 0
        while shared < min(len(stack), len(part.within)) and stack[shared] is part.within[shared]:
            shared += 1
        out += [f"</{element.tag}>" for element in reversed(stack[shared:])]
        out += [_start_tag(element, anchors=anchors) for element in part.within[shared:]]
        stack = part.within
        if part.atom is None:
            out.append(escape(part.text, quote=False).replace(_BETWEEN_CELLS, " "))
        elif part.atom.tag in VOID:
            out.append(_start_tag(part.atom, anchors=anchors))
        elif anchors:
            out.append(f"{_start_tag(part.atom, anchors=True)}</{part.atom.tag}>")
    out += [f"</{element.tag}>" for element in reversed(stack)]
    html = "".join(out)
    return html if keep_spaces else _SPACES.sub(" ", html).strip(" ")
