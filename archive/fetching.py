"""The boundary to published sites: what stands at an address, within a stated time and size.

Only https is asked, or http on this machine; no redirect is followed, so what is compared is
what stands at the address that was named.
"""

import http.client
import ipaddress
import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from archive.errors import NotPublished, Unreachable, UnsafeAddress
from archive.published_site import not_too_large

_GONE: Final = (404, 410)


def fetch(url: str, *, seconds: float, largest: int) -> bytes:
    """Return what stands at an address; raises what `read_published` raises."""
    _check(url)
    return _within(seconds, lambda: _fetched(url, seconds=seconds, largest=largest), url)


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnsafeAddress(f"{url}: is no address; write https://HOST/…") from error
    if not url.isascii() or not url.isprintable() or " " in url:
        raise UnsafeAddress(f"{url!r}: is no address; write it in ASCII, without spaces")
    if parts.username is not None or parts.password is not None:
        raise UnsafeAddress(f"{host}: leave name and password out of the address")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
        raise UnsafeAddress(f"{url}: write https://HOST/… (http only for this machine)")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fetched(url: str, *, seconds: float, largest: int) -> bytes:
    # A proxy of the environment is used, but never for this machine.
    proxies = urllib.request.ProxyHandler({} if _is_here(urlsplit(url).hostname or "") else None)
    opener = urllib.request.build_opener(proxies, _NoRedirects)
    asked = urllib.request.Request(url, headers={"User-Agent": "Fair-Notice"})  # noqa: S310 - checked
    try:
        with opener.open(asked, timeout=seconds / 3) as answer:
            return _whole(answer, url, largest)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error, url) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{url}: {getattr(error, 'reason', None) or error}") from error


def _whole(answer: http.client.HTTPResponse, url: str, largest: int) -> bytes:
    data = not_too_large(answer.read(largest + 1), url, largest)
    if answer.length:  # what was announced and did not come
        raise Unreachable(f"{url}: the answer was cut off")
    return data


def _refusal(error: urllib.error.HTTPError, url: str) -> Exception:
    if error.code in _GONE:
        return NotPublished(f"{url}: nothing stands there ({error.code})")
    if target := error.headers.get("Location"):
        return Unreachable(f"{url}: leads to {target}; name the address where it really stands")
    return Unreachable(f"{url}: the site answered {error.code}")


def _within(seconds: float, ask: Callable[[], bytes], url: str) -> bytes:
    """Return an answer, or give up: a timeout of a socket begins anew with every byte."""
    answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except (NotPublished, Unreachable) as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise Unreachable(f"{url}: gave no whole answer within {seconds:g} s") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return nothing, so that the redirect itself is the answer."""
