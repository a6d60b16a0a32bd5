"""Who is calling, and how often: a caller who posts too much is told to wait.

A header can be written by anybody. What `X-Forwarded-For` says counts only where the nearest
machine is a proxy that the settings name, and only as far as such proxies wrote it.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.requests import Request

from archive.web_settings import WebSettings

_MINUTE: Final = 60.0  # seconds
_KNOWN: Final = 50_000  # callers in memory; more at once look like new ones
_HOME: Final = 64  # bits of an IPv6 address that one household or machine is given
_UNKNOWN: Final = "unknown"


@dataclass(slots=True, kw_only=True)
class Callers:
    """How many posts each caller has left, refilled as time goes by."""

    settings: WebSettings
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def may_post(self, request: Request) -> bool:
        """Return whether a caller has a post left, and take it away."""
        host = request.client.host if request.client else _UNKNOWN
        return self.takes(caller(host, request.headers.getlist("x-forwarded-for"), self.settings))

    def takes(self, name: str) -> bool:
        """Take a post from a caller; return whether one was left."""
        most, now = float(self.settings.requests_a_minute), self.clock()
        left, since = self._left.pop(name, (most, now))
        left = min(most, left + (now - since) * most / _MINUTE)
        self._left[name] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._left) > _KNOWN:
            self._left.popitem(last=False)
        return left >= 1


def caller(host: str, forwarded: Sequence[str], settings: WebSettings) -> str:
    """Return who is calling: the last machine of the way here that is no proxy of ours."""
    way = [one.strip() for line in forwarded for one in line.split(",")]
    found = _named(host)
    while way and _is_proxy(found, settings):
        found = _named(way.pop())
    return found


def _named(host: str) -> str:
    """Return an address in its one spelling; of IPv6 the part that a household shares."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return _UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        if not address.is_loopback:
            return str(ip_network((address, _HOME), strict=False).network_address)
    return str(address)


def _is_proxy(name: str, settings: WebSettings) -> bool:
    if name == _UNKNOWN:
        return False
    address = ip_address(name)
    return any(address in one for one in _networks(settings.proxies))


@lru_cache(maxsize=8)  # read once: it takes longer than to look
def _networks(written: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one, strict=False) for one in written)
