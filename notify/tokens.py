"""Tokens in the links of mails: what each may do and for whom, signed, and nothing beside it.

A token names its key, so that links in mails that lie about for months work on while the key is
changed. What it is good for goes into the signature: one made to unsubscribe can do nothing else.
"""

import base64
import hmac
import re
from enum import StrEnum
from typing import Final

from notify.errors import NotifyError
from notify.keys import Key, Keyring, Purpose

LONGEST: Final = 160  # characters
_SIGNATURE: Final = 20  # bytes: nobody guesses 160 bits
_TOKEN = re.compile(r"([0-9a-f]{8})\.([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.([A-Za-z0-9_-]{27})\Z")


class BadToken(NotifyError):
    """A token was not made here, or for something else."""


class TokenUse(StrEnum):
    """What a token is good for."""

    UNSUBSCRIBE = "unsubscribe"  # the mailbox of one delivery takes no more courtesy mail
    CONFIRM = "confirm"  # what one request asked for is wanted indeed
    PREFERENCES = "preferences"  # opens once what is held about the mailbox of one request
    OPENED = "opened"  # sees and changes it for some minutes after that


def make_token(keyring: Keyring, use: TokenUse, subject: str) -> str:
    """Return the token that lets its holder do one thing for one subject, an opaque id."""
    key = keyring.first(Purpose.LINKS)
    return f"{key.id}.{subject}.{_signature(key, use, subject)}"


def read_token(keyring: Keyring, use: TokenUse, token: str) -> str:
    """Return the subject of a token; raise `BadToken` where it is good for nothing, or another use."""
    found = _TOKEN.match(token) if len(token) <= LONGEST else None
    if found is None:
        raise BadToken("this is no token")
    key_id, subject, signature = found.groups()
    for key in keyring.all(Purpose.LINKS):
        made = _signature(key, use, subject)
        if key.id == key_id and hmac.compare_digest(made, signature):
            return subject
    raise BadToken("this token was not made here, or for something else")


def _signature(key: Key, use: TokenUse, subject: str) -> str:
    digest = hmac.digest(key.secret, f"{use}\n{subject}".encode(), "sha256")[:_SIGNATURE]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
