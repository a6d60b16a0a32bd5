"""How somebody names a person: by an address, or by the organisation's own id."""

from collections.abc import Iterable
from typing import Final

from email_validator import EmailNotValidError

from notify.mailboxes import InvalidMailbox, Mailbox
from notify.recipients import MailboxKey, mailbox_key

_A_NAME: Final = 5  # characters; shorter ids and names stand in words that are about nobody


def mailbox_of(named: str) -> MailboxKey | None:
    """Return the mailbox that a person is named by; None where it is no address."""
    try:
        return mailbox_key(Mailbox(address=named.strip()))
    except (InvalidMailbox, EmailNotValidError):
        return None


def person_key(named: str) -> str:
    """Return what is equal for two spellings of one address, and for one id."""
    return mailbox_of(named) or named.strip()


def names_in(words: str, names: Iterable[str]) -> bool:
    """Return whether words name a person by an address, or by a name long enough to be one."""
    said = words.casefold()
    telling = (name for name in names if "@" in name or len(name) >= _A_NAME)
    return any(name.casefold() in said for name in telling)
