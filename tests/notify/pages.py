"""A small server of JSON pages for tests: it says what it is told to say, and remembers who asked."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Pages:
    """What stands at each path; a path that stands at none is answered with 404."""

    url: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # path, Authorization

    def put(self, path: str, page: object) -> None:
        self.bodies[path] = page if isinstance(page, bytes) else json.dumps(page).encode()

    def answer(self, path: str, status: int, **headers: str) -> None:
        self.bodies.setdefault(path, b"")
        self.answers[path] = status, {n.replace("_", "-"): v for n, v in headers.items()}


@contextmanager
def serving_pages() -> Iterator[Pages]:
    """Serve pages on this machine until the end."""
    pages = Pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the library's
            pages.asked.append((self.path, self.headers.get("Authorization")))
            body = pages.bodies.get(self.path)
            status, headers = pages.answers.get(self.path, (200 if body is not None else 404, {}))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body or b""))} | dict(headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pages.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield pages
        finally:
            server.shutdown()
