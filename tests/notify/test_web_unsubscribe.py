"""Leaving courtesy mail: one click does it, and no scanner that follows the link."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import text

from notify.ledger import Ledger
from notify.tokens import TokenUse, make_token
from tests.notify.courtesy import SETTINGS, approved_courtesy
from tests.notify.keyrings import a_keyring
from tests.notify.ledgers import file_in
from tests.notify.web_services import RunningWeb, running_web

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ONE_CLICK = b"List-Unsubscribe=One-Click"
PARTS = {"Content-Type": "multipart/form-data; boundary=cut"}
MULTIPART = b'--cut\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--cut--\r\n'


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return approved_courtesy(file_in(tmp_path), 1)


@pytest.fixture
def web(ledger: Ledger) -> Iterator[RunningWeb]:
    with running_web(ledger, settings=SETTINGS) as running:
        yield running


@pytest.fixture
def path(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        one = connection.execute(text("SELECT id FROM delivery")).scalar_one()
    return f"/unsubscribe/{make_token(ledger.seals.keyring, TokenUse.UNSUBSCRIBE, one)}"


def suppressed(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return int(
            connection.execute(
                text("SELECT count(*) FROM event WHERE kind = 'suppression'")
            ).scalar_one()
        )


@pytest.mark.parametrize(
    ("headers", "body"),
    [pytest.param(FORM, ONE_CLICK, id="form"), pytest.param(PARTS, MULTIPART, id="multipart")],
)
def test_case_31_one_click_unsubscribes_without_cookie_or_redirect_and_again(
    web: RunningWeb, ledger: Ledger, path: str, headers: dict[str, str], body: bytes
) -> None:
    replies = [web.ask("POST", path, body, headers) for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
    assert suppressed(ledger) == 1
    for reply in replies:
        assert reply.headers["Set-Cookie"] is None
        assert reply.headers["Location"] is None
        assert b"You get no more of these mails" in reply.body
        assert b"cannot be switched off" in reply.body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_t34_case_31_a_scanner_that_follows_the_link_changes_nothing(
    web: RunningWeb, ledger: Ledger, path: str, method: str
) -> None:
    reply = web.ask(method, path)

    assert reply.status == 200
    assert suppressed(ledger) == 0
    assert reply.headers["Set-Cookie"] is None
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"
    if method == "GET":
        assert b'<form method="post">' in reply.body
        assert b'name="List-Unsubscribe" value="One-Click"' in reply.body
        assert b"http" not in reply.body.replace(b"https://policies.example.com/", b"")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param(FORM, b"", id="nothing"),
        pytest.param(FORM, b"List-Unsubscribe=Maybe", id="another word"),
        pytest.param({"Content-Type": "text/plain"}, ONE_CLICK, id="no form"),
        pytest.param(PARTS, b"--cut\r\nbroken", id="a broken form"),
        pytest.param(FORM, b"a=1&" * 100 + ONE_CLICK, id="many fields"),
    ],
)
def test_a_post_that_does_not_say_so_changes_nothing(
    web: RunningWeb, ledger: Ledger, path: str, headers: dict[str, str], body: bytes
) -> None:
    assert web.ask("POST", path, body, headers).status == 400
    assert suppressed(ledger) == 0


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_t33_a_link_that_was_not_made_here_does_nothing(
    web: RunningWeb, ledger: Ledger, path: str, method: str
) -> None:
    of_others = make_token(a_keyring("others"), TokenUse.UNSUBSCRIBE, "d000001")

    for wrong in (path[:-1], f"{path}A", f"/unsubscribe/{of_others}", "/unsubscribe/%00"):
        assert web.ask(method, wrong, ONE_CLICK, FORM).status == 404
    assert suppressed(ledger) == 0


def test_t33_a_forged_host_leads_nowhere(web: RunningWeb, path: str) -> None:
    reply = web.ask("GET", path, headers={"Host": "evil.example.com"})

    assert reply.status == 200
    assert b"evil.example.com" not in reply.body + bytes(reply.headers)


def test_a_huge_form_is_refused(web: RunningWeb, ledger: Ledger, path: str) -> None:
    assert web.ask("POST", path, b"x" * 20_000, FORM).status == 413
    assert suppressed(ledger) == 0


def test_where_it_cannot_be_written_the_reader_is_told_to_try_again(
    web: RunningWeb, ledger: Ledger, path: str
) -> None:
    with ledger.writing() as connection:
        connection.execute(text("ALTER TABLE suppression RENAME TO away"))

    reply = web.ask("POST", path, ONE_CLICK, FORM)

    assert reply.status == 503
    assert b"Nothing has changed yet" in reply.body


@pytest.mark.browser
def test_a_reader_leaves_by_the_button_of_the_page(
    web: RunningWeb, ledger: Ledger, path: str, page: Page
) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))

    page.goto(web.url + path)
    button = page.get_by_role("button", name="Stop these mails")
    assert button.evaluate("e => getComputedStyle(e).borderTopLeftRadius") == "4.8px"
    button.click()

    assert page.get_by_role("heading").inner_text() == "You get no more of these mails"
    assert suppressed(ledger) == 1
    assert refused == []
