"""How a sandbox is told to misbehave, as the real service and the network sometimes do."""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from http import HTTPStatus

from notify.errors import NotifyError

_LONGEST = 3_600  # seconds
_ANSWERS = range(200, 600)


class InvalidBehaviour(NotifyError):
    """A sandbox was asked to do what it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What happens to calls of Mail Send; as it stands here, they are answered faithfully.

    `delay` seconds pass before anything else. With `hang_up` the connection is cut instead of an
    answer; with `status` that is the answer, whatever was asked (with `body`, if given, as it is).
    In both cases the mails are taken only with `accept`. It holds for so many calls (`times`) or
    so long (`seconds`), or until told otherwise.
    """

    delay: float = 0.0
    status: int | None = None
    body: str | None = None
    hang_up: bool = False
    accept: bool = False
    times: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.delay <= _LONGEST:
            raise InvalidBehaviour(f"delay must be 0 to {_LONGEST} seconds")
        if self.status is not None and self.status not in _ANSWERS:
            raise InvalidBehaviour("status must be an HTTP status such as 429 or 503")
        if self.body is not None and self.status is None:
            raise InvalidBehaviour("body needs the status it comes with")
        if self.hang_up and self.status is not None:
            raise InvalidBehaviour("give hang_up or a status, not both")
        if self.times is not None and self.times < 1:
            raise InvalidBehaviour("times must be 1 or more")
        if self.seconds is not None and not 0 < self.seconds <= _LONGEST:
            raise InvalidBehaviour(f"seconds must be over 0 and up to {_LONGEST}")

    @property
    def faithful(self) -> bool:
        """Whether a call gets the answer that the real service would give."""
        return self.status is None and not self.hang_up

    def as_json(self) -> dict[str, object]:
        """Return the behaviour as `/sandbox/behaviour` shows and takes it."""
        return asdict(self)


def read_behaviour(told: object) -> Behaviour:
    """Return the behaviour that a JSON object describes."""
    if not isinstance(told, dict):
        raise InvalidBehaviour('send a JSON object, such as {"status": 503, "times": 2}')
    kinds: dict[str, tuple[type, ...]] = {
        "delay": (int, float),
        "status": (int, type(None)),
        "body": (str, type(None)),
        "hang_up": (bool,),
        "accept": (bool,),
        "times": (int, type(None)),
        "seconds": (int, float, type(None)),
    }
    for name, value in told.items():
        if name not in kinds:
            known = ", ".join(field.name for field in fields(Behaviour))
            raise InvalidBehaviour(f"unknown key {name!r}; there are {known}")
        if type(value) not in kinds[name]:  # not isinstance: true is an int to Python
            raise InvalidBehaviour(f"{name} cannot be {value!r}")
    return Behaviour(**told)


class Mood:
    """The behaviour that holds now; safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._behaviour = Behaviour()
        self._left: int | None = None
        self._until: datetime | None = None

    def change(self, behaviour: Behaviour) -> None:
        """Behave so from the next call on."""
        with self._lock:
            self._behaviour = behaviour
            self._left = behaviour.times
            lasts = behaviour.seconds
            self._until = None if lasts is None else self._now() + timedelta(seconds=lasts)

    def current(self) -> Behaviour:
        """Return what the next call will meet, without counting it."""
        with self._lock:
            return self._behaviour if self._holds() else Behaviour()

    def next(self) -> tuple[Behaviour, datetime]:
        """Return what one call meets, and until when callers should wait if it is a refusal."""
        with self._lock:
            if not self._holds():
                self._behaviour = Behaviour()
                return self._behaviour, self._now()
            if self._left is not None:
                self._left -= 1
            return self._behaviour, self._until or self._now() + timedelta(seconds=1)

    def _holds(self) -> bool:
        over = self._until is not None and self._now() >= self._until
        return not over and self._left != 0


class RateWindow:
    """How many calls are still allowed in the present minute."""

    def __init__(self, limit: int, now: Callable[[], datetime]) -> None:
        self._limit = limit
        self._now = now
        self._lock = threading.Lock()
        self._used = 0
        self._ends = now()

    def count(self) -> tuple[bool, dict[str, str]]:
        """Count one call; return whether it is allowed, and the headers that say what is left."""
        with self._lock:
            if self._now() >= self._ends:
                self._ends = self._now() + timedelta(minutes=1)
                self._used = 0
            self._used += 1
            left = max(0, self._limit - self._used)
            headers = rate_headers(limit=self._limit, left=left, reset=self._ends)
            return self._used <= self._limit, headers


def rate_headers(*, limit: int, left: int, reset: datetime) -> dict[str, str]:
    """Return the headers in which SendGrid tells its limit."""
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(left),
        # Rounded up: an earlier second would be a promise that is not kept.
        "X-RateLimit-Reset": str(int(reset.timestamp()) + 1),
    }


DEFAULT_MESSAGES = {
    HTTPStatus.BAD_REQUEST: "Bad Request",
    HTTPStatus.UNAUTHORIZED: "The provided authorization grant is invalid, expired, or revoked",
    HTTPStatus.FORBIDDEN: "The from address does not match a verified Sender Identity. Mail cannot"
    " be sent until this error is resolved.",
    HTTPStatus.TOO_MANY_REQUESTS: "too many requests",
}
