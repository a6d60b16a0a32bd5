"""Short ways to make mails and batches, so a test names only what it is about."""

from collections.abc import Mapping
from typing import Any

from notify.carriers import Addressee, Batch, BatchId, DeliveryId, Mail, MailKind, NoticeId
from notify.mailboxes import Mailbox

MARK = "mark-a1b2c3d4e5-name"


def a_mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {
        "notice": NoticeId("n1"),
        "kind": MailKind.LEGAL,
        "subject": "Our privacy policy changes on 1 March 2027",
        "text": "Dear reader,\n\nwe keep logs for 90 days.\n",
        "html": "<p>Dear reader,</p><p>we keep logs for 90 days.</p>",
        "from_": Mailbox(address="legal@example.com", name="Example Messaging, Inc."),
    }
    return Mail(**(values | changes))


def an_addressee(number: int = 0, **changes: Any) -> Addressee:
    values: dict[str, Any] = {
        "delivery": DeliveryId(f"d{number}"),
        "mailbox": Mailbox(address=f"reader{number}@example.com", name=f"Reader {number}"),
    }
    return Addressee(**(values | changes))


def a_batch(size: int = 1, *, mail: Mail | None = None, **changes: Any) -> Batch:
    values: dict[str, Any] = {
        "id": BatchId("b1"),
        "mail": mail or a_mail(),
        "addressees": tuple(an_addressee(number) for number in range(size)),
    }
    return Batch(**(values | changes))


def a_personal_batch(names: Mapping[str, str], *, mail: Mail | None = None) -> Batch:
    """One addressee for each address, whose name replaces the mark."""
    personal = mail or a_mail(text=f"Dear {MARK},\nread this.\n", html=f"<p>Dear {MARK}</p>")
    return a_batch(
        mail=personal,
        addressees=tuple(
            an_addressee(number, mailbox=Mailbox(address=address), substitutions={MARK: name})
            for number, (address, name) in enumerate(names.items())
        ),
    )
