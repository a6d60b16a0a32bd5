"""Does the local SendGrid tell what became of its mails as the real one does?"""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from archive.errors import InvalidSettings
from notify.sandbox import running_sandbox
from notify.sandbox_events import EventHabits, InvalidHabits, read_habits
from notify.sendgrid_events import SETTING, read_events, read_verifier, signature_of
from tests.notify.calls import a_call
from tests.notify.test_sandbox import post, request

Taken = tuple[dict[str, str], bytes]


@contextmanager
def listening(*statuses: int) -> Iterator[tuple[str, list[Taken]]]:
    """A listener that answers with these statuses, then 204, and keeps what it was posted."""
    taken: list[Taken] = []
    left = iter(statuses)

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((dict(self.headers.items()), body))
            self.send_response(next(left, 204))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/events", taken
        server.shutdown()
        thread.join()


def kinds(taken: list[Taken]) -> dict[str, list[str]]:
    """What was said of each address, in the order it came."""
    found: dict[str, list[str]] = {}
    for _, body in taken:
        for event in json.loads(body):
            found.setdefault(event["email"], []).append(event["event"])
    return found


def a_call_to(*addresses: str) -> dict[str, object]:
    people = [
        {"to": [{"email": address}], "custom_args": {"d": f"d{number}"}}
        for number, address in enumerate(addresses)
    ]
    return a_call(personalizations=people, custom_args={"b": "b1"})


def test_the_mailbox_tells_what_becomes_of_a_mail() -> None:
    addresses = ("anna@example.com", "bounced+7@example.com", "dropped@example.com")
    more = ("complained@example.com", "deferred@example.com", "silent@example.com")

    with listening() as (url, taken), running_sandbox(events_to=url) as sandbox:
        assert post(sandbox, a_call_to(*addresses, *more)).status == 202
        assert sandbox.events.wait(20)

    assert kinds(taken) == {
        "anna@example.com": ["processed", "delivered"],
        "bounced+7@example.com": ["processed", "bounce"],
        "dropped@example.com": ["dropped"],
        "complained@example.com": ["processed", "delivered", "spamreport"],
        "deferred@example.com": ["processed", "deferred", "delivered"],
    }


def test_posts_are_signed_with_the_key_that_is_shown_and_name_our_own_ids() -> None:
    with listening() as (url, taken), running_sandbox(events_to=url) as sandbox:
        post(sandbox, a_call_to("anna@example.com"))
        assert sandbox.events.wait(20)
        verifier = read_verifier({SETTING: sandbox.events.public_key})

    ((headers, body),) = taken
    assert verifier is not None
    assert verifier.verified_by(body, signature_of(headers), now=datetime.now(UTC))
    events, others = read_events(body)
    assert [(event.delivery, event.batch) for event in events] == [("d0", "b1")] * 2
    assert others == 0


def test_a_post_that_is_not_taken_is_made_again_until_it_is() -> None:
    with listening(500, 503) as (url, taken), running_sandbox(events_to=url) as sandbox:
        post(sandbox, a_call_to("anna@example.com"))
        assert sandbox.events.wait(20)

    assert [body for _, body in taken] == [taken[0][1]] * 3


def test_events_come_often_and_in_any_order_where_they_are_told_to() -> None:
    with listening() as (url, taken), running_sandbox(events_to=url) as sandbox:
        told = json.dumps({"repeat": 3, "shuffled": True}).encode()
        reply = request(sandbox, "POST", "/sandbox/events", told, Content_Type="application/json")
        assert reply.json["repeat"] == 3
        post(sandbox, a_call_to("anna@example.com"))
        assert sandbox.events.wait(20)
        assert request(sandbox, "DELETE", "/sandbox/events").status == 204
        assert request(sandbox, "GET", "/sandbox/events").json == EventHabits().as_json()

    assert len(taken) == 3
    assert sorted(kinds(taken)["anna@example.com"]) == ["delivered"] * 3 + ["processed"] * 3


def test_nothing_is_said_where_it_is_told_to_be_silent() -> None:
    with listening() as (url, taken), running_sandbox(events_to=url) as sandbox:
        sandbox.events.habits = EventHabits(silent=True)
        post(sandbox, a_call_to("anna@example.com"))
        assert sandbox.events.wait(20)

    assert taken == []


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([], id="a list"),
        pytest.param({"repeats": 2}, id="an unknown word"),
        pytest.param({"repeat": 0}, id="never"),
        pytest.param({"repeat": "2"}, id="a number in words"),
        pytest.param({"delay": -1}, id="before it happens"),
    ],
)
def test_habits_that_cannot_be_are_refused(told: object) -> None:
    with pytest.raises(InvalidHabits):
        read_habits(told)


@pytest.mark.parametrize("url", ["https://example.com/events", "http://192.0.2.1/", "file:///etc"])
def test_events_leave_this_machine_by_no_way(url: str) -> None:
    with pytest.raises(InvalidSettings, match=r"127\.0\.0\.1"), running_sandbox(events_to=url):
        pass
