"""What an SMTP server's answers mean, for one mail or for all that would follow it."""

import re
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPNotSupported,
    SMTPResponseException,
)

from notify.carriers import TryLater
from notify.mailboxes import one_line
from notify.smtp_servers import SETTING, SmtpServer

_SOON: Final = timedelta(seconds=15)
_ONE_MINUTE: Final = timedelta(minutes=1)
_SAID: Final = 300  # characters of an answer that are passed on
_ADDRESS: Final = re.compile(r"[^\s<>()@:;,]+@[^\s<>()@:;,]+")
_CLOSING: Final = 421
_NO_RIGHT: Final = (530, 534, 535, 538)  # RFC 4954: log in first, otherwise, or not like this


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Nothing more may be handed over until a person acts, and why."""

    reason: str


Obstacle = TryLater | Stop  # on the way of all mails, not of one


def is_later(error: SMTPResponseException) -> bool:
    """Return whether a server says that the same may pass later (4xx)."""
    return 400 <= error.code < 500


def is_refusal(error: SMTPResponseException) -> bool:
    """Return whether a server says no for good (5xx)."""
    return 500 <= error.code < 600


def concerns_all(error: SMTPResponseException) -> bool:
    """Return whether an answer to one mail is about the connection or about us."""
    return error.code == _CLOSING or error.code in _NO_RIGHT


def said(error: Exception, server: SmtpServer) -> str:
    """Return what a server said, on one line, without our password and without addresses."""
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    else:
        text = str(error) or type(error).__name__
    if server.password:
        text = text.replace(server.password, "…")
    return _ADDRESS.sub("…", one_line(text))[:_SAID]


def in_a_minute(reason: str, now: datetime) -> TryLater:
    """Return that the server asks to wait, and that nothing was taken."""
    return TryLater(not_before=now + _ONE_MINUTE, reason=reason, certain=True)


def obstacle(error: Exception, server: SmtpServer, now: datetime) -> Obstacle:
    """Return what keeps a connection from being made, or from being used any longer."""
    if (untrusted := _untrusted(error)) is not None:
        return Stop(
            reason=f"{server} shows a certificate that is not trusted"
            f" ({untrusted.verify_message}); check the host in {SETTING}"
        )
    if isinstance(error, SMTPResponseException):
        return _answered(error, server, now)
    if isinstance(error, SMTPConnectError):
        return TryLater(
            not_before=now + _SOON,
            reason=f"{server} cannot be reached ({_cause(error)})",
            certain=True,
            unreached=f"check {SETTING} and the network",
        )
    return _cannot(error, server) or in_a_minute(f"{server} broke off ({_cause(error)})", now)


def _answered(error: SMTPResponseException, server: SmtpServer, now: datetime) -> Obstacle:
    answer = f"{server}: {said(error, server)}"
    if not is_refusal(error):
        return in_a_minute(answer, now)
    login = isinstance(error, SMTPAuthenticationError) or error.code in _NO_RIGHT
    check = "the user and the password in " + SETTING if login else "that it may send for From"
    return Stop(reason=f"{answer}; check {check}")


def _cannot(error: Exception, server: SmtpServer) -> Stop | None:
    """Return what a server cannot do that we need, or None."""
    text = said(error, server)
    if "STARTTLS extension not supported" in text:
        return Stop(reason=f"{server} offers no STARTTLS; write smtps:// in {SETTING}")
    if isinstance(error, SMTPNotSupported) or "AUTH extension is not supported" in text:
        return Stop(reason=f"{server}: {text}; check the user and the port in {SETTING}")
    return None


def _untrusted(error: BaseException) -> ssl.SSLCertVerificationError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _cause(error: Exception) -> str:
    cause = error.__cause__ or error
    return one_line(getattr(cause, "strerror", None) or str(cause) or type(cause).__name__)[:_SAID]
