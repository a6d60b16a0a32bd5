"""Which mails does an answer of SendGrid speak of, and what may be done next?"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from notify.carriers import Accepted, Allowance, Batch, OutcomeUnknown, Refused, TryLater
from notify.sendgrid_answers import read_answer
from tests.notify.batches import a_batch

NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


def answered(batch: Batch, status: int, *errors: Any, body: bytes | None = None) -> Any:
    told = json.dumps({"errors": errors}).encode() if body is None else body
    return read_answer(batch, status, {}, told, now=NOW)


def error(field: str | None, message: str = "No.") -> dict[str, str | None]:
    return {"message": message, "field": field, "help": None}


@pytest.mark.parametrize(
    ("fields", "blamed", "smaller_may_pass"),
    [
        pytest.param(["personalizations.1.to.0.email"], ["d1"], False, id="an address"),
        pytest.param(["personalizations.1"], ["d1"], False, id="a person"),
        pytest.param(["personalizations[1].to"], ["d1"], False, id="with brackets"),
        pytest.param(["personalizations.2.substitutions"], ["d2"], False, id="their words"),
        pytest.param(
            ["personalizations.0.to", "personalizations.2.to"], ["d0", "d2"], False, id="two"
        ),
        pytest.param(["personalizations.3.to"], [], True, id="nobody of this batch"),
        pytest.param(["personalizations"], [], True, id="all of them together"),
        pytest.param([None], [], True, id="nothing in particular"),
        pytest.param([], [], True, id="no error at all"),
        pytest.param(["personalizations.1.to", None], [], True, id="a person, and something else"),
        pytest.param(["from"], [], False, id="the sender"),
        pytest.param(["content.1.value"], [], False, id="the contents"),
        pytest.param(
            ["personalizations.1.to", "subject"], [], False, id="a person, and the subject"
        ),
        pytest.param(["personalizations.1.headers.X"], [], True, id="a header is not their fault"),
    ],
)
def test_whom_a_refusal_names(
    fields: list[str | None],
    blamed: list[str],
    smaller_may_pass: bool,  # noqa: FBT001
) -> None:
    outcome = answered(a_batch(3), 400, *map(error, fields))

    assert isinstance(outcome, Refused)
    assert list(outcome.addressees) == blamed
    assert outcome.smaller_may_pass is smaller_may_pass


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"null", b"[]", b'{"errors":7}', b'{"errors":[7]}', b"[" * 99_999, b"\xff"],
)
def test_a_refusal_that_cannot_be_read_is_halved_down_to_one(body: bytes) -> None:
    assert answered(a_batch(2), 400, body=body).smaller_may_pass
    assert answered(a_batch(1), 400, body=body).smaller_may_pass


def test_what_is_passed_on_of_an_answer_is_one_short_line() -> None:
    outcome = answered(a_batch(1), 400, error("from", "\x1b[31m\r\n" + "x" * 9_999))

    assert outcome.reason.isprintable()
    assert len(outcome.reason) < 400


@pytest.mark.parametrize(
    ("reset", "wait"),
    [
        (str(int(NOW.timestamp()) + 7), timedelta(seconds=7)),
        (str(int(NOW.timestamp()) - 900), timedelta(seconds=1)),
        ("99999999999", timedelta(hours=1)),
        ("9" * 400, timedelta(minutes=1)),
        ("soon", timedelta(minutes=1)),
        ("", timedelta(minutes=1)),
    ],
)
def test_how_long_a_limit_is_waited_for(reset: str, wait: timedelta) -> None:
    outcome = read_answer(a_batch(), 429, {"X-RateLimit-Reset": reset}, b"", now=NOW)

    assert isinstance(outcome, TryLater)
    assert outcome.not_before == NOW + wait


def test_an_acceptance_without_an_id_is_no_evidence() -> None:
    assert isinstance(answered(a_batch(), 202, body=b""), OutcomeUnknown)


@pytest.mark.parametrize(
    ("left", "reset", "calls"),
    [
        pytest.param("12", "1798859060", 12, id="calls are left"),
        pytest.param("0", "1798859060", 0, id="none is left"),
        pytest.param("0", None, None, id="until when, nobody says"),
        pytest.param(None, "1798859060", None, id="how many, nobody says"),
        pytest.param("-1", "1798859060", None, id="a number that is none"),
        pytest.param("\u00b2", "1798859060", None, id="nor this one"),
    ],
)
def test_an_acceptance_says_how_many_more_calls_are_free(
    left: str | None, reset: str | None, calls: int | None
) -> None:
    given = {"X-Message-Id": "m", "X-RateLimit-Remaining": left, "X-RateLimit-Reset": reset}
    headers = {name: value for name, value in given.items() if value is not None}

    outcome = read_answer(a_batch(), 202, headers, b"", now=NOW)

    assert isinstance(outcome, Accepted)
    until = datetime.fromtimestamp(1798859060, UTC)
    assert outcome.allowance == (None if calls is None else Allowance(calls=calls, until=until))
