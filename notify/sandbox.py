"""A SendGrid of one's own: takes what the real one takes, refuses what it refuses, mails nobody.

`running_sandbox()` gives tests a server on this machine; `fairnotice sandbox` gives it to people.
"""

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from notify.mailboxes import one_line
from notify.sandbox_behaviour import DEFAULT_MESSAGES, Behaviour, Mood, RateWindow, rate_headers
from notify.sandbox_events import EventPoster
from notify.sandbox_messages import Call, Inbox, Message
from notify.sandbox_rules import MAX_BYTES, Complaint, complaints

KEY = "SG.sandbox"  # any key that begins so will do, unless another was asked for
CALLS_A_MINUTE = 10_000
_KEPT = 256_000_000  # bytes of calls, about 600,000 mails of an ordinary size
_HALF_A_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
_TOO_LARGE = b"<html><head><title>413 Request Entity Too Large</title></head></html>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back over HTTP; None for a status means that the line is cut instead."""

    status: int | None
    body: bytes = b""
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Sandbox:
    """The account that the sandbox plays: its key, its limits, its mood and what it accepted."""

    def __init__(
        self,
        *,
        key: str | None = None,
        calls_a_minute: int = CALLS_A_MINUTE,
        events_to: str | None = None,
        signing_key: EllipticCurvePrivateKey | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.url = ""  # known once it runs
        self.key = key or KEY
        self.inbox = Inbox(max_bytes=_KEPT)
        self.events = EventPoster(private=signing_key)
        if events_to is not None:
            self.events.post_to(events_to)
        self.attempts = 0  # calls of Mail Send, whatever became of them
        self._only_key = key
        self._mood = Mood(now)
        self._rate = RateWindow(calls_a_minute, now)
        self._now = now
        self._log = log
        self._closing = threading.Event()

    @property
    def messages(self) -> list[Message]:
        """Every message that was accepted and is still kept, in the order they came."""
        return [message for call in self.inbox.calls() for message in call.messages()]

    @property
    def behaviour(self) -> Behaviour:
        """What the next call will meet."""
        return self._mood.current()

    def behave(self, behaviour: Behaviour | None = None, **told: Any) -> None:
        """Treat the next calls so: `behave(status=503, times=2)`; without anything, faithfully."""
        self._mood.change(behaviour or Behaviour(**told))

    def close(self) -> None:
        """Let nobody wait any longer, and say nothing more."""
        self._closing.set()
        self.events.close()

    def mail_send(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Return the answer to one call of `POST /v3/mail/send`."""
        self.attempts += 1
        behaviour, until = self._mood.next()
        if behaviour.delay:
            self._closing.wait(behaviour.delay)
        answer = Answer(status=None)
        if behaviour.faithful or behaviour.accept:
            answer = self._faithful_answer(headers, body)
        if behaviour.hang_up:
            answer = Answer(status=None)
        elif behaviour.status is not None:
            answer = _ordered_answer(behaviour, until)
        told = answer.body.decode(errors="replace")[:200]
        self._log(one_line(f"{answer.status or 'cut off'} {told}"))
        return answer

    def _faithful_answer(self, headers: Mapping[str, str], body: bytes) -> Answer:
        allowed, rate = self._rate.count()
        if not allowed:
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, headers=rate)
        if len(body) > MAX_BYTES:
            return too_large()
        problem = self._about_key(headers) or _about_type(headers, body)
        if problem is not None:
            return problem
        payload = _parsed(body)
        found = complaints(payload)
        if found or not isinstance(payload, dict):
            return refusal(HTTPStatus.BAD_REQUEST, *found, headers=rate)
        if _is_only_checked(payload):
            return Answer(status=HTTPStatus.OK, headers=rate)
        return self._accept(payload, size=len(body), headers=rate)

    def _accept(
        self, payload: Mapping[str, Any], *, size: int, headers: Mapping[str, str]
    ) -> Answer:
        call = Call(
            message_id=secrets.token_urlsafe(16),
            accepted=self._now(),
            payload=payload,
            size=size,
        )
        self.inbox.add(call)
        self.events.tell(call)
        return Answer(
            status=HTTPStatus.ACCEPTED, headers={"X-Message-Id": call.message_id, **headers}
        )

    def _about_key(self, headers: Mapping[str, str]) -> Answer | None:
        scheme, _, key = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return refusal(
                HTTPStatus.UNAUTHORIZED,
                Complaint(message="Permission denied, wrong credentials", field=None),
            )
        if not key.startswith("SG.") or self._only_key not in (None, key):
            return refusal(HTTPStatus.UNAUTHORIZED)
        return None


@contextmanager
def running_sandbox(*, port: int = 0, **options: Any) -> Iterator[Sandbox]:
    """Give a sandbox that answers on a port of this machine (any free one) until the end."""
    from notify.sandbox_server import serving  # noqa: PLC0415 - the server serves this class

    sandbox = Sandbox(**options)
    try:
        with serving(sandbox, port=port) as url:
            sandbox.url = url
            yield sandbox
    finally:
        sandbox.close()


def refusal(status: int, *found: Complaint, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer with errors in the shape that SendGrid gives them."""
    default = DEFAULT_MESSAGES.get(HTTPStatus(status), HTTPStatus(status).phrase)
    errors = [
        {"message": complaint.message, "field": complaint.field, "help": None}
        for complaint in found or (Complaint(message=default, field=None),)
    ]
    return Answer(
        status=status, body=json.dumps({"errors": errors}).encode(), headers=headers or {}
    )


def too_large() -> Answer:
    """Return the page that stands before SendGrid's API answers over 30 MB with."""
    return Answer(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, body=_TOO_LARGE, type="text/html")


def _ordered_answer(behaviour: Behaviour, until: datetime) -> Answer:
    status = behaviour.status or HTTPStatus.OK
    headers = {}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers = rate_headers(limit=0, left=0, reset=until)
    if behaviour.body is not None:
        return Answer(status=status, body=behaviour.body.encode(), headers=headers)
    return refusal(status, headers=headers)


def _about_type(headers: Mapping[str, str], body: bytes) -> Answer | None:
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = "Content-Type should be application/json."
    elif not _is_utf8(body):
        message = "Invalid UTF8 in request"
    else:
        return None
    return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Complaint(message=message, field=None))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parsed(body: bytes) -> object:
    try:
        payload = json.loads(body)
        if _HALF_A_CHARACTER.search(body):  # or a whole one in two halves, which is fine
            json.dumps(payload, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return payload


def _is_only_checked(payload: Mapping[str, Any]) -> bool:
    settings = payload.get("mail_settings")
    mode = settings.get("sandbox_mode") if isinstance(settings, dict) else None
    return isinstance(mode, dict) and mode.get("enable") is True
