"""What an organisation decides about the service for readers: whom it believes, how much it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from archive.toml_tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The limits of the service, and the proxies that say who is calling."""

    proxies: tuple[str, ...] = ()  # networks whose X-Forwarded-For is believed
    requests_a_minute: int = 30  # of one caller that post something
    mails_an_hour: int = 1_000  # of its own, to confirm and to manage, to everybody together
    requests_days: int = 14  # how long what was asked by an address is kept


def web_settings(table: Table | None) -> WebSettings | None:
    """Return what a table `[web]` says, sound defaults for the rest; None where there is none."""
    if table is None:
        return None
    given: Mapping[str, Any] = {
        "proxies": table.texts("proxies", network),
        "requests_a_minute": table.number("requests_a_minute", range(1, 1_000_001)),
        "mails_an_hour": table.number("mails_an_hour", range(1, 1_000_001)),
        "requests_days": table.number("requests_days", range(8, 366)),
    }
    table.refuse_unknown()
    return WebSettings(**{key: value for key, value in given.items() if value is not None})


def network(value: str) -> str | None:
    """Check the address of a proxy, or of a network of them."""
    try:
        ip_network(value)
    except ValueError:
        return f"`{value}` is no network, such as 10.0.0.0/8 or 127.0.0.1"
    return None
