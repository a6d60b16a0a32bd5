"""What is due: the day must not come on which nobody was told."""

from datetime import date, timedelta

import pytest

from notify.carriers import OutcomeUnknown
from notify.ledger import approve
from notify.ledger_brakes import pause
from notify.ledger_due import Due, what_is_due
from tests.notify.builders import TODAY
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import Clock, a_ledger, approved, people, planned


def test_a_plan_that_nobody_approved_is_due_by_its_last_lawful_day(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, people(3))

    (due,) = what_is_due(ledger, [])

    assert due.people == 3
    assert due.last_day == date(2027, 1, 29)  # 30 days before 1 March, the day itself not counted
    assert due.line(TODAY).endswith(
        'by 2027-01-29, 3 left: not approved; run: fairnotice notify approve --by "WHO"'
    )
    assert "by 2027-01-29, which has passed, 3 left" in due.line(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("happens", "cause"),
    [
        pytest.param("approved", "run: fairnotice notify send", id="nobody sent it"),
        pytest.param("paused", "paused; run: fairnotice notify resume", id="it is paused"),
        pytest.param("withheld", "withheld in a folder", id="it went to a folder"),
        pytest.param("unknown", "unknown whether they were told", id="the answer was lost"),
    ],
)
def test_the_cause_says_what_to_do(database: str, happens: str, cause: str) -> None:
    ledger = approved(database, 3)
    if happens == "paused":
        pause(ledger, plan=None, by="Counsel")
    elif happens == "withheld":
        sent(ledger, Hands(counts_as="withheld"))
    elif happens == "unknown":
        sent(ledger, Hands(answers(OutcomeUnknown(reason="lost"))))

    (due,) = what_is_due(ledger, [])

    assert (due.people, due.cause[: len(cause)]) == (3, cause)


def test_nothing_is_due_once_everybody_was_told(database: str) -> None:
    ledger = approved(database, 3)
    sent(ledger, Hands())

    assert what_is_due(ledger, []) == []


def test_what_was_replaced_is_not_due_any_more(database: str) -> None:
    clock = Clock()
    ledger = a_ledger(database, clock)
    planned(ledger, people(2))
    clock.moment += timedelta(minutes=1)
    planned(ledger, people(3))
    approve(ledger, by="Counsel")

    (due,) = what_is_due(ledger, [])

    assert isinstance(due, Due)
    assert due.people == 3
