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
from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from archive.errors import InvalidSettings
from notify.errors import NotifyError
from notify.mailboxes import one_line
from notify.public_hosts import check_peer, check_resolved

_BASE_URL = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


class NotFetched(NotifyError):
    """An address gave no whole answer; `status` is what it answered with instead, if anything."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)


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


def timed_opener(
    *, url: str, deadline: Deadline, public: bool = False
) -> urllib.request.OpenerDirector:
    """Return what opens requests to a host, within the deadline, without following redirects.

    A proxy of the environment is used, but never for a host on this machine. With `public`,
    only this machine or a host of the public internet is spoken to, and no proxy, which would
    look the name up where nobody can check what it found.
    """
    proxies = urllib.request.ProxyHandler({} if public or is_loopback(url) else None)
    handlers = _TimedHTTP(deadline, public=public), _TimedHTTPS(deadline, public=public)
    return urllib.request.build_opener(proxies, _NoRedirects, *handlers)


def fetch_public(url: str, *, headers: Mapping[str, str], seconds: float, largest: int) -> bytes:
    """Return what stands at an address of the public internet, or of this very machine.

    Raises `NotFetched` for what is no https address (http on this machine), stands elsewhere,
    redirects, is larger than so many bytes, or is not there whole within the time.
    """
    asked = urllib.request.Request(_public(url), headers={"User-Agent": "Fair-Notice", **headers})  # noqa: S310 - checked
    return _answered(asked, seconds=seconds, largest=largest)


def post_public(
    url: str, body: bytes, *, headers: Mapping[str, str], seconds: float, largest: int
) -> None:
    """Post something to such an address, under the same rules; any answer of 200 to 299 takes it."""
    named = {"User-Agent": "Fair-Notice", **headers}
    asked = urllib.request.Request(_public(url), data=body, headers=named)  # noqa: S310 - checked
    _answered(asked, seconds=seconds, largest=largest)


def _public(url: str) -> str:
    if not (url.startswith("https://") or (url.startswith("http://") and is_loopback(url))):
        raise NotFetched("write https:// (http only for 127.0.0.1)")
    return url


def _answered(asked: urllib.request.Request, *, seconds: float, largest: int) -> bytes:
    with Deadline(seconds) as deadline:
        try:
            check_resolved(urlsplit(asked.full_url).hostname or "")
            opener = timed_opener(url=asked.full_url, deadline=deadline, public=True)
            with opener.open(asked, timeout=seconds) as answer:
                return _whole(answer, largest, posted=asked.data is not None)
        except HTTPError as error:
            with error:
                raise NotFetched(_instead(error), status=error.code) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            late = deadline.passed or isinstance(cause, TimeoutError)
            said = f"no whole answer within {seconds:.3g} s" if late else one_line(str(cause))
            raise NotFetched(said) from error


def _whole(answer: http.client.HTTPResponse, largest: int, *, posted: bool) -> bytes:
    if answer.status != http.HTTPStatus.OK and not posted:
        raise NotFetched(f"answered {answer.status}", status=answer.status)
    data = answer.read(largest + 1)
    if len(data) > largest:
        raise NotFetched(f"the answer is over {largest:,} bytes; make smaller pages")
    if answer.length:  # what was announced and did not come
        raise ConnectionError("the answer was cut off")
    return data


def _instead(error: HTTPError) -> str:
    if target := error.headers.get("Location"):
        return f"leads to {one_line(target)[:200]}; name the address where it really stands"
    return f"answered {error.code}"


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


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Return whom this machine trusts; to read it takes longer than a thousand mails."""
    return ssl.create_default_context()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return nothing, so that the redirect itself is the answer."""


class _TimedConnection(http.client.HTTPConnection):
    deadline: Deadline
    public: bool

    def connect(self) -> None:
        super().connect()
        if self.public:
            check_peer(self.sock, self.host)
        self.deadline.watch(self.sock)


class _TimedHTTPSConnection(http.client.HTTPSConnection):
    deadline: Deadline
    public: bool

    def connect(self) -> None:
        super().connect()  # with the handshake: an untrusted certificate ends it here
        if self.public:
            check_peer(self.sock, self.host)
        self.deadline.watch(self.sock)


class _TimedHTTP(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline, *, public: bool) -> None:
        super().__init__()
        self._deadline = deadline
        self._public = public

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _TimedConnection(host, **options)
            made.deadline, made.public = self._deadline, self._public
            return made

        return self.do_open(connection, req)


class _TimedHTTPS(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline, *, public: bool) -> None:
        super().__init__()
        self._deadline = deadline
        self._public = public

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            made = _TimedHTTPSConnection(host, context=_trust(), **options)
            made.deadline, made.public = self._deadline, self._public
            return made

        return self.do_open(connection, req)
