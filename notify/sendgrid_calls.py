"""One call of SendGrid's Mail Send, made by its own package or directly; the same rules for both.

Within a deadline, without redirects, to no other host, and never over 30 MB. To write the same
bytes directly takes half the time: the package takes the standard library's JSON.
"""

import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final
from urllib.error import HTTPError as HTTPAnswer

import msgspec
import sendgrid
from python_http_client.client import Client
from python_http_client.exceptions import HTTPError

from notify.sendgrid_answers import HEADERS
from notify.sendgrid_payload import MAX_BYTES
from notify.transport import Deadline, timed_opener

_PATH: Final = "/v3/mail/send"
_ENCODER: Final = msgspec.json.Encoder()


class TooLarge(Exception):
    """The call is over the size that SendGrid takes; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What came back over HTTP, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSendCall:
    """Where a call goes, with which key, and how long it may take."""

    host: str
    key: str
    timeout: float


Caller = Callable[[MailSendCall, Mapping[str, object], Deadline], HttpAnswer]


def call_by_package(
    call: MailSendCall, payload: Mapping[str, object], deadline: Deadline
) -> HttpAnswer:
    """Return the answer to a call that SendGrid's own package makes."""
    api = sendgrid.SendGridAPIClient(call.key, host=call.host)
    client = _MailSend(
        host=call.host,
        request_headers=api.client.request_headers,
        version=3,
        url_path=["mail", "send"],
        timeout=call.timeout,
    )
    client.deadline = deadline
    try:
        answer: Any = client.post(request_body=payload)
    except HTTPError as error:
        answer = error
    return HttpAnswer(status=answer.status_code, headers=_read(answer.headers), body=answer.body)


def call_directly(
    call: MailSendCall, payload: Mapping[str, object], deadline: Deadline
) -> HttpAnswer:
    """Return the answer to a call that is written here, byte by byte what the package writes."""
    body = _ENCODER.encode(payload)
    _refuse_large(body)
    request = urllib.request.Request(  # noqa: S310 - the host was checked
        f"{call.host}{_PATH}",
        data=body,
        headers={
            "Authorization": f"Bearer {call.key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "Fair-Notice",
        },
    )
    try:
        opener = timed_opener(url=call.host, deadline=deadline)
        with opener.open(request, timeout=call.timeout) as answer:
            return HttpAnswer(
                status=answer.status, headers=_read(answer.headers), body=answer.read()
            )
    except HTTPAnswer as error:
        with error:
            return HttpAnswer(status=error.code, headers=_read(error.headers), body=error.read())


def _read(headers: Message) -> Mapping[str, str]:
    """Return the headers that answers are read by, however a server spells their names."""
    return {name: headers[name] for name in HEADERS if name in headers}


def _refuse_large(body: bytes) -> None:
    if len(body) > MAX_BYTES:
        raise TooLarge(f"the batch takes {len(body):,} bytes; SendGrid takes {MAX_BYTES:,}")


class _MailSend(Client):  # type: ignore[misc]  # the package has no types
    """The package's client, but within a deadline, without redirects, and never over 30 MB."""

    deadline: Deadline

    def _make_request(
        self,
        opener: urllib.request.OpenerDirector,  # noqa: ARG002 - the package fixes the signature
        request: urllib.request.Request,
        timeout: float | None = None,
    ) -> Any:
        if isinstance(request.data, bytes):
            _refuse_large(request.data)
        timed = timed_opener(url=self.host, deadline=self.deadline)
        return super()._make_request(timed, request, timeout=timeout)
