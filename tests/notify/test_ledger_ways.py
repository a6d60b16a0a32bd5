"""What an approval is good for: this way, this From, for a week; and nothing else."""

from datetime import timedelta

import pytest

from notify.ledger import Ledger, approve
from notify.ledger_status import plan_statuses
from notify.ledger_ways import GOOD_FOR, NotApprovedSo, Way, pinned_to, to_send, told_in
from tests.notify.builders import NEW
from tests.notify.courtesy import approved_courtesy
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import Clock, a_ledger, approved, people, planned

WAY = Way(carrier="sendgrid", account="https://api.sendgrid.com key 0123456789ab")
SENDER = "policies@policies.example.com"
SECOND = timedelta(seconds=1)


def a_pinned(database: str, clock: Clock | None = None, number: int = 3) -> Ledger:
    ledger = a_ledger(database, clock)
    planned(ledger, people(number))
    approve(ledger, by="Counsel", pin=pinned_to(WAY))
    return ledger


def test_what_was_approved_goes_out_in_the_way_that_was_approved(database: str) -> None:
    ledger = a_pinned(database)

    plans = to_send(ledger, WAY, senders=lambda: {SENDER})

    assert list(plans) == [1]
    assert told_in(ledger, plans) == {NEW.id}


@pytest.mark.parametrize(
    ("way", "sender", "said"),
    [
        pytest.param(
            Way(carrier="sendgrid", account="https://api.sendgrid.com key ba9876543210"),
            SENDER,
            r"approved for sendgrid \(.* key 0123456789ab\), not for .* key ba9876543210",
            id="another key",
        ),
        pytest.param(
            Way(carrier="smtp", account="mail.example.com:465"),
            SENDER,
            r"not for smtp \(mail\.example\.com:465\); run: fairnotice notify approve",
            id="another carrier",
        ),
        pytest.param(
            WAY,
            "sales@example.com",
            r"approved to come from policies@.*, and the settings name sales@example\.com",
            id="another From",
        ),
    ],
)
def test_nothing_goes_out_in_another_way(database: str, way: Way, sender: str, said: str) -> None:
    ledger = a_pinned(database)

    with pytest.raises(NotApprovedSo, match=said):
        to_send(ledger, way, senders=lambda: {sender})


def test_courtesy_mail_goes_out_alone_from_its_own_sender(database: str) -> None:
    ledger = approved_courtesy(database, 1)
    (plan,) = plan_statuses(ledger)
    approve(ledger, by="Counsel", hash_=plan.hash, pin=pinned_to(WAY))

    assert to_send(ledger, WAY, senders=lambda: {SENDER, "updates@example.com"})
    with pytest.raises(NotApprovedSo, match=r"come from updates@example\.com, and the settings"):
        to_send(ledger, WAY, senders=lambda: {SENDER, "news@example.com"})


def test_an_approval_that_nobody_used_for_a_week_is_given_anew(database: str) -> None:
    clock = Clock()
    ledger = a_pinned(database, clock)
    (plan,) = plan_statuses(ledger)
    clock.moment += GOOD_FOR
    assert to_send(ledger, WAY, senders=lambda: {SENDER})

    clock.moment += SECOND
    with pytest.raises(NotApprovedSo, match=r"approved more than 7 days ago; run: .* approve"):
        to_send(ledger, WAY, senders=lambda: {SENDER})
    approve(ledger, by="Counsel", hash_=plan.hash, pin=pinned_to(WAY))

    assert to_send(ledger, WAY, senders=lambda: {SENDER})


def test_what_was_begun_in_time_is_brought_to_its_end(database: str) -> None:
    from notify.carriers import Accepted, CarrierStopped

    clock = Clock()
    ledger = a_pinned(database, clock)
    stops = Hands(answers(Accepted(message_id="m"), CarrierStopped("credits")), max_batch=1)
    with pytest.raises(CarrierStopped):
        sent(ledger, stops, clock)
    clock.moment += 2 * GOOD_FOR

    assert to_send(ledger, WAY, senders=lambda: {SENDER})


def test_an_approval_without_a_way_lets_nothing_out(database: str) -> None:
    with pytest.raises(NotApprovedSo, match="was approved for no carrier"):
        to_send(approved(database, 1), WAY, senders=lambda: {SENDER})


def test_where_everybody_was_told_nothing_is_asked(database: str) -> None:
    ledger = approved(database, 2)
    sent(ledger, Hands())

    assert list(to_send(ledger, WAY, senders=lambda: {SENDER})) == []
