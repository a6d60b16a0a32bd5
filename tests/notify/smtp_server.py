"""A small SMTP server on this machine that can misbehave in every way real ones do.

`says` maps the beginning of what a caller writes to the answer; the longest that fits counts.
"DATA." is the line that ends a message. HANG_UP and SILENT are no answers; a list is used up
from its start, and its last answer stays.
"""

import base64
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer

HANG_UP = "hang up"
SILENT = "silent"

Answer = str | list[str]


@dataclass(slots=True)
class SmtpMessage:
    """One message that was taken."""

    sender: str
    to: str
    content: bytes
    encrypted: bool
    user: str | None


@dataclass(slots=True)
class FakeSmtp:
    """What the server was told to say, and what it took."""

    port: int = 0
    says: dict[str, Answer] = field(default_factory=dict)
    offers: tuple[str, ...] = ("8BITMIME",)
    messages: list[SmtpMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)  # every line outside messages
    connections: int = 0
    tls: ssl.SSLContext | None = None
    pause: float = 0.0  # seconds before each answer to a message

    def answer(self, line: str, usual: str) -> str:
        fitting = [begin for begin in self.says if line.upper().startswith(begin.upper())]
        if not fitting:
            return usual
        found = self.says[max(fitting, key=len)]
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


class _HungUp(Exception):
    """The server has had enough."""


class _Handler(StreamRequestHandler):
    fake: FakeSmtp
    from_first_byte: bool
    encrypted = False
    user: str | None = None
    sender = ""
    to = ""

    def handle(self) -> None:
        self.fake.connections += 1
        try:
            if self.from_first_byte:
                self._encrypt()
            self._say("CONNECT", "220 fake ready")
            while line := self._hear():
                self._obey(line)
                if line.upper().startswith("QUIT"):
                    return
        except (_HungUp, OSError):
            return

    def _obey(self, line: str) -> None:
        verb = line.upper().split(" ")[0]
        match verb:
            case "EHLO":
                offers = [o for o in self.fake.offers if not (o == "STARTTLS" and self.encrypted)]
                lines = ["fake", *offers]
                last = len(lines) - 1
                usual = "\r\n".join(
                    f"250{' ' if n == last else '-'}{text}" for n, text in enumerate(lines)
                )
                self._say(line, usual)
            case "STARTTLS":
                self._say(line, "220 go on")
                self._encrypt()
            case "AUTH":
                self.user = base64.b64decode(line.split(" ")[2]).decode().split("\0")[1]
                self._say(line, "235 welcome")
            case "MAIL":
                self.sender = line.partition("<")[2].partition(">")[0]
                self._say(line, "250 ok")
            case "RCPT":
                self.to = line.partition("<")[2].partition(">")[0]
                self._say(line, "250 ok")
            case "DATA":
                if self._say(line, "354 go on").startswith("354"):
                    self._take()
            case "QUIT":
                self._say(line, "221 bye")
            case _:
                self._say(line, "250 ok")

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(self.fake.pause)
        if self._say(f"DATA. {self.to}", "250 queued").startswith("250"):
            content = b"".join(lines)
            taken = SmtpMessage(self.sender, self.to, content, self.encrypted, self.user)
            self.fake.messages.append(taken)

    def _say(self, line: str, usual: str) -> str:
        answer = self.fake.answer(line, usual)
        if answer == SILENT:
            self.connection.settimeout(10)
            self.connection.recv(1)  # until the caller goes
        if answer in {HANG_UP, SILENT}:
            raise _HungUp
        self.wfile.write(answer.encode() + b"\r\n")
        if answer.startswith("421"):
            raise _HungUp
        return answer

    def _hear(self) -> str:
        line = self.rfile.readline(4_096).decode("latin-1").rstrip("\r\n")
        if line:
            self.fake.heard.append(line)
        return line

    def _encrypt(self) -> None:
        assert self.fake.tls is not None
        self.connection = self.fake.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.encrypted = True

    def finish(self) -> None:
        for each in (self.wfile, self.rfile, self.connection):
            try:
                each.close()
            except OSError:
                continue


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 32

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a caller that does not trust us leaves in the middle."""


@contextmanager
def smtp_server(
    *, tls: ssl.SSLContext | None = None, from_first_byte: bool = False
) -> Iterator[FakeSmtp]:
    """Serve until the end."""
    fake = FakeSmtp(tls=tls)
    fields = {"fake": fake, "from_first_byte": from_first_byte}
    with _Server(("127.0.0.1", 0), type("Handler", (_Handler,), fields)) as server:
        fake.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield fake
        finally:
            server.shutdown()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
