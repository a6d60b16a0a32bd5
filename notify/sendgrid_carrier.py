"""The only module that speaks to SendGrid: a batch becomes one call, its answer an outcome.

SendGrid has no idempotency key, so what was not answered is unknown and is never sent again
from here. Ids in custom arguments are opaque: SendGrid's staff can read them, for years.
"""

import hashlib
import http.client
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, Final, Literal
from urllib.error import URLError

from archive.errors import InvalidSettings
from notify.carriers import (
    MAX_BATCH,
    Batch,
    CarrierStopped,
    Outcome,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from notify.sendgrid_answers import read_answer, soon
from notify.sendgrid_calls import Caller, MailSendCall, TooLarge, call_by_package, call_directly
from notify.sendgrid_payload import mail_send_payload, unwritable
from notify.transport import Deadline, checked_base_url

DEFAULT_HOST = "https://api.sendgrid.com"
_WANTED = (
    "https://HOST, without a path (http only for 127.0.0.1);"
    " for SendGrid in the EU: https://api.eu.sendgrid.com"
)
# Who writes the calls: SendGrid's package, or this program where a million mails wait.
CALLERS: Final[Mapping[str, Caller]] = {"sendgrid": call_by_package, "fast": call_directly}
TIMEOUT = 30.0  # seconds for a whole call; 1,000 people take SendGrid well under one

# The package would write the key and every address into a debug log.
logging.getLogger("python_http_client").setLevel(logging.INFO)


def sendgrid_carrier(environ: Mapping[str, str]) -> "SendGridCarrier":
    """Return the carrier that the environment configures; raise `InvalidSettings` otherwise."""
    named = environ.get("SENDGRID_CLIENT") or "sendgrid"
    if named not in CALLERS:
        raise InvalidSettings(f"SENDGRID_CLIENT must be {' or '.join(CALLERS)}")
    return SendGridCarrier(
        key=environ.get("SENDGRID_API_KEY", ""),
        host=environ.get("SENDGRID_HOST") or DEFAULT_HOST,
        caller=CALLERS[named],
    )


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGridCarrier:
    """SendGrid's v3 Mail Send, in the US, in the EU, or the local one of `fairnotice sandbox`."""

    key: str = field(repr=False)
    host: str = DEFAULT_HOST
    timeout: float = TIMEOUT
    caller: Caller = call_by_package
    now: Callable[[], datetime] = _now

    name: ClassVar[str] = "sendgrid"
    counts_as: ClassVar[Literal["accepted"]] = "accepted"
    max_batch: ClassVar[int] = MAX_BATCH
    lines: ClassVar[int] = 8

    def __post_init__(self) -> None:
        if not (self.key.startswith("SG.") and self.key.isascii() and self.key.isprintable()):
            raise InvalidSettings("SENDGRID_API_KEY is no SendGrid key; they begin with SG.")
        host = checked_base_url(self.host, setting="SENDGRID_HOST", wanted=_WANTED)
        object.__setattr__(self, "host", host)

    @property
    def account(self) -> str:
        """The host, and a fingerprint that changes with the key."""
        return f"{self.host} key {hashlib.sha256(self.key.encode()).hexdigest()[:12]}"

    def hand_over(self, batch: Batch) -> Outcome:
        """Return what became of the batch, as far as SendGrid's answer tells."""
        refused = unwritable(batch)
        if refused is not None:
            return refused
        with Deadline(self.timeout) as deadline:
            try:
                answer = self.caller(self._call, mail_send_payload(batch), deadline)
            except TooLarge as error:
                return Refused(reason=str(error), smaller_may_pass=True)
            except (OSError, http.client.HTTPException) as error:
                return self._without_answer(error, deadline)
            return read_answer(batch, answer.status, answer.headers, answer.body, now=self.now())

    @property
    def _call(self) -> MailSendCall:
        return MailSendCall(host=self.host, key=self.key, timeout=self.timeout)

    def _without_answer(self, error: Exception, deadline: Deadline) -> Outcome:
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise CarrierStopped(
                f"{self.host} shows a certificate that is not trusted"
                f" ({cause.verify_message}); check SENDGRID_HOST and the proxy"
            ) from error
        if not deadline.connected:
            return TryLater(
                not_before=soon(self.now()),
                reason=f"{self.host} cannot be reached ({cause})",
                certain=True,
                unreached="check SENDGRID_HOST, the network and the proxy",
            )
        return OutcomeUnknown(
            reason=f"{self.host} gave no answer within {self.timeout:g} seconds"
            if isinstance(cause, TimeoutError) or deadline.passed
            else f"{self.host} broke off before it had answered ({type(cause).__name__})"
        )
