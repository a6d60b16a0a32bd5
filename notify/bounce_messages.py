"""What a bounce says of the mail it is about: the reports that mail servers write (RFC 3464, 5965)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final

from notify.errors import NotifyError
from notify.provider_events import EventKind

LARGEST: Final = 5_000_000  # bytes
# Where a server notes to whom a message really came; the first that is ours counts.
_ENVELOPE: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_NO_MAILBOX = re.compile(r"5\.1\.(?:0|1|2|3|6|10)\Z")  # RFC 3463 and 7505: the address is bad


class NoBounce(NotifyError):
    """A message is no report of a mail server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What one report says."""

    kind: EventKind
    status: str  # such as 5.1.1; empty where none is given
    came_to: Sequence[str]  # the addresses it may have come to


def read_bounce(written: bytes) -> Bounce:
    """Return what a report says; raise `NoBounce` for any other message, such as a holiday reply."""
    if len(written) > LARGEST:
        raise NoBounce(f"the message is over {LARGEST:,} bytes")
    message = message_from_bytes(written, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        raise NoBounce("the message is no report of a mail server")
    came_to = [str(value) for name in _ENVELOPE for value in message.get_all(name, [])]
    kind, status = _said(message)
    return Bounce(kind=kind, status=status, came_to=came_to)


def _said(message: "Message[str, str] | EmailMessage") -> tuple[EventKind, str]:
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return EventKind.COMPLAINED, ""
        if part.get_content_type() == "message/delivery-status":
            for fields in _blocks(part):
                found = _STATUS.search(fields.get("Status", ""))
                kind = _kind(fields.get("Action", ""), found[0] if found else "")
                if kind is not None:
                    return kind, found[0] if found else ""
    raise NoBounce("the report does not say what became of the mail")


def _blocks(part: "Message[str, str] | EmailMessage") -> Iterator["Message[str, str]"]:
    """Yield the fields of each mailbox that a report is about."""
    blocks = part.get_payload()
    yield from (
        (one for one in blocks if isinstance(one, Message)) if isinstance(blocks, list) else ()
    )


def _kind(action: str, status: str) -> EventKind | None:
    match action.partition(" ")[0].strip().casefold():
        case "failed":
            return EventKind.BOUNCED if _NO_MAILBOX.match(status) else EventKind.BLOCKED
        case "delayed":
            return EventKind.DEFERRED
        case "delivered":
            return EventKind.DELIVERED
        case "relayed" | "expanded":
            return EventKind.PROCESSED
    return None
