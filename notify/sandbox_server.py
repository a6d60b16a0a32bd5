"""The sandbox over HTTP, on this machine only: Mail Send, its controls, and pages to look at.

    POST   /v3/mail/send        as SendGrid's
    GET    /sandbox/messages    what was accepted, newest first: ?limit=100&offset=0
    DELETE /sandbox/messages    forget it
    GET    /sandbox/behaviour   how calls are treated
    POST   /sandbox/behaviour   treat them so: {"status": 429, "seconds": 5}
    DELETE /sandbox/behaviour   treat them faithfully again
    GET    /sandbox/events      how events are posted
    POST   /sandbox/events      post them so: {"repeat": 3, "shuffled": true, "delay": 2}
    DELETE /sandbox/events      post them once, at once, in order again
    GET    /                    the page of messages

The standard library's server is enough: one machine, no secrets, and it can hang up in the middle
of an answer, which frameworks prevent.
"""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from notify.errors import NotifyError
from notify.sandbox import Answer, Sandbox, refusal, too_large
from notify.sandbox_behaviour import InvalidBehaviour, read_behaviour
from notify.sandbox_events import EventHabits, InvalidHabits, read_habits
from notify.sandbox_pages import HEADERS, PAGE_SIZE, inbox_page, message_page
from notify.sandbox_rules import MAX_BYTES, Complaint
from notify.transport import is_loopback

_HOST = "127.0.0.1"
_CHUNK = 65_536
_DRAINED = 4 * MAX_BYTES  # read and thrown away, so that the caller hears why; more is cut off
_MAX_LISTED = 10_000


class SandboxNotStarted(NotifyError):
    """The sandbox could not get its port."""


@contextmanager
def serving(sandbox: Sandbox, *, port: int) -> Iterator[str]:
    """Answer for a sandbox on a port of this machine; give the URL."""
    try:
        server = _Server((_HOST, port), _handler(sandbox))
    except (OSError, OverflowError) as error:
        raise SandboxNotStarted(f"port {port} cannot be used ({error}); choose another") from error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a caller goes away: that is what the sandbox is for."""


def _handler(for_sandbox: Sandbox) -> type["_Handler"]:
    class Handler(_Handler):
        sandbox = for_sandbox

    return Handler


class _Handler(BaseHTTPRequestHandler):
    sandbox: Sandbox
    protocol_version = "HTTP/1.1"
    server_version = "FairNoticeSandbox"
    sys_version = ""
    timeout = 60  # a caller that goes quiet frees its thread

    def do_GET(self) -> None:
        """Answer a page or a list."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path == "/":
            self._give(_inbox(self.sandbox, page=_number(query, "page", default=1)))
        elif parts.path.startswith("/messages/"):
            self._give(_message(self.sandbox, parts.path.removeprefix("/messages/")))
        elif parts.path == "/sandbox/messages":
            limit = min(_number(query, "limit", default=PAGE_SIZE), _MAX_LISTED)
            self._give(_listed(self.sandbox, limit, _number(query, "offset", default=0)))
        elif parts.path == "/sandbox/behaviour":
            self._give(_json(self.sandbox.behaviour.as_json()))
        elif parts.path == "/sandbox/events":
            self._give(_json(self.sandbox.events.habits.as_json()))
        else:
            self._give(refusal(HTTPStatus.NOT_FOUND))

    def do_POST(self) -> None:
        """Answer Mail Send, or change the behaviour."""
        body = self._body()
        if isinstance(body, Answer):
            self._give(body)
        elif self.path == "/v3/mail/send":
            self._give(self.sandbox.mail_send(dict(self.headers.items()), body))
        elif self.path in ("/sandbox/behaviour", "/sandbox/events"):
            change = _behave if self.path == "/sandbox/behaviour" else _change_habits
            self._give(_told(change, self.sandbox, self.headers.get("Content-Type", ""), body))
        else:
            self._give(refusal(HTTPStatus.NOT_FOUND))

    def do_DELETE(self) -> None:
        """Forget the messages, or behave faithfully again."""
        if self.path == "/sandbox/messages":
            self.sandbox.inbox.clear()
        elif self.path == "/sandbox/behaviour":
            self.sandbox.behave()
        elif self.path == "/sandbox/events":
            self.sandbox.events.habits = EventHabits()
        else:
            return self._give(refusal(HTTPStatus.NOT_FOUND))
        return self._give(Answer(status=HTTPStatus.NO_CONTENT))

    def parse_request(self) -> bool:
        """Refuse callers that came here by another name: a page in a browser could be one."""
        if not super().parse_request():
            return False
        if is_loopback(f"http://{self.headers.get('Host', '')}"):
            return True
        self.close_connection = True
        self._give(refusal(HTTPStatus.MISDIRECTED_REQUEST))
        return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing; the sandbox logs what it answers."""

    def _body(self) -> bytes | Answer:
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,12}", length):
            self.close_connection = True
            return refusal(HTTPStatus.LENGTH_REQUIRED)
        if int(length) <= MAX_BYTES:
            return self.rfile.read(int(length))
        self.close_connection = True
        left = min(int(length), _DRAINED)
        while left > 0 and (chunk := self.rfile.read(min(left, _CHUNK))):
            left -= len(chunk)
        return too_large()

    def _give(self, answer: Answer) -> None:
        if answer.status is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)


def _inbox(sandbox: Sandbox, *, page: int) -> Answer:
    number = max(page, 1)
    newest, total = sandbox.inbox.newest(limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    html = inbox_page(newest, total=total, page=number, url=sandbox.url, key=sandbox.key)
    return Answer(status=HTTPStatus.OK, body=html.encode(), type="text/html", headers=HEADERS)


def _message(sandbox: Sandbox, message_id: str) -> Answer:
    message = sandbox.inbox.find(message_id)
    if message is None:
        return refusal(
            HTTPStatus.NOT_FOUND, Complaint(message="There is no such message", field=None)
        )
    html = message_page(message)
    return Answer(status=HTTPStatus.OK, body=html.encode(), type="text/html", headers=HEADERS)


def _listed(sandbox: Sandbox, limit: int, offset: int) -> Answer:
    newest, total = sandbox.inbox.newest(limit=limit, offset=offset)
    return _json({"total": total, "messages": [message.as_json() for message in newest]})


def _told(
    change: Callable[[Sandbox, object], Mapping[str, object]],
    sandbox: Sandbox,
    kind: str,
    body: bytes,
) -> Answer:
    # Pages of other sites can post forms and plain text to this machine, but no JSON.
    if not kind.startswith("application/json"):
        return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return _json(change(sandbox, json.loads(body)))
    except (InvalidBehaviour, InvalidHabits, ValueError, RecursionError) as error:
        return refusal(HTTPStatus.BAD_REQUEST, Complaint(message=str(error), field=None))


def _behave(sandbox: Sandbox, told: object) -> Mapping[str, object]:
    sandbox.behave(read_behaviour(told))
    return sandbox.behaviour.as_json()


def _change_habits(sandbox: Sandbox, told: object) -> Mapping[str, object]:
    sandbox.events.habits = read_habits(told)
    return sandbox.events.habits.as_json()


def _json(value: object) -> Answer:
    return Answer(status=HTTPStatus.OK, body=json.dumps(value, ensure_ascii=False).encode())


def _number(query: dict[str, list[str]], name: str, *, default: int) -> int:
    given = query.get(name, [""])[0]
    return int(given) if re.fullmatch("[0-9]{1,9}", given) else default
