"""A redline as HTML: the new page with the struck words in place.

Blocks that only the old text has carry the class `removed`; without them, without
`removed` inline elements and without `del`, what is left is the new page. Each change that
readers see has one element of the class `change-place`, which bears its name where the text
gave that element none; a change of format alone is named and has no such element, nor has a clause
that moved with the one before it. Where the
old text was cut otherwise, `data-was` of the first new clause tells how (`former_cuts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.changes import ChangeKind
from archive.clauses import Block, Document, Step
from archive.former_cuts import former_cuts
from archive.marked_words import end_tag, leaf_html, start_tag
from archive.passages import Passage
from archive.pieces import Piece
from archive.placing import place_removed
from archive.runs import Element

_SPAN: Final = Element("span", (), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A passage with its words ready to be written, and the name of its change."""

    passage: Passage
    leaves: list[list[Piece]]  # in step with the passage's
    name: str  # of its change; "" where nothing changed
    moved_to: str = ""  # where a clause stood that moved: the name of its change


def page_html(new: Document, sections: Sequence[Section]) -> str:
    """Return the whole new text with the struck words in place."""
    return _Page(new, sections).write()


class _Page:
    """Writes the new page from top to bottom, and each removed block where it fits."""

    def __init__(self, new: Document, sections: Sequence[Section]) -> None:
        self._new = new
        self._out: list[str] = []
        self._leaves: dict[tuple[int, int], list[Piece]] = {}
        self._sections: dict[int, Section] = {}
        self._owners: dict[int, Section] = {}
        self._removed = _placed(new, sections)
        self._unwritten: set[str] = set()
        self._cuts: dict[int, str] = {}  # of the old text, by the element of the new clause
        for section in sections:
            self._learn(section)

    def _learn(self, section: Section) -> None:
        leaves = iter(section.leaves)
        for number, block in zip(section.passage.places, section.passage.new, strict=True):
            for leaf in range(len(block.leaves)):
                self._leaves[number, leaf] = next(leaves)
            self._sections[number] = section
        cuts = former_cuts(section.passage, section.leaves)
        if cuts:
            self._cuts[section.passage.new[0].path[-1].number] = cuts
        if section.name and section.passage.new:
            self._unwritten.add(section.name)
            block = section.passage.new[0]
            self._owners.setdefault(block.path[-1].number, section)

    def write(self) -> str:
        for number, step in enumerate(self._new.steps):
            if number in self._removed:
                self._write_removed(self._removed[number])
            if step.kind == "leaf":
                self._write_leaf(step)
            elif step.element is not None and step.kind == "open":
                self._open(step.element)
            elif step.element is not None:
                self._out.append(f"{end_tag(step.element)}\n")
        self._write_removed(self._removed.get(len(self._new.steps), ()))
        return "".join(self._out)

    def _open(self, element: Element) -> None:
        if cuts := self._cuts.get(element.number):
            element = element._replace(attributes=(*element.attributes, ("data-was", cuts)))
        section = self._owners.get(element.number)
        if section is None or section.passage.new[0].path[-1].number != element.number:
            self._out.append(f"\n{start_tag(element)}")
            return
        if any(name == "id" for name, _ in element.attributes):
            self._out.append(f"\n{start_tag(element, classes=_classes(section))}")
            return
        self._unwritten.discard(section.name)
        classes = f"{_classes(section)} {_place(section)}".strip()
        self._out.append(f"\n{start_tag(element, classes=classes, anchor=section.name)}")

    def _write_leaf(self, step: Step) -> None:
        section = self._sections[step.block]
        if section.name in self._unwritten:
            self._unwritten.discard(section.name)
            mark = start_tag(_SPAN, classes=_place(section), anchor=section.name)
            self._out.append(f"{mark}</span>")
        block = self._new.blocks[step.block]
        run, pieces = block.leaves[step.leaf], self._leaves[step.block, step.leaf]
        last = pieces[-1].word if pieces else None
        atoms = () if last and last.new is run.whole else run.rest
        self._out.append(leaf_html(pieces, atoms, spaces=_is_code(block)))

    def _write_removed(self, run: Sequence[tuple[Section, tuple[Element, ...]]]) -> None:
        stack: tuple[Element, ...] = ()
        for section, inner in run:
            shared = 0
            while shared < min(len(stack), len(inner)) and stack[shared] == inner[shared]:
                shared += 1
            self._out += [f"{end_tag(element)}\n" for element in reversed(stack[shared:])]
            named = self._open_removed(section, inner[shared:], top=shared == 0)
            stack = inner
            in_row = bool(inner) and inner[-1].tag == "tr"
            self._write_struck(section, named=named, in_row=in_row)
        self._out += [f"{end_tag(element)}\n" for element in reversed(stack)]

    def _open_removed(self, section: Section, elements: Sequence[Element], *, top: bool) -> bool:
        """Open the elements of a removed block; return whether its name was written."""
        for place, element in enumerate(elements):
            last = place == len(elements) - 1
            classes = "removed" if top and place == 0 else ""
            own = f"{_classes(section)} {_place(section)}" if last else ""
            tag = start_tag(
                _without_id(element),
                classes=f"{classes} {own}".strip(),
                **(_names(section) if last else {}),
            )
            self._out.append(f"\n{tag}")
        return bool(elements)

    def _write_struck(self, section: Section, *, named: bool, in_row: bool) -> None:
        block = section.passage.old[0]
        if not named:
            classes = f"removed {_place(section)}".strip()
            self._out.append(f"{start_tag(_SPAN, classes=classes, **_names(section))}</span>")
        if not in_row:
            text = " ".join(
                leaf_html(leaf, (), spaces=_is_code(block)) for leaf in section.leaves if leaf
            )
            self._out.append(text if named else f"\n{text}\n")
            return
        for cell, pieces in zip(block.cells, section.leaves, strict=True):
            self._out.append(start_tag(_without_id(cell)))
            self._out.append(leaf_html(pieces, (), spaces=False))
            self._out.append(end_tag(cell))


def _placed(
    new: Document, sections: Sequence[Section]
) -> dict[int, list[tuple[Section, tuple[Element, ...]]]]:
    """Return the removed blocks by the step of the new page they stand before."""
    placed: dict[int, list[tuple[Section, tuple[Element, ...]]]] = {}
    places = place_removed(new, [section.passage for section in sections])
    for section, place in zip(sections, places, strict=True):
        if place is not None:
            placed.setdefault(place.step, []).append((section, place.inner))
    return placed


def _classes(section: Section) -> str:
    if section.moved_to:
        return "change-moved-from"
    kind = section.passage.kind
    return f"change change-{kind.value}" if kind and _is_seen(kind) else ""


def _place(section: Section) -> str:
    """Return the class of the one element that readers are led to for a change."""
    kind = section.passage.kind
    return "change-place" if kind and _is_seen(kind) and not section.passage.along else ""


def _is_seen(kind: ChangeKind) -> bool:
    return kind is not ChangeKind.FORMAT_ONLY


def _names(section: Section) -> dict[str, str]:
    """Return the id of a struck block; where a clause moved away, also where it went."""
    if section.moved_to:
        return {"anchor": f"{section.moved_to}-from", "moved_to": section.moved_to}
    return {"anchor": section.name}


def _without_id(element: Element) -> Element:
    kept = tuple(pair for pair in element.attributes if pair[0] not in ("id", "href"))
    return element._replace(attributes=kept)


def _is_code(block: Block) -> bool:
    return any(element.tag == "pre" for element in block.path)
