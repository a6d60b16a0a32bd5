"""What stayed unknown: planned again where silence proves something, settled by a person else."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.canaries import PATIENCE, Hearing, hearing
from notify.carriers import Accepted, Batch, Refused
from notify.deliveries import DeliveryState
from notify.jobs import Surroundings
from notify.ledger import Ledger
from notify.ledger_batches import LEASE, claim
from notify.ledger_canaries import canaries, canary_delivered_after, send_canary
from notify.ledger_guard import check_home, confirm_restore
from notify.ledger_reconcile import QUIET, reconcile, unconfirmed, what_settles
from notify.ledger_resolve import NothingToResolve, Resolution, resolve
from notify.ledger_settling import give_up_lost, settle
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind
from notify.settlements import Settlement
from notify.silences import reconcile_job, settle_silence
from tests.notify.builders import settings_with
from tests.notify.courtesy import approved_courtesy
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, a_ledger, approved, totals
from tests.notify.provider_posts import all_said, said, taken_in

S, K = DeliveryState, EventKind
CANARY = Mailbox(address="canary@example.com")
SENDER = Mailbox(address="legal@example.com")
SETTINGS = settings_with(
    site_url="https://policies.example.com/", notice={"canary": "canary@example.com"}
)


class SendGridHands(Hands):
    """Hands that tell by events, as SendGrid does; they remember each batch."""

    name = "sendgrid"

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        super().__init__(self._take)

    def _take(self, batch: Batch) -> Accepted:
        self.batches.append(batch)
        return Accepted(message_id="m")


def unknown(ledger: Ledger, clock: Clock, limit: int = 10, carrier: str = "sendgrid") -> Batch:
    """A batch whose answer never came."""
    batch = claim(ledger, carrier=carrier, limit=limit)
    assert batch is not None
    clock.moment += LEASE + timedelta(seconds=1)
    give_up_lost(ledger)
    return batch


def heard_canary(ledger: Ledger, *kinds: EventKind) -> None:
    hands = SendGridHands()
    send_canary(ledger, hands, to=CANARY, from_=SENDER)
    (batch,) = hands.batches
    taken_in(ledger, *(said(kind, batch.id, batch.id) for kind in kinds))


def steps(ledger: Ledger) -> list[dict[str, object]]:
    query = text("SELECT body FROM event WHERE kind = 'step' ORDER BY number")
    with ledger.reading() as connection:
        return [json.loads(body) for body in connection.execute(query).scalars()]


def test_case_2_what_was_claimed_and_never_posted_goes_out_once_silence_has_shown_it(
    database: str,
) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    unknown(ledger, clock)
    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.PROCESSED, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)

    assert reconcile(ledger).planned_again == 3

    assert steps(ledger)[-1]["possible_repeat"] is True
    carrier = Hands()
    sent(ledger, carrier, clock)
    assert totals(ledger) == {S.ACCEPTED: 3}
    assert reconcile(ledger).planned_again == 0


@pytest.mark.parametrize(
    "what", ["no canary", "an earlier canary", "a canary unheard of", "too early"]
)
def test_case_5_silence_proves_nothing_until_a_later_canary_was_heard(
    database: str, what: str
) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    if what == "an earlier canary":
        heard_canary(ledger, K.DELIVERED)
    unknown(ledger, clock)
    clock.moment += timedelta(minutes=1)
    if what == "a canary unheard of":
        send_canary(ledger, SendGridHands(), to=CANARY, from_=SENDER)
    clock.moment += QUIET if what != "too early" else timedelta()
    if what == "too early":
        heard_canary(ledger, K.DELIVERED)
    clock.moment += timedelta(minutes=1)

    found = reconcile(ledger)

    assert (found.planned_again, found.left) == (0, 2)
    assert found.canary_wanted is (what != "too early")
    assert totals(ledger) == {S.UNKNOWN: 2}


def test_whoever_was_heard_of_is_not_told_again(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch = unknown(ledger, clock)
    ids = [addressee.delivery for addressee in batch.addressees]
    taken_in(ledger, *all_said(K.PROCESSED, ids[:2], batch.id))
    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)

    assert reconcile(ledger).planned_again == 1

    assert totals(ledger) == {S.ACCEPTED: 2, S.PLANNED: 1}


def test_courtesy_mail_is_never_sent_twice(database: str) -> None:
    clock = Clock()
    ledger = approved_courtesy(database, 2, clock)
    unknown(ledger, clock)
    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)

    assert reconcile(ledger).planned_again == 0
    with pytest.raises(NothingToResolve, match="once at most"):
        resolve(ledger, Resolution.AGAIN, by="Counsel", why="lost")

    assert totals(ledger) == {S.UNKNOWN: 2}


def test_what_a_carrier_without_events_left_open_is_left_to_a_person(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    unknown(ledger, clock, carrier="smtp")
    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)

    assert reconcile(ledger).planned_again == 0


def test_what_a_restored_ledger_may_have_told_is_left_to_a_person(
    database: str, tmp_path: Path
) -> None:
    clock = Clock()
    ledger = approved(database, 4, clock)
    unknown(ledger, clock, limit=2)
    confirm_restore(ledger, marks=tmp_path, by="Counsel", why="backup", complete=False)
    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)

    assert reconcile(ledger).planned_again == 0
    assert totals(ledger) == {S.UNKNOWN: 4}


def test_a_run_of_sending_sends_the_canary_that_is_wanted_once(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    unknown(ledger, clock)
    clock.moment += QUIET + timedelta(minutes=1)
    hands, said_lines = SendGridHands(), list[str]()

    for _ in range(3):
        settle_silence(ledger, hands, SETTINGS, say=said_lines.append)
    assert len(hands.batches) == 1
    assert hands.batches[0].addressees[0].mailbox == CANARY

    taken_in(ledger, said(K.DELIVERED, hands.batches[0].id, hands.batches[0].id))
    clock.moment += QUIET + timedelta(minutes=1)
    settle_silence(ledger, hands, SETTINGS, say=said_lines.append)

    assert totals(ledger) == {S.PLANNED: 2}
    assert "2 mails whose answer was lost" in said_lines[0]


def test_case_5_canaries_tell_a_dead_webhook_from_dead_mail(database: str, tmp_path: Path) -> None:
    clock = Clock()
    ledger = a_ledger(database, clock)
    assert hearing(canaries(ledger), now=clock()) is Hearing.UNTRIED

    send_canary(ledger, SendGridHands(), to=CANARY, from_=SENDER)
    clock.moment += PATIENCE
    assert hearing(canaries(ledger), now=clock()) is Hearing.NO_EVENTS

    heard_canary(ledger, K.PROCESSED, K.BOUNCED)
    clock.moment += PATIENCE
    assert hearing(canaries(ledger), now=clock()) is Hearing.NO_MAIL
    assert not canary_delivered_after(ledger, clock() - 3 * PATIENCE)

    heard_canary(ledger, K.DELIVERED)
    assert hearing(canaries(ledger), now=clock()) is Hearing.ALIVE
    assert canary_delivered_after(ledger, clock() - PATIENCE)
    check_home(ledger, marks=tmp_path)  # the events of canaries raise no doubt


def test_a_canary_that_was_not_taken_shows_nothing(database: str) -> None:
    ledger = a_ledger(database)
    hands = Hands(lambda _: Refused(reason="no such sender"))

    assert not send_canary(ledger, hands, to=CANARY, from_=SENDER)

    assert canaries(ledger) == []


def test_case_5_accepted_mails_that_nobody_ever_heard_of_are_counted(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 4, clock)
    batch = claim(ledger, carrier="sendgrid", limit=4)
    assert batch is not None
    ids = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))
    taken_in(ledger, said(K.PROCESSED, ids[0], batch.id), said(K.DELIVERED, ids[1], batch.id))

    assert unconfirmed(ledger, older=PATIENCE) == (0, 0)
    clock.moment += PATIENCE + timedelta(minutes=1)
    assert unconfirmed(ledger, older=PATIENCE) == (2, 4)


@pytest.mark.parametrize(
    ("resolution", "state"),
    [
        (Resolution.ACCEPTED, S.ACCEPTED),
        (Resolution.FAILED, S.FAILED),
        (Resolution.AGAIN, S.PLANNED),
    ],
)
def test_a_person_settles_what_no_event_can_and_is_recorded(
    database: str, resolution: Resolution, state: DeliveryState
) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    unknown(ledger, clock, carrier="smtp")

    assert resolve(ledger, resolution, by="Counsel", why="the log shows", recipients=["p0001"]) == 1

    assert totals(ledger) == {state: 1, S.UNKNOWN: 2}
    query = text("SELECT body FROM event WHERE kind = 'resolution'")
    with ledger.reading() as connection:
        facts = json.loads(connection.execute(query).scalar_one())
    assert facts == {"as": resolution, "by": "Counsel", "why": "the log shows", "count": 1}


@pytest.mark.parametrize(
    ("named", "advice"),
    [
        pytest.param({"recipients": ["nobody"]}, "nothing of what was named", id="nobody"),
        pytest.param({"notice": "%"}, "nothing of what was named", id="a pattern is no notice"),
        pytest.param({"by": " "}, "names a person", id="without a person"),
        pytest.param({"why": ""}, "names a person", id="without a reason"),
    ],
)
def test_what_cannot_be_resolved_is_refused(
    database: str, named: dict[str, object], advice: str
) -> None:
    clock = Clock()
    ledger = approved(database, 1, clock)
    unknown(ledger, clock)

    with pytest.raises(NothingToResolve, match=advice):
        resolve(ledger, Resolution.FAILED, **({"by": "Counsel", "why": "known"} | named))  # type: ignore[arg-type]


def test_the_job_settles_silence_though_nothing_is_to_be_sent(
    database: str, tmp_path: Path
) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    assert claim(ledger, carrier="sendgrid", limit=2) is not None
    clock.moment += LEASE + timedelta(seconds=1)
    around = Surroundings(ledger=ledger, settings=SETTINGS, environ={}, root=tmp_path)

    assert reconcile_job(around) == "2 given up, 0 planned again, 2 unknown"

    clock.moment += timedelta(minutes=1)
    heard_canary(ledger, K.DELIVERED)
    clock.moment += QUIET + timedelta(minutes=1)
    assert reconcile_job(around).startswith("0 given up, 2 planned again, 0 unknown; 2 mails whose")


def test_the_status_says_what_will_settle_what_is_unknown(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 2, clock)
    assert what_settles(ledger) is None
    unknown(ledger, clock)

    assert str(what_settles(ledger)).startswith(
        "2 unknown, and no event of a provider ever came in"
    )
    heard_canary(ledger, K.DELIVERED)
    assert str(what_settles(ledger)).startswith("2 unknown: the provider's events settle most")
