"""What one setting may be: each check returns what to write instead, or None when all is well."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from archive.contacts import is_link
from archive.names import is_id, language_tag

_ASSESSMENTS: Final = ("decided", "all", "none")
DOWNLOADS: Final = ("pdf", "docx")
# What each asks for stands in notify/profiles.toml; a test keeps the two in step.
PROFILES: Final = (
    "gdpr",
    "dsa",
    "p2b",
    "eecc",
    "psd2",
    "ccpa",
    "caloppa",
    "colorado",
    "coppa",
    "ftc",
)
TAKEN: Final = (*PROFILES, "own")  # names that no profile of an organisation's own may have
WEEKDAYS: Final = (  # in the order in which dates count them
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_OBJECT: Final = re.compile(r"(?:sha256:)?[0-9a-f]{7,64}\Z")
_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*\Z")
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}\Z")
_ADDRESS: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+\Z")


def line(value: str) -> str | None:
    """Check that a value stands on one line."""
    return None if value.isprintable() else f"{value!r} must stand on one line"


def branch(value: str) -> str | None:
    """Check the name of a branch."""
    if re.match(r"[\w][\w./+-]*\Z", value) and ".." not in value:
        return None
    return f"`{value}` is no name of a branch, such as main"


def zone(value: str) -> str | None:
    """Check the name of a time zone."""
    known = available_timezones()
    if value in known:
        return None
    nearest = get_close_matches(value, known, n=1) or ["Europe/Berlin"]
    return f"unknown time zone `{value}`; did you mean `{nearest[0]}`?"


def language(value: str) -> str | None:
    """Check the tag of a language."""
    return None if language_tag(value) else f"`{value}` is no language; write its tag, as in de"


def assessment(value: str) -> str | None:
    """Check whose assessments readers see."""
    if value in _ASSESSMENTS:
        return None
    return f"`publish_assessment` takes {', '.join(map(repr, _ASSESSMENTS))}, not {value!r}"


def download(value: str) -> str | None:
    """Check what a text is also made as."""
    if value in DOWNLOADS:
        return None
    return f"`downloads` takes {' and '.join(map(repr, DOWNLOADS))}, not {value!r}"


def weekday(value: str) -> str | None:
    """Check the name of a day of the week."""
    if value in WEEKDAYS:
        return None
    nearest = get_close_matches(value.lower(), WEEKDAYS, n=1) or ["monday"]
    return f"`{value}` is no day of the week; write, for example, `{nearest[0]}`"


def profile(value: str) -> str | None:
    """Check the name of a legal profile."""
    if value in PROFILES:
        return None
    nearest = get_close_matches(value.lower(), PROFILES, n=1)
    advice = f"did you mean `{nearest[0]}`?" if nearest else f"they are {', '.join(PROFILES)}"
    return f"there is no legal profile `{value}`; {advice}"


def an_id(value: str) -> str | None:
    """Check the id of a policy or service."""
    return None if is_id(value) else f"`{value}` is no id; use a-z, 0-9 and -, as in messaging"


def path(value: str) -> str | None:
    """Check a path inside the repository."""
    if value.startswith("/") or "\\" in value or ".." in value.split("/"):
        return f"`{value}` must be a path inside the repository, with /, as in policy/privacy.md"
    return line(value)


def document_pattern(value: str) -> str | None:
    """Check a pattern of `documents`."""
    return _pattern(value, ("{id}", "{lang}"))


def retired_pattern(value: str) -> str | None:
    """Check a pattern of `retired`, in which only stars stand for something."""
    return _pattern(value, ())


def _pattern(value: str, allowed: Collection[str]) -> str | None:
    names: list[str] = re.findall(r"\{[^{}]*\}?|\}", value)
    unknown = [name for name in names if name not in allowed]
    if unknown:
        known = f"{' and '.join(allowed)}, * and **" if allowed else "* and **"
        return f"`{value}`: `{unknown[0]}` stands for nothing; use {known}"
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return f"`{value}`: `{twice}` may stand only once"
    return path(value)


def link(value: str) -> str | None:
    """Check the address of a page of anybody's."""
    return None if is_link(value) else f"`{value}` is no address of a page; write https://…"


def url(value: str) -> str | None:
    """Check an address of the site or of a service; a loopback host may do without https."""
    advice = f"`{value}` is no address, such as https://policies.example.com/"
    try:
        parts = urlsplit(value)
        host, port_is_right = parts.hostname, parts.port is None or parts.port > 0
    except ValueError:
        return advice
    if not host or not port_is_right or parts.username or parts.query or parts.fragment:
        return advice
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK):
        return line(value)
    return f"`{value}` must begin with https://"


def mailbox(value: str) -> str | None:
    """Check the sender of mails: an address, with or without a name."""
    if value.isprintable() and _ADDRESS.match(parseaddr(value)[1]):
        return None
    return f"{value!r} is no sender, such as Example Messaging <legal@example.com>"


def host(value: str) -> str | None:
    """Check the name of a host that mails may link to."""
    return None if _HOST.match(value) else f"`{value}` is no host, such as help.example.com"


def variable(value: str) -> str | None:
    """Check the name of an environment variable."""
    if _VARIABLE.match(value):
        return None
    return "`database_env` names an environment variable, such as CUSTOMERS_URL, not the URL itself"


def git_object(value: str) -> str | None:
    """Check git's name of a commit or text."""
    return (
        None if _OBJECT.match(value) else f"`{value}` is no name of git's: 7 to 64 of 0-9 and a-f"
    )
