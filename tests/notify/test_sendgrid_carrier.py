"""What SendGrid answers, or fails to answer, and what is known about each mail afterwards.

Everything goes over real HTTP, to the local SendGrid or to a server that is made to be rude.
"""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import InvalidSettings
from notify.carriers import (
    Accepted,
    CarrierStopped,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from notify.mailboxes import Mailbox
from notify.sandbox import Sandbox, running_sandbox
from notify.sendgrid_carrier import CALLERS, SendGridCarrier, sendgrid_carrier
from tests.notify.batches import MARK, a_batch, a_mail, a_personal_batch, an_addressee
from tests.notify.certificates import self_signed

NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
KEY = "SG.made-up.for-tests"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


CALLING = {"by": "sendgrid"}


@pytest.fixture(autouse=True, params=CALLERS)
def _every_client_keeps_the_same_rules(request: pytest.FixtureRequest) -> None:
    CALLING["by"] = request.param


def carrier(url: str, *, timeout: float = 5.0) -> SendGridCarrier:
    caller = CALLERS[CALLING["by"]]
    return SendGridCarrier(key=KEY, host=url, timeout=timeout, caller=caller, now=lambda: NOW)


@contextmanager
def rude_server(
    *answer: bytes, pause: float = 0.0, tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Answer the first caller with these bytes, however long it takes; then hang up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                connection, _ = listening.accept()
                with tls.wrap_socket(connection, server_side=True) if tls else connection as line:
                    while b"\r\n\r\n" not in line.recv(65_536):
                        pass
                    for piece in answer:
                        line.sendall(piece)
                        time.sleep(pause)
            except OSError:
                return  # the caller went away first, as it should

        threading.Thread(target=serve, daemon=True).start()
        scheme = "https" if tls else "http"
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"


# --- what is asked


def test_a_thousand_people_take_one_call(sandbox: Sandbox) -> None:
    outcome = carrier(sandbox.url).hand_over(a_batch(1_000))

    assert isinstance(outcome, Accepted)
    assert sandbox.attempts == 1
    assert len(sandbox.messages) == 1_000
    assert sandbox.messages[0].id == f"{outcome.message_id}.0"


def test_each_reads_their_own_words(sandbox: Sandbox) -> None:
    carrier(sandbox.url).hand_over(
        a_personal_batch({"a@example.com": "Anna", "b@example.com": "Bo &amp; Co"})
    )

    assert [(m.to, m.text, m.html) for m in sandbox.messages] == [
        ("a@example.com", "Dear Anna,\nread this.\n", "<p>Dear Anna</p>"),
        ("b@example.com", "Dear Bo &amp; Co,\nread this.\n", "<p>Dear Bo &amp; Co</p>"),
    ]


def test_a_header_of_ones_own_carries_ones_own_words(sandbox: Sandbox) -> None:
    mail = a_mail(headers={"List-Id": "<n.example.com>", "List-Unsubscribe": f"<https://x/{MARK}>"})

    carrier(sandbox.url).hand_over(
        a_personal_batch({"a@example.com": "1", "b@example.com": "2"}, mail=mail)
    )

    assert [m.headers["List-Unsubscribe"] for m in sandbox.messages] == [
        "<https://x/1>",
        "<https://x/2>",
    ]
    assert {m.headers["List-Id"] for m in sandbox.messages} == {"<n.example.com>"}
    assert {m.headers["Auto-Submitted"] for m in sandbox.messages} == {"auto-generated"}


def test_ids_are_opaque_and_nothing_else_goes_into_custom_arguments(sandbox: Sandbox) -> None:
    carrier(sandbox.url).hand_over(a_batch(2))

    assert [m.custom_args for m in sandbox.messages] == [
        {"b": "b1", "d": "d0"},
        {"b": "b1", "d": "d1"},
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Doe, Jane; CEO", "Doe Jane CEO"),
        ("Jane\r\nBcc: all@example.com", "Jane Bcc: all@example.com"),
        ("Jane \u202eenaJ", "Jane enaJ"),
        (",;", ""),
        ('<script>"', '<script>"'),
    ],
)
def test_no_name_fails_a_call_or_becomes_a_header(sandbox: Sandbox, name: str, shown: str) -> None:
    reader = an_addressee(mailbox=Mailbox(address="a@example.com", name=name))

    outcome = carrier(sandbox.url).hand_over(a_batch(addressees=(reader,)))

    assert isinstance(outcome, Accepted)
    assert sandbox.messages[0].name == shown


def test_an_international_domain_goes_out_in_ascii(sandbox: Sandbox) -> None:
    reader = an_addressee(mailbox=Mailbox(address="anna@bücher.example.com"))

    carrier(sandbox.url).hand_over(a_batch(addressees=(reader,)))

    assert sandbox.messages[0].to == "anna@xn--bcher-kva.example.com"


# --- what would surely be refused is not asked


def test_people_with_an_impossible_address_are_named_without_a_call(sandbox: Sandbox) -> None:
    people = (an_addressee(0), an_addressee(1, mailbox=Mailbox(address="jörg@example.com")))

    outcome = carrier(sandbox.url).hand_over(a_batch(addressees=people))

    assert isinstance(outcome, Refused)
    assert list(outcome.addressees) == ["d1"]
    assert sandbox.attempts == 0


def test_a_sender_with_an_impossible_address_cannot_be_helped_by_halving(sandbox: Sandbox) -> None:
    mail = a_mail(from_=Mailbox(address="recht–@example.com"))

    outcome = carrier(sandbox.url).hand_over(a_batch(2, mail=mail))

    assert isinstance(outcome, Refused)
    assert (outcome.addressees, outcome.smaller_may_pass, sandbox.attempts) == ({}, False, 0)


def test_too_many_substitutions_are_a_matter_for_halving(sandbox: Sandbox) -> None:
    marks = [f"mark-a1b2c3d4-{number:02}" for number in range(11)]
    people = tuple(
        an_addressee(number, substitutions=dict.fromkeys(marks, f"x{number}"))
        for number in range(1_000)
    )

    outcome = carrier(sandbox.url).hand_over(a_batch(addressees=people))

    assert isinstance(outcome, Refused)
    assert outcome.smaller_may_pass
    assert sandbox.attempts == 0


@pytest.mark.slow
def test_more_than_thirty_megabytes_are_not_even_sent(sandbox: Sandbox) -> None:
    people = tuple(
        an_addressee(number, substitutions={MARK: f"{number:05}" * 8_000})
        for number in range(1_000)
    )

    outcome = carrier(sandbox.url).hand_over(a_batch(addressees=people))

    assert isinstance(outcome, Refused)
    assert outcome.smaller_may_pass
    assert "30,000,000" in outcome.reason
    assert sandbox.attempts == 0


# --- what is answered


def test_the_person_a_refusal_names_is_the_person_left_out(sandbox: Sandbox) -> None:
    people = (
        an_addressee(0),
        an_addressee(1, mailbox=Mailbox(address="anna@localhost")),
        an_addressee(2),
        an_addressee(3, mailbox=Mailbox(address="..@example.com")),
    )

    outcome = carrier(sandbox.url).hand_over(a_batch(addressees=people))

    assert isinstance(outcome, Refused)
    assert outcome.addressees == {
        "d1": "Does not contain a valid address.",
        "d3": "Does not contain a valid address.",
    }
    assert sandbox.messages == []


def test_too_large_is_halved(sandbox: Sandbox) -> None:
    sandbox.behave(status=413)

    outcome = carrier(sandbox.url).hand_over(a_batch(2))

    assert isinstance(outcome, Refused)
    assert outcome.smaller_may_pass


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "check SENDGRID_API_KEY"),
        (403, "verified sender"),
        (404, "check SENDGRID_HOST"),
        (200, "sandbox mode"),
    ],
)
def test_a_refused_key_stops_everything_in_one_line(
    sandbox: Sandbox, status: int, advice: str
) -> None:
    sandbox.behave(status=status)

    with pytest.raises(CarrierStopped, match=advice) as stopped:
        carrier(sandbox.url).hand_over(a_batch())

    assert str(stopped.value).isprintable()
    assert KEY not in str(stopped.value)


def test_a_key_of_another_account_is_refused() -> None:
    with (
        running_sandbox(key="SG.the-only-one") as sandbox,
        pytest.raises(CarrierStopped, match="401"),
    ):
        carrier(sandbox.url).hand_over(a_batch())


def test_a_limit_is_obeyed_until_the_time_it_names(sandbox: Sandbox) -> None:
    sandbox.behave(status=429, seconds=30)
    before = datetime.now(UTC)

    outcome = SendGridCarrier(key=KEY, host=sandbox.url).hand_over(a_batch())

    assert isinstance(outcome, TryLater)
    assert outcome.certain
    assert timedelta(seconds=29) < outcome.not_before - before < timedelta(seconds=35)
    assert sandbox.messages == []


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_failure_that_is_told_is_tried_later_but_is_not_certain(
    sandbox: Sandbox, status: int
) -> None:
    sandbox.behave(status=status)

    outcome = carrier(sandbox.url).hand_over(a_batch())

    assert isinstance(outcome, TryLater)
    assert not outcome.certain
    assert outcome.not_before == NOW + timedelta(minutes=1)


# --- what is not answered


@pytest.mark.parametrize("taken", [True, False])
def test_a_cut_line_leaves_it_unknown(sandbox: Sandbox, *, taken: bool) -> None:
    sandbox.behave(hang_up=True, accept=taken)

    outcome = carrier(sandbox.url).hand_over(a_batch())

    assert isinstance(outcome, OutcomeUnknown)
    assert len(sandbox.messages) == taken
    assert sandbox.attempts == 1


def test_no_answer_in_time_leaves_it_unknown(sandbox: Sandbox) -> None:
    sandbox.behave(delay=30, accept=True)
    started = time.monotonic()

    outcome = carrier(sandbox.url, timeout=0.5).hand_over(a_batch())

    assert isinstance(outcome, OutcomeUnknown)
    assert "no answer within 0.5 seconds" in outcome.reason
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([b"HTTP/1.1 202 Accepted\r\n", *([b"X: y\r\n"] * 90)], id="in its headers"),
        pytest.param(
            [b"HTTP/1.1 400 Bad\r\nContent-Length: 999\r\n\r\n", *([b"x"] * 90)], id="in its body"
        ),
    ],
)
def test_an_answer_that_drips_ends_in_time_too(answer: list[bytes]) -> None:
    started = time.monotonic()

    with rude_server(*answer, pause=0.1) as url:
        outcome = carrier(url, timeout=0.6).hand_over(a_batch())

    assert isinstance(outcome, OutcomeUnknown)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("answer", [b"", b"\xff\xfe\r\n", b"HTTP/1.1 202 Acc", b"SMTP ready\r\n"])
def test_half_an_answer_leaves_it_unknown(answer: bytes) -> None:
    with rude_server(answer) as url:
        assert isinstance(carrier(url).hand_over(a_batch()), OutcomeUnknown)


def test_a_host_that_is_not_there_has_surely_taken_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

    outcome = carrier(url).hand_over(a_batch())

    assert isinstance(outcome, TryLater)
    assert outcome.certain
    assert "cannot be reached" in outcome.reason
    assert "check SENDGRID_HOST" in outcome.unreached


# --- where the key goes


def test_a_redirect_is_not_followed_and_the_key_stays(sandbox: Sandbox) -> None:
    answer = f"HTTP/1.1 302 Found\r\nLocation: {sandbox.url}/\r\nContent-Length: 0\r\n\r\n"

    with rude_server(answer.encode()) as url, pytest.raises(CarrierStopped, match="302"):
        carrier(url).hand_over(a_batch())

    assert sandbox.attempts == 0


def test_a_proxy_of_the_environment_never_sees_a_call_on_this_machine(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert isinstance(carrier(sandbox.url).hand_over(a_batch()), Accepted)


def test_a_certificate_nobody_vouches_for_stops_everything(tmp_path: Path) -> None:
    with (
        rude_server(tls=self_signed(tmp_path)) as url,
        pytest.raises(CarrierStopped, match="not trusted"),
    ):
        carrier(url).hand_over(a_batch())


def test_neither_key_nor_people_reach_a_log(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tested = carrier(sandbox.url)

    tested.hand_over(a_batch())

    assert KEY not in caplog.text + repr(tested)
    assert "reader0@example.com" not in caplog.text


@pytest.mark.parametrize(
    "host",
    [
        "http://api.sendgrid.com",
        "api.sendgrid.com",
        "https://",
        "https://user:secret@api.sendgrid.com",
        "https://api.sendgrid.com/v3",
        "https://api.sendgrid.com?x",
        "https://api.sendgrid.com evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example:80",
        "ftp://127.0.0.1",
        "https://api.sendgrid.com\r\nX: y",
    ],
)
def test_a_key_goes_nowhere_but_over_https_or_to_this_machine(host: str) -> None:
    with pytest.raises(InvalidSettings, match="SENDGRID_HOST must be https"):
        sendgrid_carrier({"SENDGRID_API_KEY": KEY, "SENDGRID_HOST": host})


@pytest.mark.parametrize(
    ("host", "used"),
    [
        ("", "https://api.sendgrid.com"),
        ("https://api.eu.sendgrid.com/", "https://api.eu.sendgrid.com"),
        ("http://127.0.0.1:8925", "http://127.0.0.1:8925"),
        ("http://localhost:8925", "http://localhost:8925"),
        ("http://[::1]:8925", "http://[::1]:8925"),
    ],
)
def test_the_hosts_a_key_may_go_to(host: str, used: str) -> None:
    assert sendgrid_carrier({"SENDGRID_API_KEY": KEY, "SENDGRID_HOST": host}).host == used


@pytest.mark.parametrize("key", ["", "made-up", "SG.a\r\nX: y", "SG.ü", "Bearer SG.a"])
def test_what_is_no_key_is_said_before_anything_is_sent(key: str) -> None:
    with pytest.raises(InvalidSettings, match="SENDGRID_API_KEY is no SendGrid key"):
        sendgrid_carrier({"SENDGRID_API_KEY": key})
