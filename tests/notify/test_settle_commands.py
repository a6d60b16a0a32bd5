"""The commands that settle what a carrier left open."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.envelopes import Envelopes
from notify.ledger import approve, open_ledger
from notify.ledger_batches import claim
from notify.ledger_settling import give_up_lost
from notify.mailboxes import Mailbox
from tests.commands import fairnotice
from tests.notify.ledgers import OPENED, people, planned, totals
from tests.notify.test_bounces import a_report
from tests.repositories import PolicyRepository

S = DeliveryState
BY = ("--by", "A. Counsel", "--why", "the provider's own log shows it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose ledger holds two mails that are unknown."""
    PolicyRepository(tmp_path)
    ledger = open_ledger({}, root=tmp_path)
    OPENED.append(ledger.engine)
    planned(ledger, people(2))
    approve(ledger, by="Counsel")
    claim(ledger, carrier="smtp", limit=2)
    with ledger.writing() as connection:
        connection.execute(text("UPDATE batch SET lease_until = '2020'"))
    assert give_up_lost(ledger) == 2
    return tmp_path


def test_a_person_settles_what_is_unknown(folder: Path) -> None:
    one = fairnotice("notify", "resolve", "--as", "failed", "--recipient", "p0001", *BY, cwd=folder)
    rest = fairnotice(
        "notify", "resolve", "--all", "--as", "accepted", *BY, "--format", "json", cwd=folder
    )

    assert one.out == "1 unknown mails count as failed now, as A. Counsel says\n"
    assert json.loads(rest.out)["deliveries"] == 1
    ledger = open_ledger({}, root=folder)
    OPENED.append(ledger.engine)
    assert totals(ledger) == {S.FAILED: 1, S.ACCEPTED: 1}


def bounced(folder: Path, message: bytes, *options: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "fairnotice", "notify", "bounce", *options],
        cwd=folder,
        input=message,
        capture_output=True,
        check=False,
    )


def test_a_mail_server_hands_in_bounces_one_by_one(folder: Path) -> None:
    ledger = open_ledger({}, root=folder)
    OPENED.append(ledger.engine)
    with ledger.reading() as connection:
        one = connection.execute(text("SELECT id FROM delivery ORDER BY id")).scalars().first()
    envelopes = Envelopes(mailbox=Mailbox(address="b@example.com"), keyring=ledger.seals.keyring)
    refused = bounced(folder, b"")
    (folder / "fairnotice.toml").write_text('[notice]\nbounces_to = "b@example.com"\n', "utf-8")

    report = a_report(envelopes.address_for(DeliveryId(str(one))))
    counted = bounced(folder, report, "--format", "json")
    holiday = bounced(folder, b"Subject: I am on holiday\r\n\r\nUntil March.\r\n")

    assert (refused.returncode, b"set notice.bounces_to" in refused.stderr) == (2, True)
    assert json.loads(counted.stdout) == {"counted": True, "kind": "bounced", "moved": 1}
    assert (holiday.returncode, holiday.stdout[:12]) == (0, b"not counted:")
    assert totals(ledger) == {S.BOUNCED: 1, S.UNKNOWN: 1}


def test_nothing_is_settled_unless_it_is_named(folder: Path) -> None:
    answer = fairnotice("notify", "resolve", "--as", "failed", *BY, cwd=folder)

    assert answer.status == 2
    assert "write --all" in answer.err
