"""Clauses of a Word document that a person has to write into the Markdown by hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.clauses import Block
from archive.edited_clauses import stays
from archive.redline_html import Section
from archive.redlines import MarkedText


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A clause that cannot be written with certainty: where it stands, and what it is to say."""

    line: int  # of the Markdown, counted from 1
    old: str  # its words there; "" for a clause that is new
    new: str  # those of the Word document; "" where it is left out

    def sentence(self) -> str:
        """Return what is to be done by hand."""
        if not self.new:
            return f"the Word document leaves out “{self.old}”: take it out there by hand"
        if not self.old:
            return f"the Word document adds “{self.new}”: write it there by hand"
        return f"the Word document says “{self.new}” and not “{self.old}”: write it there by hand"


def to_do_by_hand(
    marked: MarkedText,
    lines: Sequence[tuple[int, ...]],
    is_doubtful: Callable[[Block], bool],
) -> tuple[ByHand, ...]:
    """Return the changed clauses that are in doubt; all that changed where none of them is.

    `lines` are those of each old clause, counted from 0.
    """
    places = dict(zip(map(id, marked.old.blocks), lines, strict=True))
    changed = list(_changed(marked, places))
    doubtful = [each for section, each in changed if any(map(is_doubtful, section.passage.old))]
    return tuple(doubtful or [each for _, each in changed])


def _changed(
    marked: MarkedText, places: dict[int, tuple[int, ...]]
) -> Iterator[tuple[Section, ByHand]]:
    last = 0
    for section in marked.sections:
        passage = section.passage
        own = [line for block in passage.old for line in places[id(block)]]
        # A clause without lines of its own begins after the one before it.
        line = own[0] if own else last
        last = own[-1] if own else last
        if section.name and not stays(section):
            parts = len(passage.old) > 1 or len(passage.new) > 1
            whole = (_words(passage.old), _words(passage.new))
            pairs = (whole,) if parts else passage.sentences or (whole,)
            yield (
                section,
                ByHand(
                    line=line + 1,
                    old=" ".join(old for old, _ in pairs).strip(),
                    new=" ".join(new for _, new in pairs).strip(),
                ),
            )


def _words(blocks: Sequence[Block]) -> str:
    return "” “".join(block.text for block in blocks)
