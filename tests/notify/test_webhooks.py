"""Outgoing webhooks: signed as Standard Webhooks are, sent to nobody inside, and in bounded time."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import InvalidSettings
from archive.revisions import PolicyId, RevisionId
from notify.public_notices import PublicChange, PublicNotice
from notify.webhooks import SECRET, NotTaken, payload, post_webhook, signed, webhook_key
from tests.notify.takers import running_taker

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
AT = datetime(2027, 1, 15, 9, tzinfo=UTC)
NOTICE = PublicNotice(
    id="n1",
    subject="Example: Privacy Policy changes on 1 March 2027",
    day="2027-03-01",
    language="en",
    policies=(
        PublicChange(
            policy_id=PolicyId("privacy"),
            revision=RevisionId("2027-01-10-1a2b3c4d"),
            title="Privacy Policy",
            summary="We keep records for 90 days.",
            url="https://policies.example.com/privacy/",
        ),
    ),
)


def test_a_signature_is_the_one_of_the_standard() -> None:
    key = webhook_key({SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    body = b'{"test": 2432232314}'

    found = signed(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        body,
        key=key,
        at=datetime.fromtimestamp(1614265330, tz=UTC),
    )

    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_what_is_posted_is_what_was_signed() -> None:
    key = webhook_key({SECRET: KEY})
    with running_taker() as taker:
        post_webhook(f"{taker.url}/hook", NOTICE, key=key, at=AT)
        ((path, headers, body),) = taker.taken

    assert path == "/hook"
    assert body == payload(NOTICE, at=AT)
    assert headers["Content-Type"] == "application/json"
    expected = signed("notice_n1", body, key=key, at=AT)
    assert {name: headers[name] for name in expected} == expected
    document = json.loads(body)
    assert (document["type"], document["timestamp"]) == (
        "notice.announced",
        "2027-01-15T09:00:00+00:00",
    )
    assert document["data"]["policies"][0]["url"] == "https://policies.example.com/privacy/"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param({"status": 500}, "answered 500", id="an error"),
        pytest.param({"status": 302, "location": "/elsewhere"}, "leads to /elsewhere", id="moved"),
        pytest.param({"status": 200, "size": 100_001}, "over 100,000 bytes", id="a flood"),
    ],
)
def test_what_was_not_taken_is_said(answer: dict[str, int | str], says: str) -> None:
    with running_taker(**answer) as taker:  # type: ignore[arg-type]
        with pytest.raises(NotTaken, match=says):
            post_webhook(taker.url, NOTICE, key=b"k" * 32, at=AT)

        assert len(taker.taken) == 1  # nothing was sent on to where it leads


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://hooks.example.com/", id="in the clear"),
        pytest.param("https://169.254.169.254/latest", id="a cloud's keys"),
        pytest.param("https://10.0.0.8/", id="the network around"),
        pytest.param("https://[fd00::1]/", id="the same by IPv6"),
    ],
)
def test_nothing_is_posted_to_where_it_must_not_go(url: str) -> None:
    with pytest.raises(NotTaken, match=r"write https://|no public address"):
        post_webhook(url, NOTICE, key=b"k" * 32, at=AT)


@pytest.mark.parametrize(
    "written",
    ["", "secret", "whsec_", "whsec_" + base64.b64encode(b"short").decode(), "whsec_%%%"],
)
def test_without_a_good_key_nothing_is_signed(written: str) -> None:
    with pytest.raises(InvalidSettings, match=f"need {SECRET} in the environment, made by: "):
        webhook_key({SECRET: written})


def test_the_page_of_settings_names_what_it_needs() -> None:
    page = (Path(__file__).parents[2] / "SETTINGS.md").read_text(encoding="utf-8")

    assert f"`{SECRET}`" in page
    assert "`FAIRNOTICE_CHANNELS`" in page
