"""What a provider says became of one mail, and which state of its delivery that proves.

Events come late, twice and in any order; what they prove together does not depend on it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.errors import NotifyError

_ID = re.compile(r"[!-~]{1,200}\Z")
_DETAIL = re.compile(r"[A-Za-z0-9 .-]{0,60}\Z")  # never an address


class InvalidEvent(NotifyError):
    """What was given is no event about one of our mails."""


class EventKind(StrEnum):
    """What a provider can say of a mail that it was given."""

    PROCESSED = "processed"  # taken, and about to be tried
    DEFERRED = "deferred"  # put off by the recipient's server; it is tried again
    DELIVERED = "delivered"
    DROPPED = "dropped"  # taken, and not tried
    BOUNCED = "bounced"  # refused for good: there is no such mailbox
    BLOCKED = "blocked"  # refused this once: the mailbox may be good
    COMPLAINED = "complained"  # the reader called it spam, so it had arrived


_K, _S = EventKind, DeliveryState

PROVES: Final[Mapping[EventKind, DeliveryState]] = {
    _K.PROCESSED: _S.ACCEPTED,
    _K.DEFERRED: _S.ACCEPTED,
    _K.DELIVERED: _S.DELIVERED,
    _K.DROPPED: _S.DROPPED,
    _K.BOUNCED: _S.BOUNCED,
    _K.BLOCKED: _S.BOUNCED,
    _K.COMPLAINED: _S.DELIVERED,
}
# The higher proves more than the lower. A mail handed over twice may be dropped once and delivered
# once: its reader was told. A server may take a mail and return it later: its reader was not.
RANK: Final = (_S.ACCEPTED, _S.DROPPED, _S.DELIVERED, _S.BOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """One thing that a provider says of one mail of ours."""

    provider: str
    id: str  # the provider's own, the same when it says so again
    kind: EventKind
    delivery: DeliveryId
    batch: str | None
    at: datetime
    detail: str = ""  # a status code or a known cause; never the words of a server

    def __post_init__(self) -> None:
        if not _ID.match(self.id):
            raise InvalidEvent("the id of an event is 1 to 200 plain characters")
        if self.at.utcoffset() is None:
            raise InvalidEvent("the time of an event has no time zone")
        if not _DETAIL.match(self.detail):
            raise InvalidEvent("the detail of an event is a code or a known cause")


def proven(kinds: Iterable[EventKind]) -> DeliveryState:
    """Return the state that events of one delivery prove, in whatever order they came."""
    return max((PROVES[kind] for kind in kinds), key=RANK.index)


def steps_to(state: DeliveryState, target: DeliveryState) -> tuple[DeliveryState, ...]:
    """Return the states that a delivery comes through when events prove the target.

    Nothing where it is there already or beyond, or where no event can move it. A delivery that is
    planned again after an attempt was given up had been handed over all the same.
    """
    if state in RANK:
        return (target,) if RANK.index(target) > RANK.index(state) else ()
    if state is DeliveryState.UNKNOWN:
        return (target,)
    if state is DeliveryState.PLANNED:
        taken = (DeliveryState.SENDING, DeliveryState.ACCEPTED)
        return taken if target is DeliveryState.ACCEPTED else (*taken, target)
    return ()
