"""The commands that settle what a carrier left open."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.deliveries import DeliveryState
from notify.ledger import approve, open_ledger, save
from notify.ledger_batches import claim, give_up_lost
from tests.commands import fairnotice
from tests.notify.ledgers import OPENED, people, planned, totals
from tests.repositories import PolicyRepository

S = DeliveryState
BY = ("--by", "A. Counsel", "--why", "the provider's own log shows it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose ledger holds two mails that are unknown."""
    PolicyRepository(tmp_path)
    ledger = open_ledger({}, root=tmp_path)
    OPENED.append(ledger.engine)
    save(ledger, planned(ledger, people(2)))
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


def test_nothing_is_settled_unless_it_is_named(folder: Path) -> None:
    answer = fairnotice("notify", "resolve", "--as", "failed", *BY, cwd=folder)

    assert answer.status == 2
    assert "write --all" in answer.err
