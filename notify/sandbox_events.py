"""The signed events that a sandbox posts about what it took, as SendGrid's event webhook does.

What becomes of a mail is told by the mailbox it goes to: `bounced@`, or `bounced+1@` and so on,
at any host, come back; likewise for the other names of `FATES`. Everybody else's is delivered.
"""

import base64
import http.client
import json
import queue
import random
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive.errors import InvalidSettings
from notify.errors import NotifyError
from notify.sandbox_messages import Call, Message
from notify.sendgrid_events import SIGNATURE, TIMESTAMP
from notify.transport import is_loopback

_PROCESSED: Final[Mapping[str, object]] = {"event": "processed"}
_DELIVERED: Final[Mapping[str, object]] = {"event": "delivered", "response": "250 OK"}
FATES: Final[Mapping[str, tuple[Mapping[str, object], ...]]] = {
    "bounced": (
        _PROCESSED,
        {"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 unknown"},
    ),
    "blocked": (
        _PROCESSED,
        {"event": "bounce", "type": "blocked", "status": "5.7.1", "reason": "550 5.7.1 refused"},
    ),
    "dropped": ({"event": "dropped", "reason": "Bounced Address"},),
    "complained": (_PROCESSED, _DELIVERED, {"event": "spamreport"}),
    "deferred": (_PROCESSED, {"event": "deferred", "attempt": "1"}, _DELIVERED),
    "silent": (),
}
_USUAL: Final = (_PROCESSED, _DELIVERED)
_TOGETHER: Final = 1_000  # events in a post
_WAITS: Final = (
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
)  # seconds between attempts; then the last
_SECONDS: Final = 30.0  # for one attempt
_LONGEST: Final = 3_600.0


class InvalidHabits(NotifyError):
    """A sandbox was asked for events as it cannot post them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHabits:
    """How events are posted: after so long, so often, in which order, or not at all."""

    delay: float = 0.0  # seconds after the mail was taken
    repeat: int = 1  # how often each post is made
    shuffled: bool = False
    silent: bool = False  # the mails go out, and nothing is said of them

    def __post_init__(self) -> None:
        if not 0 <= self.delay <= _LONGEST:
            raise InvalidHabits(f"delay must be 0 to {_LONGEST:g} seconds")
        if not 1 <= self.repeat <= 100:
            raise InvalidHabits("repeat must be 1 to 100")

    def as_json(self) -> dict[str, object]:
        """Return the habits as `/sandbox/events` shows and takes them."""
        return asdict(self)


def read_habits(told: object) -> EventHabits:
    """Return the habits that a JSON object describes."""
    try:
        known = {*EventHabits.__dataclass_fields__}
        if isinstance(told, dict) and (unknown := sorted(told.keys() - known)):
            raise InvalidHabits(f"unknown key {unknown[0]!r}; there are {', '.join(sorted(known))}")
        return msgspec.convert(told, EventHabits)
    except msgspec.ValidationError as error:
        raise InvalidHabits(str(error)) from error


def events_of(message: Message) -> Iterator[dict[str, object]]:
    """Yield what is said of one mail, in the order in which it happens."""
    name = message.to.partition("@")[0].partition("+")[0].casefold()
    for number, fate in enumerate(FATES.get(name, _USUAL)):
        yield {
            "email": message.to,
            "timestamp": int((message.accepted + timedelta(seconds=number)).timestamp()),
            "sg_event_id": base64.urlsafe_b64encode(secrets.token_bytes(16)).decode(),
            "sg_message_id": f"{message.id}.recvd",
            "smtp-id": f"<{message.id}@sandbox>",
            **message.custom_args,
            **fate,
        }


class EventPoster:
    """Posts the events of one sandbox to one address, again and again until they are taken."""

    def __init__(self, *, private: ec.EllipticCurvePrivateKey | None = None) -> None:
        self.habits = EventHabits()
        self.posts = 0  # attempts, whatever became of them
        self._private = private or ec.generate_private_key(ec.SECP256R1())
        self._url: str | None = None
        self._waiting: queue.Queue[Call | None] = queue.Queue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def public_key(self) -> str:
        """The key that verifies, as SendGrid's settings show it."""
        public = self._private.public_key()
        der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def post_to(self, url: str) -> None:
        """Post the events of what is taken from now on to an address of this machine."""
        if not (url.startswith("http://") and is_loopback(url)):
            raise InvalidSettings("the sandbox posts events to http://127.0.0.1:PORT/… alone")
        self._url = url

    def tell(self, call: Call) -> None:
        """Post what becomes of the mails of a call, in a while."""
        if self._url is not None and not self.habits.silent:
            self._waiting.put(call)

    def wait(self, seconds: float) -> bool:
        """Return whether everything was taken within so long."""
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(
                lambda: not self._waiting.unfinished_tasks, timeout=seconds
            )

    def close(self) -> None:
        """Post nothing more."""
        self._closing.set()
        self._waiting.put(None)
        self._thread.join(1)  # an attempt may still wait for its answer

    def _work(self) -> None:
        while (call := self._waiting.get()) is not None and not self._closing.is_set():
            habits = self.habits
            self._closing.wait(habits.delay)
            events = [event for message in call.messages() for event in events_of(message)]
            if habits.shuffled:
                random.shuffle(events)
            for start in range(0, len(events), _TOGETHER):
                for _ in range(habits.repeat):
                    self._post_until_taken(events[start : start + _TOGETHER])
            self._waiting.task_done()

    def _post_until_taken(self, events: Sequence[Mapping[str, Any]]) -> None:
        body = json.dumps(events).encode()
        for attempt in range(1_000):
            if self._closing.is_set() or self._posted(body):
                return
            self._closing.wait(_WAITS[min(attempt, len(_WAITS) - 1)])

    def _posted(self, body: bytes) -> bool:
        """Make one attempt; return whether it was taken."""
        parts = urlsplit(self._url or "")
        self.posts += 1
        try:
            with closing(http.client.HTTPConnection(parts.netloc, timeout=_SECONDS)) as line:
                line.request("POST", parts.path, body, self._headers(body))
                return line.getresponse().status in range(200, 300)
        except (OSError, http.client.HTTPException):
            return False

    def _headers(self, body: bytes) -> dict[str, str]:
        seconds = str(int(time.time()))
        signature = self._private.sign(seconds.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            "Content-Type": "application/json",
            SIGNATURE: base64.b64encode(signature).decode(),
            TIMESTAMP: seconds,
        }
