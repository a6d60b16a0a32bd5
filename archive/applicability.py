"""From which day until which each text applied: one text a day, by the rule of the design.

A text applies from the later of its effective date and its publication; in force on a
day is the last published that applies by it. One replaced before its day never applied,
unless the new one says `after:` or it stands in `policy/next/`.
"""

from collections.abc import Sequence
from datetime import date

from archive.drafts import Draft
from archive.revisions import Source


def decide_applicability(drafts: Sequence[Draft]) -> None:
    """Set on each draft whether it was withdrawn, and from which day until which it applies."""
    _mark_withdrawn(drafts)
    _apply(drafts)


def _mark_withdrawn(drafts: Sequence[Draft]) -> None:
    for number, draft in enumerate(drafts):
        block = draft.first.front_matter.change
        for earlier in drafts[:number]:
            if block and block.withdraws and earlier.effective == block.withdraws:
                earlier.withdrawn_on = min(
                    earlier.withdrawn_on or draft.first.published_on, draft.first.published_on
                )


def _apply(drafts: Sequence[Draft]) -> None:
    """Set from which day until which each draft applies: the last published that applies by a day."""
    order = _order_of_precedence(drafts)
    ranked = {id(draft): rank for rank, draft in enumerate(order)}
    days = sorted(
        {d.applies_at_the_earliest for d in order} | {d.ended_on for d in drafts if d.ended_on}
    )
    present: Draft | None = None
    for day in days:
        applying = [d for d in order if d.applies_at_the_earliest <= day and _stands_on(d, day)]
        best = max(applying, key=lambda d: ranked[id(d)], default=None)
        best = None if best is not None and _gone_by(drafts, best, day) else best
        if best is not present:
            if present is not None:
                present.applies_until = day
            if best is not None:
                best.applies_from = best.applies_from or day
                best.applies_until = None
            present = best


def _order_of_precedence(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop those replaced before their day; put those that a later one keeps behind it."""
    ranks: list[tuple[float, Draft]] = []
    for number, draft in enumerate(drafts):
        if draft.withdrawn_on and draft.applies_at_the_earliest > draft.withdrawn_on:
            continue
        before_its_day = [
            (later_number, later)
            for later_number, later in enumerate(drafts[number + 1 :], start=number + 1)
            if later.first.published_on < draft.applies_at_the_earliest
        ]
        if draft.first.source is Source.EARLIER or not before_its_day:
            ranks.append((number, draft))
        elif all(_keeps(later, draft) for _, later in before_its_day):
            ranks.append((before_its_day[-1][0] + 0.5, draft))
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


def _gone_by(drafts: Sequence[Draft], best: Draft, day: date) -> bool:
    """Whether the policy was taken off after `best` was published and not put back by a day."""
    position = next(number for number, draft in enumerate(drafts) if draft is best)
    return any(draft.ended_on is not None and draft.ended_on <= day for draft in drafts[position:])
