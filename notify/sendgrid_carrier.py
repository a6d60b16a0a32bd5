"""The only module that speaks to SendGrid: a batch becomes one call, its answer an outcome.

SendGrid has no idempotency key, so what was not answered is unknown and is never sent again
from here. Ids in custom arguments are opaque: SendGrid's staff can read them, for years.
"""

import http.client
import logging
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal
from urllib.error import URLError

import sendgrid
from python_http_client.client import Client
from python_http_client.exceptions import HTTPError

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
from notify.sendgrid_payload import MAX_BYTES, mail_send_payload, unwritable
from notify.transport import Deadline, checked_base_url, timed_opener

DEFAULT_HOST = "https://api.sendgrid.com"
_WANTED = (
    "https://HOST, without a path (http only for 127.0.0.1);"
    " for SendGrid in the EU: https://api.eu.sendgrid.com"
)
TIMEOUT = 30.0  # seconds for a whole call; 1,000 people take SendGrid well under one

# The package would write the key and every address into a debug log.
logging.getLogger("python_http_client").setLevel(logging.INFO)


def sendgrid_carrier(environ: Mapping[str, str]) -> "SendGridCarrier":
    """Return the carrier that the environment configures; raise `InvalidSettings` otherwise."""
    return SendGridCarrier(
        key=environ.get("SENDGRID_API_KEY", ""),
        host=environ.get("SENDGRID_HOST") or DEFAULT_HOST,
    )


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGridCarrier:
    """SendGrid's v3 Mail Send, in the US, in the EU, or the local one of `fairnotice sandbox`."""

    key: str = field(repr=False)
    host: str = DEFAULT_HOST
    timeout: float = TIMEOUT
    now: Callable[[], datetime] = _now

    name: ClassVar[str] = "sendgrid"
    counts_as: ClassVar[Literal["accepted"]] = "accepted"
    max_batch: ClassVar[int] = MAX_BATCH

    def __post_init__(self) -> None:
        if not (self.key.startswith("SG.") and self.key.isascii() and self.key.isprintable()):
            raise InvalidSettings("SENDGRID_API_KEY is no SendGrid key; they begin with SG.")
        host = checked_base_url(self.host, setting="SENDGRID_HOST", wanted=_WANTED)
        object.__setattr__(self, "host", host)

    def hand_over(self, batch: Batch) -> Outcome:
        """Return what became of the batch, as far as SendGrid's answer tells."""
        refused = unwritable(batch)
        if refused is not None:
            return refused
        with Deadline(self.timeout) as deadline:
            try:
                answer = self._post(mail_send_payload(batch), deadline)
            except _TooLarge as error:
                return Refused(reason=str(error), smaller_may_pass=True)
            except HTTPError as error:
                answer = error
            except (OSError, http.client.HTTPException) as error:
                return self._without_answer(error, deadline)
            return read_answer(
                batch, answer.status_code, answer.headers, answer.body, now=self.now()
            )

    def _post(self, payload: Mapping[str, object], deadline: Deadline) -> Any:
        api = sendgrid.SendGridAPIClient(self.key, host=self.host)
        call = _MailSend(
            host=self.host,
            request_headers=api.client.request_headers,
            version=3,
            url_path=["mail", "send"],
            timeout=self.timeout,
        )
        call.deadline = deadline
        return call.post(request_body=payload)

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


class _TooLarge(Exception):
    """The call is over the size that SendGrid takes; nothing was written."""


class _MailSend(Client):  # type: ignore[misc]  # the package has no types
    """The package's client, but within a deadline, without redirects, and never over 30 MB."""

    deadline: Deadline

    def _make_request(
        self,
        opener: urllib.request.OpenerDirector,  # noqa: ARG002 - the package fixes the signature
        request: urllib.request.Request,
        timeout: float | None = None,
    ) -> Any:
        size = len(request.data) if isinstance(request.data, bytes) else 0
        if size > MAX_BYTES:
            raise _TooLarge(f"the batch takes {size:,} bytes; SendGrid takes {MAX_BYTES:,}")
        timed = timed_opener(url=self.host, deadline=self.deadline)
        return super()._make_request(timed, request, timeout=timeout)
