"""Who gets no more courtesy mail, who cannot be reached, and that legal mail goes on."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from notify import schema
from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_batches import claim
from notify.ledger_place import BadPlace
from notify.ledger_settling import settle
from notify.ledger_unsubscribes import leave, unsubscribe, unsubscribe_again
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind
from notify.settlements import Settlement
from notify.tokens import TokenUse, read_token
from tests.notify.courtesy import approved_courtesy
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, a_ledger, approved, totals
from tests.notify.provider_posts import said, taken_in

S, K = DeliveryState, EventKind


def ids(ledger: Ledger) -> list[DeliveryId]:
    with ledger.reading() as connection:
        found = connection.execute(text("SELECT id FROM delivery ORDER BY id")).scalars()
        return [DeliveryId(one) for one in found]


def listed(ledger: Ledger) -> set[tuple[str, str, str]]:
    query = text("SELECT kind, reason, source FROM suppression")
    with ledger.reading() as connection:
        return {(row.kind, row.reason, row.source) for row in connection.execute(query)}


def accepted(ledger: Ledger) -> tuple[str, list[DeliveryId]]:
    batch = claim(ledger, carrier="sendgrid", limit=10)
    assert batch is not None
    found = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: found}, message_id="m"))
    return batch.id, found


def test_case_19_who_unsubscribes_between_plan_and_sending_gets_no_courtesy_mail(
    database: str, tmp_path: Path
) -> None:
    ledger = approved_courtesy(database, 3)
    first, *_ = ids(ledger)

    assert unsubscribe(ledger, first, marks=tmp_path)
    carrier = Hands()
    sent(ledger, carrier)

    assert totals(ledger) == {S.CANCELLED: 1, S.ACCEPTED: 2}
    assert len(carrier.taken) == 2
    with ledger.reading() as connection:
        why = text("SELECT reason FROM delivery WHERE state = 'cancelled'")
        assert connection.execute(why).scalar_one() == "unsubscribed"


def test_case_19_the_list_is_asked_again_when_mail_is_claimed(
    database: str, tmp_path: Path
) -> None:
    """Whoever is put on it while a plan is just being written is still in that plan."""
    ledger = approved_courtesy(database, 3)
    first, *_ = ids(ledger)
    unsubscribe(ledger, first, marks=tmp_path)
    with ledger.writing() as connection:  # as if the plan had been written afterwards
        connection.execute(text("UPDATE delivery SET state = 'planned'"))
    carrier = Hands()

    claimed = claim(ledger, carrier=carrier.name, limit=10)

    assert claimed is not None
    assert first not in [addressee.delivery for addressee in claimed.addressees]
    assert len(claimed.addressees) == 2


def test_case_19_a_legal_notice_still_goes_out_to_who_unsubscribed(
    database: str, tmp_path: Path
) -> None:
    ledger = approved(database, 2)
    first, _ = ids(ledger)

    unsubscribe(ledger, first, marks=tmp_path)
    carrier = Hands()
    sent(ledger, carrier)

    assert totals(ledger) == {S.ACCEPTED: 2}
    assert listed(ledger) == {("courtesy", "unsubscribed", "link")}


def test_a_legal_notice_says_why_it_cannot_be_switched_off(database: str) -> None:
    batch = claim(approved(database, 1), carrier="hands", limit=1)

    assert batch is not None
    assert "it cannot be switched off" in " ".join(batch.mail.text.split())
    assert "List-Unsubscribe" not in batch.mail.headers


def test_each_courtesy_mail_carries_a_token_for_its_own_mailbox(database: str) -> None:
    ledger = approved_courtesy(database, 2)

    batch = claim(ledger, carrier="hands", limit=10)

    assert batch is not None
    for addressee in batch.addressees:
        token = addressee.substitutions[UNSUBSCRIBE_MARK]
        found = read_token(ledger.seals.keyring, TokenUse.UNSUBSCRIBE, token)
        assert found == addressee.delivery


def test_to_unsubscribe_again_changes_nothing(database: str, tmp_path: Path) -> None:
    ledger = approved_courtesy(database, 1)
    (one,) = ids(ledger)

    assert [unsubscribe(ledger, one, marks=tmp_path) for _ in range(3)] == [True, True, True]

    with ledger.reading() as connection:
        query = text("SELECT body FROM event WHERE kind = 'suppression'")
        (facts,) = map(json.loads, connection.execute(query).scalars())
        kept = connection.execute(text("SELECT * FROM suppression")).mappings().all()
    assert facts["delivery"] == one
    assert len({row["mailbox"] for row in kept}) == len(kept)
    assert "@" not in json.dumps(facts)


def test_a_mailbox_that_is_left_many_times_at_once_is_listed_once(
    database: str, tmp_path: Path
) -> None:
    ledger = approved_courtesy(database, 1)
    (one,) = ids(ledger)
    mailbox = Mailbox(address="ada@example.com")

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(leave, ledger, mailbox, marks=tmp_path) for _ in range(12)]
        known = [pool.submit(unsubscribe, ledger, one, marks=tmp_path) for _ in range(12)]
        assert all(each.result() for each in known)
        assert [each.result() for each in done] == [None] * 12

    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT mailbox, kind FROM suppression")).all()
        told = text("SELECT count(*) FROM event WHERE kind = 'suppression'")
        assert connection.execute(told).scalar_one() == 2
    assert len(rows) == len(set(rows)) == 2


def test_a_mail_that_is_not_known_any_more_unsubscribes_nobody(
    database: str, tmp_path: Path
) -> None:
    assert not unsubscribe(a_ledger(database), DeliveryId("gone"), marks=tmp_path)


def test_case_20_a_bounce_suppresses_both_kinds_and_the_legal_notice_is_not_delivered(
    database: str,
) -> None:
    ledger = approved(database, 1)
    batch, (one,) = accepted(ledger)

    taken_in(ledger, said(K.BOUNCED, one, batch, detail="5.1.1"))

    assert totals(ledger) == {S.BOUNCED: 1}
    assert listed(ledger) == {("courtesy", "bounced", "provider"), ("legal", "bounced", "provider")}


def test_case_20_a_complaint_ends_courtesy_mail_and_no_legal_mail(database: str) -> None:
    ledger = approved(database, 1)
    batch, (one,) = accepted(ledger)

    taken_in(ledger, said(K.COMPLAINED, one, batch))

    assert totals(ledger) == {S.DELIVERED: 1}
    assert listed(ledger) == {("courtesy", "complained", "provider")}


def test_a_mail_that_was_refused_this_once_suppresses_nobody(database: str) -> None:
    ledger = approved(database, 2)
    batch, (one, two) = accepted(ledger)

    taken_in(ledger, said(K.BLOCKED, one, batch), said(K.DROPPED, two, batch))

    assert listed(ledger) == set()


def test_case_20_a_bounce_cancels_the_courtesy_mail_that_waits(database: str) -> None:
    clock = Clock()
    ledger = approved_courtesy(database, 2, clock)
    batch = claim(ledger, carrier="sendgrid", limit=1)
    assert batch is not None
    bounced = batch.addressees[0].delivery
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: [bounced]}, message_id="m"))
    with ledger.writing() as connection:  # the other tells the same mailbox of something else
        notice = dict(connection.execute(select(schema.notice)).mappings().one())
        connection.execute(insert(schema.notice).values(**notice | {"id": "other"}))
        same = (
            "UPDATE delivery SET notice = 'other', mailbox = (SELECT mailbox FROM delivery WHERE"
            " id = :id) WHERE id <> :id"
        )
        connection.execute(text(same), {"id": bounced})

    taken_in(ledger, said(K.BOUNCED, bounced, batch.id))

    assert totals(ledger) == {S.BOUNCED: 1, S.CANCELLED: 1}


def test_the_list_holds_no_address_that_can_be_read(database: str, tmp_path: Path) -> None:
    ledger = approved(database, 1)
    unsubscribe(ledger, ids(ledger)[0], marks=tmp_path)

    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT mailbox_key FROM suppression")).scalars().all()
    assert rows
    assert not any("@" in row for row in rows)


def test_t23_who_unsubscribed_after_a_backup_is_taken_in_anew_when_it_is_restored(
    database: str, tmp_path: Path
) -> None:
    ledger = approved_courtesy(database, 3)
    first, second, _ = ids(ledger)
    unsubscribe(ledger, first, marks=tmp_path)
    unsubscribe(ledger, second, marks=tmp_path)
    with ledger.writing() as connection:  # as it was before
        connection.execute(text("DELETE FROM suppression"))
        connection.execute(text("UPDATE delivery SET state = 'planned', reason = NULL"))
        other = text("UPDATE delivery SET mailbox = 'of somebody else' WHERE id = :id")
        connection.execute(other, {"id": second})  # no delivery to them was planned yet

    assert unsubscribe_again(ledger, tmp_path) == 2
    assert unsubscribe_again(ledger, tmp_path) == 0

    assert listed(ledger) == {("courtesy", "unsubscribed", "link")}
    with ledger.reading() as connection:
        waits = text("SELECT count(*) FROM delivery WHERE state = 'planned'")
        assert connection.execute(waits).scalar_one() == 2  # the first is cancelled again
    journal = (tmp_path / "journal.jsonl").read_text("ascii")
    assert "@" not in journal


def test_nothing_is_confirmed_to_a_reader_that_the_journal_does_not_hold(
    database: str, tmp_path: Path
) -> None:
    ledger = approved_courtesy(database, 1)
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")

    with pytest.raises(BadPlace):
        unsubscribe(ledger, ids(ledger)[0], marks=blocked)

    assert listed(ledger) == set()
