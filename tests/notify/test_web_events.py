"""Events over HTTP: what is taken, what is refused before it is read, and the whole way round."""

import http.client
import json
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from notify.carriers import DeliveryId
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve
from notify.ledger_batches import claim
from notify.ledger_settling import settle
from notify.sandbox import running_sandbox
from notify.sandbox_events import EventHabits
from notify.sendgrid_carrier import SendGridCarrier
from notify.sendgrid_events import SIGNATURE
from notify.settlements import Settlement
from notify.web_events import BODY, LARGEST, PATH
from tests.notify.builders import a_recipient
from tests.notify.hands import sent
from tests.notify.ledgers import a_ledger, approved, planned, totals
from tests.notify.provider_posts import body_of, key, posted, public, signed
from tests.notify.web_services import RunningWeb, running_web

S = DeliveryState
NOW = datetime(2027, 1, 15, 9, 10, tzinfo=UTC)


def accepted(ledger: Ledger) -> tuple[str, list[DeliveryId]]:
    batch = claim(ledger, carrier="sendgrid", limit=10)
    assert batch is not None
    ids = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))
    return batch.id, ids


def post(web: RunningWeb, body: bytes, **changed: str) -> int:
    return web.ask("POST", PATH, body, signed(body, at=NOW) | changed).status


def posts_kept(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM provider_post")).scalar_one())


def test_signed_events_settle_what_they_are_about_and_are_kept_as_proof(database: str) -> None:
    ledger = approved(database, 2)
    batch, (one, two) = accepted(ledger)
    body = body_of(posted("delivered", one, batch), posted("bounce", two, batch, status="5.1.1"))

    with running_web(ledger, now=NOW) as web:
        assert post(web, body) == 204
        assert post(web, body) == 204  # a provider repeats itself
        assert web.counted("fairnotice_events_total", result="new") == 2
        assert web.counted("fairnotice_events_total", result="repeated") == 2

    ledger = a_ledger(database)
    assert totals(ledger) == {S.DELIVERED: 1, S.BOUNCED: 1}
    with ledger.reading() as connection:
        kept = connection.execute(text("SELECT * FROM provider_post")).mappings().one()
    assert ledger.seals.open(kept["body"], BODY).encode() == body
    assert kept["signer"] == public(key())
    assert "reader@example.com" not in json.dumps(dict(kept))


def test_case_34_posts_signed_with_the_old_and_the_new_key_are_taken(tmp_path: Path) -> None:
    ledger = approved(str_url(tmp_path), 2)
    batch, ids = accepted(ledger)

    with running_web(ledger, now=NOW, keys=f"{public(key(2))},{public(key(1))}") as web:
        for number, one in zip((1, 2), ids, strict=True):
            body = body_of(posted("delivered", one, batch))
            headers = signed(body, at=NOW, private=key(number))
            assert web.ask("POST", PATH, body, headers).status == 204

    assert totals(a_ledger(str_url(tmp_path))) == {S.DELIVERED: 2}


@pytest.mark.parametrize(
    ("body", "changed", "status"),
    [
        pytest.param(None, {SIGNATURE: "A" * 96}, 403, id="forged"),
        pytest.param(None, {SIGNATURE: ""}, 403, id="not signed"),
        pytest.param(b"\xff\xfe[]", {}, 403, id="not UTF-8"),
        pytest.param(b'[{"event": "deliv', {}, 400, id="signed and truncated"),
        pytest.param(b"{}", {}, 400, id="signed and no list"),
    ],
)
def test_case_13_a_bad_post_is_refused_counted_and_changes_nothing(
    tmp_path: Path, body: bytes | None, changed: dict[str, str], status: int
) -> None:
    ledger = approved(str_url(tmp_path), 1)
    batch, (one,) = accepted(ledger)

    with running_web(ledger, now=NOW) as web:
        sent_ = body_of(posted("bounce", one, batch)) if body is None else body
        assert post(web, sent_, **changed) == status
        result = "not signed" if status == 403 else "no events"
        assert web.counted("fairnotice_event_posts_total", result=result) == 1

    ledger = a_ledger(str_url(tmp_path))
    assert totals(ledger) == {S.ACCEPTED: 1}
    assert posts_kept(ledger) == 0


def test_t31_without_a_key_the_endpoint_takes_nothing(tmp_path: Path) -> None:
    with running_web(approved(str_url(tmp_path), 1), now=NOW, keys="") as web:
        reply = web.ask("POST", PATH, b"[]", signed(b"[]", at=NOW))

        assert (reply.status, reply.headers["Retry-After"]) == (503, "60")
        assert web.counted("fairnotice_event_posts_total", result="no key") == 1


def test_t31_a_huge_body_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with running_web(approved(str_url(tmp_path), 1), now=NOW) as web:
        headers = signed(b"[]", at=NOW) | {"Content-Length": str(LARGEST + 1)}
        with socket.create_connection(("127.0.0.1", urlsplit(web.url).port or 0), 10) as line:
            lines = [f"POST {PATH} HTTP/1.1", "Host: x", *(f"{k}: {v}" for k, v in headers.items())]
            line.sendall("\r\n".join([*lines, "", ""]).encode())  # and not one byte of the body
            assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_t31_a_huge_body_that_was_not_announced_is_cut_off(tmp_path: Path) -> None:
    with running_web(approved(str_url(tmp_path), 1), now=NOW) as web:
        line = http.client.HTTPConnection(urlsplit(web.url).netloc, timeout=10)
        chunks = (b"[" * 65_536 for _ in range(LARGEST // 65_536 + 2))
        try:
            line.request("POST", PATH, chunks, signed(b"[]", at=NOW), encode_chunked=True)
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            assert line.getresponse().status == 413
        finally:
            line.close()
        assert web.counted("fairnotice_event_posts_total", result="too large") == 1


def test_t31_events_about_mails_that_are_not_ours_are_neither_counted_nor_kept(
    tmp_path: Path,
) -> None:
    ledger = approved(str_url(tmp_path), 1)
    accepted(ledger)

    with running_web(ledger, now=NOW) as web:
        assert post(web, body_of(posted("bounce", None), posted("bounce", None))) == 204
        assert web.counted("fairnotice_events_total", result="not ours") == 2

    ledger = a_ledger(str_url(tmp_path))
    assert totals(ledger) == {S.ACCEPTED: 1}
    assert posts_kept(ledger) == 0


def test_case_15_while_the_ledger_is_away_the_provider_is_told_to_come_again(
    tmp_path: Path,
) -> None:
    ledger = approved(str_url(tmp_path), 1)
    batch, (one,) = accepted(ledger)
    body = body_of(posted("delivered", one, batch))

    with running_web(ledger, now=NOW) as web:
        with ledger.writing() as connection:
            connection.execute(text("ALTER TABLE provider_event RENAME TO away"))
        assert post(web, body) == 503
        with ledger.writing() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO provider_event"))
        assert post(web, body) == 204

    assert totals(a_ledger(str_url(tmp_path))) == {S.DELIVERED: 1}


def test_what_was_begun_is_ended_when_the_service_is_told_to_stop(tmp_path: Path) -> None:
    ledger = approved(str_url(tmp_path), 1)
    batch, (one,) = accepted(ledger)
    body = body_of(posted("delivered", one, batch))

    with running_web(ledger, now=NOW) as web:
        line = http.client.HTTPConnection(urlsplit(web.url).netloc, timeout=30)
        line.putrequest("POST", PATH)
        for name, value in (signed(body, at=NOW) | {"Content-Length": str(len(body))}).items():
            line.putheader(name, value)
        line.endheaders(body[:10])
        time.sleep(0.3)  # until the service waits for the rest
        web.stop()
        time.sleep(0.3)
        line.send(body[10:])
        assert line.getresponse().status == 204
        line.close()

    assert totals(a_ledger(str_url(tmp_path))) == {S.DELIVERED: 1}


FATES = {
    "bounced+1@example.com": S.BOUNCED,
    "blocked+1@example.com": S.BOUNCED,
    "dropped+1@example.com": S.DROPPED,
    "complained@example.com": S.DELIVERED,
    "deferred@example.com": S.DELIVERED,
    "silent@example.com": S.ACCEPTED,
    "anna@example.com": S.DELIVERED,
    "ben@example.com": S.DELIVERED,
}


@pytest.mark.parametrize(
    "habits",
    [
        pytest.param(EventHabits(), id="once and in order"),
        pytest.param(EventHabits(repeat=3, shuffled=True), id="three times and in no order"),
    ],
)
@pytest.mark.parametrize("lost", [False, True], ids=["answered", "every answer lost"])
def test_the_whole_way_from_sending_to_what_became_of_each_mail(
    database: str, habits: EventHabits, *, lost: bool
) -> None:
    """Handed over to a local SendGrid by HTTP, which posts its signed events by HTTP."""
    ledger = a_ledger(database)
    recipients = [a_recipient(f"p{n}", address) for n, address in enumerate(FATES)]
    planned(ledger, recipients)
    approve(ledger, by="Counsel")

    with (
        running_sandbox(signing_key=key()) as sandbox,
        running_web(ledger) as web,
    ):
        sandbox.events.post_to(web.url + PATH)
        sandbox.events.habits = habits
        if lost:
            sandbox.behave(hang_up=True, accept=True)
        sent(ledger, SendGridCarrier(key="SG.test", host=sandbox.url))
        assert sandbox.events.wait(30)

    expected: dict[DeliveryState, int] = {}
    for address, state in FATES.items():
        # Of one that nobody said anything about, nothing is known but our own answer.
        known = S.UNKNOWN if lost and address.startswith("silent") else state
        expected[known] = expected.get(known, 0) + 1
    assert totals(a_ledger(database)) == expected


def str_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'ledger.sqlite3'}"
