"""What SendGrid is asked: a batch as the body of a v3 Mail Send call, and what it could not take.

Everything people did not ask for is switched off in each call, whatever the account says.
"""

import re
from collections.abc import Mapping, Sequence

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
    """Return the body of the call: one personalization for each addressee.

    Words that all of them have stand in the mail itself, in place of their marks, and are not
    given a thousand times.
    """
    own = _own_marks(batch)
    shared = {mark: word for mark, word in batch.words[0].items() if mark not in own}
    mail, differing = batch.mail, _differing_headers(batch.mail, own)
    payload: dict[str, object] = {
        "from": _party(mail.from_),
        "subject": substituted(mail.subject, shared),
        "content": [
            {"type": "text/plain", "value": substituted(mail.text, shared)},
            {"type": "text/html", "value": substituted(mail.html, shared)},
        ],
        "headers": {**_shared_headers(mail, differing, shared), "Auto-Submitted": "auto-generated"},
        "personalizations": [_personalization(one, own, differing) for one in batch.addressees],
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
    if len(_own_marks(batch)) * len(batch.addressees) > MAX_SUBSTITUTIONS:
        return Refused(
            reason=f"SendGrid takes {MAX_SUBSTITUTIONS:,} substitutions in a call",
            smaller_may_pass=True,
        )
    return None


def _own_marks(batch: Batch) -> tuple[str, ...]:
    """Return the marks for which not all addressees have the same word."""
    first, *others = batch.words
    return tuple(mark for mark, word in first.items() if any(one[mark] != word for one in others))


def _personalization(
    addressee: Addressee, own: Sequence[str], headers: Mapping[str, str]
) -> dict[str, object]:
    words = addressee.substitutions
    one: dict[str, object] = {
        "to": [_party(addressee.mailbox)],
        "custom_args": {"d": addressee.delivery},
    }
    if own:
        one["substitutions"] = {mark: words[mark] for mark in own}
    if headers:
        one["headers"] = {name: substituted(value, words) for name, value in headers.items()}
    return one


def _differing_headers(mail: Mail, own: Sequence[str]) -> dict[str, str]:
    """Return the headers with such marks: SendGrid replaces those in contents and subject, not here."""
    return {
        name: value for name, value in mail.headers.items() if any(mark in value for mark in own)
    }


def _shared_headers(
    mail: Mail, differing: Mapping[str, str], shared: Mapping[str, str]
) -> dict[str, str]:
    return {
        name: substituted(value, shared)
        for name, value in mail.headers.items()
        if name not in differing
    }


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
