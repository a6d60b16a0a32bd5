"""What would have reached people: the accepted calls of a sandbox, one message for each mailbox."""

import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail to one mailbox, its substitutions applied."""

    id: str  # as SendGrid's `sg_message_id` begins, then the place in the call
    accepted: datetime
    to: str
    name: str
    from_: str
    reply_to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    custom_args: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """Return the message as `/sandbox/messages` shows it."""
        return {
            "id": self.id,
            "accepted": self.accepted.isoformat(),
            "to": self.to,
            "name": self.name,
            "from": self.from_,
            "reply_to": self.reply_to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "headers": dict(self.headers),
            "custom_args": dict(self.custom_args),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One accepted Mail Send call, as it came in."""

    message_id: str
    accepted: datetime
    payload: Mapping[str, Any]
    size: int  # bytes

    def __len__(self) -> int:
        """The number of mailboxes it went to."""
        return sum(1 for _ in self._mailboxes())

    def messages(self) -> Iterator[Message]:
        """Yield the message that each mailbox would get."""
        for number, (person, mailbox) in enumerate(self._mailboxes()):
            yield self._message(number, person, mailbox)

    def message(self, number: int) -> Message | None:
        """Return the message to one mailbox by its place in the call; None beyond the last."""
        for place, (person, mailbox) in enumerate(self._mailboxes()):
            if place == number:
                return self._message(place, person, mailbox)
        return None

    def _mailboxes(self) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
        for person in self.payload["personalizations"]:
            for kind in ("to", "cc", "bcc"):
                for mailbox in person.get(kind) or ():
                    yield person, mailbox

    def _message(
        self, number: int, person: Mapping[str, Any], mailbox: Mapping[str, str]
    ) -> Message:
        marks = person.get("substitutions") or {}
        content = {part["type"]: part["value"] for part in self.payload["content"]}
        subject = person.get("subject") or self.payload.get("subject", "")
        return Message(
            id=f"{self.message_id}.{number}",
            accepted=self.accepted,
            to=mailbox["email"],
            name=mailbox.get("name", ""),
            from_=_written(person.get("from") or self.payload["from"]),
            reply_to=_written(self.payload.get("reply_to")),
            subject=_replaced(subject, marks),
            text=_replaced(content.get("text/plain", ""), marks),
            html=_replaced(content.get("text/html", ""), marks),
            headers={**(self.payload.get("headers") or {}), **(person.get("headers") or {})},
            custom_args={
                **(self.payload.get("custom_args") or {}),
                **(person.get("custom_args") or {}),
            },
        )


class Inbox:
    """The calls a sandbox accepted, the newest kept and the oldest forgotten when it is full."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._calls: deque[Call] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, call: Call) -> None:
        """Keep a call, and forget the oldest ones while all together are too large."""
        with self._lock:
            self._calls.append(call)
            self._bytes += call.size
            while self._bytes > self._max_bytes and len(self._calls) > 1:
                self._bytes -= self._calls.popleft().size

    def calls(self) -> list[Call]:
        """Return the calls that are kept, in the order they came."""
        with self._lock:
            return list(self._calls)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._calls.clear()
            self._bytes = 0

    def find(self, message_id: str) -> Message | None:
        """Return the message with an id, or None when there is none or it was forgotten."""
        name, _, number = message_id.rpartition(".")
        for call in self.calls():
            if call.message_id == name and re.fullmatch("[0-9]{1,4}", number):
                return call.message(int(number))
        return None

    def newest(self, *, limit: int, offset: int = 0) -> tuple[list[Message], int]:
        """Return some messages, the newest first, and how many there are in all."""
        found: list[Message] = []
        passed = 0
        for call in reversed(self.calls()):
            size = len(call)
            if passed < offset + limit and passed + size > offset:
                inside = list(call.messages())[::-1]
                found += inside[max(0, offset - passed) : offset + limit - passed]
            passed += size
        return found, passed


def _replaced(template: str, marks: Mapping[str, str]) -> str:
    # One after the other, as SendGrid does: a mark in a value is replaced too, and shows.
    for mark, value in marks.items():
        template = template.replace(mark, value)
    return template


def _written(party: Mapping[str, str] | None) -> str:
    if not party:
        return ""
    name = party.get("name")
    return f"{name} <{party['email']}>" if name else party["email"]
