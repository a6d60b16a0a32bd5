"""What somebody asks of the service by naming an address: nothing happens but a mail to it.

The limits keep a stranger from filling a mailbox. They are looked at after the answer was given,
so that nobody learns by an answer, or by how long it took, what is known of an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from archive.revisions import Language
from notify.errors import NotifyError
from notify.mailboxes import Mailbox
from notify.recipients import MailboxKey, written_key
from notify.subscriptions import Wish

RequestId = NewType("RequestId", str)  # "r" and 24 hex digits: no ledger gives such an id

WAITS: Final = timedelta(hours=24)  # for room among the mails of an hour; later nobody expects it
CONFIRMED_WITHIN: Final = timedelta(days=7)
LINK_LIVES: Final = timedelta(minutes=30)  # to open it, and once more from then on
_DAY: Final = timedelta(hours=24)
_WEEK: Final = timedelta(days=7)
_TAG: Final = "+"


class RequestKind(StrEnum):
    """What was asked."""

    SUBSCRIBE = "subscribe"  # courtesy mail, once the link in the mail confirms it
    PREFERENCES = "preferences"  # a link to see, change, export and delete what is held


class RequestState(StrEnum):
    """How far its mail has come."""

    ASKED = "asked"  # nobody has looked at it yet
    MAILING = "mailing"  # being handed over; left so by a crash, it is never mailed again
    MAILED = "mailed"  # the carrier took it
    UNKNOWN = "unknown"  # no answer of the carrier came back: never handed over again


class BadRequest(NotifyError):
    """Something was asked that has no meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRequest:
    """What somebody asks who names an address; whether it is theirs, the mail will tell."""

    id: RequestId
    kind: RequestKind
    mailbox: Mailbox
    language: Language
    wish: Wish | None = None

    def __post_init__(self) -> None:
        if (self.wish is None) == (self.kind is RequestKind.SUBSCRIBE):
            raise BadRequest("who subscribes says what is wanted, and nobody else does")

    def wanted(self, former: Wish | None) -> Wish:
        """Return what somebody wants who confirms this and wanted something else before."""
        if self.wish is None:
            raise BadRequest("nothing was asked that could be confirmed")
        return self.wish.with_former(former) if former else self.wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many mails of a kind one mailbox gets in a time."""

    mails: int
    within: timedelta


LIMITS: Final = {
    RequestKind.SUBSCRIBE: (Limit(mails=1, within=_DAY), Limit(mails=3, within=_WEEK)),
    RequestKind.PREFERENCES: (Limit(mails=3, within=_DAY), Limit(mails=10, within=_WEEK)),
}


def is_over(kind: RequestKind, mailed: Sequence[datetime], *, now: datetime) -> bool:
    """Return whether a mailbox has had all the mails of a kind that it may get now."""
    return any(
        sum(now - one < limit.within for one in mailed) >= limit.mails for limit in LIMITS[kind]
    )


def folded_key(address: str) -> MailboxKey:
    """Return what is equal for every spelling of a mailbox, and for every tag after its name.

    Where providers take name+tag@ for name@, a stranger could fill one mailbox by a hundred tags.
    """
    local, _, domain = written_key(address).rpartition("@")
    return MailboxKey(f"{local.partition(_TAG)[0] or local}@{domain}")
