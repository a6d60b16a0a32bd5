"""What stands at an address is read within a stated time and size, and from there alone."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.errors import ArchiveError, NotPublished, Unreachable, UnsafeAddress
from archive.published_site import read_published

STOP = threading.Event()


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        getattr(self, f"_{self.path.strip('/')}")()

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _there(self) -> None:
        self._answer(200, b"words")

    def _gone(self) -> None:
        self._answer(410)

    def _missing(self) -> None:
        self._answer(404, b"a page that says so")

    def _broken(self) -> None:
        self._answer(503)

    def _moved(self) -> None:
        self._answer(302, Location="/there")

    def _short(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nwords")

    def _nonsense(self) -> None:
        self.wfile.write(b"220 mail.example.com ESMTP\r\n")

    def _dripping(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not STOP.wait(0.05):
            try:
                self.wfile.write(b".")
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    STOP.set()
    server.shutdown()
    server.server_close()


def test_what_stands_at_an_address_is_read(site: str) -> None:
    assert read_published(f"{site}/there") == b"words"


@pytest.mark.parametrize(
    ("path", "error", "told"),
    [
        pytest.param("missing", NotPublished, "nothing stands there", id="404"),
        pytest.param("gone", NotPublished, "nothing stands there", id="410"),
        pytest.param("broken", Unreachable, "answered 503", id="503"),
        pytest.param("moved", Unreachable, "leads to /there", id="a redirect"),
        pytest.param("short", Unreachable, "was cut off", id="an answer cut off"),
        pytest.param("nonsense", Unreachable, "nonsense: ", id="no HTTP at all"),
    ],
)
def test_anything_else_is_told(site: str, path: str, error: type[ArchiveError], told: str) -> None:
    with pytest.raises(error, match=told):
        read_published(f"{site}/{path}")


def test_nobody_there_is_unreachable_and_not_missing(site: str) -> None:
    port = int(site.rsplit(":", 1)[1])
    with pytest.raises(Unreachable):
        read_published(f"http://127.0.0.1:{port - 1 if port > 1024 else port + 1}/", seconds=3)


def test_an_answer_without_end_is_given_up(site: str) -> None:
    began = time.monotonic()

    with pytest.raises(Unreachable, match=r"no whole answer within 0\.5 s"):
        read_published(f"{site}/dripping", seconds=0.5)

    assert time.monotonic() - began < 5


def test_an_answer_that_is_too_large_is_not_read(site: str) -> None:
    with pytest.raises(Unreachable, match="larger than 4 bytes"):
        read_published(f"{site}/there", largest=4)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://policies.example.com/archive.json", id="no TLS"),
        pytest.param("file:///etc/passwd", id="a file as an address"),
        pytest.param("ftp://policies.example.com/", id="another protocol"),
        pytest.param("https://name:word@policies.example.com/", id="a password"),
        pytest.param("https:///archive.json", id="no host"),
        pytest.param("https://[::1/archive.json", id="half a bracket"),
        pytest.param("https://policies.example.com:port/", id="no port number"),
        pytest.param("https://policies.example.com/\r\nX: y", id="a line break"),
        pytest.param("https://policies.example.com/a b", id="a space"),
        pytest.param("http://localhost.example.com/", id="only like this machine"),
    ],
)
def test_an_unsafe_address_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        read_published(url)


def test_a_file_is_read_and_a_missing_or_large_one_told(tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    file.write_bytes(b"words")

    assert read_published(str(file)) == b"words"
    with pytest.raises(Unreachable, match="larger than 4 bytes"):
        read_published(str(file), largest=4)
    with pytest.raises(NotPublished, match="no such file"):
        read_published(str(tmp_path / "none"))
    with pytest.raises(Unreachable):
        read_published(str(tmp_path))
