"""From which day until which each text applied: one text a day, by the rule of the design.

A text applies from the later of its effective date and its publication; in force on a
day is the last published that applies by it. One replaced before its day never applied,
unless the new one says `after:` or it stands in `policy/next/`. For people who joined before
its publication the day may be a later one, and the same rule holds with that day.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from typing import NamedTuple

from archive.drafts import Draft
from archive.revisions import Source

_Earliest = Callable[[Draft], date]  # the first day on which a text can apply to some people


class Span(NamedTuple):
    """From which day until which one draft applied."""

    draft: Draft
    begins: date
    ends: date | None


def decide_applicability(drafts: Sequence[Draft]) -> None:
    """Set on each draft whether it was withdrawn, and from which day until which it applies."""
    _mark_withdrawn(drafts)
    for draft, begins, ends in _spans(drafts, lambda draft: draft.applies_at_the_earliest):
        draft.applies_from = draft.applies_from or begins
        draft.applies_until = ends


def spans_by_joining(drafts: Sequence[Draft]) -> Iterator[tuple[date, list[Span]]]:
    """Yield a day, and what applied to those who joined before it and after the day yielded before.

    To those who joined on the last of these days or later, everybody's days apply.
    """
    days = {draft.first.published_on for draft in drafts if draft.has_day_for_existing}
    for day in sorted(days):
        yield day, _spans(drafts, _for_those_before(day))


def _for_those_before(day: date) -> _Earliest:
    def earliest(draft: Draft) -> date:
        joined_before = draft.first.published_on >= day
        return draft.binds_existing_from if joined_before else draft.applies_at_the_earliest

    return earliest


def withdrawals(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, date, list[Draft]]]:
    """Yield each draft that takes back a version, that version's day, and the drafts it means.

    A block that only repeats the one before it says nothing.
    """
    for number, draft in enumerate(drafts):
        block = draft.first.front_matter.change
        if block is None or block.withdraws is None:
            continue
        earlier = drafts[:number]
        same = (each for each in reversed(earlier) if each.first.source is draft.first.source)
        former = next(same, None)
        if former is None or former.newest.front_matter.change != block:
            meant = [each for each in earlier if each.effective == block.withdraws]
            yield draft, block.withdraws, meant


def _mark_withdrawn(drafts: Sequence[Draft]) -> None:
    for draft, _, meant in withdrawals(drafts):
        for earlier in meant:
            earlier.withdrawn_on = min(
                earlier.withdrawn_on or draft.first.published_on, draft.first.published_on
            )


def _spans(drafts: Sequence[Draft], earliest: _Earliest) -> list[Span]:
    """Return what applied when: on each day the last published that applies by it."""
    order = _order_of_precedence(drafts, earliest)
    begins = sorted((earliest(d), rank) for rank, d in enumerate(order))
    gone_on = _gone_on(drafts)
    days = sorted({day for day, _ in begins} | {d.ended_on for d in drafts if d.ended_on})
    found: list[Span] = []
    present: Draft | None = None
    applying: list[int] = []  # ranks below nought, so that the heap gives the last published first
    begun = 0
    for day in days:
        while begun < len(begins) and begins[begun][0] <= day:
            heappush(applying, -begins[begun][1])
            begun += 1
        while applying and not _stands_on(order[-applying[0]], day):
            heappop(applying)
        best = order[-applying[0]] if applying else None
        best = None if best is not None and gone_on[id(best)] <= day else best
        if best is not present:
            if present is not None:
                found[-1] = found[-1]._replace(ends=day)
            if best is not None:
                found.append(Span(best, day, None))
            present = best
    return found


def _gone_on(drafts: Sequence[Draft]) -> dict[int, date]:
    """Return for each draft the first day on which the policy was off after it was published."""
    ends = accumulate((draft.ended_on or date.max for draft in reversed(drafts)), min)
    return {id(draft): end for draft, end in zip(reversed(drafts), ends, strict=True)}


def _order_of_precedence(drafts: Sequence[Draft], earliest: _Earliest) -> list[Draft]:
    """Drop those replaced before their day; put one that was kept behind those begun before it."""
    ranks: list[tuple[float, Draft]] = []
    published = [draft.first.published_on for draft in drafts]
    in_order = all(former <= later for former, later in pairwise(published))
    for number, draft in enumerate(drafts):
        day = earliest(draft)
        if draft.withdrawn_on and day > draft.withdrawn_on:
            continue
        # Of texts published in order only the next ones can have come before its day.
        end = bisect_left(published, day, number + 1) if in_order else len(drafts)
        before_its_day = [later for later in range(number + 1, end) if published[later] < day]
        if draft.first.source is Source.EARLIER or not before_its_day:
            ranks.append((number, draft))
        elif all(_keeps(drafts[later], draft) for later in before_its_day):
            # On its own day it comes before those that began earlier, and before no other.
            begun = [later for later in before_its_day if earliest(drafts[later]) < day]
            ranks.append((begun[-1] + 0.5 if begun else number, draft))
    return [draft for _, draft in sorted(ranks, key=lambda pair: pair[0])]


def _keeps(later: Draft, scheduled: Draft) -> bool:
    """Whether a text published before the day of a scheduled one leaves that one standing."""
    declared = scheduled.effective is not None and (
        later.first.front_matter.after == scheduled.effective
    )
    mended = scheduled.first.source is Source.NEXT and later.first.source is Source.GIT
    return declared or mended


def _stands_on(draft: Draft, day: date) -> bool:
    return draft.ended_on is None or day < draft.ended_on
