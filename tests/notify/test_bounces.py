"""Bounces of mails by SMTP: counted for the one mail they came back from, forged ones for none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.bounce_messages import LARGEST, NoBounce, read_bounce
from notify.bounces import take_bounce
from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.envelopes import Envelopes, NotOurBounce
from notify.ledger import Ledger
from notify.ledger_batches import claim
from notify.ledger_settling import settle
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind
from notify.settlements import Settlement
from notify.smtp_carrier import SmtpCarrier
from notify.smtp_servers import Security, SmtpServer
from tests.notify.hands import sent
from tests.notify.keyrings import a_keyring
from tests.notify.ledgers import Clock, approved, totals
from tests.notify.smtp_server import smtp_server

S, K = DeliveryState, EventKind
BOX = Mailbox(address="bounces@example.com")


def a_report(
    to: str = "bounces@example.com", *, action: str = "failed", status: str = "5.1.1"
) -> bytes:
    """A report as mail servers write it."""
    return f"""\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mail.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Fri, 15 Jan 2027 09:00:00 +0000

Final-Recipient: rfc822; reader@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <reader@example.net>: no such user

--cut
Content-Type: message/rfc822

Subject: Our privacy policy changes

--cut--
""".replace("\n", "\r\n").encode()


COMPLAINT = a_report().replace(b"message/delivery-status", b"message/feedback-report")


@pytest.mark.parametrize(
    ("report", "kind", "status"),
    [
        pytest.param(a_report(), K.BOUNCED, "5.1.1", id="no such mailbox"),
        pytest.param(a_report(status="5.1.10"), K.BOUNCED, "5.1.10", id="takes no mail at all"),
        pytest.param(a_report(status="5.2.2"), K.BLOCKED, "5.2.2", id="a full mailbox"),
        pytest.param(a_report(status="5.7.1"), K.BLOCKED, "5.7.1", id="refused this once"),
        pytest.param(a_report(status="4.4.7"), K.BLOCKED, "4.4.7", id="given up after days"),
        pytest.param(a_report(status="none"), K.BLOCKED, "", id="without a status"),
        pytest.param(a_report(action="delayed"), K.DEFERRED, "5.1.1", id="put off"),
        pytest.param(
            a_report(action="Delivered", status="2.0.0"), K.DELIVERED, "2.0.0", id="arrived"
        ),
        pytest.param(a_report(action="relayed"), K.PROCESSED, "5.1.1", id="passed on"),
        pytest.param(COMPLAINT, K.COMPLAINED, "", id="a complaint"),
    ],
)
def test_what_a_report_says(report: bytes, kind: EventKind, status: str) -> None:
    found = read_bounce(report)

    assert (found.kind, found.status) == (kind, status)
    assert found.came_to == ["bounces@example.com", "bounces@example.com"]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"Subject: I am on holiday\r\n\r\nUntil March.\r\n", id="a holiday reply"),
        pytest.param(a_report(action="failed").replace(b"Action", b"Axion"), id="no action"),
        pytest.param(a_report().replace(b"message/delivery-status", b"text/plain"), id="no report"),
        pytest.param(a_report()[:300], id="cut off"),
        pytest.param(b"\xff\xfe" * 1000, id="no text"),
        pytest.param(b"x" * (LARGEST + 1), id="endless"),
        pytest.param(b"Content-Type: multipart/report\r\n\r\n", id="an empty report"),
    ],
)
def test_any_other_message_is_no_bounce(written: bytes) -> None:
    with pytest.raises(NoBounce):
        read_bounce(written)


def accepted(ledger: Ledger) -> list[DeliveryId]:
    batch = claim(ledger, carrier="smtp", limit=10)
    assert batch is not None
    ids = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}))
    return ids


def envelopes_of(ledger: Ledger) -> Envelopes:
    return Envelopes(mailbox=BOX, keyring=ledger.seals.keyring)


def test_a_bounce_counts_for_the_mail_it_came_back_from_and_once(database: str) -> None:
    ledger = approved(database, 2)
    one, _ = accepted(ledger)
    ours = envelopes_of(ledger)
    report = a_report(ours.address_for(one))

    first = take_bounce(ledger, report, ours, to=None)[1]
    again = take_bounce(ledger, report, ours, to=None)[1]

    assert (first.moved, again.new, again.moved) == (1, 0, 0)
    assert totals(ledger) == {S.BOUNCED: 1, S.ACCEPTED: 1}
    with ledger.reading() as connection:
        kept = connection.execute(text("SELECT body FROM provider_post")).scalar_one()
    assert "reader@example.net" not in kept


def test_the_server_s_own_word_where_it_came_to_counts_before_the_headers(database: str) -> None:
    ledger = approved(database, 1)
    (one,) = accepted(ledger)
    ours = envelopes_of(ledger)

    take_bounce(ledger, a_report("somebody@example.com"), ours, to=ours.address_for(one))

    assert totals(ledger) == {S.BOUNCED: 1}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(lambda _: "bounces@example.com", id="without a signature"),
        pytest.param(lambda one: f"bounces+{one}_aaaaaaaaaaaaaaaa@example.com", id="made up"),
        pytest.param(
            lambda one: Envelopes(mailbox=BOX, keyring=a_keyring("others")).address_for(one),
            id="signed by somebody else",
        ),
    ],
)
def test_t31_a_bounce_that_nobody_signed_for_changes_nothing(
    database: str, address: Callable[[DeliveryId], str]
) -> None:
    ledger = approved(database, 1)
    (one,) = accepted(ledger)

    with pytest.raises(NotOurBounce):
        take_bounce(ledger, a_report(address(one)), envelopes_of(ledger), to=None)

    assert totals(ledger) == {S.ACCEPTED: 1}


def test_each_mail_by_smtp_leaves_with_an_envelope_address_of_its_own(tmp_path: Path) -> None:
    ledger = approved(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", 2)
    ours = envelopes_of(ledger)
    with smtp_server() as server:
        at = SmtpServer(host="127.0.0.1", port=server.port, security=Security.NONE)
        sent(ledger, SmtpCarrier(server=at, envelopes=ours), Clock())

    assert len({ours.delivery_of(message.sender) for message in server.messages}) == 2
    for message in server.messages:
        take_bounce(ledger, a_report(message.sender), ours, to=None)
    assert totals(ledger) == {S.BOUNCED: 2}
