"""Courtesy mail for tests: an approved plan whose notices go to people who asked for them."""

import json

from sqlalchemy import text

from notify.carriers import MailKind
from notify.ledger import Ledger
from notify.list_headers import as_courtesy_mail
from tests.notify.batches import a_mail
from tests.notify.builders import settings_with
from tests.notify.ledgers import Clock, approved

SETTINGS = settings_with(
    site_url="https://policies.example.com/",
    service_url="https://notices.example.com/",
    contact="privacy@example.com",
    notice={
        "legal_from": "Example Messaging <legal@example.com>",
        "courtesy_from": "Example Messaging <updates@example.com>",
    },
)


def approved_courtesy(database: str, number: int, clock: Clock | None = None) -> Ledger:
    """A ledger whose plan of courtesy mail for so many people may go out."""
    ledger = approved(database, number, clock)
    mail = as_courtesy_mail(a_mail(), settings=SETTINGS)
    with ledger.writing() as connection:
        connection.execute(
            text("UPDATE notice SET kind = :kind, from_address = :sender, headers = :headers"),
            {
                "kind": MailKind.COURTESY,
                "sender": mail.from_.address,
                "headers": json.dumps(dict(mail.headers)),
            },
        )
    return ledger
