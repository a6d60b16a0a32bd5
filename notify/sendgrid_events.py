"""SendGrid's signed events: what counts as signed, and what each event says of our mails.

The signature is over the bytes as they came, so it is checked before they are read at all.
"""

import json
import re
from binascii import Error as BadBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from archive.errors import InvalidSettings
from notify.carriers import DeliveryId
from notify.errors import NotifyError
from notify.provider_events import EventKind, InvalidEvent, ProviderEvent

SETTING: Final = "SENDGRID_WEBHOOK_KEY"
PROVIDER: Final = "sendgrid"
SIGNATURE: Final[str] = EventWebhookHeader.SIGNATURE
TIMESTAMP: Final[str] = EventWebhookHeader.TIMESTAMP
# SendGrid tries again for a day and more where we do not answer; a week bears a long weekend.
OLDEST: Final = timedelta(days=7)
NEWEST: Final = timedelta(hours=1)  # ahead of our clock
MAX_EVENTS: Final = 20_000  # in one post: those of the largest body that is read

_OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_SECONDS = re.compile(r"[0-9]{9,11}\Z")
_SIGNED = re.compile(r"[A-Za-z0-9+/]{64,128}={0,2}\Z")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\Z")
_KINDS: Final[Mapping[str, EventKind]] = {
    "processed": EventKind.PROCESSED,
    "deferred": EventKind.DEFERRED,
    "delivered": EventKind.DELIVERED,
    "dropped": EventKind.DROPPED,
    "bounce": EventKind.BOUNCED,
    "spamreport": EventKind.COMPLAINED,
}
# The causes that its page on dropped events lists; other words could hold an address.
_CAUSES: Final = (
    *("Bounced Address", "Spam Reporting Address", "Unsubscribed Address", "Invalid"),
    *("Spam Content", "Recipient List over Package Quota", "Invalid SMTPAPI header"),
)


class NotSigned(NotifyError):
    """What was posted does not come from the provider, or long ago."""


class NotEvents(NotifyError):
    """What was posted is signed, and is no list of events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What SendGrid sends along to show that a post is its own."""

    value: str
    timestamp: str  # seconds since 1970, as it was signed

    def __post_init__(self) -> None:
        if not (_SIGNED.match(self.value) and _SECONDS.match(self.timestamp)):
            raise NotSigned("the post carries no signature of the form that SendGrid gives")

    @property
    def at(self) -> datetime:
        """When it was signed."""
        return datetime.fromtimestamp(int(self.timestamp), UTC)


def signature_of(headers: Mapping[str, str]) -> Signature:
    """Return the signature in the headers of a post; raise `NotSigned` where there is none."""
    return Signature(value=headers.get(SIGNATURE, ""), timestamp=headers.get(TIMESTAMP, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """The public keys that SendGrid may have signed with: several while one takes over."""

    keys: Sequence[tuple[str, EllipticCurvePublicKey]] = field(repr=False)  # as written, and read

    def verified_by(self, body: bytes, signature: Signature, *, now: datetime) -> str:
        """Return the key that signed these very bytes; raise `NotSigned` where none did."""
        if not now - OLDEST <= signature.at <= now + NEWEST:
            raise NotSigned("the post was signed too long ago, or the clock of this machine is off")
        try:
            words = body.decode()  # which gives the same bytes again, or fails
        except UnicodeDecodeError as error:
            raise NotSigned("the post is not UTF-8, as all that SendGrid signs is") from error
        webhook = EventWebhook()
        for written, key in self.keys:
            try:
                if webhook.verify_signature(words, signature.value, signature.timestamp, key):
                    return written
            except (BadBase64, ValueError):  # the package lets them through
                break
        raise NotSigned("the post was not signed with any key that is configured")


def read_verifier(environ: Mapping[str, str]) -> Verifier | None:
    """Return the keys that the environment names; None where there are none."""
    written = [one.strip() for one in environ.get(SETTING, "").split(",") if one.strip()]
    return Verifier(keys=[(one, _key(one)) for one in written]) if written else None


def read_events(body: bytes) -> tuple[list[ProviderEvent], int]:
    """Return the events about mails of ours, and how many there are about anything else.

    Raises `NotEvents` where the bytes are no list of events.
    """
    try:
        posted = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotEvents("the post is no JSON") from error
    if not isinstance(posted, list) or len(posted) > MAX_EVENTS:
        raise NotEvents(f"the post is no list of up to {MAX_EVENTS:,} events")
    events = [event for one in posted if (event := _event(one)) is not None]
    return events, len(posted) - len(events)


def _key(written: str) -> EllipticCurvePublicKey:
    try:
        key = EventWebhook(written).public_key
    except (ValueError, UnsupportedAlgorithm, BadBase64) as error:
        raise InvalidSettings(_bad_key()) from error
    if not isinstance(key, EllipticCurvePublicKey):
        raise InvalidSettings(_bad_key())
    return key


def _bad_key() -> str:
    return (
        f"{SETTING} holds something that is no verification key; copy it from SendGrid's settings"
        " under Mail Settings, Event Webhook, Signed Event Webhook Requests"
    )


def _event(posted: object) -> ProviderEvent | None:
    """Return what one object says of a mail of ours; None where it is about anything else."""
    if not isinstance(posted, dict):
        return None
    delivery, batch = posted.get("d"), posted.get("b")
    kind, id_, seconds = _kind(posted), posted.get("sg_event_id"), posted.get("timestamp")
    if not (_is_id(delivery) and kind and isinstance(id_, str) and type(seconds) is int):
        return None
    try:
        return ProviderEvent(
            provider=PROVIDER,
            id=id_,
            kind=kind,
            delivery=DeliveryId(str(delivery)),
            batch=str(batch) if _is_id(batch) else None,
            at=datetime.fromtimestamp(seconds, UTC),
            detail=_detail(posted),
        )
    except (InvalidEvent, ValueError, OverflowError, OSError):
        return None


def _kind(posted: Mapping[str, Any]) -> EventKind | None:
    said = posted.get("event")
    if said == "bounce" and posted.get("type") == "blocked":
        return EventKind.BLOCKED
    return _KINDS.get(said) if isinstance(said, str) else None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _OPAQUE.match(value) is not None


def _detail(posted: Mapping[str, Any]) -> str:
    status, reason = posted.get("status"), posted.get("reason")
    if isinstance(status, str) and _STATUS.match(status):
        return status
    return reason if isinstance(reason, str) and reason in _CAUSES else ""
