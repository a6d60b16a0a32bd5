"""A real HTTP server on this machine that speaks the chat protocol, well or badly."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True, kw_only=True)
class Chat:
    """What the server is to answer, and what it was asked."""

    url: str = ""
    words: str = '{"findings": []}'
    status: int = 200
    body: bytes | None = None  # in place of the protocol
    delay: float = 0.0  # seconds before each of the last bytes
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def answer(self) -> bytes:
        said = {"choices": [{"message": {"role": "assistant", "content": self.words}}]}
        return json.dumps(said).encode() if self.body is None else self.body


@contextmanager
def running_chat() -> Iterator[Chat]:
    """A server that runs until the block ends."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            chat.asked.append(json.loads(self.rfile.read(length)) | {"path": self.path})
            chat.keys.append(self.headers.get("Authorization", ""))
            self.send_response(chat.status)
            self.send_header("Content-Length", str(len(chat.answer)))
            if chat.status == 302:
                self.send_header("Location", f"{chat.url}/elsewhere")
            self.end_headers()
            if not chat.delay:
                self.wfile.write(chat.answer)
                return
            try:
                for byte in chat.answer:
                    time.sleep(chat.delay)
                    self.wfile.write(bytes([byte]))
            except OSError:
                return  # the reader hung up, as it should

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield chat
        server.shutdown()
