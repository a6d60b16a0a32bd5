"""Who is on the list: people and firms with the services they use, and rows that name nobody.

A list may be long: it is read as a stream, in which each row that cannot be used stands in its
place with its number, and the end says whether it is the end.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final, NewType

import msgspec
from email_validator import validate_email

from archive.names import is_id
from archive.revisions import Language
from archive.settings import SETTINGS_FILE
from notify.errors import NotifyError
from notify.mailboxes import Mailbox

RecipientId = NewType("RecipientId", str)  # the organisation's own name for a recipient
MailboxKey = NewType("MailboxKey", str)  # equal for two spellings of one mailbox


_NO_MAILBOX: Final = "no mailbox: "


class InvalidRecipients(NotifyError):
    """A source gives nothing that could be a list of recipients."""


class SourceBroke(NotifyError):
    """A source of recipients gives nothing, or nothing more; what came before may be right."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person or firm with the services they use; a struct, as there are millions.

    Address and name are as a `Mailbox` has them: whoever makes one sees to that.
    """

    id: RecipientId
    address: str  # empty: none is known, and no name is kept
    name: str
    language: Language
    services: tuple[str, ...]  # none means all
    joined: date | None = None

    @property
    def mailbox_key(self) -> MailboxKey | None:
        """The same for every spelling of one mailbox; None without an address."""
        return address_key(self.address) if self.address else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One row that cannot be used: its number as the source counts, and what is wrong."""

    number: int
    problem: str
    settings_differ: bool = False  # it may be right: it names what the settings do not define

    def __str__(self) -> str:
        return f"row {self.number}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedEarly:
    """The source broke off: whoever it would have named next is not known."""

    after: int  # rows that were read
    problem: str


Listed = Recipient | BadRow | EndedEarly


def unknown_service(name: str, known: Collection[str]) -> str:
    """Return what is wrong with the name of a service that the settings do not define."""
    if known:
        return unknown("service", name, sorted(known))
    id_ = name if is_id(name) else "voice"
    title = id_.replace("-", " ").capitalize()
    return (
        f"the service {name[:80]!r} is unknown, as the settings define none;"
        f' write in {SETTINGS_FILE}, on two lines: [services.{id_}] and title = "{title}"'
    )


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return that something of that name is unknown, and the nearest name that is known."""
    known = list(known)
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"the {what} {name[:80]!r} is unknown; {advice}"


def no_mailbox(id_: RecipientId) -> MailboxKey:
    """Return what stands for the mailbox of a recipient who has none: no mailbox has a space."""
    return MailboxKey(f"{_NO_MAILBOX}{id_}")


def written_key(line: str) -> MailboxKey:
    """Return the key of an address, or of what stands for one."""
    stands = line.startswith(_NO_MAILBOX)
    return MailboxKey(line) if stands else mailbox_key(Mailbox(address=line))


def mailbox_key(mailbox: Mailbox) -> MailboxKey:
    """Return what is equal for two spellings of one mailbox."""
    return address_key(mailbox.address)


def address_key(address: str) -> MailboxKey:
    """Return what is equal for two spellings of one address: case folded, domain in ASCII."""
    if address.isascii():
        return MailboxKey(address.lower())
    checked = validate_email(address, check_deliverability=False)
    return MailboxKey(f"{checked.local_part.casefold()}@{checked.ascii_domain.lower()}")
