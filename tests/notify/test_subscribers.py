"""Subscribers: courtesy mail by the plan, the ledger and the sender that legal mail goes by."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.register import Register
from archive.settings import Settings
from notify.carriers import Accepted, Addressee, Batch, Mail, MailKind, Outcome, substituted
from notify.ledger import Ledger, approve
from notify.ledger_events import record_all
from notify.ledger_standing import standing_of
from notify.ledger_status import plan_statuses
from notify.ledger_subscriptions import write_subscription
from notify.ledger_unsubscribes import unsubscribe
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.recipients import Recipient
from notify.subscriptions import Rhythm, Wish
from tests.notify.builders import SETTINGS, TODAY, a_recipient
from tests.notify.courtesy import SETTINGS as COURTESY
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Made, a_ledger, planned, totals
from tests.notify.test_corrections import redated, register
from tests.notify.test_ledger_subscriptions import ASKED
from tests.notify.test_subscriptions import a_wish

EVE = "eve@example.com"
ADA = a_recipient("ada", "ada@example.com", ["messaging"], name="Ada")


@dataclass(slots=True)
class Kept:
    """What a carrier was given for whom."""

    mails: dict[str, list[tuple[Mail, Addressee]]] = field(default_factory=dict)

    def take(self, batch: Batch) -> Outcome:
        for one in batch.addressees:
            self.mails.setdefault(one.mailbox.address, []).append((batch.mail, one))
        return Accepted(message_id="m")

    @property
    def kinds(self) -> dict[str, list[MailKind]]:
        return {address: [mail.kind for mail, _ in some] for address, some in self.mails.items()}


@pytest.fixture
def kept() -> Kept:
    return Kept()


def subscribe(ledger: Ledger, address: str = EVE, wish: Wish | None = None) -> None:
    mailbox = Mailbox(address=address)
    with ledger.writing() as connection:
        entry = write_subscription(connection, ledger, mailbox, wish or a_wish(), asked_at=ASKED)
        record_all(connection, [entry], at=ledger.moment(connection))


def told(
    ledger: Ledger,
    kept: Kept,
    *people: Recipient,
    settings: Settings = COURTESY,
    moved: Register | None = None,
) -> Made:
    """Plan for who is on the list and who subscribed, approve, and send."""
    today = moved.today if moved else TODAY
    made = planned(ledger, people or [ADA], settings=settings, register=moved, today=today)
    if made.new and made.plan.deliveries:
        approve(ledger, by="Counsel")
        sent(ledger, Hands(kept.take))
    return made


def test_a_subscriber_gets_the_words_that_customers_get_as_courtesy_mail(
    database: str, kept: Kept
) -> None:
    ledger = a_ledger(database)
    subscribe(ledger)

    made = told(ledger, kept)

    ((mail, addressee),) = kept.mails[EVE]
    ((legal, _),) = kept.mails["ada@example.com"]
    token = addressee.substitutions[UNSUBSCRIBE_MARK]
    text = substituted(mail.text, addressee.substitutions)
    assert (mail.kind, mail.from_.address) == (MailKind.COURTESY, "updates@example.com")
    assert mail.subject == legal.subject
    assert "We keep call records" in text
    assert "You asked Example Messaging to tell you when these policies change." in text
    assert f"https://notices.example.com/unsubscribe/{token}" in text
    assert f'href="https://notices.example.com/unsubscribe/{token}"' in substituted(
        mail.html, addressee.substitutions
    )
    for words in (text, mail.html):
        assert "legal notice" not in words
        assert "customer of" not in words
    assert "You use Messaging" in substituted(
        legal.text, kept.mails["ada@example.com"][0][1].substitutions
    )
    assert UNSUBSCRIBE_MARK not in legal.text
    assert (made.plan.recipients, made.plan.told) == (2, 2)


def test_nobody_is_told_twice(database: str, kept: Kept) -> None:
    ledger = a_ledger(database)
    subscribe(ledger)

    told(ledger, kept)
    again = told(ledger, kept)

    assert (again.new, again.plan.deliveries) == (False, 0)
    assert kept.kinds == {EVE: [MailKind.COURTESY], "ada@example.com": [MailKind.LEGAL]}
    assert sum(totals(ledger).values()) == 2


def test_on_both_lists_one_mail_goes_out_the_legal_one(database: str, kept: Kept) -> None:
    ledger = a_ledger(database)
    subscribe(ledger, "ADA@example.com")

    made = told(ledger, kept)

    assert kept.kinds == {"ada@example.com": [MailKind.LEGAL]}
    assert made.plan.recipients == 1


def test_a_customer_whom_it_does_not_concern_gets_what_they_asked_for(
    database: str, kept: Kept
) -> None:
    ledger = a_ledger(database)
    subscribe(ledger, "bak@example.com")

    told(ledger, kept, ADA, a_recipient("bak", "bak@example.com", ["backup"]))

    assert kept.kinds["bak@example.com"] == [MailKind.COURTESY]
    assert plan_statuses(ledger)[0].recipients == 3


@pytest.mark.parametrize(
    ("wish", "mails"),
    [
        pytest.param(a_wish(policies=("privacy",)), 1, id="this policy"),
        pytest.param(a_wish(policies=("terms",)), 0, id="another policy"),
        pytest.param(a_wish(services=("messaging",)), 1, id="a service it covers"),
        pytest.param(a_wish(services=("backup",)), 0, id="another service"),
        pytest.param(a_wish(rhythm=Rhythm.WEEKLY), 1, id="a digest, which it does not wait for"),
    ],
)
def test_only_what_was_asked_for_is_told(database: str, kept: Kept, wish: Wish, mails: int) -> None:
    ledger = a_ledger(database)
    subscribe(ledger, wish=wish)

    told(ledger, kept)

    assert len(kept.mails.get(EVE, ())) == mails


def test_a_day_that_moved_is_told_to_each_as_they_were_told_before(
    database: str, kept: Kept
) -> None:
    ledger = a_ledger(database)
    subscribe(ledger)
    told(ledger, kept)

    told(ledger, kept, moved=register(redated("2027-04-01")))

    assert kept.kinds == {
        EVE: [MailKind.COURTESY, MailKind.COURTESY],
        "ada@example.com": [MailKind.LEGAL, MailKind.LEGAL],
    }
    assert "instead of" in kept.mails[EVE][1][0].text


def test_who_left_is_told_nothing_more(database: str, kept: Kept, tmp_path: Path) -> None:
    ledger = a_ledger(database)
    subscribe(ledger)
    told(ledger, kept)
    ((_, addressee),) = kept.mails[EVE]
    assert unsubscribe(ledger, addressee.delivery, marks=tmp_path)

    told(ledger, kept, moved=register(redated("2027-04-01")))

    assert len(kept.mails[EVE]) == 1
    assert len(kept.mails["ada@example.com"]) == 2


def test_subscribers_do_not_count_as_people_of_the_list(database: str, kept: Kept) -> None:
    ledger = a_ledger(database)
    for name in "abc":
        subscribe(ledger, f"{name}@example.com")
    told(ledger, kept)

    with ledger.reading() as connection:
        assert standing_of(connection).recipients == 1
    assert plan_statuses(ledger)[0].recipients == 4


def test_without_a_sender_for_it_nobody_gets_courtesy_mail(database: str, kept: Kept) -> None:
    ledger = a_ledger(database)
    subscribe(ledger)

    made = told(ledger, kept, settings=SETTINGS)

    assert kept.kinds == {"ada@example.com": [MailKind.LEGAL]}
    assert made.plan.recipients == 1
