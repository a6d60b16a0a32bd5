"""Sending: nobody is lost, nobody is told twice, and what is not known is said to be unknown."""

import resource
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notify.carriers import (
    Accepted,
    Batch,
    CarrierStopped,
    DeliveryId,
    Outcome,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from notify.deliveries import DeliveryState
from notify.ledger import NothingToApprove, approve, withheld
from notify.ledger_batches import LEASE, claim, claimed_until
from notify.ledger_database import LedgerAway
from notify.ledger_release import NotApprovedAgain, release_withheld
from notify.ledger_settling import give_up_lost, settle
from notify.ledger_withheld import what_releases
from notify.outbox_carrier import OutboxCarrier
from notify.sending_course import PATIENCE, REFUSALS, UNREACHED
from notify.settlements import Settlement
from tests.notify.courtesy import approved_courtesy
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import Clock, approved, file_in, totals
from tests.postgresql import Server

S = DeliveryState


def addressed(batch: Batch, names: Iterable[str]) -> list[DeliveryId]:
    wanted = {f"{name}@example.com" for name in names}
    return [a.delivery for a in batch.addressees if a.mailbox.address in wanted]


def test_everybody_is_handed_over_once_in_batches(database: str) -> None:
    ledger, carrier = approved(database, 25), Hands(max_batch=10)

    sent(ledger, carrier)

    assert carrier.sizes == [10, 10, 5]
    assert totals(ledger) == {S.ACCEPTED: 25}
    assert set(carrier.taken.values()) == {1}


def test_case_28_sending_twice_changes_nothing(database: str) -> None:
    ledger, carrier = approved(database, 3), Hands()
    sent(ledger, carrier)

    sent(ledger, carrier)

    assert carrier.sizes == [3]


def test_a_folder_of_files_tells_nobody_and_is_not_sent_again_silently(
    database: str, tmp_path: Path
) -> None:
    ledger = approved(database, 3)
    folder = OutboxCarrier(folder=tmp_path / "outbox")
    sent(ledger, folder)
    carrier = Hands()

    sent(ledger, carrier)

    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 3
    assert totals(ledger) == {S.WITHHELD: 3}
    assert carrier.sizes == []


def test_what_was_withheld_goes_out_under_an_approval_given_afterwards(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    sent(ledger, Hands(counts_as="withheld"), clock)
    assert what_releases(withheld(ledger)) == (
        "3 withheld: configure a carrier, approve again, then"
        " fairnotice notify send --release-withheld"
    )
    with pytest.raises(NotApprovedAgain, match="run: fairnotice notify approve"):
        release_withheld(ledger)

    clock.sleep(1)
    approve(ledger, by="Counsel")
    with pytest.raises(NothingToApprove, match="send --release-withheld"):
        approve(ledger, by="Counsel")
    carrier = Hands()
    sent(ledger, carrier, clock)
    assert totals(ledger) == {S.WITHHELD: 3}  # approved, and still nothing goes out by itself

    assert release_withheld(ledger) == 3
    sent(ledger, carrier, clock)

    assert totals(ledger) == {S.ACCEPTED: 3}
    assert set(carrier.taken.values()) == {1}
    assert release_withheld(ledger) == 0
    assert what_releases(withheld(ledger)) is None


def test_what_is_withheld_again_needs_another_approval(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    for _ in range(2):
        clock.sleep(1)
        sent(ledger, Hands(counts_as="withheld"), clock)
        with pytest.raises(NotApprovedAgain):
            release_withheld(ledger)
        clock.sleep(1)
        approve(ledger, by="Counsel")
        assert release_withheld(ledger) == 3


def test_case_4_a_lost_answer_stays_unknown_and_is_never_sent_again(database: str) -> None:
    ledger = approved(database, 3)
    carrier = Hands(answers(OutcomeUnknown(reason="no answer")))

    sent(ledger, carrier)
    sent(ledger, carrier)

    assert totals(ledger) == {S.UNKNOWN: 3}
    assert set(carrier.taken.values()) == {1}


def test_a_sender_that_died_leaves_unknown_behind_after_its_lease(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    lost = claim(ledger, carrier="hands", limit=2)
    assert lost is not None
    carrier = Hands()

    sent(ledger, carrier, clock)
    assert totals(ledger) == {S.SENDING: 2, S.ACCEPTED: 1}

    clock.moment += LEASE + timedelta(seconds=1)
    sent(ledger, carrier, clock)
    assert totals(ledger) == {S.UNKNOWN: 2, S.ACCEPTED: 1}
    late = Settlement(to={S.ACCEPTED: [a.delivery for a in lost.addressees]})
    assert not settle(ledger, lost.id, late)


def test_a_carrier_that_asks_to_wait_is_waited_for(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    until = clock.moment + timedelta(seconds=90)
    carrier = Hands(answers(TryLater(not_before=until, reason="429", certain=True)))

    sent(ledger, carrier, clock)

    assert clock.moment == until
    assert totals(ledger) == {S.ACCEPTED: 3}


def test_every_wait_is_said_before_it_begins(database: str) -> None:
    clock, said = Clock(), list[str]()
    ledger = approved(database, 3, clock)
    until = clock.moment + timedelta(seconds=30)
    carrier = Hands(answers(TryLater(not_before=until, reason="429", certain=True)))

    sent(ledger, carrier, clock, say=said.append)

    assert said == ["hands asked to wait: 429; going on in 30 s"]


def nobody_there(clock: Clock) -> TryLater:
    return TryLater(
        not_before=clock.moment + timedelta(seconds=15),
        reason="https://mail.example.com cannot be reached (refused)",
        certain=True,
        unreached="check the host",
    )


def test_a_host_that_nobody_answers_at_is_given_up_soon(database: str) -> None:
    clock, said = Clock(), list[str]()
    ledger = approved(database, 3, clock)
    carrier = Hands(lambda _: nobody_there(clock))

    with pytest.raises(CarrierStopped, match=r"mail\.example\.com .* 3 times in a row; check the"):
        sent(ledger, carrier, clock, say=said.append)

    assert len(carrier.sizes) == UNREACHED
    assert len(said) == UNREACHED - 1
    assert said[0].startswith("hands could not be reached: https://mail.example.com")
    assert said[0].endswith("; going on in 15 s")
    assert totals(ledger) == {S.PLANNED: 3}


def test_a_host_that_took_mails_before_is_waited_for(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    gone = [nobody_there(clock)] * (UNREACHED + 1)

    sent(ledger, Hands(answers(Accepted(message_id="m"), *gone), max_batch=2), clock)

    assert totals(ledger) == {S.ACCEPTED: 3}


def test_a_carrier_that_only_asks_to_wait_is_left_alone_for_now(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    began = clock.moment
    carrier = Hands(lambda _: TryLater(not_before=clock.moment, reason="429", certain=True))

    with pytest.raises(CarrierStopped, match=r"nothing for 12 hours .* send again later"):
        sent(ledger, carrier, clock)

    assert clock.moment - began > PATIENCE
    assert totals(ledger) == {S.PLANNED: 3}


def test_case_10_legal_mail_goes_out_again_when_the_carrier_says_it_failed(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    failed = TryLater(not_before=clock.moment, reason="503", certain=False)

    sent(ledger, Hands(answers(failed)), clock)

    assert totals(ledger) == {S.ACCEPTED: 3}
    with ledger.engine.begin() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM event").scalars().all()
    assert sum('"possible_repeat":true' in body for body in bodies) == 1


def test_case_8_a_named_bad_address_does_not_fail_its_neighbours(database: str) -> None:
    ledger = approved(database, 5)

    def answer(batch: Batch) -> Outcome:
        bad = addressed(batch, ["p0001", "p0003"])
        if bad:
            return Refused(reason="bad", addressees=dict.fromkeys(bad, "no such domain"))
        return Accepted(message_id="m")

    sent(ledger, Hands(answer))

    assert totals(ledger) == {S.ACCEPTED: 3, S.FAILED: 2}


BAD = st.sets(st.integers(0, 39), max_size=4)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(bad=BAD)
def test_case_8_a_refusal_that_names_nobody_is_traced_by_halving(
    new_database: Callable[[], str], bad: set[int]
) -> None:
    ledger = approved(new_database(), 40)
    names = [f"p{number:04}" for number in bad]

    def answer(batch: Batch) -> Outcome:
        if addressed(batch, names):
            return Refused(reason="something is bad", smaller_may_pass=True)
        return Accepted(message_id="m")

    carrier = Hands(answer)
    sent(ledger, carrier)

    expected = {S.ACCEPTED: 40 - len(bad), S.FAILED: len(bad)}
    assert totals(ledger) == {state: number for state, number in expected.items() if number}
    assert len(carrier.sizes) <= 1 + 12 * len(bad)


def test_case_9_a_batch_that_is_too_large_goes_out_in_halves(database: str) -> None:
    ledger = approved(database, 12)

    def answer(batch: Batch) -> Outcome:
        if len(batch.addressees) > 3:
            return Refused(reason="SendGrid answered 413", smaller_may_pass=True)
        return Accepted(message_id="m")

    carrier = Hands(answer)
    sent(ledger, carrier)

    assert totals(ledger) == {S.ACCEPTED: 12}
    assert carrier.sizes == [12, 6, 6, 3, 3, 3, 3]
    assert set(carrier.taken.values()) == {1}


def test_case_10_courtesy_mail_is_unknown_when_the_carrier_says_it_failed(database: str) -> None:
    clock = Clock()
    ledger = approved_courtesy(database, 3, clock)
    failed = TryLater(not_before=clock.moment, reason="503", certain=False)
    carrier = Hands(answers(failed))

    sent(ledger, carrier, clock)

    assert totals(ledger) == {S.UNKNOWN: 3}
    assert carrier.sizes == [3]


def test_a_carrier_that_refuses_everybody_is_not_believed(database: str) -> None:
    ledger = approved(database, 40)
    carrier = Hands(lambda _: Refused(reason="no", smaller_may_pass=True), max_batch=4)

    with pytest.raises(CarrierStopped, match="one address after another"):
        sent(ledger, carrier)

    assert totals(ledger) == {S.PLANNED: 40 - REFUSALS, S.FAILED: REFUSALS}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(CarrierStopped("the key is wrong"), id="the key is wrong"),
        pytest.param(Refused(reason="the key is wrong"), id="the mail itself is refused"),
    ],
)
def test_where_a_person_must_act_nothing_has_failed(
    database: str, answer: Refused | CarrierStopped
) -> None:
    ledger = approved(database, 3)

    with pytest.raises(CarrierStopped, match="the key is wrong"):
        sent(ledger, Hands(answers(answer)))

    assert totals(ledger) == {S.PLANNED: 3}
    sent(ledger, Hands())
    assert totals(ledger) == {S.ACCEPTED: 3}


def test_progress_is_told(database: str) -> None:
    ledger, told = approved(database, 5), list[tuple[str, int, int]]()

    sent(ledger, Hands(max_batch=2), progress=lambda *what: told.append(what))

    assert told == [("Handing over", done, 5) for done in (2, 4, 5)]


OUTCOMES = st.lists(st.sampled_from(["accept", "unknown", "later", "die"]), max_size=8)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(fates=OUTCOMES)
def test_the_sum_over_all_states_is_the_planned_total_at_every_moment(
    new_database: Callable[[], str], fates: list[str]
) -> None:
    clock = Clock()
    ledger = approved(new_database(), 12, clock)
    given_: dict[str, Outcome | CarrierStopped] = {
        "accept": Accepted(message_id="m"),
        "unknown": OutcomeUnknown(reason="lost"),
        "later": TryLater(not_before=clock.moment, reason="429", certain=True),
        "die": CarrierStopped("stop"),
    }
    carrier = Hands(answers(*(given_[fate] for fate in fates)), max_batch=3)

    for _ in range(len(fates) + 1):
        try:
            sent(ledger, carrier, clock)
        except CarrierStopped:
            assert "die" in fates
        assert sum(totals(ledger).values()) == 12

    assert set(totals(ledger)) <= {S.ACCEPTED, S.UNKNOWN}
    assert set(carrier.taken.values()) == {1}


def test_mails_on_their_way_to_a_folder_are_written_again_when_the_sender_died(
    database: str,
) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    assert claim(ledger, carrier="outbox", limit=10) is not None
    until = claimed_until(ledger)
    assert until == clock() + LEASE

    clock.sleep(LEASE.total_seconds() + 1)

    assert give_up_lost(ledger) == 0
    assert totals(ledger) == {S.PLANNED: 3}
    assert claimed_until(ledger) is None


def test_mails_on_their_way_to_a_carrier_are_unknown_when_the_sender_died(
    database: str,
) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    assert claim(ledger, carrier="sendgrid", limit=10) is not None
    clock.sleep(LEASE.total_seconds() + 1)

    assert give_up_lost(ledger) == 3
    assert totals(ledger) == {S.UNKNOWN: 3}


def test_case_15_an_answer_is_kept_until_the_ledger_is_there_again(postgresql: Server) -> None:
    clock, said = Clock(), list[str]()
    ledger = approved(postgresql.new_database(), 3, clock)

    def answer(_: Batch) -> Outcome:
        postgresql.stop()
        return Accepted(message_id="m")

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            postgresql.start()

    carrier = Hands(answer)
    sent(ledger, carrier, clock, say=say)

    assert totals(ledger) == {S.ACCEPTED: 3}
    assert carrier.sizes == [3]
    assert [line[-21:] for line in said] == ["; trying again in 1 s", "; trying again in 2 s"]


def test_case_15_on_a_full_disk_answers_are_kept_and_nothing_more_is_claimed(
    tmp_path: Path,
) -> None:
    ledger, said = approved(file_in(tmp_path), 6), list[str]()
    former = resource.getrlimit(resource.RLIMIT_FSIZE)

    def answer(_: Batch) -> Outcome:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, former[1]))  # nothing more fits
        return Accepted(message_id="m")

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            resource.setrlimit(resource.RLIMIT_FSIZE, former)  # somebody made room
            carrier.answer = answers()

    carrier = Hands(answer, max_batch=3)
    try:
        sent(ledger, carrier, say=say)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)

    assert all(line.startswith("the ledger cannot be written: ") for line in said)
    assert len(said) == 3
    assert totals(ledger) == {S.ACCEPTED: 6}
    assert carrier.sizes == [3, 3]
    assert set(carrier.taken.values()) == {1}


def test_case_15_without_the_ledger_nothing_more_is_claimed(postgresql: Server) -> None:
    ledger, carrier = approved(postgresql.new_database(), 3), Hands()

    def claimed() -> None:
        postgresql.stop()
        raise LedgerAway("gone")

    def say(_: str) -> None:
        postgresql.start()

    with pytest.raises(LedgerAway, match="gone"):
        sent(ledger, carrier, claimed=claimed, say=say)

    assert totals(ledger) == {S.PLANNED: 3}
    assert carrier.sizes == []
