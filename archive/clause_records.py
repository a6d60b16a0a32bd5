"""The record of a policy's clauses through its revisions: compact, and exact for every one.

Each clause has an id that lasts: its number, counted in the order in which clauses first stood.
A clause that was merged into another keeps its id there; a later split gives it back.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, NamedTuple

import msgspec

from archive.clause_html import Written, page_of
from archive.errors import InvalidValue

FORMAT: Final = 1
# Part of every key: raise it when the same texts give other ids than before.
TRACING: Final = "t1"

Splice = tuple[int, int, tuple[int, ...]]  # where, how many leave, which clauses come


class Standing(NamedTuple):
    """How a clause stands from one revision on: by itself, within another clause, or not at all."""

    since: int  # number of the revision, the oldest is 0
    text: int | None = None  # of the pool; None where it does not stand by itself
    shape: int | None = None
    within: int | None = None  # the clause whose words hold its own


@dataclass(slots=True, kw_only=True)
class ClauseLine:
    """One clause through the revisions."""

    anchor: str  # lasting: made of its first wording
    origin: int | None  # the clause it was cut off, or whose words were too far from its own
    standings: list[Standing]


@dataclass(slots=True, kw_only=True)
class ClauseRecord:
    """Every clause of a policy, and which of them made up each revision."""

    texts: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    lines: list[ClauseLine] = field(default_factory=list)
    splices: list[list[Splice]] = field(default_factory=list)  # of each revision, on the one before

    def orders(self) -> Iterator[list[int]]:
        """Yield the clauses of each revision in reading order, the oldest revision first."""
        order: list[int] = []
        for splices in self.splices:
            order = spliced(order, splices)
            yield order

    def order(self, revision: int) -> list[int]:
        """Return the clauses of one revision in reading order."""
        order: list[int] = []
        for splices in self.splices[: revision + 1]:
            order = spliced(order, splices)
        return order

    def standing(self, clause: int, revision: int) -> Standing | None:
        """Return how a clause stood in a revision; None before it first did."""
        found = None
        for each in self.lines[clause].standings:
            if each.since > revision:
                break
            found = each
        return found

    def written(self, clause: int, revision: int) -> Written:
        """Return the words and shape of a clause that stood by itself in a revision."""
        standing = self.standing(clause, revision)
        if standing is None or standing.text is None or standing.shape is None:
            raise InvalidValue(f"clause {clause} does not stand by itself in revision {revision}")
        return Written(self.texts[standing.text], self.shapes[standing.shape])

    def page(self, revision: int) -> str:
        """Return the whole text of a revision, as `clause_html` writes it."""
        return page_of(self.written(clause, revision) for clause in self.order(revision))


def spliced(order: Sequence[int], splices: Sequence[Splice]) -> list[int]:
    """Return the order of clauses after some of it left and others came."""
    new = list(order)
    for at, leave, come in reversed(splices):
        new[at : at + leave] = come
    return new


def splices_between(old: Sequence[int], new: Sequence[int]) -> list[Splice]:
    """Return what leads from one order of clauses to another."""
    if old == new:
        return []
    return [
        (step.src_start, step.src_end - step.src_start, tuple(new[step.dest_start : step.dest_end]))
        for step in _joined(old, new)
    ]


class _Span(NamedTuple):
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def _joined(old: Sequence[int], new: Sequence[int]) -> list[_Span]:
    """Return the stretches that differ; those that touch are one."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - with the comparing engine

    spans: list[_Span] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            continue
        span = _Span(step.src_start, step.src_end, step.dest_start, step.dest_end)
        if spans and (spans[-1].src_end, spans[-1].dest_end) == (span.src_start, span.dest_start):
            span = _Span(spans[-1].src_start, span.src_end, spans[-1].dest_start, span.dest_end)
            spans.pop()
        spans.append(span)
    return spans


def record_json(record: ClauseRecord) -> str:
    """Return the record as JSON, the same for the same revisions to the byte.

    A clause is [anchor, origin, standings]. A standing is [revision, text, shape] where the clause
    stands by itself, [revision, clause] where that one holds its words, [revision] where it is gone.
    The wordings of a clause stand side by side, so that what they share is compressed away.
    """
    standings = [each for line in record.lines for each in line.standings if each.text is not None]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(s.text for s in standings))}
    document = {
        "format": FORMAT,
        "texts": [record.texts[text] for text in numbers if text is not None],
        "shapes": record.shapes,
        "clauses": [
            [line.anchor, line.origin, [_kept(each, numbers) for each in line.standings]]
            for line in record.lines
        ],
        "revisions": record.splices,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def read_record(text: str) -> ClauseRecord:
    """Return the record that `record_json` wrote; anything else is a ValueError."""
    document = msgspec.json.decode(text, type=_Document)
    return ClauseRecord(
        texts=document.texts,
        shapes=document.shapes,
        lines=[
            ClauseLine(anchor=anchor, origin=origin, standings=[_standing(each) for each in kept])
            for anchor, origin, kept in document.clauses
        ],
        splices=document.revisions,
    )


def checked_record(text: str) -> str:
    """Return what `record_json` wrote as it is; anything else is a ValueError."""
    read_record(text)
    return text


_KeptStanding = Annotated[list[int], msgspec.Meta(min_length=1, max_length=3)]


@dataclass(slots=True, kw_only=True)
class _Document:
    """What `record_json` writes."""

    texts: list[str]
    shapes: list[str]
    clauses: list[tuple[str, int | None, list[_KeptStanding]]]
    revisions: list[list[Splice]]


def _kept(standing: Standing, numbers: Mapping[int | None, int]) -> list[int]:
    if standing.within is not None:
        return [standing.since, standing.within]
    if standing.text is None or standing.shape is None:
        return [standing.since]
    return [standing.since, numbers[standing.text], standing.shape]


def _standing(kept: list[int]) -> Standing:
    if len(kept) == 3:
        return Standing(kept[0], kept[1], kept[2])
    return Standing(kept[0], within=kept[1]) if len(kept) == 2 else Standing(kept[0])
