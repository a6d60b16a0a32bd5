"""A server on loopback that takes what is posted to it, and answers as a test says."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True, kw_only=True)
class Taker:
    """What was posted: path, headers and body of each; and what it answers."""

    status: int = 204
    location: str = ""
    size: int = 0
    url: str = ""
    taken: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    taker: Taker

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taker.taken.append((self.path, self.headers, body))  # type: ignore[arg-type]
        self.send_response(self.taker.status)
        if self.taker.location:
            self.send_header("Location", self.taker.location)
        self.send_header("Content-Length", str(self.taker.size))
        self.end_headers()
        self.wfile.write(b"x" * self.taker.size)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_taker(*, status: int = 204, location: str = "", size: int = 0) -> Iterator[Taker]:
    """Run a server that answers so; what it answers may be changed while it runs."""
    taker = Taker(status=status, location=location, size=size)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"taker": taker}))
    taker.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield taker
    finally:
        server.shutdown()
        server.server_close()
