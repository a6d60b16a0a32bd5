"""Deliveries: one notice to one recipient, and what is known to have become of it.

The state of a delivery is what its events say, taken together; nothing else decides it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from notify.carriers import DeliveryId
from notify.errors import NotifyError


class DeliveryState(StrEnum):
    """What is known about one notice to one recipient."""

    PLANNED = "planned"  # to be handed over, once its plan is approved
    SENDING = "sending"  # claimed by a sender; the answer of the carrier is awaited
    ACCEPTED = "accepted"  # the carrier took it; that it arrived is not known
    DELIVERED = "delivered"  # the recipient's mail server took it
    BOUNCED = "bounced"  # the recipient's mail server refused it
    DROPPED = "dropped"  # the carrier took it and then did not try
    WITHHELD = "withheld"  # written to a folder: nobody was told
    EXCLUDED = "excluded"  # never to be handed over, for a recorded reason
    CANCELLED = "cancelled"  # planned, then replaced by another plan
    FAILED = "failed"  # the carrier refused this address for good
    UNKNOWN = "unknown"  # no answer came: it may have been taken. Never handed over again blindly


_S = DeliveryState

MOVES: Final[Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    # Unknown where the ledger was restored from a backup: it may have gone out since.
    _S.PLANNED: frozenset({_S.SENDING, _S.CANCELLED, _S.UNKNOWN}),
    # Back to planned only where the carrier said that it took nothing, or, for legal mail, that
    # it failed: the second is recorded as a possible repeat.
    _S.SENDING: frozenset({_S.ACCEPTED, _S.WITHHELD, _S.FAILED, _S.UNKNOWN, _S.PLANNED}),
    _S.ACCEPTED: frozenset({_S.DELIVERED, _S.BOUNCED, _S.DROPPED}),
    _S.DELIVERED: frozenset({_S.BOUNCED}),  # a server may take a mail and return it later
    # A late answer of the carrier is evidence too.
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.DELIVERED, _S.BOUNCED, _S.DROPPED, _S.FAILED}),
    _S.BOUNCED: frozenset(),
    # Where it was handed over twice, one may be dropped and the other arrive.
    _S.DROPPED: frozenset({_S.DELIVERED, _S.BOUNCED}),
    # Unknown as above: it may have been let out since.
    _S.WITHHELD: frozenset({_S.UNKNOWN, _S.CANCELLED}),
    _S.EXCLUDED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.FAILED: frozenset(),
}
# What was written to a folder told nobody. It goes back only where a person lets it out, by an
# approval given after it was withheld; no outcome of a carrier may do that.
RELEASE: Final = (_S.WITHHELD, _S.PLANNED)
# What is unknown goes back only where the provider's silence was shown to mean that it was not
# taken, or a person says so; it is recorded as a possible repeat.
AGAIN: Final = (_S.UNKNOWN, _S.PLANNED)
FIRST_STATES: Final = frozenset({_S.PLANNED, _S.EXCLUDED})

# Whoever has a delivery in one of the other states gets no second mail about the same.
NOT_TOLD: Final = frozenset({_S.EXCLUDED, _S.CANCELLED, _S.FAILED})


class ImpossibleMove(NotifyError):
    """The ledger holds, or was asked for, a step that no delivery can take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Some deliveries came to one state."""

    deliveries: tuple[DeliveryId, ...]
    to: DeliveryState
    released: bool = False  # a person let out what was withheld
    again: bool = False  # it is handed over a second time, knowingly


def moved(
    state: DeliveryState | None,
    to: DeliveryState,
    *,
    released: bool = False,
    again: bool = False,
) -> DeliveryState:
    """Return the state after a step; None is a delivery that was not there before."""
    allowed = FIRST_STATES if state is None else MOVES[state]
    opened = (released and (state, to) == RELEASE) or (again and (state, to) == AGAIN)
    if to not in allowed and not opened:
        raise ImpossibleMove(f"a delivery cannot go from {state or 'nothing'} to {to}")
    return to


def counted(counts: Mapping[DeliveryState, int]) -> dict[DeliveryState, int]:
    """Return how many deliveries are in each state, in the order of the enum, zeros included."""
    return {state: counts.get(state, 0) for state in DeliveryState}
