"""Everything that is held about a mailbox, as its reader sees it and takes it along."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from archive.speech import worded
from notify.carriers import MailKind
from notify.deliveries import DeliveryState
from notify.subscriptions import Subscription

_S: Final = DeliveryState
STATES: Final[Mapping[DeliveryState, str]] = {
    _S.PLANNED: worded("planned"),
    _S.SENDING: worded("being handed over"),
    _S.ACCEPTED: worded("handed over to the mail service"),
    _S.DELIVERED: worded("accepted by your mail server"),
    _S.BOUNCED: worded("refused by your mail server"),
    _S.DROPPED: worded("not tried by the mail service"),
    _S.WITHHELD: worded("not sent"),
    _S.EXCLUDED: worded("not to be sent"),
    _S.CANCELLED: worded("cancelled"),
    _S.FAILED: worded("refused by the mail service"),
    _S.UNKNOWN: worded("handed over, without an answer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldNotice:
    """One notice to the mailbox: what it was about, and what became of it."""

    subject: str
    day: str  # from which the change applies
    kind: MailKind
    language: str
    planned_at: str
    handed_over_at: str | None
    state: DeliveryState
    known_as: str  # the id on the list of recipients
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAnswer:
    """What was answered in a product by who is known there as on the list of recipients."""

    service: str
    known_as: str
    policy: str
    version: str  # the hash of the very text
    kind: str
    purpose: str | None  # of a consent
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStop:
    """Why a kind of mail does not go to the mailbox."""

    kind: str
    reason: str
    source: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRequest:
    """What was asked by the address lately."""

    kind: str
    asked_at: str
    state: str
    mailed_at: str | None
    used_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """All of it."""

    address: str
    subscription: Subscription | None
    notices: tuple[HeldNotice, ...]  # the newest first
    answers: tuple[HeldAnswer, ...]  # the newest first
    stops: tuple[HeldStop, ...]
    requests: tuple[HeldRequest, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as a document that other programs read."""
        return {
            "address": self.address,
            "subscription": _subscription(self.subscription) if self.subscription else None,
            "notices": [asdict(one) for one in self.notices],
            "answers": [asdict(one) for one in self.answers],
            "stopped": [asdict(one) for one in self.stops],
            "requests": [asdict(one) for one in self.requests],
        }


def _subscription(one: Subscription) -> dict[str, object]:
    return {
        "policies": list(one.wish.policies),
        "services": list(one.wish.services),
        "everything": one.wish.everything,
        "extent": one.wish.extent,
        "rhythm": one.wish.rhythm,
        "language": one.wish.language,
        "asked_at": one.asked_at.isoformat(),
        "confirmed_at": one.confirmed_at.isoformat(),
        "heard_since": one.heard_since.isoformat(),
    }
