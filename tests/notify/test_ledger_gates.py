"""The gate to a carrier: what it asked of one sender, every sender keeps to; it opens by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from notify.carriers import Accepted, Batch, CarrierStopped, Outcome, TryLater
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_gates import LONGEST, OPEN_UNTIL, PROBE, Gate, gate_of
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import Clock, a_ledger, approved, totals

S = DeliveryState
MINUTE = timedelta(minutes=1)


def gate(ledger: Ledger, carrier: Hands) -> Gate:
    with ledger.reading() as connection:
        return gate_of(connection, carrier=carrier.name, account=carrier.account)


def limited(clock: Clock, *, for_: timedelta) -> TryLater:
    return TryLater(not_before=clock.moment + for_, reason="429", certain=True)


def broken(clock: Clock) -> TryLater:
    return TryLater(not_before=clock.moment + MINUTE, reason="503", certain=False)


def test_case_6_a_limit_slows_every_process_and_costs_no_attempt(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 6, clock)
    other = a_ledger(database, clock, "e")
    reset = clock.moment + timedelta(seconds=90)
    first = Hands(lambda _: limited(clock, for_=reset - clock.moment), max_batch=2)
    handed_over: list[datetime] = []

    def answer(_: Batch) -> Outcome:
        handed_over.append(clock.moment)
        return Accepted(message_id="m")

    second = Hands(answer, max_batch=2)

    def sleep_of_the_first(_: float) -> None:
        """While the first sender waits, the second begins: it waits as well."""
        sent(other, second, clock)

    class Waits(Clock):
        def sleep(self, seconds: float) -> None:
            sleep_of_the_first(seconds)

    waits = Waits(moment=clock.moment)
    sent(ledger, first, waits)

    assert handed_over == [reset, reset, reset]
    assert totals(ledger) == {S.ACCEPTED: 6}
    assert set(second.taken.values()) == {1}


def test_what_a_carrier_asks_of_one_account_does_not_hold_up_another(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    with pytest.raises(CarrierStopped):
        sent(ledger, Hands(answers(CarrierStopped("wrong key"))), clock)
    other = Hands()
    other.account = "another"

    sent(ledger, other, clock)

    assert totals(ledger) == {S.ACCEPTED: 2}


def fails(times: int, clock: Clock) -> Callable[[Batch], Outcome]:
    left = iter(range(times))
    return lambda _: broken(clock) if next(left, None) is not None else Accepted(message_id="m")


def test_case_11_a_storm_of_failures_is_waited_out_and_then_all_goes_on(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 30, clock)
    carrier = Hands(fails(OPEN_UNTIL + 3, clock), max_batch=15)
    began = clock.moment

    sent(ledger, carrier, clock)

    assert totals(ledger) == {S.ACCEPTED: 30}
    tried = carrier.sizes[OPEN_UNTIL : OPEN_UNTIL + 4]
    assert tried == [PROBE] * 4  # while it fails, and the first that passes
    assert carrier.sizes[OPEN_UNTIL + 4] == 15  # then all goes on at once
    waits = [1, 2, 4, 8, 10, 10]  # minutes: each twice the last, up to the longest
    assert clock.moment - began == sum(waits, 0) * MINUTE
    assert LONGEST == 10 * MINUTE
    assert gate(ledger, carrier).failures == 0


def test_failures_of_batches_that_were_under_way_together_count_once(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 8, clock)
    carrier = Hands(fails(4, clock), max_batch=2)

    sent(ledger, carrier, clock, lines=4)

    assert totals(ledger) == {S.ACCEPTED: 8}
    assert PROBE not in carrier.sizes
    assert max(carrier.sizes) == 2


def test_case_7_a_refused_key_stops_every_process_once_and_fails_nobody(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 9, clock)
    other = a_ledger(database, clock, "e")
    second = Hands(max_batch=3)

    def answer(_: Batch) -> Outcome:
        """While this one is at work, another process learns that the key is refused."""
        clock.sleep(1)
        with pytest.raises(CarrierStopped, match="wrong key"):
            sent(other, Hands(answers(CarrierStopped("wrong key")), max_batch=3), clock)
        return Accepted(message_id="m")

    second.answer = answer
    with pytest.raises(CarrierStopped, match="wrong key"):
        sent(ledger, second, clock)

    assert second.sizes == [3]
    assert totals(ledger) == {S.ACCEPTED: 3, S.PLANNED: 6}
    clock.sleep(1)
    sent(ledger, Hands(), clock)  # a person has looked, and begins anew
    assert totals(ledger) == {S.ACCEPTED: 9}


def test_several_batches_are_on_their_way_at_a_time(database: str) -> None:
    from threading import Barrier

    ledger = approved(database, 40)
    together = Barrier(4, timeout=30)

    def answer(_: Batch) -> Outcome:
        together.wait()
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=5)
    sent(ledger, carrier, lines=4)

    assert totals(ledger) == {S.ACCEPTED: 40}
    assert set(carrier.taken.values()) == {1}


def test_what_breaks_on_one_line_leaves_the_answers_of_the_others(database: str) -> None:
    ledger = approved(database, 12)

    def answer(batch: Batch) -> Outcome:
        if any(a.mailbox.address == "p0000@example.com" for a in batch.addressees):
            raise RuntimeError("nobody foresaw this")
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=3)
    with pytest.raises(RuntimeError, match="nobody foresaw"):
        sent(ledger, carrier, lines=4)

    assert totals(ledger) == {S.SENDING: 3, S.ACCEPTED: 9}  # unknown once its lease has ended
