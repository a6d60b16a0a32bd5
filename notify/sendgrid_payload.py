"""What SendGrid is asked: a batch as the body of a v3 Mail Send call, and what it could not take.

Everything people did not ask for is switched off in each call, whatever the account says.
"""

import re
from collections.abc import Mapping

from notify.carriers import Addressee, Batch, Mail, MailKind, Refused, substituted
from notify.mailboxes import Mailbox

MAX_BYTES = 30_000_000
MAX_SUBSTITUTIONS = 10_000  # in a call, over all its personalizations

_OFF = {"enable": False}
_TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": _OFF,
    "subscription_tracking": _OFF,
    "ganalytics": _OFF,
}


def mail_send_payload(batch: Batch) -> dict[str, object]:
    """Return the body of the call: one personalization for each addressee."""
    mail, own = batch.mail, _own_headers(batch)
    payload: dict[str, object] = {
        "from": _party(mail.from_),
        "subject": mail.subject,
        "content": [
            {"type": "text/plain", "value": mail.text},
            {"type": "text/html", "value": mail.html},
        ],
        "headers": {**_shared_headers(mail, own), "Auto-Submitted": "auto-generated"},
        "personalizations": [_personalization(one, own) for one in batch.addressees],
        "custom_args": {"b": batch.id},
        "tracking_settings": _TRACKING,
    }
    if mail.reply_to is not None:
        payload["reply_to"] = _party(mail.reply_to)
    if mail.kind is MailKind.LEGAL:
        # Bounces and complaints still stop it; only a wish for no news does not.
        payload["mail_settings"] = {"bypass_unsubscribe_management": {"enable": True}}
    return payload


def unwritable(batch: Batch) -> Refused | None:
    """Return what SendGrid would surely refuse of a batch, or None when it can be asked."""
    if not _senders_are_ascii(batch.mail):
        return Refused(reason="SendGrid takes only ASCII before the @ of From and Reply-To")
    bad = {
        a.delivery: "SendGrid takes only ASCII before the @ of an address"
        for a in batch.addressees
        if not a.mailbox.address.isascii() and a.mailbox.ascii_address is None
    }
    if bad:
        return Refused(reason="addresses that SendGrid cannot take", addressees=bad)
    marks = batch.addressees[0].substitutions  # the same for all
    if len(marks) * len(batch.addressees) > MAX_SUBSTITUTIONS:
        return Refused(
            reason=f"SendGrid takes {MAX_SUBSTITUTIONS:,} substitutions in a call",
            smaller_may_pass=True,
        )
    return None


def _personalization(addressee: Addressee, headers: Mapping[str, str]) -> dict[str, object]:
    words = addressee.substitutions
    one: dict[str, object] = {
        "to": [_party(addressee.mailbox)],
        "custom_args": {"d": addressee.delivery},
    }
    if words:
        one["substitutions"] = dict(words)
    if headers:
        one["headers"] = {name: substituted(value, words) for name, value in headers.items()}
    return one


def _own_headers(batch: Batch) -> dict[str, str]:
    """Return the headers with marks: SendGrid replaces those in contents and subject, not here."""
    marks = batch.addressees[0].substitutions  # the same for all
    return {
        name: value
        for name, value in batch.mail.headers.items()
        if any(mark in value for mark in marks)
    }


def _shared_headers(mail: Mail, own: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in mail.headers.items() if name not in own}


def _senders_are_ascii(mail: Mail) -> bool:
    senders = [mail.from_, *([mail.reply_to] if mail.reply_to else [])]
    return all(sender.ascii_address for sender in senders)


def _party(mailbox: Mailbox) -> dict[str, str]:
    # SendGrid refuses a whole call for a semicolon or comma in one name.
    name = mailbox.name
    if ";" in name or "," in name:
        name = " ".join(re.sub("[;,]", " ", name).split())
    address = mailbox.address
    if not address.isascii():
        address = mailbox.ascii_address or address
    return {"email": address, "name": name} if name else {"email": address}
