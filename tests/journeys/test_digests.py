"""A reader's weeks: asks for every change, once a week, and gets each once, in one mail a week."""

import email
import email.policy
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from archive.settings import parse_settings
from notify.ledger import open_ledger
from tests.commands import Answer, fairnotice
from tests.notify.keyrings import an_environment
from tests.notify.ledgers import OPENED, Clock
from tests.notify.readers import PUBLISHED, Letters, waited
from tests.notify.web_services import RunningWeb, running_web
from tests.repositories import PolicyRepository

SETTINGS = """
site_name = "Example policies"
site_url = "https://policies.example.com/"
service_url = "https://notices.example.com/"
contact = "privacy@example.com"
postal_address = "Example Messaging Ltd, 1 Sample Street, Example Town"

[recipients]
csv = "recipients.csv"

[notice]
courtesy_from = "Example <updates@example.com>"
"""
TERMS = (
    "---\neffective: 2025-01-01\n---\n# Terms of Service\n\nOur office stands in Sample Street.\n"
)
SMALL = """---
effective: {effective}
change:
  level: minor
  reason: The sense is the same.
  summary: {summary}
---
# Terms of Service

{text}
"""


class Year:
    """A company on the days of a year that is over, so that no clock of the machine matters."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.repository = PolicyRepository(root)
        self.repository.write("recipients.csv", "id,email,name,language,services\n")
        files = {
            "fairnotice.toml": SETTINGS,
            ".gitignore": "recipients.csv\noutbox/\n.fairnotice/\n",
        }
        self.repository.commit({**files, "policy/terms.md": TERMS}, "2024-12-01")

    @property
    def environment(self) -> Mapping[str, str]:
        return {"FAIRNOTICE_DATABASE": f"sqlite:///{self.root}-ledger.sqlite3", **an_environment()}

    def run(self, *arguments: str) -> Answer:
        answer = fairnotice("notify", *arguments, cwd=self.root, **self.environment)
        assert answer.status == 0, answer
        return answer

    def changed(self, on: str, text: str, summary: str) -> None:
        written = SMALL.format(effective=on, text=text, summary=summary)
        self.repository.commit({"policy/terms.md": written}, on)

    def told_by(self, day: str) -> list[EmailMessage]:
        """Plan, approve and send on a day; return every mail that went out until then."""
        plan = self.run("plan", "--today", day, "--by", "B. Planner", "--format", "json")
        if json.loads(plan.out)["deliveries"]:
            self.run("approve", "--by", "A. Counsel", "--today", day)
            self.run("send", "--today", day)
        files = sorted((self.root / "outbox").rglob("*.eml"), key=lambda file: file.stat().st_mtime)
        return [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]


@pytest.fixture
def year(tmp_path: Path) -> Year:
    year = Year(tmp_path / "policies")
    assert year.told_by("2026-01-05") == []  # the ledger begins: nothing of the past is told
    return year


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def web(year: Year, letters: Letters) -> Iterator[RunningWeb]:
    """The service, on Tuesday, 6 January 2026."""
    opened = open_ledger(year.environment, root=year.root)
    OPENED.append(opened.engine)
    ledger = replace(opened, now=Clock(moment=datetime(2026, 1, 6, 9, tzinfo=UTC)))
    settings = parse_settings(SETTINGS, file="fairnotice.toml")
    with running_web(ledger, settings=settings, carrier=letters, published=PUBLISHED) as running:
        yield running


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserPage]:
    """A reader's page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def subscribe(web: RunningWeb, letters: Letters, visit: BrowserPage) -> None:
    """Ask for every change of the terms, once a week, and confirm it."""
    visit.goto(f"{web.url}/subscribe?policy=terms")
    visit.get_by_label("Your email address").fill("eve@example.com")
    visit.get_by_label("Every change, also small ones").check()
    visit.get_by_label("Small changes together, once a week").check()
    visit.get_by_role("button", name="Send me a link to confirm").click()
    waited(letters, 1)
    visit.goto(web.url + letters.link())
    assert visit.get_by_text("Every change, also small ones").is_visible()
    assert visit.get_by_text("Small changes together, once a week").is_visible()
    visit.get_by_role("button", name="Yes, send me these mails").click()


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.mark.browser
def test_a_reader_asks_for_every_change_once_a_week_and_gets_each_week_in_one_mail(
    year: Year, web: RunningWeb, letters: Letters, visit: BrowserPage
) -> None:
    year.changed("2026-01-05", "Our office is in Sample Street.", "Published before anybody asked.")
    subscribe(web, letters, visit)

    year.changed(
        "2026-01-07", "Our office is at 1 Sample Street.", "The number of the house is named."
    )
    year.changed(
        "2026-01-09", "Our office is at 1 Sample Street, Sampletown.", "The town is named."
    )

    assert year.told_by("2026-01-11") == []  # a Sunday
    (digest,) = year.told_by("2026-01-12")
    assert digest["To"].addresses[0].addr_spec == "eve@example.com"
    assert digest["From"].addresses[0].addr_spec == "updates@example.com"
    assert digest["Subject"] == "Example: 2 small changes in our policies"
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    words = words_of(digest)
    assert "Published on 7 January 2026. It applies from 7 January 2026." in words
    assert "The number of the house is named." in words
    assert "The town is named." in words
    assert "before anybody asked" not in words
    assert words.count("/changes/") == 2

    assert len(year.told_by("2026-01-13")) == 1
    year.changed(
        "2026-01-14",
        "You find our office at 1 Sample Street, Sampletown.",
        "The sense is the same.",
    )
    assert len(year.told_by("2026-01-16")) == 1
    later = year.told_by("2026-01-19")
    assert [mail["Subject"] for mail in later[1:]] == ["Example: a small change: Terms of Service"]
    status = json.loads(year.run("status", "--format", "json").out)
    assert [plan["notices"][0]["deliveries"]["withheld"] for plan in status["plans"]] == [1, 1]
