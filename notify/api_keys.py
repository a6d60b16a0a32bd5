"""The keys by which the company's products sign what they ask: of one service each, and rotating.

A signature covers everything that is asked: method, path, query, body, time and key. It is good for
some minutes, so that a request that was overheard cannot be said again later.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from archive.errors import InvalidSettings
from notify.errors import NotifyError
from notify.keys import MAKE_ONE, KeyId, is_strong

SETTING: Final = "FAIRNOTICE_API_KEYS"
KEY: Final = "X-Fairnotice-Key"
TIME: Final = "X-Fairnotice-Time"
SIGNATURE: Final = "X-Fairnotice-Signature"
PATIENCE: Final = timedelta(minutes=5)  # that two clocks may differ, and a request travel

_FORM: Final = "fairnotice 1"  # begins what is signed: another form would be another number
_ID: Final = 8  # hex digits


class NotTheirs(NotifyError):
    """A request is not signed by a key of a service, or not just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """The key of one service's product."""

    service: str
    secret: str = field(repr=False)

    @property
    def id(self) -> KeyId:
        """What names it: the first digits of the SHA-256 of "id" and its value."""
        return KeyId(hashlib.sha256(f"id{self.secret}".encode()).hexdigest()[:_ID])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a signature covers of a request."""

    method: str
    path: str
    query: str  # as it was sent
    body: bytes

    def signed(self, *, key: KeyId, time: str) -> bytes:
        """Return the bytes that are signed."""
        digest = hashlib.sha256(self.body).hexdigest()
        parts = (_FORM, key, time, self.method, self.path, self.query, digest)
        return "\n".join(parts).encode()


def read_api_keys(environ: Mapping[str, str], *, services: Collection[str]) -> tuple[ApiKey, ...]:
    """Return the keys that the environment names; raise where one is weak or of no service."""
    written = [one.strip() for one in environ.get(SETTING, "").split(",") if one.strip()]
    keys = tuple(_read(number, one, services) for number, one in enumerate(written, start=1))
    if len({key.id for key in keys}) < len(keys):
        raise InvalidSettings(f"{SETTING} holds one key twice; give each service its own")
    return keys


def signature_of(asked: Asked, key: ApiKey, *, time: int) -> str:
    """Return the signature that a product sends, in hex."""
    signed = asked.signed(key=key.id, time=str(time))
    return hmac.digest(key.secret.encode(), signed, "sha256").hex()


def signer(
    keys: Collection[ApiKey], asked: Asked, headers: Mapping[str, str], *, now: datetime
) -> ApiKey:
    """Return the key that signed a request just now; raise `NotTheirs` where none did."""
    time = headers.get(TIME, "")
    if not (time.isascii() and time.isdigit() and len(time) <= 12):
        raise NotTheirs(f"{TIME} must hold the seconds since 1970")
    named = headers.get(KEY, "")
    for key in keys:
        made = signature_of(asked, key, time=int(time))
        given = headers.get(SIGNATURE, "").encode("utf-8", "replace")
        if key.id == named and hmac.compare_digest(made.encode(), given):
            if abs(now.timestamp() - int(time)) > PATIENCE.total_seconds():
                raise NotTheirs("the signature is too old, or a clock is wrong")
            return key
    raise NotTheirs("the request is not signed by a key of a service")


def _read(number: int, written: str, services: Collection[str]) -> ApiKey:
    service, sign, secret = written.partition("=")
    if not sign or service not in services:
        raise InvalidSettings(
            f"value {number} of {SETTING} must begin with a service of the settings and ="
        )
    if not is_strong(secret):
        raise InvalidSettings(
            f"value {number} of {SETTING} is too short or easily guessed; make one: {MAKE_ONE}"
        )
    return ApiKey(service=service, secret=secret)
