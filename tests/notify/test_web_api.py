"""What products ask and users answer: signed, once, bound to the very text, and kept as evidence."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import GenerationMode
from sqlalchemy import text

from archive.errors import InvalidSettings
from notify.answers import AnswerKind
from notify.api_keys import SIGNATURE, TIME, read_api_keys
from notify.ledger import Ledger
from notify.ledger_answers import forget_answers
from notify.ledger_database import truncate_log
from notify.ledger_erasure import erase
from notify.ledger_rekey import rekey
from notify.subject_tokens import LIVES
from tests.notify.builders import a_recipient
from tests.notify.keyrings import a_value
from tests.notify.ledgers import Clock, a_ledger, file_in, planned
from tests.notify.products import (
    ASKING,
    CHAT,
    NOTICES,
    NOW,
    OF_OTHERS,
    SEEN,
    VOICE,
    got,
    posted,
    signed,
)
from tests.notify.test_ledger_erasure import contents
from tests.notify.test_ledger_rekey import NEW, both
from tests.notify.test_ledger_retention import bytes_of
from tests.notify.web_services import RunningWeb, running_web

ANSWERS, TOKENS = "/api/v1/answers", "/api/v1/tokens"
PENDING = "/api/v1/notices?subject=u-1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    return a_ledger(file_in(tmp_path), clock)


@pytest.fixture
def web(ledger: Ledger) -> Iterator[RunningWeb]:
    with running_web(ledger, now=NOW, published=NOTICES, api_keys=(VOICE, CHAT)) as running:
        yield running


def says(kind: str, notice: Any = SEEN, subject: str = "u-1", **more: str) -> dict[str, str]:
    """What a product posts of an answer."""
    return {
        "subject": subject,
        "notice": notice.id,
        "version": notice.version,
        "kind": kind,
        **more,
    }


def pending(web: RunningWeb, path: str = PENDING) -> list[str]:
    return [one["policy"] for one in json.loads(got(web, path).body)["notices"]]


def recorded(ledger: Ledger) -> list[dict[str, Any]]:
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT body FROM event WHERE kind = 'answer'")).scalars()
        return [json.loads(body) for body in rows]


def test_a_product_shows_what_its_users_must_be_told(web: RunningWeb) -> None:
    reply = got(web, PENDING)

    assert reply.status == 200
    one, other = json.loads(reply.body)["notices"]
    assert one["version"] == SEEN.version
    assert one["summary"] == "We keep call records for longer."
    assert (one["day"], one["effect"], one["asks"]) == ("2027-03-01", "reduces", "nothing")
    assert other["asks"] == "consent"
    assert pending(web, f"{PENDING}&joined=2027-01-11") == []


def test_what_was_seen_is_told_no_more_and_a_consent_is_asked_until_it_is_answered(
    web: RunningWeb,
) -> None:
    for notice in (SEEN, ASKING):
        assert posted(web, ANSWERS, says("seen", notice)).status == 201
    assert pending(web) == ["training"]

    assert posted(web, ANSWERS, says("refused", ASKING, purpose="training")).status == 201
    assert pending(web) == []


def test_an_answer_is_bound_to_the_very_text_and_kept_in_the_chain(
    web: RunningWeb, ledger: Ledger
) -> None:
    given = json.loads(posted(web, ANSWERS, says("accepted")).body)

    (event,) = recorded(ledger)
    assert event["answer"] == given["id"]
    assert (event["policy"], event["version"], event["kind"]) == (
        "privacy",
        SEEN.version,
        "accepted",
    )
    assert "u-1" not in json.dumps(event)


def test_the_same_answer_counts_once(web: RunningWeb, ledger: Ledger) -> None:
    replies = [
        posted(web, ANSWERS, says("accepted"), at=NOW + timedelta(seconds=n)) for n in (0, 1)
    ]

    assert [reply.status for reply in replies] == [201, 200]
    assert replies[0].body == replies[1].body
    assert len(recorded(ledger)) == 1


def test_s24_a_consent_is_per_purpose_and_taken_back_in_the_same_way(
    web: RunningWeb, clock: Clock
) -> None:
    for number, (kind, purpose) in enumerate(
        [("consented", "training"), ("refused", "ads"), ("refused", "training")]
    ):
        clock.sleep(1)
        at = NOW + timedelta(seconds=number)
        assert posted(web, ANSWERS, says(kind, ASKING, purpose=purpose), at=at).status == 201

    answers = json.loads(got(web, f"{ANSWERS}?subject=u-1").body)["answers"]
    assert {one["purpose"]: one["kind"] for one in answers} == {
        "training": "refused",
        "ads": "refused",
    }


def test_t36_a_request_that_is_said_again_does_not_undo_what_came_after(
    web: RunningWeb, ledger: Ledger
) -> None:
    consent = says("consented", ASKING, purpose="training")
    posted(web, ANSWERS, consent)
    posted(web, ANSWERS, says("refused", ASKING, purpose="training"))

    assert posted(web, ANSWERS, consent).status == 200  # the very same bytes and signature

    assert [one["kind"] for one in recorded(ledger)] == ["consented", "refused"]


def test_s24_seeing_and_accepting_are_no_consent(web: RunningWeb) -> None:
    for kind in ("seen", "accepted"):
        posted(web, ANSWERS, says(kind, ASKING))

    answers = json.loads(got(web, f"{ANSWERS}?subject=u-1").body)["answers"]
    assert not [one for one in answers if one["kind"] == "consented"]
    assert pending(web) == ["privacy", "training"]


@pytest.mark.parametrize(
    ("content", "status", "error"),
    [
        pytest.param(says("seen") | {"version": ASKING.version}, 409, "another-version", id="text"),
        pytest.param(says("seen") | {"notice": "x"}, 404, "no-such-notice", id="no such notice"),
        pytest.param(says("seen", OF_OTHERS), 404, "no-such-notice", id="of another service"),
        pytest.param(says("consented", purpose="a"), 422, "no-consent-asked", id="not asked"),
        pytest.param(says("consented", ASKING), 422, "bad-answer", id="no purpose"),
        pytest.param(says("refused", ASKING, purpose="A B"), 422, "bad-answer", id="bad purpose"),
        pytest.param(says("seen", purpose="a"), 422, "bad-answer", id="a purpose of seeing"),
        pytest.param(says("liked"), 422, "bad-body", id="no such answer"),
        pytest.param(says("seen", subject=""), 422, "bad-subject", id="nobody"),
        pytest.param(says("seen", subject="a\nb"), 422, "bad-subject", id="two lines"),
        pytest.param(says("seen", subject="x" * 201), 422, "bad-subject", id="endless"),
        pytest.param(says("seen") | {"subject": None}, 422, "no-subject", id="no subject"),
        pytest.param(says("seen", more="x"), 422, "bad-body", id="another field"),
        pytest.param([], 422, "bad-body", id="a list"),
    ],
)
def test_a_bad_answer_is_told_clearly_and_changes_nothing(
    web: RunningWeb, ledger: Ledger, content: object, status: int, error: str
) -> None:
    reply = posted(web, ANSWERS, content)

    assert (reply.status, json.loads(reply.body)["error"]) == (status, error)
    assert recorded(ledger) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 5_000, b'{"a": 1' + b" " * 20_000], ids=range(5)
)
def test_what_is_no_json_is_refused(web: RunningWeb, body: bytes) -> None:
    reply = web.ask("POST", ANSWERS, body, signed("POST", ANSWERS, body))
    assert reply.status in (400, 413)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="not signed"),
        pytest.param(signed("GET", PENDING) | {SIGNATURE: "0" * 64}, id="forged"),
        pytest.param(signed("GET", PENDING) | {SIGNATURE: "ä"}, id="no hex"),
        pytest.param(signed("GET", PENDING) | {TIME: "x"}, id="no time"),
        pytest.param(signed("GET", PENDING, at=NOW - timedelta(minutes=6)), id="too old"),
        pytest.param(signed("GET", PENDING, at=NOW + timedelta(minutes=6)), id="too early"),
        pytest.param(signed("POST", PENDING), id="another method"),
        pytest.param(signed("GET", "/api/v1/answers?subject=u-1"), id="another path"),
        pytest.param(signed("GET", f"{PENDING}2"), id="another query"),
        pytest.param(signed("GET", PENDING, b"x"), id="another body"),
        pytest.param({"Authorization": "Bearer x.y.z"}, id="no token"),
    ],
)
def test_t36_nobody_asks_without_a_signature_over_all_of_it(
    web: RunningWeb, headers: dict[str, str]
) -> None:
    reply = web.ask(
        "GET",
        PENDING,
        headers={k: v.encode("latin-1", "replace").decode("latin-1") for k, v in headers.items()},
    )

    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] is not None


def test_t36_a_service_knows_nothing_of_the_users_of_another(web: RunningWeb) -> None:
    posted(web, ANSWERS, says("accepted"))

    assert json.loads(got(web, f"{ANSWERS}?subject=u-1", key=CHAT).body)["answers"] == []
    assert pending(web) == ["training"]
    assert [n["policy"] for n in json.loads(got(web, PENDING, key=CHAT).body)["notices"]] == [
        "chat"
    ]


def test_t36_a_browser_speaks_for_one_user_for_fifteen_minutes(
    ledger: Ledger, web: RunningWeb
) -> None:
    made = json.loads(posted(web, TOKENS, {"subject": "u-1"}).body)
    bearer = {"Authorization": f"Bearer {made['token']}"}
    body = json.dumps(says("seen")).encode()

    assert web.ask("GET", "/api/v1/notices", headers=bearer).status == 200
    assert web.ask("GET", "/api/v1/notices?subject=u-2", headers=bearer).status == 403
    assert web.ask("POST", ANSWERS, body, bearer).status == 201
    assert web.ask("POST", ANSWERS, body, bearer).status == 200
    assert web.ask("POST", TOKENS, b'{"subject": "u-2"}', bearer).status == 403
    cut = {"Authorization": f"Bearer {made['token'][:-1]}"}
    assert web.ask("GET", "/api/v1/notices", headers=cut).status == 401
    with running_web(ledger, now=NOW + LIVES, published=NOTICES, api_keys=(VOICE,)) as later:
        assert later.ask("GET", "/api/v1/notices", headers=bearer).status == 401


def test_a_page_of_the_product_may_ask_from_its_own_origin(web: RunningWeb) -> None:
    reply = web.ask("OPTIONS", ANSWERS, headers={"Origin": "https://app.example.com"})

    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in reply.headers["Access-Control-Allow-Headers"]
    assert reply.headers["Access-Control-Allow-Credentials"] is None


def test_without_keys_there_is_no_api(ledger: Ledger) -> None:
    with running_web(ledger, published=NOTICES) as web:
        assert web.ask("GET", "/api/openapi.json").status == 404


def test_no_id_of_a_user_stands_open_and_an_erasure_takes_it_away(
    tmp_path: Path, web: RunningWeb, ledger: Ledger
) -> None:
    planned(ledger, [a_recipient("customer-77", "ada@example.com", services=["messaging"])])
    posted(web, ANSWERS, says("accepted", subject="customer-77"))
    with ledger.reading() as connection:
        sealed = connection.execute(text("SELECT who FROM answer")).scalar_one()
    assert sealed in bytes_of(tmp_path)

    erase(ledger, "ada@example.com", by="Counsel", why="asked", marks=tmp_path / "marks")

    assert sealed[20:60] not in bytes_of(tmp_path)
    assert "customer-77" not in "\n".join(contents(ledger))
    assert len(recorded(ledger)) == 1


def test_t38_who_answered_is_forgotten_after_the_years_of_the_proof(
    tmp_path: Path, web: RunningWeb, ledger: Ledger
) -> None:
    posted(web, ANSWERS, says("accepted"))
    with ledger.reading() as connection:
        sealed = connection.execute(text("SELECT who FROM answer")).scalar_one()

    assert forget_answers(ledger, before=date(2027, 1, 15)) == 0
    assert forget_answers(ledger, before=date(2027, 1, 16)) == 1
    truncate_log(ledger.engine)

    assert sealed[20:60] not in bytes_of(tmp_path)
    assert json.loads(got(web, f"{ANSWERS}?subject=u-1").body)["answers"] == []


def test_t37_an_answer_is_found_after_every_key_was_changed(tmp_path: Path) -> None:
    with running_web(a_ledger(tmp_path), now=NOW, published=NOTICES, api_keys=(VOICE,)) as web:
        posted(web, ANSWERS, says("accepted"))
    rekey(a_ledger(tmp_path, keyring=both()))

    alone = a_ledger(tmp_path, keyring=NEW)
    with running_web(alone, now=NOW, published=NOTICES, api_keys=(VOICE,)) as web:
        assert len(json.loads(got(web, f"{ANSWERS}?subject=u-1").body)["answers"]) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("music=" + a_value("x"), "must begin with a service"),
        (a_value("x"), "must begin with a service"),
        ("voice=short", "too short or easily guessed"),
        (f"voice={a_value('x')},chat={a_value('x')}", "one key twice"),
    ],
)
def test_weak_and_wrong_keys_are_refused(written: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=said):
        read_api_keys({"FAIRNOTICE_API_KEYS": written}, services=["voice", "chat"])


def test_two_keys_of_a_service_count_while_one_takes_the_others_place() -> None:
    written = f"voice={a_value('new')}, voice={a_value('old')}"
    keys = read_api_keys({"FAIRNOTICE_API_KEYS": written}, services=["voice"])
    assert [key.service for key in keys] == ["voice", "voice"]
    assert a_value("new") not in repr(keys)


def test_the_description_is_served_as_it_stands_in_the_repository(web: RunningWeb) -> None:
    kept = Path(__file__).parents[2] / "notify" / "openapi.json"
    assert web.ask("GET", "/api/openapi.json").body == kept.read_bytes()
    kinds = json.loads(kept.read_text())["components"]["schemas"]["Answer"]["properties"]["kind"]
    assert kinds["enum"] == [str(kind) for kind in AnswerKind]


class Signing(AuthBase):
    """Signs a call as the product does, whatever it says."""

    def __call__(self, call: PreparedRequest) -> PreparedRequest:
        body = call.body if isinstance(call.body, bytes) else str(call.body or "").encode()
        call.headers.update(signed(str(call.method), str(call.path_url), body))
        return call


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "mode"),
    [
        *((each, GenerationMode.POSITIVE) for each in ("notices", "answers", "openapi")),
        *((each, mode) for each in ("answer", "token") for mode in GenerationMode),
    ],
)
def test_whatever_is_asked_is_answered_as_the_description_says(
    web: RunningWeb, operation: str, mode: GenerationMode
) -> None:
    """schemathesis makes up calls, right and wrong, and holds each answer against the document."""
    description = json.loads(web.ask("GET", "/api/openapi.json").body)
    for path in description["paths"].values():
        for each in path.values():
            each.pop("security", None)  # every call is signed, and so names a subject
            for one in each.get("parameters", []):
                one["required"] = one["name"] == "subject"
    description["components"]["schemas"]["NewAnswer"]["required"].append("subject")
    schema = schemathesis.openapi.from_dict(description)
    found = schema.find_operation_by_id(operation)

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(found.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate(base_url=web.url, auth=Signing())

    asked()
