"""The effective date that a policy's own text states: by a machine date or a labelled line.

Only what is labelled counts, near the beginning or the end of the text or on a line that says
nothing else. What could be read in two ways is a fault and no date.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.date_statements import date_statements
from archive.dated_text import Kind, Statement
from archive.revisions import EffectiveSource

_NEXT_TO: Final = 4  # characters between statements that belong together: ". " or a line end

# The code of the one fault that leaves a date as clear as it is.
UNCLOSED: Final = "date-markup"
# An asterisk that is neither escaped nor the mark of a list item.
_EMPHASIS: Final = re.compile(r"(?<!\\)\*(?![ \t])|(?<=\S)(?<!\\)\*")
_CLOSE_IT: Final = (
    "an asterisk at the date has no fellow and is shown as it stands: add or delete one"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """The effective date a text states, where it stands, and what is wrong with it."""

    effective: date | None = None
    source: EffectiveSource = EffectiveSource.NONE
    faults: tuple[tuple[str, str, int], ...] = ()  # code, message, line of the body
    line: int | None = None  # of the body, counted from 1
    span: tuple[int, int] | None = None  # the whole statement, with its label and machine date
    spans: tuple[tuple[int, int], ...] = ()  # every date statement of the text, in order


def find_effective(body: str, *, language: str) -> FoundDate:
    """Return the effective date that a policy's text states, and its faults.

    A machine date comes before a labelled line, and "Effective" before "Last updated".
    Dates that disagree give none.
    """
    statements = date_statements(body, language=language)
    if not statements:
        return FoundDate()
    spans = _joined(body, statements)
    machines = _attached([s for s in statements if s.kind is Kind.MACHINE], statements, spans)
    labelled = _speaking(statements, machines, spans)
    chosen = _chosen(machines, labelled)
    days = {s.day for s in (*machines, *labelled) if s.day is not None}
    faults = [_fault(body, s) for s in (*machines, *labelled) if not _settled(s, machines)]
    disagreeing = [s for s in (*machines, *labelled) if _disagrees(s, days)]
    if disagreeing:
        faults.append(_disagreement(body, (*machines, *labelled)))
    if _leaves_emphasis_open(body, chosen):
        faults.append((UNCLOSED, _CLOSE_IT, _line(body, chosen.start)))
    source = EffectiveSource.MACHINE if chosen.kind is Kind.MACHINE else EffectiveSource.LINE
    effective = None if disagreeing else chosen.day
    return FoundDate(
        effective=effective,
        source=EffectiveSource.NONE if effective is None else source,
        faults=tuple(sorted(faults, key=lambda fault: fault[2])),
        line=_line(body, chosen.start),
        span=_span_of(chosen, spans),
        spans=spans,
    )


def _speaking(
    statements: Sequence[Statement],
    machines: Sequence[Statement],
    spans: Sequence[tuple[int, int]],
) -> list[Statement]:
    """Return the labelled lines that date the whole text, not a part of it.

    Beside a machine date a "Last updated" line speaks only where the two stand together.
    """
    for kind in (Kind.EFFECTIVE, Kind.UPDATED):
        of_kind = [s for s in statements if s.kind is kind]
        found = [s for s in of_kind if s.at_edge] or of_kind
        if kind is Kind.UPDATED and machines:
            beside = {_span_of(machine, spans) for machine in machines}
            found = [s for s in found if _span_of(s, spans) in beside]
        if found:
            return found
    return []


def _attached(
    machines: list[Statement], statements: Sequence[Statement], spans: Sequence[tuple[int, int]]
) -> list[Statement]:
    """Return the machine dates that stand with a label, or else the first one."""
    labelled = {_span_of(s, spans) for s in statements if s.kind is not Kind.MACHINE}
    return [m for m in machines if _span_of(m, spans) in labelled] or machines[:1]


def _chosen(machines: Sequence[Statement], labelled: Sequence[Statement]) -> Statement:
    everything = (*machines, *labelled)
    return next((s for s in everything if s.day is not None), everything[0])


def _settled(statement: Statement, machines: Sequence[Statement]) -> bool:
    """Return whether a statement needs no fault: it is clear, or a machine date makes it so."""
    if statement.written.problem is None:
        return True
    if statement.kind is Kind.MACHINE or not any(m.day for m in machines):
        return False
    days = {machine.day for machine in machines}
    return statement.written.problem[0] != "date-placeholder" and (
        not statement.written.readings or not days.isdisjoint(statement.written.readings)
    )


def _disagrees(statement: Statement, days: AbstractSet[date]) -> bool:
    """Return whether a statement, however it is read, says another day than one of the days."""
    readings = statement.written.readings if statement.day is None else {statement.day}
    return bool(readings) and any(day not in readings for day in days)


def _leaves_emphasis_open(body: str, statement: Statement) -> bool:
    """Return whether the paragraph of a date has an asterisk without its fellow."""
    before = body[: statement.start].rpartition("\n\n")[2]
    after = body[statement.start :].partition("\n\n")[0]
    return len(_EMPHASIS.findall(before + after)) % 2 == 1


def _fault(body: str, statement: Statement) -> tuple[str, str, int]:
    code, message = statement.written.problem or ("", "")
    return code, message, _line(body, statement.start)


def _disagreement(body: str, statements: Iterable[Statement]) -> tuple[str, str, int]:
    dated = [s for s in statements if s.day is not None or s.written.readings]
    places = " and ".join(
        f"{_said(s)} on line {_line(body, s.start)}" for s in sorted(dated, key=lambda s: s.start)
    )
    last = max(dated, key=lambda s: s.start)
    message = f"the text states {places}; state one effective date"
    return "dates-disagree", message, _line(body, last.start)


def _said(statement: Statement) -> str:
    return str(statement.day or " or ".join(map(str, sorted(statement.written.readings))))


def _joined(body: str, statements: Iterable[Statement]) -> tuple[tuple[int, int], ...]:
    """Return the stretches that date statements cover; neighbours make one stretch."""
    joined: list[tuple[int, int]] = []
    for statement in statements:
        start, end = statement.start, statement.end
        if joined and _no_word(body, joined[-1][1], start):
            start, before = joined.pop()
            end = max(end, before)
        joined.append((start, end))
    return tuple(joined)


def _no_word(body: str, end: int, start: int) -> bool:
    between = body[end:start]
    return len(between.strip()) <= _NEXT_TO and not any(map(str.isalnum, between))


def _span_of(statement: Statement, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return next(span for span in spans if span[0] <= statement.start < span[1])


def _line(body: str, place: int) -> int:
    return body.count("\n", 0, place) + 1
