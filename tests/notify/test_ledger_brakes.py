"""Pauses and cancellations: they take hold between two batches, everywhere, and nothing is lost."""

import pytest

from notify.carriers import Accepted, Batch, Outcome, TryLater
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_brakes import NothingToHold, cancel, pause, resume
from notify.ledger_status import plan_statuses
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, approved, totals

S = DeliveryState


def hash_of(ledger: Ledger) -> str:
    (plan,) = plan_statuses(ledger)
    return plan.hash


@pytest.mark.parametrize("whole", [True, False], ids=["everything", "one plan"])
def test_a_pause_takes_hold_after_the_batch_on_its_way(database: str, *, whole: bool) -> None:
    ledger = approved(database, 9)
    which = None if whole else hash_of(ledger)[:12]

    def answer(_: Batch) -> Outcome:
        if not carrier.taken:
            pause(ledger, plan=which, by="Counsel")
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=3)
    sent(ledger, carrier)
    assert totals(ledger) == {S.ACCEPTED: 3, S.PLANNED: 6}
    sent(ledger, carrier)
    assert totals(ledger) == {S.ACCEPTED: 3, S.PLANNED: 6}

    resume(ledger, plan=which, by="Counsel")
    sent(ledger, carrier)
    assert totals(ledger) == {S.ACCEPTED: 9}
    assert set(carrier.taken.values()) == {1}


def test_case_30_a_plan_cancelled_on_its_way_ends_within_a_batch_and_adds_up(
    database: str,
) -> None:
    ledger = approved(database, 9)

    def answer(_: Batch) -> Outcome:
        if not carrier.taken:
            named, number = cancel(ledger, plan=hash_of(ledger), by="Counsel")
            assert (named, number) == (f"plan {hash_of(ledger)[:12]}", 6)
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=3)
    sent(ledger, carrier)

    assert totals(ledger) == {S.ACCEPTED: 3, S.CANCELLED: 6}
    assert carrier.sizes == [3]


def test_what_comes_back_of_a_cancelled_plan_is_cancelled(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 4, clock)

    def answer(_: Batch) -> Outcome:
        cancel(ledger, plan=hash_of(ledger), by="Counsel")
        return TryLater(not_before=clock.moment, reason="429", certain=True)

    carrier = Hands(answer, max_batch=3)
    sent(ledger, carrier, clock)

    assert totals(ledger) == {S.CANCELLED: 4}
    assert carrier.sizes == [3]


def test_who_pauses_cancels_and_lets_go_on_is_recorded(database: str) -> None:
    ledger = approved(database, 2)

    pause(ledger, plan=None, by="Counsel")
    resume(ledger, plan=None, by="The other counsel")
    cancel(ledger, plan=hash_of(ledger), by=" Counsel ")

    with ledger.reading() as connection:
        query = "SELECT kind, body FROM event WHERE kind NOT IN ('step', 'plan', 'baseline')"
        found = [tuple(row) for row in connection.exec_driver_sql(f"{query} ORDER BY number")]
    assert [kind for kind, _ in found] == ["approval", "pause", "resume", "cancel"]
    assert [body for kind, body in found if kind != "approval"] == [
        '{"by":"Counsel"}',
        '{"by":"The other counsel"}',
        '{"by":"Counsel"}',
    ]


def test_only_what_stands_can_be_held_up_or_let_go(database: str) -> None:
    ledger = approved(database, 2)
    pause(ledger, plan=None, by="Counsel")

    with pytest.raises(NothingToHold, match="held up already"):
        pause(ledger, plan=None, by="Counsel")
    with pytest.raises(NothingToHold, match="is not paused"):
        resume(ledger, plan=hash_of(ledger), by="Counsel")
    with pytest.raises(NothingToHold, match="no approved plans begin with 'zz'"):
        cancel(ledger, plan="zz", by="Counsel")
    with pytest.raises(NothingToHold, match="no approved plans begin with ''"):
        cancel(ledger, plan="", by="Counsel")
    with pytest.raises(NothingToHold, match="names a person"):
        resume(ledger, plan=None, by=" ")


def test_a_cancelled_plan_cannot_be_resumed(database: str) -> None:
    ledger = approved(database, 2)
    cancel(ledger, plan=hash_of(ledger), by="Counsel")

    with pytest.raises(NothingToHold, match="is not paused"):
        resume(ledger, plan=hash_of(ledger), by="Counsel")
