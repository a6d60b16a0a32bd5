"""What becomes of a mail that a reader asked for says whether its mailbox is mailed again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from notify.ledger import Ledger
from notify.ledger_subscriptions import subscribers
from notify.provider_events import EventKind
from notify.sandbox import Sandbox, running_sandbox
from notify.sendgrid_carrier import SendGridCarrier
from notify.web_events import PATH
from tests.notify.ledgers import Clock, a_ledger, file_in
from tests.notify.provider_posts import key, said, taken_in
from tests.notify.readers import DAY, PUBLISHED, SETTINGS, Letters, asked, settled, waited
from tests.notify.test_ledger_subscriptions import ADA, subscribed
from tests.notify.test_ledger_suppressions import listed
from tests.notify.web_services import RunningWeb, running_web

BOUNCED = {("courtesy", "bounced", "provider"), ("legal", "bounced", "provider")}
COMPLAINED = {("courtesy", "complained", "provider")}


@contextmanager
def at_sendgrid(ledger: Ledger) -> Iterator[tuple[RunningWeb, Sandbox]]:
    """The service, whose mails a local SendGrid takes and tells of in signed posts."""
    with running_sandbox(signing_key=key()) as sandbox:
        carrier = SendGridCarrier(key="SG.test", host=sandbox.url)
        with running_web(ledger, settings=SETTINGS, carrier=carrier, published=PUBLISHED) as web:
            sandbox.events.post_to(web.url + PATH)
            yield web, sandbox


@contextmanager
def asked_for_mails(ledger: Ledger) -> Iterator[tuple[RunningWeb, Letters]]:
    """The service, by which one reader asked for mails; the mail that asks back was handed over."""
    letters = Letters()
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as web:
        web.post("/subscribe", email="ada@example.com")
        waited(letters, 1)
        yield web, letters


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("bounced@example.com", BOUNCED, id="there is no such mailbox"),
        pytest.param("complained@example.com", COMPLAINED, id="its reader called it spam"),
        pytest.param("blocked@example.com", set(), id="refused this once"),
        pytest.param("anna@example.com", set(), id="delivered"),
    ],
)
def test_what_becomes_of_a_confirmation_decides_whether_there_is_another(
    tmp_path: Path, address: str, expected: set[tuple[str, str, str]]
) -> None:
    clock = Clock()
    ledger = a_ledger(file_in(tmp_path), clock)
    with at_sendgrid(ledger) as (web, sandbox):
        web.post("/subscribe", email=address)
        settled(ledger)
        assert sandbox.events.wait(20)
        assert listed(ledger) == expected

        clock.sleep(2 * DAY)
        web.post("/subscribe", email=address)
        settled(ledger)
        assert len(sandbox.inbox.calls()) == (1 if expected else 2)


def test_a_bounce_is_told_once_in_the_chain_and_names_nobody(tmp_path: Path) -> None:
    ledger = a_ledger(file_in(tmp_path))
    with asked_for_mails(ledger) as (_, letters):
        mailed = letters.mails[0].addressees[0].delivery

    for number in range(2):
        taken_in(ledger, said(EventKind.BOUNCED, mailed, mailed, id_=f"e{number}"))

    with ledger.reading() as connection:
        query = text("SELECT body FROM event WHERE kind = 'suppression'")
        (facts,) = map(json.loads, connection.execute(query).scalars())
        doubt = connection.execute(text("SELECT doubt FROM ledger")).scalar_one()
    assert facts["request"] == mailed
    assert "@" not in json.dumps(facts)
    assert doubt is None


def test_who_called_the_mail_spam_is_not_promised_others_by_its_link(tmp_path: Path) -> None:
    ledger = a_ledger(file_in(tmp_path))
    with asked_for_mails(ledger) as (web, letters):
        mailed = letters.mails[0].addressees[0].delivery
        taken_in(ledger, said(EventKind.COMPLAINED, mailed, mailed))

        assert web.ask("GET", letters.link()).status == 410
        assert web.post(letters.link()).status == 410
    assert list(subscribers(ledger)) == []


def test_who_calls_a_link_to_what_is_held_spam_gets_no_courtesy_mail_any_more(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(file_in(tmp_path))
    subscribed(ledger)
    letters = Letters()
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as web:
        web.post("/preferences", email=ADA.address)
        waited(letters, 1)
    mailed = letters.mails[0].addressees[0].delivery

    taken_in(ledger, said(EventKind.COMPLAINED, mailed, mailed))

    assert list(subscribers(ledger)) == []
    assert listed(ledger) == COMPLAINED


def test_what_is_said_of_a_mail_that_is_forgotten_by_now_suppresses_nobody(
    tmp_path: Path,
) -> None:
    ledger = a_ledger(file_in(tmp_path))

    taken_in(ledger, said(EventKind.BOUNCED, "r" + 24 * "0"))

    assert listed(ledger) == set()
    assert asked(ledger) == 0
