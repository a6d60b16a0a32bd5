"""How one HTTP request leaves this machine: to the host it names, and over within a stated time.

A timeout of Python's sockets starts anew with every byte, so a slow answer could last for ever,
and its redirects would carry an API key to whatever host an answer names.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import urllib.request
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from archive.errors import InvalidSettings

_BASE_URL = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


class Deadline:
    """The time a request may take; when it has passed, the connection is cut."""

    def __init__(self, seconds: float) -> None:
        self.connected = False  # until then, nothing can have left
        self.passed = False
        self._connection: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection when the time has passed; raise `TimeoutError` if it has."""
        with self._lock:
            if self.passed:
                raise TimeoutError("timed out before the request was written")
            self._connection = connection
            self.connected = True

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            if self._connection is not None:
                # The base class's method: an SSLSocket's own would pull the cipher from under
                # the thread that is reading.
                try:
                    socket.socket.shutdown(self._connection, socket.SHUT_RDWR)
                except OSError:
                    return  # the other side was faster


def timed_opener(*, url: str, deadline: Deadline) -> urllib.request.OpenerDirector:
    """Return what opens requests to a host, within the deadline, without following redirects.

    A proxy of the environment is used, but never for a host on this machine.
    """
    proxies = urllib.request.ProxyHandler({} if is_loopback(url) else None)
    return urllib.request.build_opener(
        proxies, _NoRedirects, _TimedHTTP(deadline), _TimedHTTPS(deadline)
    )


def checked_base_url(url: str, *, setting: str, wanted: str) -> str:
    """Return a base URL that a key may be sent to: https, or http on this machine.

    Raises InvalidSettings that names the setting and says what is wanted of it.
    """
    base = url.strip().rstrip("/")
    if not _BASE_URL.fullmatch(base) or not (base.startswith("https://") or is_loopback(base)):
        raise InvalidSettings(f"{setting} must be {wanted}")
    return base


def is_loopback(url: str) -> bool:
    """Return whether a URL names this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return nothing, so that the redirect itself is the answer."""


class _TimedConnection(http.client.HTTPConnection):
    deadline: Deadline

    def connect(self) -> None:
        super().connect()
        self.deadline.watch(self.sock)


class _TimedHTTPSConnection(http.client.HTTPSConnection):
    deadline: Deadline

    def connect(self) -> None:
        super().connect()  # with the handshake: an untrusted certificate ends it here
        self.deadline.watch(self.sock)


class _TimedHTTP(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _TimedConnection(host, **options)
            made.deadline = self._deadline
            return made

        return self.do_open(connection, req)


class _TimedHTTPS(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        self._trust = ssl.create_default_context()
        super().__init__(context=self._trust)
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _TimedHTTPSConnection(host, context=self._trust, **options)
            made.deadline = self._deadline
            return made

        return self.do_open(connection, req)
