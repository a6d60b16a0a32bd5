"""Outgoing webhooks: what the company's own systems are told of a notice, signed.

The headers and the signature are those of Standard Webhooks (https://www.standardwebhooks.com), so
that its libraries verify them: whoever takes one knows that we sent it, and when, and which it is.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from archive.errors import InvalidSettings
from notify.errors import NotifyError
from notify.public_notices import PublicNotice
from notify.transport import NotFetched, post_public

SECRET: Final = "FAIRNOTICE_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
TYPE: Final = "notice.announced"
_PREFIX: Final = "whsec_"
_SHORTEST: Final = 24  # bytes, as the standard asks
_SECONDS: Final = 20.0
_LARGEST: Final = 100_000  # bytes of an answer, of which nothing is read
_MAKE_ONE: Final = 'echo "whsec_$(openssl rand -base64 32)"'


class NotTaken(NotifyError):
    """A channel or a webhook did not take what it was told."""


def webhook_key(environ: Mapping[str, str]) -> bytes:
    """Return the key that signs; raises InvalidSettings where the environment has none that is good."""
    written = environ.get(SECRET, "")
    try:
        found = base64.b64decode(written.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not written.startswith(_PREFIX) or len(found) < _SHORTEST:
        raise InvalidSettings(
            f"notice.webhooks need {SECRET} in the environment, made by: {_MAKE_ONE}"
        )
    return found


def post_webhook(url: str, notice: PublicNotice, *, key: bytes, at: datetime) -> None:
    """Tell one address of a notice; raises NotTaken, saying why, unless it answers that it took it."""
    body = payload(notice, at=at)
    headers = {"Content-Type": "application/json", **signed(notice.event, body, key=key, at=at)}
    try:
        post_public(url, body, headers=headers, seconds=_SECONDS, largest=_LARGEST)
    except NotFetched as error:
        raise NotTaken(str(error)) from error


def payload(notice: PublicNotice, *, at: datetime) -> bytes:
    """Return what is told of a notice, as JSON; nobody it went to is in it."""
    data = {
        "notice": notice.id,
        "language": notice.language,
        "subject": notice.subject,
        "effective": notice.day,
        "policies": [
            {
                "id": one.policy_id,
                "revision": one.revision,
                "title": one.title,
                "summary": one.summary,
                "url": one.url,
            }
            for one in notice.policies
        ],
    }
    document = {"type": TYPE, "timestamp": at.isoformat(timespec="seconds"), "data": data}
    return json.dumps(document, ensure_ascii=False).encode()


def signed(event: str, body: bytes, *, key: bytes, at: datetime) -> dict[str, str]:
    """Return the three headers that identify, date and sign a body."""
    moment = str(int(at.timestamp()))
    digest = hmac.digest(key, f"{event}.{moment}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": event,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
