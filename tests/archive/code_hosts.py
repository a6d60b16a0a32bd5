"""A small GitHub and a small GitLab on loopback: as much of their APIs as posting a report needs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "made-up-for-a-test"
OURS = "github-actions[bot]"


@dataclass(slots=True, kw_only=True)
class Host:
    """What the host holds, what was written to it, and who showed a token where."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)  # by path, without the query
    files: dict[str, bytes] = field(default_factory=dict)  # behind a redirect, on another host
    written: list[tuple[str, str, str]] = field(default_factory=list)  # method, path, body
    tokens: dict[str, str] = field(default_factory=dict)  # by path


class _Handler(BaseHTTPRequestHandler):
    host: Host

    def do_GET(self) -> None:
        path = self._seen()
        if path in self.host.files and not self.headers["Host"].startswith("localhost"):
            self._answer(
                302, b"", location=f"{self.host.url}{path}".replace("127.0.0.1", "localhost")
            )
        elif path in self.host.files:
            self._answer(200, self.host.files[path])
        elif path in self.host.answers:
            self._answer(200, json.dumps(self._page(self.host.answers[path])).encode())
        else:
            self._answer(404, b"{}")

    def do_POST(self) -> None:
        path = self._seen()
        text = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/json":
            self._answer(415, b"{}")
            return
        self.host.written.append((self.command, path, json.loads(text)["body"]))
        self._answer(200, b"{}")

    def do_PATCH(self) -> None:
        self.do_POST()

    def do_PUT(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        pass

    def _seen(self) -> str:
        path = urlsplit(self.path).path
        token = self.headers["Authorization"] or self.headers["PRIVATE-TOKEN"] or ""
        place = "elsewhere" if self.headers["Host"].startswith("localhost") else "here"
        self.host.tokens[f"{place} {path}"] = token
        return path

    def _page(self, found: Any) -> Any:
        """A list is answered a hundred at a time."""
        if not isinstance(found, list):
            return found
        (page,) = parse_qs(urlsplit(self.path).query).get("page", ["1"])
        return found[100 * (int(page) - 1) : 100 * int(page)]

    def _answer(self, status: int, body: bytes, *, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_host() -> Iterator[Host]:
    """Run a host; it holds nothing yet."""
    host = Host()
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    host.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
