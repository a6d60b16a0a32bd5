"""Mailboxes: an address and a name, both safe to write into a mail."""

import re
import unicodedata
from dataclasses import dataclass
from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email

from notify.errors import NotifyError

NAME_LIMIT = 200  # characters; longer names are cut, the address is what counts

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,255}\Z")
_JOINERS = "\u200c\u200d"  # format characters that names in Persian or Hindi need


class InvalidMailbox(NotifyError):
    """What was given is no mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address and, where known, the name of the person or organisation it belongs to."""

    address: str
    name: str = ""  # empty where not known; always one clean line

    def __post_init__(self) -> None:
        if not (_ADDRESS.match(self.address) and is_one_line(self.address)):
            raise InvalidMailbox(f"{self.address!r} is no address; write name@example.com")
        name = one_line(self.name)[:NAME_LIMIT].rstrip()
        if name != self.name:
            object.__setattr__(self, "name", name)

    @property
    def ascii_address(self) -> str | None:
        """The address with its domain in ASCII; None where the part before @ is not ASCII."""
        if self.address.isascii():
            return self.address
        try:
            return validate_email(self.address, check_deliverability=False).ascii_email
        except EmailNotValidError:
            return None


def read_mailbox(written: str) -> Mailbox:
    """Return the mailbox of "Example Messaging <legal@example.com>", or of a bare address."""
    name, address = parseaddr(written) if is_one_line(written) else ("", "")
    if not address:
        raise InvalidMailbox(f"{written!r} is no mailbox; write Name <name@example.com>")
    return Mailbox(address=address, name=name)


def one_line(text: str) -> str:
    """Return a text as one line that cannot break out of a header or turn its reading around."""
    if not text.isprintable():  # the rest is the fast, usual case
        text = "".join(c if _is_plain(c) else " " for c in text)
    elif text.isascii() and "  " not in text:
        return text.strip()
    return " ".join(text.split())


def is_one_line(text: str) -> bool:
    """Return whether a text has no line break, control, direction mark or half a character."""
    return text.isprintable() or all(map(_is_plain, text))  # the first is the fast, usual case


def is_plain_text(text: str) -> bool:
    """Return whether a text of many lines can be written as UTF-8, without control characters."""
    return all(c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in text)


def _is_plain(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in _JOINERS
