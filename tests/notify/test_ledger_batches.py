"""Batches: claimed by one sender each, settled once, and what an answer proves that comes too late."""

import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import text

from notify.carriers import Batch, DeliveryId
from notify.deliveries import DeliveryState, ImpossibleMove
from notify.ledger import Ledger
from notify.ledger_batches import LEASE, claim
from notify.ledger_settling import give_up_lost, settle
from notify.ledger_status import plan_statuses
from notify.settlements import Settlement
from tests.notify.ledgers import Clock, a_ledger, approved, totals
from tests.postgresql import Server

S = DeliveryState


def claimed(ledger: Ledger, *, carrier: str = "hands", limit: int = 10) -> Batch:
    batch = claim(ledger, carrier=carrier, limit=limit)
    assert batch is not None
    return batch


def ids(batch: Batch) -> list[DeliveryId]:
    return [addressee.delivery for addressee in batch.addressees]


def given_up(ledger: Ledger, clock: Clock) -> None:
    clock.moment += LEASE + timedelta(seconds=1)
    give_up_lost(ledger)


def events(ledger: Ledger, kind: str) -> list[dict[str, object]]:
    query = text("SELECT body FROM event WHERE kind = :kind ORDER BY number")
    with ledger.reading() as connection:
        return [json.loads(body) for body in connection.execute(query, {"kind": kind}).scalars()]


def test_case_16_several_senders_claim_each_delivery_once(database: str) -> None:
    approved(database, 60)
    ledgers = [a_ledger(database, prefix=f"sender{number}-") for number in range(4)]

    def work(ledger: Ledger) -> Sequence[DeliveryId]:
        taken: list[DeliveryId] = []
        while (batch := claim(ledger, carrier="hands", limit=3)) is not None:
            taken += ids(batch)
            assert settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids(batch)}))
        return taken

    with ThreadPoolExecutor(max_workers=4) as senders:
        taken = Counter(one for found in senders.map(work, ledgers) for one in found)

    assert len(taken) == 60
    assert set(taken.values()) == {1}
    assert totals(ledgers[0]) == {S.ACCEPTED: 60}


def test_a_claim_that_is_not_committed_yet_holds_up_no_other(postgresql: Server) -> None:
    ledger = approved(postgresql.new_database(), 4)
    locks = "SELECT id FROM delivery ORDER BY id LIMIT 2 FOR UPDATE"

    with ledger.engine.connect() as slow, slow.begin():
        held = set(slow.execute(text(locks)).scalars())
        taken = set(ids(claimed(ledger)))

    assert len(taken) == 2
    assert taken.isdisjoint(held)


def test_several_senders_give_up_a_lost_batch_once(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 4, clock)
    claimed(ledger, limit=2), claimed(ledger, limit=2)
    clock.moment += LEASE + timedelta(seconds=1)

    with ThreadPoolExecutor(max_workers=2) as senders:
        lost = list(senders.map(give_up_lost, [ledger, a_ledger(database, clock, "e")]))

    assert sum(lost) == 4
    assert totals(ledger) == {S.UNKNOWN: 4}


def test_case_17_an_answer_that_comes_after_the_lease_is_evidence_still(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch = claimed(ledger)
    given_up(ledger, clock)
    assert totals(ledger) == {S.UNKNOWN: 3}

    one, *others = ids(batch)
    late = Settlement(
        to={S.ACCEPTED: others, S.FAILED: [one]}, reasons={one: "no such box"}, message_id="m"
    )
    assert not settle(ledger, batch.id, late)

    assert totals(ledger) == {S.ACCEPTED: 2, S.FAILED: 1}
    assert sum(event.get("late") is True for event in events(ledger, "step")) == 2
    assert events(ledger, "repeat") == []


@pytest.mark.parametrize("state", [S.UNKNOWN, S.PLANNED])
def test_a_late_answer_that_proves_nothing_changes_nothing(database: str, state: S) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch = claimed(ledger)
    given_up(ledger, clock)

    assert not settle(ledger, batch.id, Settlement(to={state: ids(batch)}))

    assert totals(ledger) == {S.UNKNOWN: 3}


def test_what_was_planned_again_is_not_handed_over_once_a_late_answer_comes(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch = claimed(ledger, carrier="outbox")  # what was to lie in a folder is planned again
    given_up(ledger, clock)
    assert totals(ledger) == {S.PLANNED: 3}

    settle(ledger, batch.id, Settlement(to={S.WITHHELD: ids(batch)}))

    assert totals(ledger) == {S.WITHHELD: 3}
    assert claim(ledger, carrier="hands", limit=10) is None


def test_case_17_a_late_answer_for_what_was_claimed_again_is_recorded_as_a_repeat(
    database: str,
) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    first = claimed(ledger, carrier="outbox")
    given_up(ledger, clock)
    second = claimed(ledger, limit=2)

    assert not settle(ledger, first.id, Settlement(to={S.ACCEPTED: ids(first)}))
    assert events(ledger, "repeat") == [{"batch": first.id, "deliveries": sorted(ids(second))}]
    assert totals(ledger) == {S.SENDING: 2, S.ACCEPTED: 1}

    assert settle(ledger, second.id, Settlement(to={S.ACCEPTED: ids(second)}))
    assert totals(ledger) == {S.ACCEPTED: 3}


def test_to_settle_again_changes_nothing(database: str) -> None:
    """Where the connection broke in the commit, nobody knows whether it was recorded."""
    ledger = approved(database, 3)
    batch = claimed(ledger)
    one, two, three = ids(batch)
    answer = Settlement(to={S.ACCEPTED: [one], S.FAILED: [two], S.PLANNED: [three]})

    assert settle(ledger, batch.id, answer)
    before = events(ledger, "step")
    assert not settle(ledger, batch.id, answer)

    assert totals(ledger) == {S.ACCEPTED: 1, S.FAILED: 1, S.PLANNED: 1}
    assert events(ledger, "step") == before
    assert events(ledger, "repeat") == []


def test_an_answer_settles_only_what_its_batch_holds(database: str) -> None:
    ledger = approved(database, 4)
    first, second = claimed(ledger, limit=2), claimed(ledger, limit=2)

    with pytest.raises(ImpossibleMove, match="not all in it"):
        settle(ledger, first.id, Settlement(to={S.ACCEPTED: ids(second)}))

    assert totals(ledger) == {S.SENDING: 4}


def test_case_18_leases_end_by_the_time_of_the_database_whatever_a_sender_s_own_clock_says(
    database: str,
) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    claimed(ledger)
    with ledger.reading() as connection:
        until = connection.execute(text("SELECT lease_until FROM batch")).scalar_one()

    assert until == (clock.moment + LEASE).isoformat(timespec="microseconds")
    assert give_up_lost(ledger) == 0


def test_the_status_counts_while_senders_are_at_work(database: str) -> None:
    ledger = approved(database, 40)
    other = a_ledger(database, prefix="e")

    def work() -> None:
        while (batch := claim(other, carrier="hands", limit=2)) is not None:
            settle(other, batch.id, Settlement(to={S.ACCEPTED: ids(batch)}))

    with ThreadPoolExecutor(max_workers=1) as sender:
        working = sender.submit(work)
        for _ in count():
            (plan,) = plan_statuses(ledger)
            assert sum(plan.notices[0].counts.values()) == 40
            if working.done():
                break
        working.result()
