"""Events as a provider posts them, signed with a key of a test's own."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from notify.carriers import DeliveryId
from notify.ledger import Ledger
from notify.ledger_provider_events import Post, TakenIn, take_in
from notify.provider_events import EventKind, ProviderEvent
from notify.sendgrid_events import SIGNATURE, TIMESTAMP

AT = datetime(2027, 1, 15, 9, 5, tzinfo=UTC)


@cache
def key(number: int = 1) -> ec.EllipticCurvePrivateKey:
    """One of some private keys, the same within a test run."""
    return ec.derive_private_key(number + 1000, ec.SECP256R1())


def public(private: ec.EllipticCurvePrivateKey) -> str:
    """How SendGrid shows the key that verifies."""
    der = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def signed(
    body: bytes, *, at: datetime, private: ec.EllipticCurvePrivateKey | None = None
) -> dict[str, str]:
    """The headers of a signed post."""
    seconds = str(int(at.timestamp()))
    signature = (private or key()).sign(seconds.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        SIGNATURE: base64.b64encode(signature).decode(),
        TIMESTAMP: seconds,
        "Content-Type": "application/json",
    }


def posted(
    event: str, delivery: str | None, batch: str | None = None, **more: Any
) -> dict[str, Any]:
    """One event as SendGrid writes it."""
    made: dict[str, Any] = {
        "email": "reader@example.com",
        "timestamp": int(AT.timestamp()),
        "event": event,
        "sg_event_id": f"{event}-{delivery}-{batch}",
        "sg_message_id": "m.recvd-1",
        **({"d": delivery} if delivery else {}),
        **({"b": batch} if batch else {}),
    }
    return made | more


def body_of(*events: object) -> bytes:
    return json.dumps(list(events)).encode()


def said(
    kind: EventKind, delivery: str, batch: str | None = None, *, id_: str = "", detail: str = ""
) -> ProviderEvent:
    return ProviderEvent(
        provider="sendgrid",
        id=id_ or f"{kind}-{delivery}-{batch}",
        kind=kind,
        delivery=DeliveryId(delivery),
        batch=batch,
        at=AT,
        detail=detail,
    )


def taken_in(ledger: Ledger, *events: ProviderEvent) -> TakenIn:
    digest = "|".join(event.id for event in events)
    return take_in(ledger, Post(provider="sendgrid", body="", digest=digest), events)


def all_said(kind: EventKind, deliveries: Sequence[str], batch: str) -> list[ProviderEvent]:
    return [said(kind, delivery, batch) for delivery in deliveries]
