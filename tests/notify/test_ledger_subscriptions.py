"""Subscriptions in the ledger: one a mailbox, sealed, in the chain, and gone when they end."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.ledger import Ledger
from notify.ledger_erasure import erase, erase_again
from notify.ledger_events import record_all
from notify.ledger_persons import NobodyFound
from notify.ledger_rekey import rekey
from notify.ledger_subscriptions import (
    change_subscription,
    drop_subscription,
    subscribers,
    subscription_of,
    write_subscription,
)
from notify.mailboxes import Mailbox
from notify.recipients import mailbox_key
from notify.subscriptions import Extent, Rhythm, Wish
from tests.notify.ledgers import a_ledger, file_in
from tests.notify.test_ledger_erasure import contents
from tests.notify.test_ledger_rekey import NEW, both
from tests.notify.test_ledger_retention import bytes_of
from tests.notify.test_subscriptions import a_wish

ADA = Mailbox(address="Ada@example.com")
ASKED = "2027-01-15T09:00:00.000000+00:00"


def subscribed(ledger: Ledger, mailbox: Mailbox = ADA, wish: Wish | None = None) -> None:
    with ledger.writing() as connection:
        entry = write_subscription(connection, ledger, mailbox, wish or a_wish(), asked_at=ASKED)
        record_all(connection, [entry], at=ledger.moment(connection))


def indexes(ledger: Ledger, mailbox: Mailbox = ADA) -> tuple[str, ...]:
    return ledger.seals.indexes(mailbox_key(mailbox))


def events(ledger: Ledger) -> list[tuple[str, str]]:
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT kind, body FROM event ORDER BY number")).all()
    return [(row.kind, json.loads(row.body).get("did", "")) for row in rows]


def test_a_mailbox_subscribes_once_however_it_is_spelled(database: str) -> None:
    ledger = a_ledger(database)
    subscribed(ledger)
    subscribed(ledger, Mailbox(address="ADA@EXAMPLE.COM"), a_wish(rhythm=Rhythm.WEEKLY))

    (one,) = subscribers(ledger)

    assert one.mailbox.address == "ADA@EXAMPLE.COM"
    assert one.wish == a_wish(rhythm=Rhythm.WEEKLY)
    assert one.asked_at.isoformat() == "2027-01-15T09:00:00+00:00"
    assert events(ledger) == [("subscription", "confirmed")] * 2


def test_no_address_stands_open_in_the_ledger(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    subscribed(ledger)
    assert "ada@example.com" not in bytes_of(tmp_path).casefold()


def test_what_is_wanted_can_be_changed_and_ended(database: str) -> None:
    ledger = a_ledger(database)
    subscribed(ledger)
    wish = a_wish(policies=("privacy",), services=("voice",), extent=Extent.MUST_BE_TOLD)

    with ledger.writing() as connection:
        assert len(change_subscription(connection, ledger, indexes(ledger), wish)) == 1
    with ledger.reading() as connection:
        found = subscription_of(connection, ledger.seals, indexes(ledger))
    assert found is not None
    assert found.wish == wish

    with ledger.writing() as connection:
        assert len(drop_subscription(connection, indexes(ledger))) == 1
        assert drop_subscription(connection, indexes(ledger)) == []
        assert change_subscription(connection, ledger, indexes(ledger), wish) == []
    assert list(subscribers(ledger)) == []


def test_who_takes_no_courtesy_mail_is_no_subscriber(database: str) -> None:
    ledger = a_ledger(database)
    for number in range(3):
        subscribed(ledger, Mailbox(address=f"r{number}@example.com"))
    stopped = indexes(ledger, Mailbox(address="r1@example.com"))[0]
    with ledger.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO suppression (id, mailbox, kind, reason, source, at)"
                " VALUES ('s', :mailbox, 'courtesy', 'bounced', 'provider', 'x')"
            ),
            {"mailbox": stopped},
        )

    assert [s.mailbox.address for s in subscribers(ledger)] == ["r0@example.com", "r2@example.com"]


def test_t37_a_subscription_is_found_after_every_key_was_changed(database: str) -> None:
    subscribed(a_ledger(database))
    rekey(a_ledger(database, keyring=both()))

    alone = a_ledger(database, keyring=NEW)

    assert [one.mailbox for one in subscribers(alone)] == [ADA]
    with alone.reading() as connection:
        assert subscription_of(connection, alone.seals, indexes(alone)) is not None


def test_s20_who_only_subscribed_is_erased_as_everybody_is(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    subscribed(ledger)
    with ledger.reading() as connection:
        sealed = connection.execute(text("SELECT address FROM subscription")).scalar_one()
    assert sealed in bytes_of(tmp_path)

    done = erase(ledger, ADA.address, by="Counsel", why="asked", marks=tmp_path / "marks")

    assert done.deliveries == ()
    assert sealed[20:60] not in bytes_of(tmp_path)
    assert "ada@" not in "\n".join(contents(ledger)).casefold()
    assert events(ledger)[-2:] == [("subscription", "ended"), ("erasure", "")]
    with pytest.raises(NobodyFound):
        erase(ledger, ADA.address, by="Counsel", why="asked", marks=tmp_path / "marks")


def test_s20_a_restored_ledger_forgets_a_subscription_again(tmp_path: Path) -> None:
    ledger = a_ledger(file_in(tmp_path))
    subscribed(ledger)
    erase(ledger, ADA.address, by="Counsel", why="asked", marks=tmp_path / "marks")
    subscribed(ledger)  # as a backup would bring it back

    erase_again(ledger, tmp_path / "marks")

    assert list(subscribers(ledger)) == []
