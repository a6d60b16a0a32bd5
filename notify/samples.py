"""Samples: the first mails of a large plan, and what must be seen of them before the rest goes.

A wrong list or a wrong mail shows itself in the first thousand. The same limits hold later on,
while the rest goes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from notify.canaries import PATIENCE

SHARE: Final = 100  # one in so many of a plan, where that is more than the settings' number
REFUSED: Final = 0.05  # of mails whose address was refused for good; more spoils a sender's name
COMPLAINED: Final = 0.003  # Gmail and Yahoo bar senders from here on
# So few prove nothing, whatever share they are.
_REFUSED_AT_LEAST: Final = 10
_COMPLAINED_AT_LEAST: Final = 3
MOST: Final = 0.9  # of a sample: so much is known of it soon, and the rest is slow servers
HALF: Final = 0.5  # enough, once the slow ones had an hour
LOOK: Final = timedelta(minutes=15)  # for a person to stop it, where no event can tell


class Answer(StrEnum):
    """What a look at a sample comes to."""

    WAIT = "wait"
    GO_ON = "go on"
    STOP = "stop"  # a limit is passed
    GIVE_UP = "give up"  # nothing more is to be heard: a person must look


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of the mails of one plan that were handed over."""

    handed: int  # that may have gone out
    under_way: int = 0
    refused: int = 0  # by the carrier or the reader's server, for good
    complained: int = 0  # their readers called them spam
    told_of: int = 0  # whose end is known: delivered, bounced, dropped

    def since(self, former: "Seen") -> "Seen":
        """Return what came after a former look."""
        return Seen(
            handed=self.handed - former.handed,
            refused=self.refused - former.refused,
            complained=self.complained - former.complained,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at a sample comes to, and why."""

    answer: Answer
    why: str


def sample_of(planned: Mapping[str, int], *, least: int) -> Mapping[str, int] | None:
    """Return how many mails of each notice go first; None where that would be all of them."""
    total = sum(planned.values())
    size = max(least, -(-total // SHARE))
    if not least or total <= size:
        return None
    return {notice: -(-size * number // total) for notice, number in planned.items()}


def too_many(seen: Seen) -> str | None:
    """Return which limit is passed, in words; None where none is."""
    mails = max(seen.handed, 1)
    if seen.refused >= max(_REFUSED_AT_LEAST, REFUSED * mails):
        return _share(seen.refused, mails, "could not be delivered for good", REFUSED)
    if seen.complained >= max(_COMPLAINED_AT_LEAST, COMPLAINED * mails):
        return _share(seen.complained, mails, "were called spam by their readers", COMPLAINED)
    return None


def judged(seen: Seen, *, idle: timedelta, arrived: bool | None) -> Verdict:
    """Return what to do after a sample.

    `idle` is the time since anything was done that more could be heard of. `arrived` tells whether
    a canary did that was sent after it; None where no canary can be heard of.
    """
    known = seen.told_of / max(seen.handed, 1)
    found = f"of {seen.handed:,} mails the end of {seen.told_of:,} is known"
    if (limit := too_many(seen)) is not None:
        return Verdict(answer=Answer.STOP, why=limit)
    if seen.under_way:
        return Verdict(answer=Answer.WAIT, why="the last of them are on their way")
    if arrived is None:
        answer = Answer.GO_ON if known >= MOST or idle >= LOOK else Answer.WAIT
        return Verdict(answer=answer, why=found)
    late = idle >= PATIENCE
    if arrived and (known >= MOST or (late and known >= HALF)):
        return Verdict(answer=Answer.GO_ON, why=found)
    missing = found if arrived else "the canary that was sent after them has not arrived"
    return Verdict(answer=Answer.GIVE_UP if late else Answer.WAIT, why=missing)


def _share(number: int, mails: int, what: str, limit: float) -> str:
    return f"{number:,} of {mails:,} mails {what} (under {limit:.1%} may)"
