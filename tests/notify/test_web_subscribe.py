"""Subscribing over HTTP: one answer for everybody, a mail to few, and nothing before the link is used."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from archive.settings import Settings
from archive.web_settings import WebSettings
from notify.carriers import (
    Accepted,
    Batch,
    CarrierStopped,
    MailKind,
    Outcome,
    OutcomeUnknown,
    Refused,
)
from notify.ledger import Ledger
from notify.ledger_database import truncate_log
from notify.ledger_events import steps
from notify.ledger_guard import confirm_restore
from notify.ledger_reader_requests import forget_requests
from notify.ledger_subscriptions import subscribers
from notify.ledger_suppressions import Stop, stop_mails
from notify.mailboxes import Mailbox
from notify.reader_mailing import mail_requests
from notify.recipients import mailbox_key
from notify.subscriptions import Extent, Rhythm
from notify.suppressions import SuppressionReason, SuppressionSource
from tests.notify.builders import settings_with
from tests.notify.hands import Hands
from tests.notify.ledgers import Clock, a_ledger, file_in
from tests.notify.readers import DAY, PUBLISHED, SETTINGS, Letters, asked, settled, waited
from tests.notify.test_ledger_retention import bytes_of
from tests.notify.test_ledger_subscriptions import ADA, subscribed
from tests.notify.web_services import Reply, RunningWeb, running_web

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n%s@example.com\r\n--x--\r\n'


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return a_ledger(file_in(tmp_path), clock)


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def web(ledger: Ledger, letters: Letters) -> Iterator[RunningWeb]:
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as running:
        yield running


def test_a_reader_subscribes_by_two_steps(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    fields = {"email": "Ada@example.com", "extent": "all", "rhythm": "weekly", "lang": "de"}
    reply = web.post("/subscribe", policy=["terms", "privacy"], service="voice", **fields)

    assert reply.status == 200
    assert "Sehen Sie in Ihr Postfach" in reply.body.decode()
    waited(letters, 1)
    assert list(subscribers(ledger)) == []

    shown = web.ask("GET", letters.link())
    assert "Terms of Service" in shown.body.decode()
    assert list(subscribers(ledger)) == []

    assert web.post(letters.link()).status == 200
    (one,) = subscribers(ledger)
    assert one.mailbox.address == "Ada@example.com"
    assert (one.wish.policies, one.wish.services) == (("privacy", "terms"), ("voice",))
    assert (one.wish.extent, one.wish.rhythm, one.wish.language) == (
        Extent.ALL,
        Rhythm.WEEKLY,
        "de",
    )


def test_who_says_no_more_than_an_address_hears_of_what_matters_in_every_policy(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)
    web.post(letters.link())

    (one,) = subscribers(ledger)
    assert one.wish.everything
    assert one.wish.extent is Extent.MUST_BE_TOLD


@pytest.mark.parametrize(
    ("fields", "extent", "rhythm"),
    [
        pytest.param({"extent": "all"}, Extent.ALL, Rhythm.AT_ONCE, id="every change"),
        pytest.param({"rhythm": "weekly"}, Extent.ALL, Rhythm.WEEKLY, id="small ones weekly"),
        pytest.param(
            {"extent": "must be told", "rhythm": "weekly"},
            Extent.MUST_BE_TOLD,
            Rhythm.WEEKLY,
            id="only important ones, whatever is said of small ones",
        ),
    ],
)
def test_how_much_is_wanted_is_what_the_form_says(
    web: RunningWeb,
    ledger: Ledger,
    letters: Letters,
    fields: dict[str, str | list[str]],
    *,
    extent: Extent,
    rhythm: Rhythm,
) -> None:
    web.post("/subscribe", email="ada@example.com", **fields)
    waited(letters, 1)
    web.post(letters.link())

    (one,) = subscribers(ledger)
    assert (one.wish.extent, one.wish.rhythm) == (extent, rhythm)


def test_a_form_that_comes_back_keeps_what_was_chosen(web: RunningWeb) -> None:
    page = web.post("/subscribe", email="ada", extent="all", rhythm="weekly").body.decode()

    assert 'value="all" checked' in page
    assert 'value="weekly" checked' in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_t34_a_scanner_that_follows_the_link_subscribes_nobody(
    web: RunningWeb, ledger: Ledger, letters: Letters, method: str
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)

    assert web.ask(method, letters.link()).status == 200
    assert list(subscribers(ledger)) == []


def test_a_link_counts_once_and_does_not_undo_what_came_after(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)
    web.post(letters.link())
    with ledger.writing() as connection:
        connection.execute(text("DELETE FROM subscription"))

    assert web.post(letters.link()).status == 200
    assert list(subscribers(ledger)) == []


def test_a_link_dies_after_a_week(
    web: RunningWeb, ledger: Ledger, letters: Letters, clock: Clock
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)
    clock.sleep(7 * DAY)

    assert web.ask("GET", letters.link()).status == 410
    assert web.post(letters.link()).status == 410
    assert list(subscribers(ledger)) == []


def test_t33_a_token_for_another_use_confirms_nothing(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)
    token = letters.link().rpartition("/")[2]

    assert web.post(f"/preferences/{token}").status == 404
    assert web.post(f"/unsubscribe/{token}").status == 404
    assert web.post(f"/confirm/{token[:-1]}x").status == 404
    assert list(subscribers(ledger)) == []


def stopped(ledger: Ledger, reason: SuppressionReason, mailbox: Mailbox = ADA) -> None:
    stop = Stop(
        indexes=frozenset(ledger.seals.indexes(mailbox_key(mailbox))),
        key=None,
        kinds=(MailKind.COURTESY,),
        reason=reason,
        source=SuppressionSource.PROVIDER,
    )
    with ledger.writing() as connection:
        stop_mails(connection, ledger, stop, plan=None)


def test_t35_every_address_gets_the_same_bytes(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    subscribed(ledger, Mailbox(address="known@example.com"))
    stopped(ledger, SuppressionReason.BOUNCED, Mailbox(address="suppressed@example.com"))
    web.post("/subscribe", email="capped@example.com")
    waited(letters, 1)

    replies = {
        name: web.post("/subscribe", email=f"{name}@example.com")
        for name in ("known", "unknown", "capped", "suppressed")
    }

    assert len({reply.body for reply in replies.values()}) == 1
    assert len({_headers(reply) for reply in replies.values()}) == 1
    settled(ledger)
    assert sorted(letters.to()) == [f"{one}@example.com" for one in ("capped", "known", "unknown")]


def _headers(reply: Reply) -> tuple[tuple[str, str], ...]:
    changing = ("date", "x-request-id")
    return tuple((k, v) for k, v in reply.headers.items() if k.lower() not in changing)


def test_t35_one_confirmation_a_mailbox_and_day_however_it_is_spelled(
    web: RunningWeb, ledger: Ledger, letters: Letters, clock: Clock
) -> None:
    spellings = ["ada@bücher.example", "ADA@xn--bcher-kva.example", "ada+1@bücher.example"]
    for one in spellings:
        assert web.post("/subscribe", email=one).status == 200
        settled(ledger)
    assert letters.to() == spellings[:1]

    clock.sleep(DAY)
    web.post("/subscribe", email=spellings[2])
    waited(letters, 2)


def test_t35_three_confirmations_a_week(ledger: Ledger, letters: Letters, clock: Clock) -> None:
    with running_web(ledger, settings=SETTINGS, carrier=letters) as web:
        for _ in range(5):
            web.post("/subscribe", email="ada@example.com")
            settled(ledger)
            clock.sleep(DAY)
    assert len(letters.mails) == 3


def test_t35_what_has_no_room_in_the_hour_waits_and_nothing_is_lost(
    web: RunningWeb, ledger: Ledger, letters: Letters, clock: Clock
) -> None:
    for number in range(9):
        assert web.post("/subscribe", email=f"r{number}@example.com").status == 200
    waited(letters, 6)
    assert asked(ledger) == 9

    clock.sleep(3600)
    web.post("/subscribe", email="r9@example.com")

    waited(letters, 10)
    assert sorted(letters.to()) == [f"r{number}@example.com" for number in range(10)]


def test_t35_no_word_of_who_asks_is_in_the_mail(web: RunningWeb, letters: Letters) -> None:
    web.post("/subscribe", email="ada@example.com", name="Buy now", policy="terms", lang="en")
    waited(letters, 1)

    (batch,) = letters.mails
    said = batch.mail.subject + batch.mail.text + batch.mail.html
    assert "Buy now" not in said
    assert "ada@example.com" not in said
    assert batch.mail.from_.address == "updates@example.com"
    assert batch.addressees[0].mailbox.name == ""


def test_who_complained_is_not_asked_again_and_who_left_may_come_back(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    stopped(ledger, SuppressionReason.COMPLAINED, Mailbox(address="bob@example.com"))
    stopped(ledger, SuppressionReason.UNSUBSCRIBED)
    web.post("/subscribe", email="bob@example.com")
    web.post("/subscribe", email=ADA.address)
    waited(letters, 1)

    web.post(letters.link())

    assert [one.mailbox for one in subscribers(ledger)] == [ADA]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"email": ""}, id="no address"),
        pytest.param({"email": "nobody"}, id="no domain"),
        pytest.param({"email": "a@example.com, b@example.com"}, id="two"),
        pytest.param({"email": "a@example.com\r\nBcc: b@example.com"}, id="a header"),
        pytest.param({"email": "a" * 300 + "@example.com"}, id="endless"),
        pytest.param({"email": "ada@example.com", "policy": "nothing"}, id="an unknown policy"),
        pytest.param({"email": "ada@example.com", "service": "chat"}, id="an unknown service"),
        pytest.param({"email": "ada@example.com", "extent": "some"}, id="an unknown extent"),
        pytest.param({"email": "ada@example.com", "rhythm": "daily"}, id="an unknown rhythm"),
        pytest.param({"email": "ada@example.com", "lang": "../etc"}, id="no language"),
    ],
)
def test_what_cannot_be_taken_is_said_on_the_form(
    web: RunningWeb, ledger: Ledger, fields: dict[str, str]
) -> None:
    reply = web.post("/subscribe", **fields)

    assert reply.status == 400
    assert b'role="alert"' in reply.body
    assert asked(ledger) == 0


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(b"{}", "application/json", id="JSON"),
        pytest.param(b"\xff\xfe=\x00", FORM, id="not UTF-8"),
        pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="broken parts"),
        pytest.param(b"a=1&" * 500, FORM, id="many fields"),
        pytest.param("email=jürgen@example.com".encode("latin-1"), FORM, id="bytes as they are"),
        pytest.param(b"email=j%FCrgen%40example.com", FORM, id="Latin-1 by percent signs"),
        pytest.param("email=ada@example.com".encode("utf-16"), FORM, id="UTF-16"),
        pytest.param(b"email=ada%40example.com&email=b%40example.com", FORM, id="two addresses"),
        pytest.param(PART % b"ada", PARTS + "; charset=utf-7", id="parts in another encoding"),
        pytest.param(PART % b"\xfc", PARTS, id="parts that are not UTF-8"),
        pytest.param((PART % b"ada")[:-10], PARTS, id="parts that break off"),
        pytest.param(
            PART.replace(b'"email"', b'"email"; filename="a"') % b"ada", PARTS, id="a file"
        ),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_what_is_no_form_is_refused(
    web: RunningWeb, ledger: Ledger, body: bytes, content_type: str
) -> None:
    for path in ("/subscribe", "/preferences"):
        assert web.ask("POST", path, body, {"Content-Type": content_type}).status == 400
    assert asked(ledger) == 0


def test_letters_of_any_script_arrive_as_they_were_typed(web: RunningWeb, letters: Letters) -> None:
    web.post("/subscribe", email="jürgen@example.com")
    waited(letters, 1)
    part = PART % "ゆうこ".encode()
    assert web.ask("POST", "/subscribe", part, {"Content-Type": PARTS}).status == 200
    waited(letters, 2)

    assert letters.to() == ["jürgen@example.com", "ゆうこ@example.com"]


@pytest.mark.parametrize("path", ["/subscribe/", "/preferences/", "/confirm/x/", "/health/live/"])
def test_t33_no_answer_leads_to_the_host_that_a_request_names(web: RunningWeb, path: str) -> None:
    for method in ("GET", "POST"):
        reply = web.ask(method, path, b"", {"Host": "evil.example"})
        assert reply.status in {404, 405}
        assert reply.headers["Location"] is None
        assert b"evil.example" not in reply.body


def test_a_link_that_is_used_by_many_at_once_counts_once(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    web.post("/subscribe", email="ada@example.com")
    waited(letters, 1)
    link = letters.link()

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: web.post(link).status, range(16)))

    assert set(replies) == {200}
    assert len(list(subscribers(ledger))) == 1
    with ledger.reading() as connection:
        query = text("SELECT count(*) FROM event WHERE kind = 'subscription'")
        assert connection.execute(query).scalar_one() == 1
        assert list(steps(connection)) == []  # which reads the whole chain


def test_a_clock_that_was_ahead_stops_no_mails_once_it_is_right(
    ledger: Ledger, letters: Letters, clock: Clock
) -> None:
    clock.sleep(300 * DAY)
    settings = replace(SETTINGS, web=replace(SETTINGS.web, mails_an_hour=1))
    with running_web(ledger, settings=settings, carrier=letters, published=PUBLISHED) as web:
        web.post("/subscribe", email="ada@example.com")
        waited(letters, 1)
        ahead = letters.link()
        clock.sleep(-300 * DAY)
        web.post("/subscribe", email="bob@example.com")
        waited(letters, 2)

        assert web.ask("GET", ahead).status == 410  # else it would live for most of a year
        assert web.post(letters.link()).status == 200


def test_the_form_holds_what_its_address_names_and_no_script(web: RunningWeb) -> None:
    reply = web.ask("GET", "/subscribe?policy=terms&lang=de&policy=%3Cscript%3E")

    page = reply.body.decode()
    assert '<html lang="de"' in page
    assert 'value="terms" checked' in page
    assert 'value="privacy">' in page
    assert "<script" not in page
    assert "script-src" not in reply.headers["Content-Security-Policy"]
    assert "form-action 'self'" in reply.headers["Content-Security-Policy"]


def test_what_was_typed_comes_back_harmless(web: RunningWeb) -> None:
    page = web.post("/subscribe", email='"><script>alert(1)</script>').body.decode()
    assert "<script" not in page
    assert "&gt;&lt;script&gt;" in page


def test_a_caller_who_posts_too_much_waits(ledger: Ledger, letters: Letters) -> None:
    with running_web(ledger, settings=_limited(3), carrier=letters) as web:
        statuses = [web.post("/subscribe", email="ada@example.com").status for _ in range(5)]
        late = web.post("/subscribe", email="ada@example.com")
    assert statuses == [200, 200, 200, 429, 429]
    assert late.headers["Retry-After"] == "60"
    assert asked(ledger) <= 3


def test_t35_only_a_proxy_of_the_settings_says_who_is_calling(
    ledger: Ledger, letters: Letters
) -> None:
    def status(web: RunningWeb, caller: str) -> int:
        body, form = b"email=ada%40example.com", "application/x-www-form-urlencoded"
        headers = {"Content-Type": form, "X-Forwarded-For": caller}
        return web.ask("POST", "/subscribe", body, headers).status

    with running_web(ledger, settings=_limited(1), carrier=letters) as web:
        assert [status(web, f"192.0.2.{n}") for n in range(3)] == [200, 429, 429]
    with running_web(ledger, settings=_limited(1, "127.0.0.0/8"), carrier=letters) as web:
        assert [status(web, f"192.0.2.{n}") for n in range(3)] == [200, 200, 200]
        assert status(web, "203.0.113.9, 192.0.2.1") == 429  # what the stranger wrote is left out


def _limited(number: int, *proxies: str) -> Settings:
    web = WebSettings(requests_a_minute=number, proxies=proxies)
    return settings_with(
        service_url="https://notices.example.com/",
        notice={"courtesy_from": "Example Messaging <updates@example.com>"},
        web=web,
    )


def test_where_the_ledger_is_away_nothing_is_promised(web: RunningWeb, ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(text("ALTER TABLE reader_request RENAME TO away"))

    reply = web.post("/subscribe", email="ada@example.com")

    assert reply.status == 503
    assert b"Nothing has changed yet" in reply.body


def test_without_a_carrier_there_is_no_form(ledger: Ledger) -> None:
    with running_web(ledger, settings=SETTINGS) as web:
        assert web.ask("GET", "/subscribe").status == 404


def one_request(ledger: Ledger, email: str = "ada@example.com") -> None:
    """Something asked of a service whose carrier never comes."""
    with running_web(ledger, settings=SETTINGS, carrier=Hands(_stop)) as web:
        assert web.post("/subscribe", email=email).status == 200


def _stop(_: Batch) -> Outcome:
    raise CarrierStopped("no key")


def test_what_a_stopped_carrier_did_not_take_is_mailed_later(ledger: Ledger) -> None:
    one_request(ledger)
    letters = Letters()
    assert mail_requests(ledger, letters, SETTINGS) == 1
    assert mail_requests(ledger, letters, SETTINGS) == 0
    assert letters.to() == ["ada@example.com"]


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        pytest.param(OutcomeUnknown(reason="no answer"), ["unknown"], id="no answer came"),
        pytest.param(Refused(reason="no such domain"), [], id="refused"),
        pytest.param(Accepted(message_id="m"), ["mailed"], id="taken"),
    ],
)
def test_a_mail_is_handed_over_at_most_once(
    ledger: Ledger, outcome: Outcome, left: list[str]
) -> None:
    one_request(ledger)
    carrier = Hands(lambda _: outcome)
    for _ in range(3):
        mail_requests(ledger, carrier, SETTINGS)
    with ledger.reading() as connection:
        states = connection.execute(text("SELECT state FROM reader_request")).scalars().all()
    assert states == left
    assert carrier.sizes == [1]


def test_a_ledger_from_a_backup_mails_no_reader_before_a_person_has_looked(
    ledger: Ledger, letters: Letters, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Who left or was erased since is known again only then."""
    with ledger.writing() as connection:
        connection.execute(text("UPDATE ledger SET home = 'another disk'"))
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as web:
        assert web.post("/subscribe", email="ada@example.com").status == 200
        until = time.monotonic() + 20
        while "readers' mails wait" not in caplog.text and time.monotonic() < until:
            time.sleep(0.01)
    assert "readers' mails wait" in caplog.text
    assert letters.to() == []

    confirm_restore(ledger, marks=tmp_path, by="Counsel", why="moved", complete=True)
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED):
        waited(letters, 1)


def test_what_waited_for_a_day_is_dropped(ledger: Ledger, clock: Clock) -> None:
    one_request(ledger)
    clock.sleep(DAY + 1)
    assert mail_requests(ledger, Letters(), SETTINGS) == 0
    assert asked(ledger) == 0


def test_t38_what_was_asked_is_gone_from_the_file_when_its_days_are_over(
    tmp_path: Path, ledger: Ledger, clock: Clock
) -> None:
    one_request(ledger)
    with ledger.reading() as connection:
        sealed = connection.execute(text("SELECT address FROM reader_request")).scalar_one()
    assert sealed in bytes_of(tmp_path)
    clock.sleep(13 * DAY)
    assert forget_requests(ledger, days=14) == 0
    clock.sleep(2 * DAY)
    assert forget_requests(ledger, days=14) == 1
    truncate_log(ledger.engine)

    assert sealed[20:60] not in bytes_of(tmp_path)
