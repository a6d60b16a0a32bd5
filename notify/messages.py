"""Messages: one addressee's mail as the bytes that mail programs and servers read."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from notify.carriers import Addressee, Batch, DeliveryId, Mail, substituted
from notify.mailboxes import Mailbox


def unwritable_addresses(batch: Batch) -> Mapping[DeliveryId, str]:
    """Return the deliveries of a batch that no message can be written to, each with the reason."""
    return {
        a.delivery: "the part before the @ of an address must be ASCII"
        for a in batch.addressees
        if a.mailbox.ascii_address is None
    }


def eml(mail: Mail, addressee: Addressee, *, date: datetime) -> bytes:
    """Return one addressee's mail as RFC 5322 bytes, the same for the same values."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = date
    message["From"] = _address(mail.from_)
    message["To"] = _address(addressee.mailbox)
    if mail.reply_to is not None:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = substituted(mail.subject, addressee.substitutions)
    message["Message-ID"] = f"<{addressee.delivery}@{_address(mail.from_).domain}>"
    message["Auto-Submitted"] = "auto-generated"
    text = substituted(mail.text, addressee.substitutions)
    html = substituted(mail.html, addressee.substitutions)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # No line of quoted-printable can hold "=_", so it cannot end a part early.
    message.set_boundary(f"=_{hashlib.sha256(addressee.delivery.encode()).hexdigest()[:32]}")
    return _own_headers(mail, addressee) + message.as_bytes()


def _own_headers(mail: Mail, addressee: Addressee) -> bytes:
    # Written by hand: Python's policy would turn a long link of List-Unsubscribe into encoded
    # words, which no mail program reads as a link. Names and values were checked.
    lines = (
        f"{name}: {substituted(value, addressee.substitutions)}\r\n"
        for name, value in mail.headers.items()
    )
    return "".join(lines).encode("ascii")


def _address(mailbox: Mailbox) -> Address:
    user, _, domain = (mailbox.ascii_address or mailbox.address).rpartition("@")
    return Address(display_name=mailbox.name, username=user, domain=domain)
