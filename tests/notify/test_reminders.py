"""Reminders: on the day itself those who were told are told once more, where the settings want it."""

from dataclasses import replace
from datetime import date

import pytest

from archive.register import Register
from archive.revisions import Revision, State
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve, planned_mails
from notify.ledger_batches import claim
from notify.ledger_settling import settle
from notify.ledger_ways import told_in
from notify.settlements import Settlement
from tests.notify.builders import NEW, OLD, a_policy, a_register, settings_with
from tests.notify.ledgers import Made, approved, people, planned, totals

S = DeliveryState
THE_DAY = date(2027, 3, 1)
REMINDS = settings_with(notice={"reminder": True})
APPLIES = replace(NEW, state=State.IN_FORCE)
REPLACED = replace(OLD, state=State.SUPERSEDED)


def register(revision: Revision = APPLIES, today: date = THE_DAY) -> Register:
    return a_register(a_policy(REPLACED, revision), today=today)


def told(database: str, **answers: int) -> Ledger:
    """A ledger of nine people, some of whom a notice reached."""
    ledger = approved(database, 9)
    for state, number in answers.items():
        batch = claim(ledger, carrier="hands", limit=number)
        assert batch is not None
        ids = [addressee.delivery for addressee in batch.addressees]
        settle(ledger, batch.id, Settlement(to={S(state): ids}))
    return ledger


def reminding(ledger: Ledger, today: date = THE_DAY) -> Made:
    return planned(ledger, people(9), register=register(today=today), settings=REMINDS, today=today)


def test_on_the_day_those_who_were_told_are_reminded_once(database: str) -> None:
    ledger = told(database, accepted=5, unknown=2, failed=2)

    made = reminding(ledger)

    assert made.new
    (batch,) = planned_mails(ledger)
    assert len(batch.addressees) == 7
    assert (
        batch.mail.subject == "Example Messaging: as we told you, from 1 March 2027: Privacy Policy"
    )
    said = "This is a reminder: we told you of this before, and from 1 March 2027 on it applies."
    for words in (batch.mail.text, batch.mail.html):
        assert said in " ".join(words.split())
    approve(ledger, by="Counsel")
    assert not reminding(ledger).new
    assert told_in(ledger, [2]) == {NEW.id}
    assert sum(totals(ledger).values()) == 16


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2027, 2, 28), id="the day before"),
        pytest.param(date(2027, 3, 2), id="the day after"),
    ],
)
def test_on_no_other_day(database: str, today: date) -> None:
    ledger = told(database, accepted=9)

    revision = NEW if today < THE_DAY else APPLIES
    there = a_register(a_policy(REPLACED, revision), today=today)

    assert not planned(ledger, people(9), register=there, settings=REMINDS, today=today).new


def test_nobody_is_reminded_unless_the_settings_want_it(database: str) -> None:
    ledger = told(database, accepted=9)

    made = planned(ledger, people(9), register=register(), today=THE_DAY)

    assert not made.new


def test_a_reminder_that_was_planned_again_is_the_same(database: str) -> None:
    ledger = told(database, accepted=9)
    first = reminding(ledger)

    again = reminding(ledger)

    assert (again.new, again.plan.hash) == (False, first.plan.hash)
