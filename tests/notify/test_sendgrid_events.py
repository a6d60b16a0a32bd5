"""Which posts count as SendGrid's own, and what they say of our mails."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import InvalidSettings
from notify.provider_events import EventKind
from notify.sendgrid_events import (
    OLDEST,
    SETTING,
    NotEvents,
    NotSigned,
    Verifier,
    read_events,
    read_verifier,
    signature_of,
)
from tests.notify.provider_posts import body_of, key, posted, public, signed

NOW = datetime(2027, 1, 15, 9, 10, tzinfo=UTC)
BODY = body_of(posted("delivered", "d1", "b1"))
K = EventKind


def a_verifier(*numbers: int) -> Verifier:
    names = ",".join(public(key(number)) for number in numbers or (1,))
    verifier = read_verifier({SETTING: names})
    assert verifier is not None
    return verifier


def test_the_bytes_that_were_signed_are_verified() -> None:
    signature = signature_of(signed(BODY, at=NOW))

    assert a_verifier().verified_by(BODY, signature, now=NOW) == public(key())


def test_case_34_while_keys_rotate_the_old_and_the_new_one_verify() -> None:
    verifier = a_verifier(2, 1)

    for number in (1, 2):
        signature = signature_of(signed(BODY, at=NOW, private=key(number)))
        assert verifier.verified_by(BODY, signature, now=NOW) == public(key(number))
    with pytest.raises(NotSigned, match="not signed with any key"):
        verifier.verified_by(BODY, signature_of(signed(BODY, at=NOW, private=key(3))), now=NOW)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BODY[:-1], id="truncated"),
        pytest.param(BODY.replace(b"delivered", b"bounce---"), id="altered"),
        pytest.param(BODY + b" ", id="with a space more"),
        pytest.param(b"\xff" + BODY, id="not UTF-8"),
    ],
)
def test_case_13_other_bytes_than_those_signed_are_refused(body: bytes) -> None:
    signature = signature_of(signed(BODY, at=NOW))

    with pytest.raises(NotSigned):
        a_verifier().verified_by(body, signature, now=NOW)


@pytest.mark.parametrize(
    "age",
    [
        pytest.param(timedelta(days=3 * 365), id="three years old"),
        pytest.param(OLDEST + timedelta(seconds=2), id="just too old"),
        pytest.param(-timedelta(hours=2), id="of the future"),
    ],
)
def test_case_12_an_old_post_that_is_replayed_is_refused(age: timedelta) -> None:
    signature = signature_of(signed(BODY, at=NOW - age))

    with pytest.raises(NotSigned, match="too long ago"):
        a_verifier().verified_by(BODY, signature, now=NOW)


def test_what_the_provider_tries_again_for_days_is_taken() -> None:
    signature = signature_of(signed(BODY, at=NOW - timedelta(days=4)))

    assert a_verifier().verified_by(BODY, signature, now=NOW)


FORM = signed(BODY, at=NOW)
SIGNATURE_NAME, TIMESTAMP_NAME, _ = FORM


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({SIGNATURE_NAME: FORM[SIGNATURE_NAME]}, id="no time"),
        pytest.param({TIMESTAMP_NAME: FORM[TIMESTAMP_NAME]}, id="no signature"),
        pytest.param(FORM | {SIGNATURE_NAME: "!" * 96}, id="no base64"),
        pytest.param(FORM | {SIGNATURE_NAME: "A" * 100_000}, id="endless"),
        pytest.param(FORM | {TIMESTAMP_NAME: "9" * 40}, id="a time beyond all calendars"),
        pytest.param(FORM | {TIMESTAMP_NAME: "yesterday"}, id="a time in words"),
    ],
)
def test_case_13_headers_of_another_form_are_refused_before_anything_is_read(
    headers: dict[str, str],
) -> None:
    with pytest.raises(NotSigned, match="of the form"):
        signature_of(headers)


@given(st.text(alphabet="ABCabc019+/=", min_size=60, max_size=130))
def test_case_13_whatever_stands_for_a_signature_is_refused_and_never_breaks(made_up: str) -> None:
    with pytest.raises(NotSigned):
        a_verifier().verified_by(BODY, signature_of(FORM | {SIGNATURE_NAME: made_up}), now=NOW)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("not a key", id="words"),
        pytest.param("MFkw", id="a piece of one"),
        pytest.param(f"{public(key())},nonsense", id="one of two"),
        pytest.param(
            "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", id="of another kind"
        ),
    ],
)
def test_a_key_that_is_none_is_refused_in_a_line(written: str) -> None:
    with pytest.raises(InvalidSettings, match="SENDGRID_WEBHOOK_KEY") as refused:
        read_verifier({SETTING: written})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("environ", [{}, {SETTING: ""}, {SETTING: " , "}])
def test_without_a_key_nothing_can_be_verified(environ: dict[str, str]) -> None:
    assert read_verifier(environ) is None


@pytest.mark.parametrize(
    ("event", "more", "kind", "detail"),
    [
        pytest.param("processed", {}, K.PROCESSED, "", id="processed"),
        pytest.param("deferred", {"response": "450 later"}, K.DEFERRED, "", id="deferred"),
        pytest.param("delivered", {"response": "250 OK"}, K.DELIVERED, "", id="delivered"),
        pytest.param("bounce", {"status": "5.1.1"}, K.BOUNCED, "5.1.1", id="bounced"),
        pytest.param(
            "bounce", {"type": "blocked", "status": "4.7.1"}, K.BLOCKED, "4.7.1", id="blocked"
        ),
        pytest.param(
            "dropped", {"reason": "Bounced Address"}, K.DROPPED, "Bounced Address", id="dropped"
        ),
        pytest.param("spamreport", {}, K.COMPLAINED, "", id="complained"),
        pytest.param(
            "bounce",
            {"status": "reader@example.com", "reason": "550 <reader@example.com> unknown"},
            K.BOUNCED,
            "",
            id="the words of a server are left out, as they name people",
        ),
    ],
)
def test_what_each_event_says(
    event: str, more: dict[str, Any], kind: EventKind, detail: str
) -> None:
    ((found,), others) = read_events(body_of(posted(event, "d1", "b1", **more)))

    assert (found.kind, found.delivery, found.batch, found.detail) == (kind, "d1", "b1", detail)
    assert found.at == datetime.fromtimestamp(posted(event, "d1")["timestamp"], UTC)
    assert others == 0


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(posted("delivered", None), id="a mail that is not ours"),
        pytest.param(posted("open", "d1"), id="an opening"),
        pytest.param(posted("delivered", "d1", sg_event_id=None), id="no id"),
        pytest.param(posted("delivered", "d1", sg_event_id="x" * 9_999), id="an endless id"),
        pytest.param(posted("delivered", "d1", sg_event_id="a\x00b"), id="an id with a control"),
        pytest.param(posted("delivered", "d1", timestamp=10**30), id="a time beyond all calendars"),
        pytest.param(posted("delivered", "d1", timestamp="now"), id="a time in words"),
        pytest.param(posted("delivered", "d1", timestamp=True), id="a truth for a time"),
        pytest.param(posted("delivered", "../../etc", "b1"), id="an id that is a path"),
        pytest.param({"d": ["d1"], "event": ["delivered"]}, id="lists"),
        pytest.param("delivered", id="a word"),
        pytest.param(None, id="nothing"),
    ],
)
def test_t31_what_names_no_mail_of_ours_is_counted_and_left_out(other: object) -> None:
    found, others = read_events(body_of(other, posted("delivered", "d2", "b1")))

    assert [event.delivery for event in found] == ["d2"]
    assert others == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{}", id="no list"),
        pytest.param(b"[{}", id="cut off"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(json.dumps([0] * 20_001).encode(), id="too many"),
    ],
)
def test_case_13_what_is_signed_and_no_list_of_events_is_refused(body: bytes) -> None:
    with pytest.raises(NotEvents):
        read_events(body)
