"""Sending mail by mail: each fares by itself, and the ledger knows how, over a real SMTP server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notify.carriers import (
    Accepted,
    Batch,
    CarrierStopped,
    OutcomeUnknown,
    Refused,
    Several,
    Single,
    TryLater,
)
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve
from notify.sending import send
from notify.sending_course import UNREACHED
from notify.settlements import settlement_of
from notify.smtp_carrier import SmtpCarrier
from notify.smtp_servers import Security, SmtpServer
from tests.notify.batches import a_batch
from tests.notify.ledgers import Clock, a_ledger, people, planned, totals
from tests.notify.smtp_server import HANG_UP, FakeSmtp, free_port, smtp_server

S = DeliveryState


@pytest.fixture
def server() -> Iterator[FakeSmtp]:
    with smtp_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def approved(folder: Path, number: int, clock: Clock) -> Ledger:
    ledger = a_ledger(folder, clock)
    planned(ledger, people(number))
    approve(ledger, by="Counsel")
    return ledger


def sent(ledger: Ledger, port: int, clock: Clock) -> list[str]:
    said: list[str] = []
    at = SmtpServer(host="127.0.0.1", port=port, security=Security.NONE)
    carrier = SmtpCarrier(server=at, data_seconds=0.5, now=clock)
    send(
        ledger,
        carrier,
        now=clock,
        sleep=clock.sleep,
        claimed=lambda: None,
        progress=lambda *_: None,
        say=said.append,
    )
    return said


def test_each_mail_comes_to_its_own_end(tmp_path: Path, server: FakeSmtp, clock: Clock) -> None:
    ledger = approved(tmp_path, 20, clock)
    server.says |= {
        "RCPT TO:<p0003@example.com>": "550 5.1.1 no such user",
        "RCPT TO:<p0004@example.com>": ["450 4.2.0 greylisted", "450 4.2.0 greylisted", "250 ok"],
        "DATA. p0005@example.com": HANG_UP,
    }

    (wait, longer) = sent(ledger, server.port, clock)

    assert totals(ledger) == {S.ACCEPTED: 18, S.FAILED: 1, S.UNKNOWN: 1}
    assert sorted(m.to for m in server.messages) == [
        f"p{n:04}@example.com" for n in range(20) if n not in {3, 5}
    ]
    assert wait == "the rest was put off by its own servers; going on in 60 s"
    assert longer == "the rest was put off by its own servers; going on in 120 s"


def test_a_server_that_relays_for_nobody_is_not_asked_a_million_times(
    tmp_path: Path, server: FakeSmtp, clock: Clock
) -> None:
    ledger = approved(tmp_path, 100, clock)
    server.says["RCPT"] = "554 5.7.1 relay access denied"

    with pytest.raises(CarrierStopped, match=r"refuses one address after another: .*relay access"):
        sent(ledger, server.port, clock)

    found = totals(ledger)
    assert found[S.FAILED] <= 14
    assert found[S.FAILED] + found[S.PLANNED] == 100


def test_a_mail_that_nobodys_server_takes_fails_nobody(
    tmp_path: Path, server: FakeSmtp, clock: Clock
) -> None:
    ledger = approved(tmp_path, 30, clock)
    server.says["DATA."] = "554 5.7.1 From is not verified"

    with pytest.raises(CarrierStopped, match=r"smtp refuses the mail: .*From is not verified"):
        sent(ledger, server.port, clock)

    assert totals(ledger) == {S.PLANNED: 30}


def test_a_server_that_is_busy_for_long_ends_the_run_and_loses_nobody(
    tmp_path: Path, server: FakeSmtp, clock: Clock
) -> None:
    ledger = approved(tmp_path, 5, clock)
    server.says["CONNECT"] = "421 busy"

    with pytest.raises(CarrierStopped, match=r"has taken nothing for 12 hours .* send again later"):
        sent(ledger, server.port, clock)
    assert totals(ledger) == {S.PLANNED: 5}

    server.says.clear()
    sent(ledger, server.port, clock)
    assert totals(ledger) == {S.ACCEPTED: 5}


def test_a_server_that_is_not_there_ends_the_run(tmp_path: Path, clock: Clock) -> None:
    ledger = approved(tmp_path, 5, clock)

    with pytest.raises(CarrierStopped, match=f"{UNREACHED} times in a row; check FAIRNOTICE_SMTP"):
        sent(ledger, free_port(), clock)

    assert totals(ledger) == {S.PLANNED: 5}


def test_a_batch_is_settled_mail_by_mail() -> None:
    batch: Batch = a_batch(4)
    fates: list[Single] = [
        Accepted(message_id="m"),
        Refused(reason="no such user", smaller_may_pass=True),
        TryLater(not_before=Clock().moment, reason="greylisted", certain=True),
        OutcomeUnknown(reason="no answer"),
    ]
    outcome = Several(
        outcomes={a.delivery: fate for a, fate in zip(batch.addressees, fates, strict=True)}
    )

    settled = settlement_of(outcome, batch, counts_as=S.ACCEPTED, now=Clock().moment)

    assert settled.to == {
        S.ACCEPTED: ["d0"],
        S.FAILED: ["d1"],
        S.PLANNED: ["d2"],
        S.UNKNOWN: ["d3"],
    }
    assert settled.reasons == {"d1": "no such user"}
    assert settled.note == "no such user; greylisted; no answer"
    assert not settled.possible_repeat
