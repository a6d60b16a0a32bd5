"""A significant change is announced on every page until it binds the last of those it concerns."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from site_overrides.announcements import announcement
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import IN_ENGLISH, Page, opened_site
from tests.site_overrides.header_server import served_with_headers

OLD = "# Terms\n\nWe keep logs for 30 days and delete them then."
NEW = "# Terms\n\nWe sell your logs, and keep them for ten years."
DECISION = "\n  level: significant\n  summary: We **sell** logs, e.g. yours. It pays us.\n  choices: Leave us."
REST = "We sell logs, e.g. yours. Read what changes What you can do Hide this notice"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        pytest.param("2026-06-30", f"Terms changes on 1 July 2026. {REST}", id="before"),
        pytest.param(
            "2026-07-01",
            f"Terms changes on 1 August 2026 for people who joined before 10 April 2026. {REST}",
            id="while earlier members are bound by the former text",
        ),
        pytest.param("2026-08-01", "", id="once it binds everybody"),
    ],
)
def test_a_change_is_announced_until_the_day_for_earlier_members(
    tmp_path: Path, today: str, words: str
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(OLD, "2026-02-01")}, "2026-01-10")
    text = policy(NEW, "2026-07-01", existing="2026-08-01", change=DECISION)
    repository.commit({"policy/terms.md": text}, "2026-04-10")
    with opened_site(tmp_path, today=date.fromisoformat(today)) as site:
        page = Page(str(announcement(IN_ENGLISH, site, "terms/")))

    assert page.words == words


@pytest.mark.parametrize(
    ("today", "words"),
    [
        pytest.param("2026-04-10", "Terms changed on 10 April 2026.", id="on the day"),
        pytest.param("2026-05-09", "Terms changed on 10 April 2026.", id="on the thirtieth day"),
        pytest.param("2026-05-10", "", id="afterwards no more"),
    ],
)
def test_a_change_that_applied_at_once_is_announced_for_thirty_days(
    tmp_path: Path, today: str, words: str
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(OLD, "2026-02-01")}, "2026-01-10")
    at_once = f"{DECISION}\n  at_once: legal-duty\n  reason: A law."
    text = policy(NEW, "2026-04-10", change=at_once)
    repository.commit({"policy/terms.md": text}, "2026-04-10")
    mended = text.replace("ten years", "ten long years")
    repository.commit({"policy/terms.md": mended}, "2026-04-12")
    with opened_site(tmp_path, today=date.fromisoformat(today)) as site:
        page = Page(str(announcement(IN_ENGLISH, site, "terms/")))

    assert page.words.startswith(words)
    assert bool(page.words) == bool(words)


def test_a_change_that_was_announced_before_its_day_is_not_told_afterwards(
    tmp_path: Path,
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(OLD, "2026-02-01")}, "2026-01-10")
    text = policy(NEW, "2026-04-10", change=DECISION)
    repository.commit({"policy/terms.md": text}, "2026-03-01")
    with opened_site(tmp_path, today=date(2026, 4, 10)) as site:
        assert announcement(IN_ENGLISH, site, "terms/") == ""


def test_what_is_announced_is_found_in_the_cache_the_next_time(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(OLD, "2026-02-01")}, "2026-01-10")
    repository.commit({"policy/terms.md": policy(NEW, "2026-07-01", change=DECISION)}, "2026-04-10")
    banners = []
    for _ in range(2):
        with opened_site(tmp_path, today=date(2026, 5, 1)) as site:
            banners.append(announcement(IN_ENGLISH, site, ""))

    assert banners[0] == banners[1] != ""


@pytest.fixture(scope="module")
def served(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


@pytest.mark.browser
def test_a_notice_is_hidden_on_every_page_by_the_readers_own_click(
    served: str, page: BrowserPage
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{served}/privacy/")
    notice = page.locator(".fn-announcement")
    assert "Privacy Policy changes on 1 March 2027." in notice.inner_text()
    assert "We would like to use your approximate location" in notice.inner_text()
    assert page.evaluate("localStorage.getItem('fairnotice.hidden')") is None

    notice.get_by_role("button", name="Hide this notice").focus()
    page.keyboard.press("Enter")

    assert page.locator(".md-banner").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    for address in ("", "terms/", "privacy/2027-03-01/changes/"):
        page.goto(f"{served}/{address}")
        assert page.locator(".md-banner").is_hidden()
        assert page.locator("a").first.get_attribute("class") == "md-skip"
    assert page.context.cookies() == []
    assert complaints == []


@pytest.mark.browser
def test_another_change_shows_although_one_was_hidden(served: str, page: BrowserPage) -> None:
    page.goto(f"{served}/")
    page.evaluate(
        "localStorage.setItem('fairnotice.hidden', JSON.stringify(['privacy/x/2020-01-01']))"
    )
    page.reload()
    assert page.locator(".fn-announcement").is_visible()

    page.evaluate("localStorage.setItem('fairnotice.hidden', '{not json')")
    page.reload()
    assert page.locator(".fn-announcement").is_visible()


@pytest.mark.browser
def test_without_a_script_a_notice_has_its_links_and_no_button(
    served: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/terms/")
    notice = page.locator(".fn-announcement")

    assert notice.get_by_role("button").count() == 0
    notice.get_by_role("link", name="What you can do").click()
    assert page.url.endswith("changes/#fn-choices")
    assert page.locator("#fn-choices").inner_text() == "What you can do"
    context.close()
