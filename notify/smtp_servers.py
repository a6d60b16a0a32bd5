"""Which SMTP server mails go to: one URL of the environment, with its secrets kept out of sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from archive.errors import InvalidSettings
from notify.mailboxes import is_one_line
from notify.transport import is_loopback

SETTING: Final = "FAIRNOTICE_SMTP"
_ADVICE: Final = (
    f"{SETTING} must be smtps://USER:PASSWORD@HOST or smtp+starttls://USER:PASSWORD@HOST, with a"
    " port where it is another than 465 or 587; write %40 for @ in a name or password, %2F for /"
)


class Security(StrEnum):
    """How a connection is kept secret; the name of its scheme in the URL."""

    TLS = "smtps"  # from the first byte
    STARTTLS = "smtp+starttls"  # asked for first, and insisted upon
    NONE = "smtp"  # only within this machine


_PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """A server that takes mails, and who we are to it."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def smtp_server(environ: Mapping[str, str]) -> SmtpServer:
    """Return the server that the environment names; `InvalidSettings` never repeats the URL."""
    try:
        parts = urlsplit(environ.get(SETTING, "").strip())
        return _server(parts)
    except ValueError:
        raise InvalidSettings(_ADVICE) from None


def _server(parts: SplitResult) -> SmtpServer:
    """Return the server; raise `ValueError` for what is no URL of one."""
    security = Security(parts.scheme)
    host = parts.hostname or ""
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    whole = host and parts.path in {"", "/"} and not parts.query and not parts.fragment
    if not whole or not host.isascii() or not is_one_line(host):
        raise ValueError
    if (user is None) != (password is None) or not is_one_line(f"{user}{password}"):
        raise ValueError
    if security is Security.NONE and not is_loopback(f"smtp://{parts.netloc.rpartition('@')[2]}"):
        raise InvalidSettings(
            f"{SETTING}: smtp:// is for this machine alone, as anybody could read along;"
            " write smtps:// or smtp+starttls://"
        )
    return SmtpServer(
        host=host,
        port=parts.port or _PORTS[security],
        security=security,
        user=user,
        password=password,
    )
