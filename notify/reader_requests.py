"""What somebody asks of the service by naming an address: nothing happens but a mail to it."""

from enum import StrEnum
from typing import Final

from notify.recipients import MailboxKey, written_key

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


def folded_key(address: str) -> MailboxKey:
    """Return what is equal for every spelling of a mailbox, and for every tag after its name.

    Where providers take name+tag@ for name@, a stranger could fill one mailbox by a hundred tags.
    """
    local, _, domain = written_key(address).rpartition("@")
    return MailboxKey(f"{local.partition(_TAG)[0] or local}@{domain}")
