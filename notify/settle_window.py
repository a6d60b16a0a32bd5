"""The settle window: what was just published may be mended or taken back before people are told.

Edits and reverts within it make one notice, about what stands at its end. What cannot wait does
not: a decision to apply at once, and a period of notice that would be missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notify.owing import Owing


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What must be told and is too young, with the moment from which it is told."""

    owing: Owing
    until: datetime

    def __str__(self) -> str:
        path = self.owing.duty.original.revision.path
        return (
            f"{path}: published on {self.owing.duty.last_touched:%Y-%m-%d %H:%M} UTC, it may still"
            f" be mended; it is planned from {self.until:%Y-%m-%d %H:%M} UTC on"
            " (notice.settle_hours)"
        )


def parted(
    owed: Iterable[Owing], *, hours: int, now: datetime
) -> tuple[Sequence[Owing], Sequence[Settling]]:
    """Return what is told now, and what settles; nothing waits beyond its last lawful day."""
    told, settling = [], []
    for one in owed:
        until = one.duty.last_touched + timedelta(hours=hours)
        in_time = one.duty.comes_with_publication or until.date() <= one.last_day
        waits = until > now and one.duty.at_once is None and in_time
        if waits:
            settling.append(Settling(owing=one, until=until))
        else:
            told.append(one)
    return told, settling
