"""The course of a run: what each outcome asks of everybody, and when a person must look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from notify.carriers import Accepted, CarrierStopped, Outcome, Refused, Several, TryLater

PATIENCE: Final = timedelta(hours=12)  # without anything taken; then a person should look
UNREACHED: Final = 3  # times in a row without a connection, before anything was taken in this run
REFUSALS: Final = 10  # addresses refused one by one with none accepted: the fault lies elsewhere
_AT_LEAST: Final = timedelta(seconds=1)
_AT_MOST: Final = timedelta(minutes=10)  # beyond what was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For how long nothing more is to be handed over, and why."""

    wait: timedelta
    reason: str
    failed: bool  # not a limit that was reached


@dataclass(slots=True, kw_only=True)
class Course:
    """How one run of sending has gone so far."""

    carrier: str
    stop: BaseException | None = None  # nothing more may be claimed
    _taken: bool = False
    _refusals: int = 0  # single addresses, since something was last accepted
    _unreached: int = 0  # in a row
    _asked: int = 0  # to wait, in a row
    _waits_since: datetime | None = None

    def meet(self, outcome: Outcome, *, size: int, now: datetime) -> Asked | None:
        """Return what an outcome asks of all senders; set `stop` where a person must look."""
        match outcome:
            case Accepted():
                self._go_on()
            case Refused(addressees=addressees) if not addressees:
                self._refused(outcome, alone=size == 1)
            case TryLater():
                return self._later(outcome, now)
            case Several():
                return self._several(outcome, now)
        return None

    def _go_on(self) -> None:
        self._taken = True
        self._refusals = self._unreached = self._asked = 0
        self._waits_since = None

    def _refused(self, outcome: Refused, *, alone: bool) -> None:
        if not outcome.smaller_may_pass:
            self._stop(f"{self.carrier} refuses the mail: {outcome.reason}")
        elif alone:
            self._count_refusals(1, outcome.reason)

    def _several(self, outcome: Several, now: datetime) -> Asked | None:
        """Go on where any mail was taken; else wait, or stop after too many refusals."""
        found = list(outcome.outcomes.values())
        if any(isinstance(one, Accepted) for one in found):
            self._go_on()
            return None
        if refused := [one for one in found if isinstance(one, Refused)]:
            self._count_refusals(len(refused), refused[-1].reason)
        later = [one for one in found if isinstance(one, TryLater)]
        # One alone says nothing of the others: the ledger puts it off by itself.
        if len(later) < 2:
            return None
        return self._later(min(later, key=lambda one: one.not_before), now)

    def _count_refusals(self, number: int, reason: str) -> None:
        self._refusals += number
        if self._refusals >= REFUSALS:
            self._stop(f"{self.carrier} refuses one address after another: {reason}")

    def _later(self, outcome: TryLater, now: datetime) -> Asked:
        self._asked += 1
        self._unreached += 1 if outcome.unreached else 0
        self._waits_since = self._waits_since or now
        if outcome.unreached and not self._taken and self._unreached >= UNREACHED:
            times = f"{self._unreached} times in a row"
            self._stop(f"{outcome.reason}, {times}; {outcome.unreached}")
        elif now - self._waits_since > PATIENCE:
            self._stop(
                f"{self.carrier} has taken nothing for {PATIENCE // timedelta(hours=1)} hours"
                f" ({outcome.reason}); send again later"
            )
        # A limit whose end lies in the past, again and again, is none that can be relied on.
        least = min(_AT_LEAST * 2 ** min(self._asked - 1, 16), _AT_MOST)
        how = "could not be reached" if outcome.unreached else "asked to wait"
        return Asked(
            wait=max(outcome.not_before - now, least),
            reason=f"{self.carrier} {how}: {outcome.reason}",
            failed=bool(outcome.unreached) or not outcome.certain,
        )

    def _stop(self, reason: str) -> None:
        self.stop = self.stop or CarrierStopped(reason)
