"""What one clause said, and in which revisions: its wordings, the oldest first."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.clause_anchors import wording_anchor
from archive.clause_html import is_row
from archive.clause_records import ClauseRecord


class Wording(NamedTuple):
    """A clause's words through revisions that followed one another."""

    anchor: str  # equal for equal words, whatever their markup
    html: str  # as it was last; empty where another clause held the words
    row: bool
    within: int | None  # that clause
    first: int  # the first and the last of these revisions
    last: int


def wordings(record: ClauseRecord, clause: int, revisions: Sequence[int]) -> list[Wording]:
    """Return every wording of a clause in some of the revisions, which are given in order.

    Where it was gone in between, the same words make two.
    """
    standings = record.lines[clause].standings
    ends = [*(after.since for _, after in pairwise(standings)), len(record.splices)]
    found: list[Wording] = []
    for standing, end in zip(standings, ends, strict=True):
        first = bisect_left(revisions, standing.since)
        last = bisect_left(revisions, end) - 1
        if last < first or (standing.text is None and standing.within is None):
            continue
        html = "" if standing.text is None else record.texts[standing.text]
        row = standing.shape is not None and is_row(record.shapes[standing.shape])
        now = Wording(
            anchor=wording_anchor(html) if html else "",
            html=html,
            row=row,
            within=standing.within,
            first=revisions[first],
            last=revisions[last],
        )
        if found and _goes_on(found[-1], now, gap=first - bisect_left(revisions, found[-1].last)):
            now = now._replace(first=found.pop().first)
        found.append(now)
    return found


def _goes_on(before: Wording, now: Wording, *, gap: int) -> bool:
    return gap == 1 and (before.anchor, before.within) == (now.anchor, now.within)
