"""Does the local SendGrid take and refuse what the real one does, and fail when it is told to?"""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from notify.sandbox import Sandbox, running_sandbox
from notify.sandbox_behaviour import InvalidBehaviour, RateWindow
from notify.sandbox_messages import Call, Inbox
from notify.sandbox_server import SandboxNotStarted
from tests.notify.calls import a_call, a_person

HEADERS = {"Authorization": "Bearer SG.any", "Content-Type": "application/json"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


class Reply:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def errors(self) -> list[tuple[str | None, str]]:
        return [(error["field"], error["message"]) for error in self.json["errors"]]


def request(
    sandbox: Sandbox, method: str, path: str, body: bytes | None = None, **headers: str
) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=10)
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def post(sandbox: Sandbox, payload: object, **headers: str) -> Reply:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return request(sandbox, "POST", "/v3/mail/send", body, **(HEADERS | headers))


# --- taken


def test_a_call_is_taken_with_an_id_and_the_limits(sandbox: Sandbox) -> None:
    reply = post(sandbox, a_call())

    assert (reply.status, reply.body) == (202, b"")
    assert reply.headers["X-Message-Id"]
    assert reply.headers["X-RateLimit-Limit"] == "10000"
    assert reply.headers["X-RateLimit-Remaining"] == "9999"
    assert int(reply.headers["X-RateLimit-Reset"]) > time.time()


def test_a_call_in_sandbox_mode_is_checked_and_nothing_more(sandbox: Sandbox) -> None:
    settings = {"sandbox_mode": {"enable": True}}

    assert post(sandbox, a_call(mail_settings=settings)).status == 200
    assert post(sandbox, a_call(mail_settings=settings, subject="")).status == 400
    assert sandbox.messages == []


def test_a_thousand_people_are_taken_and_one_more_is_not(sandbox: Sandbox) -> None:
    assert post(sandbox, a_call(1_000)).status == 202

    reply = post(sandbox, a_call(1_001))

    assert reply.status == 400
    assert reply.errors[0][0] == "personalizations"
    assert "You have provided 1001 personalizations" in reply.errors[0][1]


def test_each_mailbox_gets_its_own_message(sandbox: Sandbox) -> None:
    to = [{"email": "a@example.com", "name": "Anna"}, {"email": "b@example.com"}]
    people = [
        {
            "to": to,
            "cc": [{"email": "c@example.com"}],
            "substitutions": {"-name-": "Anna"},
            "subject": "To -name-",
            "headers": {"X-One": "own"},
            "custom_args": {"d": "1", "b": "own"},
        }
    ]
    post(
        sandbox,
        a_call(
            personalizations=people,
            content=[{"type": "text/plain", "value": "Dear -name-"}],
            headers={"X-One": "all", "X-Two": "all"},
            custom_args={"b": "all"},
            reply_to={"email": "r@example.com", "name": "R"},
        ),
    )

    first, *others = sandbox.messages
    assert (first.to, first.name, first.subject, first.text) == (
        "a@example.com", "Anna", "To Anna", "Dear Anna",
    )  # fmt: skip
    assert first.headers == {"X-One": "own", "X-Two": "all"}
    assert first.custom_args == {"b": "own", "d": "1"}
    assert (first.from_, first.reply_to) == (
        "Example, Inc. <legal@example.com>",
        "R <r@example.com>",
    )
    assert [message.to for message in others] == ["b@example.com", "c@example.com"]


def test_a_mark_in_a_value_is_replaced_too_as_it_may_be_by_the_real_one(sandbox: Sandbox) -> None:
    values = {"-a-": "-b-", "-b-": "secret"}

    post(sandbox, a_person(substitutions=values, subject="-a-"))

    assert sandbox.messages[0].subject == "secret"


# --- refused


def test_every_fault_is_listed_at_once(sandbox: Sandbox) -> None:
    people = [{"to": [{"email": "anna"}]}, {"to": [{"email": "bo@example.com"}]}, {"to": []}]

    reply = post(sandbox, a_call(personalizations=people, subject=""))

    assert [field for field, _ in reply.errors] == [
        "personalizations.0.to.0.email", "personalizations.2.to", "subject",
    ]  # fmt: skip
    assert sandbox.messages == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Basic SG.any"}, 401),
        ({"Authorization": "Bearer any"}, 401),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/json; charset=utf-8"}, 202),
    ],
)
def test_the_head_of_a_call(sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    if "Content_Type" in headers:
        headers = {"Content-Type": headers["Content_Type"]}

    assert post(sandbox, a_call(), **headers).status == status


def test_a_key_that_was_asked_for_is_the_only_one() -> None:
    with running_sandbox(key="SG.mine") as sandbox:
        reply = post(sandbox, a_call())
        assert reply.status == 401
        assert reply.json == {
            "errors": [
                {
                    "message": "The provided authorization grant is invalid, expired, or revoked",
                    "field": None,
                    "help": None,
                }
            ]
        }
        assert post(sandbox, a_call(), Authorization="Bearer SG.mine").status == 202


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"\xff", 415),
        (json.dumps(a_call(subject="\ud800")).encode(), 400),
        (json.dumps(a_call(subject="\U0001f600")).encode(), 202),
        (b" " * 30_000_001, 413),
    ],
)
def test_the_body_of_a_call(sandbox: Sandbox, body: bytes, status: int) -> None:
    assert post(sandbox, body).status == status


def test_a_call_of_no_stated_length_is_refused(sandbox: Sandbox) -> None:
    # The head alone: it is refused by that, and may hang up before a body could follow.
    with closing(
        http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=10)
    ) as connection:
        connection.putrequest("POST", "/v3/mail/send")
        for name, value in (HEADERS | {"Transfer-Encoding": "chunked"}).items():
            connection.putheader(name, value)
        connection.endheaders()

        assert connection.getresponse().status == 411


def test_over_the_limit_calls_are_refused_until_the_minute_is_over() -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    window = RateWindow(2, lambda: moment)

    assert [window.count()[0] for _ in range(3)] == [True, True, False]
    assert window.count()[1]["X-RateLimit-Remaining"] == "0"
    moment += timedelta(seconds=60)
    assert window.count()[0]


def test_the_limit_is_told_over_http() -> None:
    with running_sandbox(calls_a_minute=1) as sandbox:
        assert [post(sandbox, a_call()).status for _ in range(2)] == [202, 429]
        assert len(sandbox.messages) == 1


# --- misbehaving


def test_it_fails_as_often_as_it_is_told(sandbox: Sandbox) -> None:
    sandbox.behave(status=503, times=2)

    assert [post(sandbox, a_call()).status for _ in range(3)] == [503, 503, 202]
    assert len(sandbox.messages) == 1
    assert sandbox.attempts == 3


def test_it_fails_as_long_as_it_is_told(sandbox: Sandbox) -> None:
    sandbox.behave(status=429, seconds=0.4)
    assert post(sandbox, a_call()).status == 429

    time.sleep(0.5)

    assert post(sandbox, a_call()).status == 202


@pytest.mark.parametrize("accept", [True, False])
def test_it_hangs_up_before_or_after_it_has_taken_the_mails(
    sandbox: Sandbox, *, accept: bool
) -> None:
    sandbox.behave(hang_up=True, accept=accept)

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        post(sandbox, a_call())

    assert len(sandbox.messages) == accept


def test_it_can_fail_after_it_has_taken_the_mails(sandbox: Sandbox) -> None:
    sandbox.behave(status=500, accept=True)

    assert post(sandbox, a_call()).status == 500
    assert len(sandbox.messages) == 1


def test_it_takes_its_time(sandbox: Sandbox) -> None:
    sandbox.behave(delay=0.3)
    started = time.monotonic()

    assert post(sandbox, a_call()).status == 202
    assert time.monotonic() - started >= 0.3


def test_it_answers_what_it_is_told_word_for_word(sandbox: Sandbox) -> None:
    sandbox.behave(status=400, body="")

    assert (post(sandbox, a_call()).status, post(sandbox, a_call()).body) == (400, b"")


@pytest.mark.parametrize(
    "wish",
    [
        {"delay": -1},
        {"status": 99},
        {"body": "x"},
        {"hang_up": True, "status": 500},
        {"times": 0},
        {"seconds": 0},
        {"delay": float("nan")},
    ],
)
def test_what_it_cannot_do_is_said_at_once(sandbox: Sandbox, wish: dict[str, Any]) -> None:
    with pytest.raises(InvalidBehaviour):
        sandbox.behave(**wish)


# --- the controls over HTTP


def test_the_behaviour_is_set_shown_and_ended_over_http(sandbox: Sandbox) -> None:
    def told() -> Any:
        return request(sandbox, "GET", "/sandbox/behaviour").json["status"]

    set_to = request(
        sandbox, "POST", "/sandbox/behaviour", b'{"status": 503}', Content_Type="application/json"
    )
    assert (set_to.status, told(), post(sandbox, a_call()).status) == (200, 503, 503)
    assert request(sandbox, "DELETE", "/sandbox/behaviour").status == 204
    assert (told(), post(sandbox, a_call()).status) == (None, 202)


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (b'{"stauts": 503}', "unknown key 'stauts'; there are delay, status"),
        (b'{"times": true}', "times cannot be True"),
        (b'{"status": "503"}', "status cannot be '503'"),
        (b'{"status": 99}', "such as 429"),
        (b"[]", "send a JSON object"),
        (b"{", "Expecting"),
    ],
)
def test_a_wrong_behaviour_is_answered_with_what_is_right(
    sandbox: Sandbox, body: bytes, advice: str
) -> None:
    reply = request(sandbox, "POST", "/sandbox/behaviour", body, Content_Type="application/json")

    assert reply.status == 400
    assert advice in reply.errors[0][1]


def test_messages_are_listed_newest_first_and_forgotten_over_http(sandbox: Sandbox) -> None:
    post(sandbox, a_call(3))
    post(sandbox, a_call(2, subject="Later"))

    reply = request(sandbox, "GET", "/sandbox/messages?limit=3&offset=1").json

    assert reply["total"] == 5
    assert [(m["to"], m["subject"]) for m in reply["messages"]] == [
        ("reader0@example.com", "Later"),
        ("reader2@example.com", "Hello"),
        ("reader1@example.com", "Hello"),
    ]
    assert request(sandbox, "DELETE", "/sandbox/messages").status == 204
    assert request(sandbox, "GET", "/sandbox/messages").json == {"total": 0, "messages": []}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("POST", "/v3/templates"), ("DELETE", "/")]
)
def test_what_is_not_there_is_not_found(sandbox: Sandbox, method: str, path: str) -> None:
    assert request(sandbox, method, path, b"{}").status == 404


def test_a_page_of_another_site_cannot_read_or_steer_it(sandbox: Sandbox) -> None:
    post(sandbox, a_call())

    by_name = request(sandbox, "GET", "/sandbox/messages", Host="evil.example:80")
    by_form = request(
        sandbox, "POST", "/sandbox/behaviour", b'{"status":503}', Content_Type="text/plain"
    )

    assert (by_name.status, by_form.status) == (421, 415)
    assert b"reader0" not in by_name.body


def test_the_oldest_calls_are_forgotten_when_there_are_too_many() -> None:
    inbox = Inbox(max_bytes=100)
    for number in range(5):
        inbox.add(
            Call(
                message_id=str(number),
                accepted=datetime(2027, 1, 1, tzinfo=UTC),
                payload=a_call(),
                size=40,
            )
        )

    assert [call.message_id for call in inbox.calls()] == ["3", "4"]
    assert inbox.find("0.0") is None


def test_a_taken_port_is_said_in_one_line(sandbox: Sandbox) -> None:
    port = urlsplit(sandbox.url).port
    assert port is not None

    with (
        pytest.raises(SandboxNotStarted, match=f"port {port} cannot be used"),
        running_sandbox(port=port),
    ):
        pass


# --- the pages

HOSTILE = (
    "</iframe><script>document.title='owned'</script><img src=https://outside.example/x.png"
    " onerror=\"document.title='owned'\"><p style='color:rgb(1,2,3)'>Good news</p>"
)


def test_a_page_tells_an_empty_sandbox_how_to_be_used(sandbox: Sandbox) -> None:
    page = request(sandbox, "GET", "/").body.decode()

    assert f"SENDGRID_HOST={sandbox.url}" in page


def test_pages_go_through_all_messages(sandbox: Sandbox) -> None:
    post(sandbox, a_call(150))

    first, second = (request(sandbox, "GET", f"/?page={n}").body.decode() for n in (1, 2))

    assert ("reader149@" in first, "reader50@" in first, "reader49@" in first) == (
        True,
        True,
        False,
    )
    assert ("reader49@" in second, "reader0@" in second) == (True, True)
    assert 'href="/?page=2"' in first


def test_a_message_that_was_forgotten_is_not_found(sandbox: Sandbox) -> None:
    for path in ("/messages/x.0", "/messages/", "/messages/..%2f", "/messages/x.99999999999999"):
        assert request(sandbox, "GET", path).status == 404


def test_words_of_a_mail_never_become_part_of_the_page(sandbox: Sandbox) -> None:
    post(
        sandbox,
        a_call(
            personalizations=[
                {"to": [{"email": "a@example.com", "name": HOSTILE.replace(",", "")}]}
            ],
            subject=HOSTILE,
            headers={"X-Note": HOSTILE},
            custom_args={"d": HOSTILE},
            content=[
                {"type": "text/plain", "value": HOSTILE},
                {"type": "text/html", "value": HOSTILE},
            ],
        ),
    )
    for path in ("/", f"/messages/{sandbox.messages[0].id}"):
        reply = request(sandbox, "GET", path)
        assert b"<script" not in reply.body
        assert b"<img" not in reply.body
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@pytest.mark.browser
def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(sandbox: Sandbox, page: Page) -> None:
    html = [{"type": "text/html", "value": HOSTILE}]
    post(sandbox, a_call(content=html))
    asked: list[str] = []
    page.on("request", lambda made: asked.append(made.url))

    page.goto(f"{sandbox.url}/")
    page.get_by_role("link", name="Hello").click()
    frame = page.frame_locator("iframe")

    assert frame.get_by_text("Good news").is_visible()
    assert (
        frame.get_by_text("Good news").evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"
    )
    assert page.title() == "Hello"
    assert not [url for url in asked if not url.startswith((sandbox.url, "about:"))]
