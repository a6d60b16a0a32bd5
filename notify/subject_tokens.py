"""Tokens that a product gives a browser: one user of one service, for a quarter of an hour.

They are made of the keys that sign links, and are good for nothing else.
"""

import base64
import hmac
import json
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from notify.keys import Key, Keyring, Purpose
from notify.tokens import BadToken

LIVES: Final = timedelta(minutes=15)
LONGEST: Final = 1_500  # characters
_USE: Final = "subject"
_SIGNATURE: Final = 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One user of one service, by the id that the product gave them."""

    service: str
    id: str


def make_subject_token(keyring: Keyring, subject: Subject, *, now: datetime) -> str:
    """Return a token for a user, good from now on for a quarter of an hour."""
    key = keyring.first(Purpose.LINKS)
    ends = int((now + LIVES).timestamp())
    payload = _text(json.dumps([subject.service, subject.id, ends]).encode())
    return f"{key.id}.{payload}.{_signature(key, payload)}"


def read_subject_token(keyring: Keyring, token: str, *, now: datetime) -> Subject:
    """Return whom a token is for; raise `BadToken` where it is good for nothing, or no more."""
    parts = token.split(".") if len(token) <= LONGEST and token.isascii() else []
    if len(parts) != 3:
        raise BadToken("this is no token")
    key_id, payload, signature = parts
    for key in keyring.all(Purpose.LINKS):
        if key.id == key_id and hmac.compare_digest(_signature(key, payload), signature):
            service, id_, ends = _content(payload)
            if now < datetime.fromtimestamp(ends, UTC):
                return Subject(service=service, id=id_)
            raise BadToken("the token's time is over")
    raise BadToken("this token was not made here")


def _signature(key: Key, payload: str) -> str:
    digest = hmac.digest(key.secret, f"{_USE}\n{payload}".encode(), "sha256")[:_SIGNATURE]
    return _text(digest)


def _content(payload: str) -> tuple[str, str, int]:
    try:
        padded = payload + "=" * (-len(payload) % 4)
        service, id_, ends = json.loads(base64.urlsafe_b64decode(padded))
    except (BadBase64, ValueError, TypeError) as error:
        raise BadToken("this is no token") from error
    return str(service), str(id_), int(ends)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
