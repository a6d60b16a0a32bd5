"""How somebody names a person: by an address, or by the organisation's own id."""

from email_validator import EmailNotValidError

from notify.mailboxes import InvalidMailbox, Mailbox
from notify.recipients import MailboxKey, mailbox_key


def mailbox_of(named: str) -> MailboxKey | None:
    """Return the mailbox that a person is named by; None where it is no address."""
    try:
        return mailbox_key(Mailbox(address=named.strip()))
    except (InvalidMailbox, EmailNotValidError):
        return None


def person_key(named: str) -> str:
    """Return what is equal for two spellings of one address, and for one id."""
    return mailbox_of(named) or named.strip()
