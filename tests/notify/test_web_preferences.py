"""What is held about a reader, over HTTP: seen, changed, taken along and deleted by a link used once."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive.revisions import PolicyId, RevisionId
from notify.answers import Answer, AnswerKind
from notify.keys import KeyId
from notify.ledger import Ledger, approve
from notify.ledger_answers import write_answer
from notify.ledger_events import steps
from notify.ledger_holds import place_hold
from notify.ledger_subscriptions import subscribers
from notify.ledger_unsubscribes import unsubscribe_again
from notify.outbox_carrier import OutboxCarrier
from notify.subject_tokens import Subject
from notify.subscriptions import Extent, Rhythm
from tests.notify.builders import a_recipient
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, a_ledger, file_in, planned
from tests.notify.readers import PUBLISHED, SETTINGS, Letters, asked, settled, waited
from tests.notify.test_ledger_erasure import contents
from tests.notify.test_ledger_retention import bytes_of
from tests.notify.test_ledger_subscriptions import subscribed
from tests.notify.test_subscriptions import a_wish
from tests.notify.web_services import RunningWeb, running_web

ADA = "Ada@example.com"
BOB = "bob@example.com"
_VERY_TEXT: dict[str, Any] = {
    "policy": PolicyId("privacy"),
    "revision": RevisionId("2027-01-11-1a2b3c4d"),
    "version": f"sha256:{'0a' * 32}",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    """A ledger by which two people were told, one of whom subscribed as well."""
    ledger = a_ledger(file_in(tmp_path), clock)
    planned(ledger, [a_recipient("c-1", ADA, name="Ada L."), a_recipient("c-2", BOB)])
    approve(ledger, by="Counsel")
    sent(ledger, Hands())
    subscribed(ledger, wish=a_wish(policies=("privacy",), rhythm=Rhythm.WEEKLY))
    return ledger


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture(autouse=True)
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "fairnotice"


@pytest.fixture
def web(ledger: Ledger, letters: Letters) -> Iterator[RunningWeb]:
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as running:
        yield running


def link(web: RunningWeb, letters: Letters, email: str = ADA) -> str:
    number = len(letters.mails) + 1
    assert web.post("/preferences", email=email).status == 200
    waited(letters, number)
    return letters.link()


def opened(web: RunningWeb, letters: Letters, email: str = ADA) -> tuple[str, str]:
    """The page that the link opens, and the token of its forms."""
    reply = web.post(link(web, letters, email))
    assert reply.status == 200
    page = reply.body.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return page, found[1]


def test_s23_a_reader_sees_what_is_held(web: RunningWeb, letters: Letters) -> None:
    page, _ = opened(web, letters, "ADA@example.com")

    assert "ADA@example.com" in page
    assert "Privacy Policy changes on 1 March 2027" in page
    assert "handed over to the mail service" in page
    assert 'value="privacy" checked' in page
    assert 'value="weekly" checked' in page


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_s23_t34_a_scanner_does_not_use_the_link_up(
    web: RunningWeb, letters: Letters, method: str
) -> None:
    path = link(web, letters)
    reply = web.ask(method, path)

    assert reply.status == 200
    assert ADA.encode() not in reply.body
    assert web.post(path).status == 200


def test_s23_a_link_opens_once(web: RunningWeb, letters: Letters) -> None:
    path = link(web, letters)
    assert [web.post(path).status for _ in range(2)] == [200, 410]


def test_s23_a_link_lives_for_thirty_minutes(
    web: RunningWeb, letters: Letters, clock: Clock
) -> None:
    path = link(web, letters)
    clock.sleep(30 * 60)
    assert web.post(path).status == 410


def test_s23_the_open_page_works_for_thirty_minutes(
    web: RunningWeb, letters: Letters, clock: Clock
) -> None:
    _, token = opened(web, letters)
    clock.sleep(29 * 60)
    assert web.post("/preferences/export", token=token).status == 200
    clock.sleep(60)
    for what in ("change", "end", "export", "deletion", "delete"):
        assert web.post(f"/preferences/{what}", token=token).status == 410


def test_s23_a_link_of_another_mail_opens_nothing(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    web.post("/subscribe", email=ADA)
    waited(letters, 1)
    path = letters.link()
    token = path.rpartition("/")[2]
    web.post(path)

    assert web.post(f"/preferences/{token}").status == 404
    for what in ("change", "end", "export", "deletion", "delete"):
        assert web.post(f"/preferences/{what}", token=token).status == 410
    assert len(list(subscribers(ledger))) == 1


def test_t33_the_links_own_token_does_nothing_but_open(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    path = link(web, letters)
    web.post(path)
    for what in ("change", "end", "export", "delete"):
        token = path.rpartition("/")[2]
        assert web.post(f"/preferences/{what}", token=token).status == 410
    assert len(list(subscribers(ledger))) == 1


@pytest.mark.parametrize(
    "fields", [{}, {"token": ""}, {"token": "x"}], ids=["none", "empty", "bad"]
)
def test_a_post_without_the_pages_token_changes_nothing(
    web: RunningWeb, ledger: Ledger, letters: Letters, fields: dict[str, str]
) -> None:
    """No cookie stands for a reader, so no other site can act in a reader's name."""
    page, _ = opened(web, letters)
    assert "Set-Cookie" not in page
    for what in ("change", "end", "export", "deletion", "delete"):
        reply = web.post(f"/preferences/{what}", **fields)
        assert reply.status == 410
        assert reply.headers["Set-Cookie"] is None
    assert len(list(subscribers(ledger))) == 1


def test_a_reader_changes_what_is_wanted(web: RunningWeb, ledger: Ledger, letters: Letters) -> None:
    _, token = opened(web, letters)
    wanted = {"policy": "terms", "extent": "all", "rhythm": "at once", "lang": "fr"}

    assert web.post("/preferences/change", token=token, **wanted).status == 200
    assert web.post("/preferences/change", token=token, **wanted, service="none").status == 400

    (one,) = subscribers(ledger)
    assert one.wish.policies == ("terms",)
    assert (one.wish.extent, one.wish.rhythm, one.wish.language) == (
        Extent.ALL,
        Rhythm.AT_ONCE,
        "fr",
    )


def test_a_reader_ends_the_mails_and_no_restore_brings_them_back(
    web: RunningWeb, ledger: Ledger, letters: Letters, marks: Path
) -> None:
    _, token = opened(web, letters)
    assert b"You get no such mails" in web.post("/preferences/end", token=token).body
    assert list(subscribers(ledger)) == []

    subscribed(ledger)  # as a backup from before would have it
    with ledger.writing() as connection:
        connection.execute(text("DELETE FROM suppression"))
    unsubscribe_again(ledger, marks)

    assert list(subscribers(ledger)) == []


def test_who_subscribes_again_stays_subscribed_after_a_restore(
    web: RunningWeb, ledger: Ledger, letters: Letters, marks: Path
) -> None:
    _, token = opened(web, letters)
    web.post("/preferences/end", token=token)
    web.post("/subscribe", email=ADA)
    waited(letters, 2)
    web.post(letters.link())

    assert unsubscribe_again(ledger, marks) == 0
    assert len(list(subscribers(ledger))) == 1


def test_a_reader_takes_along_everything(web: RunningWeb, letters: Letters) -> None:
    _, token = opened(web, letters)

    reply = web.post("/preferences/export", token=token)

    assert reply.headers["Content-Disposition"].startswith("attachment")
    held = json.loads(reply.body)
    assert held["address"] == ADA
    assert held["subscription"]["policies"] == ["privacy"]
    assert held["subscription"]["rhythm"] == "weekly"
    assert held["subscription"]["extent"] == "all"
    assert held["subscription"]["heard_since"] == held["subscription"]["confirmed_at"]
    (notice,) = held["notices"]
    assert notice["known_as"] == "c-1"
    assert notice["name"] == "Ada L."
    assert notice["state"] == "accepted"
    assert notice["handed_over_at"].startswith("2027-01-15T09:00")
    assert [one["kind"] for one in held["requests"]] == ["preferences"]
    assert BOB not in reply.body.decode()


def test_a_reader_takes_along_what_was_answered_in_products_and_nobody_elses(
    web: RunningWeb, ledger: Ledger, letters: Letters, clock: Clock
) -> None:
    """By the same ids by which a deletion takes it away."""
    for subject, kind in (
        ("c-1", "seen"),
        ("c-2", "accepted"),
        ("c-1", "refused"),
        ("C-1", "seen"),
    ):
        purpose = "model-training" if kind == "refused" else ""
        answer = Answer(**_VERY_TEXT, kind=AnswerKind(kind), purpose=purpose)
        said_by = Subject(service="voice", id=subject)
        write_answer(ledger, said_by, answer, key=KeyId("k"), request=f"{subject} {kind}")
        clock.sleep(1)
    _, token = opened(web, letters)

    held = json.loads(web.post("/preferences/export", token=token).body)

    refused, seen = held["answers"]
    assert (seen["kind"], seen["purpose"]) == ("seen", None)
    assert (refused["kind"], refused["purpose"]) == ("refused", "model-training")
    assert {one["known_as"] for one in held["answers"]} == {"c-1"}
    assert (seen["service"], seen["policy"]) == ("voice", "privacy")
    assert seen["version"] == _VERY_TEXT["version"]
    assert seen["at"].startswith("2027-01-15T09:00")

    web.post("/preferences/delete", token=token)
    _, token = opened(web, letters, BOB)
    (left,) = json.loads(web.post("/preferences/export", token=token).body)["answers"]
    assert left["known_as"] == "c-2"


def test_s20_before_deleting_a_reader_sees_what_stays_until_when_and_why(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    _, token = opened(web, letters)
    page = web.post("/preferences/deletion", token=token).body.decode()

    assert f"after this many years: {SETTINGS.notice.proof_years}." in page
    assert "prove that people were told" in page
    assert len(list(subscribers(ledger))) == 1


def test_s20_a_reader_deletes_everything(
    web: RunningWeb, ledger: Ledger, letters: Letters, tmp_path: Path
) -> None:
    _, token = opened(web, letters)
    with ledger.reading() as connection:
        sealed = connection.execute(text("SELECT address FROM subscription")).scalar_one()
    assert sealed in bytes_of(tmp_path)

    assert b"It is deleted" in web.post("/preferences/delete", token=token).body

    assert sealed[20:60] not in bytes_of(tmp_path)
    everything = "\n".join(contents(ledger)).casefold()
    assert ADA.casefold() not in everything
    assert BOB in everything
    with ledger.reading() as connection:
        assert list(steps(connection))  # the chain verifies
    assert web.post("/preferences/delete", token=token).status == 410


def test_s20_the_files_that_name_a_reader_go_as_well(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    carrier = OutboxCarrier(folder=folder)
    with running_web(ledger, settings=SETTINGS, carrier=carrier, places=[folder]) as web:
        web.post("/preferences", email=ADA)
        settled(ledger)
        (mail,) = folder.glob("*.eml")
        path = re.search(r"https://notices\.example\.com(/\S+)", _text(mail))
        assert path is not None
        token = re.search(r'name="token" value="([^"]+)"', web.post(path[1]).body.decode())
        assert token is not None
        web.post("/preferences/delete", token=token[1])

    assert list(folder.glob("*.eml")) == []


def _text(mail: Path) -> str:
    message = message_from_bytes(mail.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_s22_what_a_hold_keeps_is_not_deleted(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    place_hold(ledger, by="Counsel", why="claim 7", person=ADA)
    _, token = opened(web, letters)

    reply = web.post("/preferences/delete", token=token)

    assert reply.status == 409
    assert b"claim 7" not in reply.body
    assert len(list(subscribers(ledger))) == 1


def test_t35_who_is_not_known_gets_the_same_answer_and_no_mail(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    known = web.post("/preferences", email=ADA)
    unknown = web.post("/preferences", email="nobody@example.com")

    assert known.body == unknown.body
    settled(ledger)
    assert letters.to() == [ADA]
    assert asked(ledger) == 1


def test_whatever_is_pressed_at_once_is_answered_and_the_chain_stays_whole(
    web: RunningWeb, ledger: Ledger, letters: Letters
) -> None:
    _, token = opened(web, letters)
    pressed = ["end", "change", "export", "deletion", "subscribe"] * 8 + ["delete"] * 12

    def press(what: str) -> int:
        if what == "subscribe":
            return web.post("/subscribe", email=ADA).status
        return web.post(f"/preferences/{what}", token=token, policy="terms").status

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(press, pressed))

    assert set(answers) <= {200, 410}  # the latter once it is deleted
    assert answers[-12:].count(200) >= 1
    assert list(subscribers(ledger)) == []
    with ledger.reading() as connection:
        assert list(steps(connection))  # which reads the whole chain
        query = text("SELECT count(*) FROM event WHERE kind = 'erasure'")
        assert connection.execute(query).scalar_one() == 1
