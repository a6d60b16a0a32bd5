"""What holds for every request to the service: its headers, its log, its health."""

import io
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.ledger import Ledger
from notify.schema import SCHEMA
from notify.web_events import PATH
from notify.web_logs import JsonLines, log_to
from tests.notify.ledgers import approved, file_in
from tests.notify.provider_posts import body_of, posted, signed
from tests.notify.web_services import RunningWeb, running_web

NOW = datetime(2027, 1, 15, 9, 10, tzinfo=UTC)
ADDRESS = "reader@example.com"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return approved(file_in(tmp_path), 1)


@pytest.fixture
def web(ledger: Ledger) -> Iterator[RunningWeb]:
    with running_web(ledger, now=NOW) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health/live", 200),
        ("GET", "/health/ready", 200),
        ("GET", PATH, 405),
        ("POST", PATH, 403),
        ("GET", "/nowhere", 404),
    ],
)
def test_every_answer_keeps_itself_to_whom_it_is_for(
    web: RunningWeb, method: str, path: str, status: int
) -> None:
    reply = web.ask(method, path)

    assert reply.status == status
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert reply.headers["Set-Cookie"] is None
    assert reply.headers["Server"] is None
    assert len(reply.headers["X-Request-Id"]) == 16


def test_a_caller_cannot_choose_the_id_of_a_request(web: RunningWeb) -> None:
    reply = web.ask("GET", "/health/live", headers={"X-Request-Id": "chosen"})

    assert reply.headers["X-Request-Id"] != "chosen"


def test_the_log_names_the_route_and_neither_paths_nor_addresses(web: RunningWeb) -> None:
    stream = io.StringIO()
    log_to(stream)
    body = body_of(posted("delivered", None))

    web.ask("GET", f"/health/live?email={ADDRESS}")
    web.ask("GET", f"/nowhere/{ADDRESS}")
    web.ask("POST", PATH, body, signed(body, at=NOW))

    soon = time.monotonic() + 10  # a line is written after the answer has gone
    while stream.getvalue().count("answered") < 3 and time.monotonic() < soon:
        time.sleep(0.01)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(one["route"], one["status"]) for one in lines if "route" in one] == [
        ("/health/live", 200),
        ("none", 404),
        (PATH, 204),
    ]
    assert all(len(one["request"]) == 16 for one in lines if "route" in one)
    assert ADDRESS not in stream.getvalue()
    assert "nowhere" not in stream.getvalue()


def test_an_error_is_logged_by_its_kind_and_place_and_never_in_its_own_words() -> None:
    with pytest.raises(ValueError, match=ADDRESS) as raised:
        int(ADDRESS)
    info = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "failed\n", (), info)

    line = json.loads(JsonLines().format(record))

    assert line["error"] == "ValueError"
    assert line["where"][0].startswith("test_an_error_is_logged")
    assert ADDRESS not in json.dumps(line)


def test_case_15_the_service_is_not_ready_while_the_ledger_cannot_be_written(
    web: RunningWeb, ledger: Ledger
) -> None:
    assert web.ask("GET", "/health/ready").status == 200

    with ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert web.ask("GET", "/health/ready").status == 503
    assert web.ask("GET", "/health/live").status == 200

    with ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": SCHEMA})
    assert web.ask("GET", "/health/ready").status == 200


def test_many_who_ask_at_once_whether_it_is_ready_are_all_told(web: RunningWeb) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: web.ask("GET", "/health/ready").status, range(120)))

    assert set(answers) == {200}


@pytest.mark.slow
def test_case_15_the_service_is_not_ready_while_another_holds_the_ledger(
    web: RunningWeb, ledger: Ledger
) -> None:
    with ledger.writing():
        begun = time.monotonic()
        assert web.ask("GET", "/health/ready").status == 503
        assert web.ask("GET", "/health/live").status == 200
        assert time.monotonic() - begun < 10

    deadline = time.monotonic() + 20
    while web.ask("GET", "/health/ready").status != 200:
        assert time.monotonic() < deadline
