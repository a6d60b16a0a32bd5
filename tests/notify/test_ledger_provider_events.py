"""What providers say, joined to the deliveries: late, twice, in any order, before our own commit."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from notify.carriers import Batch, DeliveryId
from notify.deliveries import DeliveryState, moved
from notify.ledger import Ledger, id_tag
from notify.ledger_batches import LEASE, claim
from notify.ledger_guard import LedgerRestored, NotComplete, check_home, confirm_restore, keep_mark
from notify.ledger_settling import give_up_lost, settle
from notify.ledger_status import plan_statuses
from notify.provider_events import RANK, EventKind, proven, steps_to
from notify.settlements import Settlement
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, a_ledger, approved, totals
from tests.notify.provider_posts import all_said, said, taken_in

S, K = DeliveryState, EventKind


def claimed(ledger: Ledger, limit: int = 10) -> tuple[Batch, list[DeliveryId]]:
    batch = claim(ledger, carrier="sendgrid", limit=limit)
    assert batch is not None
    return batch, [addressee.delivery for addressee in batch.addressees]


def accepted(ledger: Ledger, limit: int = 10) -> tuple[Batch, list[DeliveryId]]:
    batch, ids = claimed(ledger, limit)
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))
    return batch, ids


def unknown(ledger: Ledger, clock: Clock, limit: int = 10) -> tuple[Batch, list[DeliveryId]]:
    batch, ids = claimed(ledger, limit)
    clock.moment += LEASE + timedelta(seconds=1)
    give_up_lost(ledger)
    return batch, ids


def chain(ledger: Ledger, kind: str) -> list[dict[str, object]]:
    query = text("SELECT body FROM event WHERE kind = :kind ORDER BY number")
    with ledger.reading() as connection:
        return [json.loads(body) for body in connection.execute(query, {"kind": kind}).scalars()]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        pytest.param([K.PROCESSED], S.ACCEPTED, id="processed is not delivered"),
        pytest.param([K.PROCESSED, K.DEFERRED], S.ACCEPTED, id="put off is not delivered"),
        pytest.param([K.DELIVERED], S.DELIVERED, id="delivered"),
        pytest.param([K.PROCESSED, K.BOUNCED], S.BOUNCED, id="refused for good"),
        pytest.param([K.PROCESSED, K.BLOCKED], S.BOUNCED, id="refused this once"),
        pytest.param([K.DELIVERED, K.BOUNCED], S.BOUNCED, id="taken and returned later"),
        pytest.param([K.DELIVERED, K.COMPLAINED], S.DELIVERED, id="a complaint came from a reader"),
        pytest.param([K.COMPLAINED], S.DELIVERED, id="a complaint alone proves that it arrived"),
    ],
)
def test_what_events_make_of_an_accepted_mail(
    database: str, kinds: list[EventKind], state: DeliveryState
) -> None:
    ledger = approved(database, 1)
    batch, (one,) = accepted(ledger)

    for kind in kinds:
        taken_in(ledger, said(kind, one, batch.id))

    assert totals(ledger) == {state: 1}


def test_case_3_events_show_that_a_mail_went_out_whose_answer_was_lost(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch, ids = unknown(ledger, clock)
    assert totals(ledger) == {S.UNKNOWN: 3}

    taken_in(ledger, *all_said(K.PROCESSED, ids[:2], batch.id))

    assert totals(ledger) == {S.ACCEPTED: 2, S.UNKNOWN: 1}
    carrier = Hands()
    sent(ledger, carrier, clock)
    assert carrier.sizes == []


def test_case_12_events_that_come_twice_and_in_any_order_come_to_the_same(database: str) -> None:
    kinds = (K.PROCESSED, K.DEFERRED, K.DELIVERED, K.BOUNCED)
    orders = list(permutations(kinds))
    ledger = approved(database, len(orders))
    batch, ids = accepted(ledger, limit=len(orders))

    for one, order in zip(ids, orders, strict=True):
        for kind in (*order, *order):
            taken_in(ledger, said(kind, one, batch.id))

    assert totals(ledger) == {S.BOUNCED: len(orders)}


def test_case_12_what_was_said_before_is_counted_as_repeated_and_changes_nothing(
    database: str,
) -> None:
    ledger = approved(database, 2)
    batch, ids = accepted(ledger)
    events = all_said(K.DELIVERED, ids, batch.id)

    first, second = taken_in(ledger, *events), taken_in(ledger, *events)

    assert (first.new, first.repeated, first.moved) == (2, 0, 2)
    assert (second.new, second.repeated, second.moved) == (0, 2, 0)
    assert len(chain(ledger, "step")) == 3  # sending, accepted, delivered


@given(st.lists(st.sampled_from(list(EventKind)), min_size=1, max_size=6), st.randoms())
def test_what_events_prove_does_not_depend_on_their_order(
    kinds: list[EventKind], random: Random
) -> None:
    def one_by_one(order: Sequence[EventKind]) -> DeliveryState:
        state = S.ACCEPTED
        for kind in order:
            state = (*steps_to(state, proven([kind])), state)[0]
        return state

    mixed = list(kinds)
    random.shuffle(mixed)

    assert one_by_one(kinds) == one_by_one(mixed) == proven([K.PROCESSED, *kinds])


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("target", RANK)
def test_every_step_that_events_make_is_one_that_a_delivery_may_take(
    state: DeliveryState, target: DeliveryState
) -> None:
    for step in steps_to(state, target):
        state = moved(state, step)


def test_case_14_events_that_come_before_our_own_commit_are_joined_by_it(database: str) -> None:
    ledger = approved(database, 2)
    batch, (one, two) = claimed(ledger)

    early = taken_in(ledger, said(K.PROCESSED, one, batch.id), said(K.DELIVERED, one, batch.id))
    assert (early.new, early.moved) == (2, 0)
    assert totals(ledger) == {S.SENDING: 2}
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: [one, two]}, message_id="m"))

    assert totals(ledger) == {S.DELIVERED: 1, S.ACCEPTED: 1}


def test_case_14_events_decide_where_our_own_answer_never_came(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    batch, (one, _) = claimed(ledger)
    taken_in(ledger, said(K.DELIVERED, one, batch.id))

    clock.moment += LEASE + timedelta(seconds=1)
    give_up_lost(ledger)

    assert totals(ledger) == {S.DELIVERED: 1, S.UNKNOWN: 1}


def test_case_17_a_late_answer_and_late_events_agree(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    batch, ids = unknown(ledger, clock)
    taken_in(ledger, said(K.DELIVERED, ids[0], batch.id))

    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))

    assert totals(ledger) == {S.DELIVERED: 1, S.ACCEPTED: 1}
    assert chain(ledger, "repeat") == []


def test_an_event_for_what_was_planned_again_keeps_it_from_going_out_again(database: str) -> None:
    ledger = approved(database, 2)
    batch, (one, two) = claimed(ledger)
    again = Settlement(to={S.PLANNED: [one, two]}, note="503", possible_repeat=True)
    settle(ledger, batch.id, again)

    taken_in(ledger, said(K.DELIVERED, one, batch.id))

    assert totals(ledger) == {S.DELIVERED: 1, S.PLANNED: 1}
    _, ids = accepted(ledger)
    assert ids == [two]


def test_an_event_of_an_earlier_attempt_shows_that_a_mail_went_out_twice(database: str) -> None:
    ledger = approved(database, 2)
    first, (one, two) = claimed(ledger)
    again = Settlement(to={S.PLANNED: [one, two]}, note="503", possible_repeat=True)
    settle(ledger, first.id, again)
    accepted(ledger)

    taken_in(ledger, said(K.PROCESSED, one, first.id))
    taken_in(ledger, said(K.DELIVERED, one, first.id))

    assert chain(ledger, "repeat") == [{"batch": first.id, "deliveries": [one]}]
    assert totals(ledger) == {S.DELIVERED: 1, S.ACCEPTED: 1}


def test_case_21_what_the_provider_dropped_never_counts_as_delivered(database: str) -> None:
    ledger = approved(database, 1)
    batch, (one,) = accepted(ledger)

    taken_in(ledger, said(K.DROPPED, one, batch.id, detail="Bounced Address"))

    assert totals(ledger) == {S.DROPPED: 1}
    with ledger.reading() as connection:
        reason = connection.execute(text("SELECT reason FROM delivery")).scalar_one()
    assert reason == "dropped Bounced Address"


def test_every_move_is_in_the_chain_that_the_status_is_read_from(database: str) -> None:
    ledger = approved(database, 3)
    batch, ids = accepted(ledger)

    taken_in(ledger, *all_said(K.DELIVERED, ids, batch.id))

    (plan,) = plan_statuses(ledger)  # which raises where rows and events differ
    assert plan.notices[0].counts[S.DELIVERED] == 3
    assert chain(ledger, "step")[-1] == {
        "to": "delivered",
        "deliveries": sorted(ids),
        "said_by": "provider",
    }


def test_events_about_other_mails_of_the_account_change_nothing_and_stop_nothing(
    database: str, tmp_path: Path
) -> None:
    ledger = approved(database, 1)
    accepted(ledger)

    taken = taken_in(ledger, said(K.DELIVERED, "of-another-ledger", "b"))

    assert (taken.moved, taken.lost) == (0, 0)
    assert totals(ledger) == {S.ACCEPTED: 1}
    check_home(ledger, marks=tmp_path)


def _tag(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        return id_tag(connection.execute(text("SELECT id FROM ledger")).scalar_one())


@pytest.mark.parametrize("what", ["delivery", "batch"])
def test_t23_an_event_that_names_what_this_ledger_lost_stops_the_sending(
    database: str, tmp_path: Path, what: str
) -> None:
    ledger = approved(database, 2)
    batch, (one, _) = accepted(ledger)
    lost = f"{_tag(ledger)}0123456789abcdef"
    event = said(K.PROCESSED, lost, batch.id) if what == "delivery" else None
    ours = a_ledger(database, prefix=f"{_tag(ledger)}-")
    if event is None:
        with ledger.writing() as connection:
            connection.execute(
                text("UPDATE delivery SET id = :id WHERE id = :one"),
                {"id": f"{_tag(ledger)}-1", "one": one},
            )
        event = said(K.PROCESSED, f"{_tag(ledger)}-1", lost)

    assert taken_in(ours, event).lost == 1

    with pytest.raises(LedgerRestored, match="went out from it"):
        check_home(ledger, marks=tmp_path)
    with pytest.raises(LedgerRestored, match="went out from it"):
        keep_mark(ledger, marks=tmp_path)
    assert [event["ids"] for event in chain(ledger, "doubt")] == [[lost]]


def test_a_sender_at_work_stops_within_one_batch_once_there_is_a_doubt(
    database: str, tmp_path: Path
) -> None:
    ledger = approved(database, 4)
    carrier = Hands(max_batch=1)

    def claimed_and_doubted() -> None:
        if len(carrier.sizes) == 2:
            taken_in(ledger, said(K.PROCESSED, f"{_tag(ledger)}0123456789abcdef"))
        keep_mark(ledger, marks=tmp_path)

    with pytest.raises(LedgerRestored):
        sent(ledger, carrier, claimed=claimed_and_doubted)

    assert totals(ledger) == {S.ACCEPTED: 2, S.PLANNED: 2}


def test_a_doubt_ends_when_a_person_confirms_and_not_as_if_nothing_were_missing(
    database: str, tmp_path: Path
) -> None:
    ledger = approved(database, 2)
    taken_in(ledger, said(K.PROCESSED, f"{_tag(ledger)}0123456789abcdef"))

    with pytest.raises(NotComplete, match="leave out --nothing-is-missing"):
        confirm_restore(ledger, marks=tmp_path, by="Counsel", why="backup", complete=True)
    confirm_restore(ledger, marks=tmp_path, by="Counsel", why="backup", complete=False)

    check_home(ledger, marks=tmp_path)
    assert totals(ledger) == {S.UNKNOWN: 2}
