"""Whom readers can ask, or complain to: by mail, by a form, by post."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from archive.errors import InvalidValue

_MAIL: Final = re.compile(r"[^@\s<>:,;()\[\]\\\"]+@[^@\s<>:,;()\[\]\\\"]+\.[^@\s<>.:,;]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The ways to reach whoever answers for a policy; one at least."""

    mail: str | None = None
    form: str | None = None  # the address of a page
    address: str | None = None  # of a letter, on one line or several

    def __post_init__(self) -> None:
        if not (self.mail or self.form or self.address):
            raise InvalidValue("a contact needs a mail address, a form or a postal address")


def is_mail(text: str) -> bool:
    """Return whether a text is a mail address and nothing else."""
    return text.isprintable() and _MAIL.match(text) is not None


def is_link(text: str) -> bool:
    """Return whether a text is the https address of a page, without a name or password in it."""
    if not text.isprintable() or re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def read_contact(line: str) -> Contact:
    """Return what one line names: a mail address, a form, or else a postal address."""
    if is_mail(line):
        return Contact(mail=line)
    return Contact(form=line) if is_link(line) else Contact(address=line)


def contact_of(own: Contact | None, *, contact: str | None, address: str | None) -> Contact | None:
    """Return whom a policy names, or else the settings; letters go to the settings' address."""
    found = own or (read_contact(contact) if contact else None)
    if found is None:
        return None
    return replace(found, address=found.address or address)
