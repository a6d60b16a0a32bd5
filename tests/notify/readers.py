"""Readers who ask the service by an address, and the mails that it sends them."""

import re
import time
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import text

from archive.revisions import Language, PolicyId
from archive.settings import Service
from archive.web_settings import WebSettings
from notify.carriers import Accepted, Batch, Outcome
from notify.ledger import Ledger
from notify.published_policies import PublishedPolicies, PublishedPolicy
from tests.notify.builders import settings_with

SETTINGS = settings_with(
    site_name="Example Messaging Policies",
    site_url="https://policies.example.com/",
    service_url="https://notices.example.com/",
    contact="privacy@example.com",
    services=[Service(id="voice", title="Voice")],
    notice={"courtesy_from": "Example Messaging <updates@example.com>"},
    web=WebSettings(requests_a_minute=1_000, mails_an_hour=6),
)
PUBLISHED = PublishedPolicies(
    policies=tuple(
        PublishedPolicy(id=PolicyId(id_), titles={Language("en"): title}, services=())
        for id_, title in (("privacy", "Privacy Policy"), ("terms", "Terms of Service"))
    )
)
DAY = 24 * 3600


@dataclass(slots=True)
class Letters:
    """A carrier that keeps what it was given."""

    name: str = "hands"
    account: str = "a test's"
    counts_as: Literal["accepted", "withheld"] = "accepted"
    max_batch: int = 10
    lines: int = 1
    mails: list[Batch] = field(default_factory=list)

    def hand_over(self, batch: Batch) -> Outcome:
        self.mails.append(batch)
        return Accepted(message_id="m")

    def link(self, number: int = -1) -> str:
        """The path of the link in a mail."""
        found = re.search(r"https://notices\.example\.com(/\S+)", self.mails[number].mail.text)
        assert found is not None
        return found[1]

    def to(self) -> list[str]:
        return [batch.addressees[0].mailbox.address for batch in self.mails]


def waited(letters: Letters, number: int) -> None:
    """Wait until so many mails went out: they follow the answers."""
    until = time.monotonic() + 20
    while len(letters.mails) < number and time.monotonic() < until:
        time.sleep(0.01)
    assert len(letters.mails) == number


def settled(ledger: Ledger) -> None:
    """Wait until nothing that was asked is left to be looked at."""
    query = text("SELECT count(*) FROM reader_request WHERE state IN ('asked', 'mailing')")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with ledger.reading() as connection:
            if not connection.execute(query).scalar_one():
                return
        time.sleep(0.01)
    raise AssertionError


def asked(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM reader_request")).scalar_one())
