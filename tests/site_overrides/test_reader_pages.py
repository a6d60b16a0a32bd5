"""Pages for readers: which policies are theirs, whom to ask, and what is held about them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from archive.settings import NoticeSettings, Settings
from notify.retention import retention_of
from site_overrides.ask_page import ask_page
from site_overrides.held_page import held_page
from site_overrides.pages import policy_ending, policy_heading
from site_overrides.service_pages import service_page
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.accessibility import violations
from tests.site_overrides.builders import Page, opened_site, page_at
from tests.site_overrides.header_server import served_with_headers

SETTINGS = """
service_url = "https://notices.example.com/"
contact = "privacy@example.com"
postal_address = "1 Example Street"
comments = "https://example.com/talk"

[[authorities]]
name = "Example Authority"
link = "https://authority.example/"
concerns = "Exampleland"

[[processors]]
name = "Example Mail"
does = "It carries our mails."
where = "Exampleland"

[services.voice]
title = "Voice"

[services.chat]
title = "Chat"

[recipients]
csv = "recipients.csv"

[notice]
courtesy_from = "updates@example.com"
proof_years = 3
events_days = 1

[web]
requests_days = 9
"""
CHANGE = "\n  level: significant\n  summary: We sell logs.\n  choices: Leave us."


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """A policy for one service that another is about to cover, and one for all services."""
    made = PolicyRepository(tmp_path)
    made.write("fairnotice.toml", SETTINGS)
    made.commit(
        {
            "policy/terms.md": policy("# Terms\n\nOld.", "2026-02-01", services="[voice]"),
            "policy/privacy.md": policy(
                "# Privacy\n\nWe keep logs.",
                "2026-02-01",
                contact="{form: https://example.com/ask}",
                reviewed="2026-03-01",
            ),
        },
        "2026-01-10",
    )
    text = policy("# Terms\n\nNew.", "2026-07-01", services="[chat]", change=CHANGE)
    made.commit({"policy/terms.md": text}, "2026-04-10")
    return made


def of_service(root: Path, name: str, today: date) -> Page:
    with opened_site(root, today=today) as site:
        service = next(each for each in site.settings.services if each.id == name)
        return Page(str(service_page(site, service)))


def test_a_service_has_what_applies_and_what_is_coming(repository: PolicyRepository) -> None:
    voice = of_service(repository.root, "voice", date(2026, 5, 1))
    chat = of_service(repository.root, "chat", date(2026, 5, 1))

    assert "From 1 July 2026, Terms does not cover Voice any more." in voice.words
    assert "From 1 July 2026, Terms covers Chat." in chat.words
    assert "We sell logs." in chat.words
    now = "What applies now"
    assert "Terms" in voice.words.partition(now)[2]
    assert "Terms" not in chat.words.partition(now)[2]
    assert "Privacy" in chat.words.partition(now)[2]


def test_what_is_coming_to_a_service_leads_to_its_changes_and_says_what_readers_can_do(
    repository: PolicyRepository,
) -> None:
    chat = of_service(repository.root, "chat", date(2026, 5, 1))

    assert "What you can do Leave us. See what changes Read the new version" in chat.words
    assert any(link.endswith("/changes/") for link in chat.links)


def test_what_is_coming_stands_before_the_tools_of_a_policy(repository: PolicyRepository) -> None:
    with opened_site(repository.root, today=date(2026, 5, 1)) as site:
        terms = next(each for each in site.register if each.id == "terms")
        words = Page(str(policy_heading(site, terms))).words

    assert words.index("All versions") < words.index("A new version applies from 1 July 2026")
    assert words.index("Leave us.") < words.index("What applied to me on another day?")


def test_on_the_day_what_was_coming_applies(repository: PolicyRepository) -> None:
    chat = of_service(repository.root, "chat", date(2026, 7, 1))

    assert "What is coming" not in chat.words
    assert "Terms" in chat.words.partition("What applies now")[2]


def test_a_service_without_a_policy_says_so(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": None}, "2026-05-02")
    chat = of_service(repository.root, "chat", date(2026, 5, 3))

    assert "No policy covers it today." in chat.words


def test_a_change_that_applied_at_once_stays_on_the_page_of_its_service(
    repository: PolicyRepository,
) -> None:
    at_once = f"{CHANGE}\n  at_once: legal-duty\n  reason: A law."
    text = policy("# Terms\n\nNewest.", "2026-08-01", services="[chat]", change=at_once)
    repository.commit({"policy/terms.md": text}, "2026-08-01")

    chat = of_service(repository.root, "chat", date(2026, 8, 20))
    voice = of_service(repository.root, "voice", date(2026, 8, 20))
    later = of_service(repository.root, "chat", date(2026, 8, 31))

    assert "Terms changed on 1 August 2026. Read what changed" in chat.words
    assert "changed on" not in voice.words
    assert "changed on" not in later.words


def test_each_policy_says_whom_to_ask_and_invites_comments(repository: PolicyRepository) -> None:
    with opened_site(repository.root, today=date(2026, 5, 1)) as site:
        privacy, terms = site.register
        ending = Page(str(policy_ending(site, privacy, ())))
        heading = Page(str(policy_heading(site, terms)))
        asking = Page(str(ask_page(site)))

    assert "https://example.com/ask" in ending.links
    assert "1 Example Street" in ending.words
    assert "../whom-to-ask/" in ending.links
    assert "../what-we-hold/" in ending.links  # beside the form that asks for mails
    assert "Last reviewed on 1 March 2026" in ending.words
    assert "Until 30 June 2026 you can comment on it." in heading.words
    assert "https://example.com/talk" in heading.links
    assert {"mailto:privacy@example.com", "https://example.com/ask"} <= set(asking.links)
    assert "https://authority.example/" in asking.links


def test_the_numbers_on_the_page_are_those_of_the_job_that_deletes(
    repository: PolicyRepository,
) -> None:
    with opened_site(repository.root) as site:
        words = Page(str(held_page(site))).words
        kept = retention_of(site.settings)

    assert "3 years after the day that the notice tells of" in words
    assert "1 day after it came" in words
    assert "9 days after you asked" in words
    assert "Example Mail (Exampleland): It carries our mails." in words
    today = date(2026, 5, 1)
    assert kept.proof_before(today) == date(2023, 5, 1)
    assert today - kept.posts_before(today) == timedelta(days=1)


def test_where_nobody_is_mailed_the_page_tells_of_no_mail(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy("# Terms\n\nWords.")}, "2026-01-01")
    with opened_site(tmp_path) as site:
        words = Page(str(held_page(site))).words

    assert "In your own browser" in words
    assert "mail provider" not in words


def test_a_leap_day_ends_a_period_of_years_on_the_last_of_february() -> None:
    kept = retention_of(Settings(notice=NoticeSettings(proof_years=1)))

    assert kept.proof_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_every_page_leads_to_both(sample_site: Path) -> None:
    for address in ("", "terms/", "privacy/2027-03-01/changes/"):
        links = " ".join(page_at(sample_site, address).links)
        assert "whom-to-ask/" in links
        assert "what-we-hold/" in links


@pytest.mark.browser
def test_a_reader_finds_the_policies_of_a_service(sample_site: Path, page: BrowserPage) -> None:
    with served_with_headers(sample_site) as site:
        page.goto(f"{site}/")
        page.get_by_role("navigation", name="Which are mine?").get_by_role(
            "link", name="Backup"
        ).click()
        page.wait_for_url("**/for/backup/")

        assert page.get_by_role("heading", level=1).inner_text() == "Backup"
        names = page.locator(".fn-card h3").all_inner_texts()
        assert names == ["Backup Privacy Policy", "List of Sub-processors"]


FOR_READERS = (
    *("", "privacy/", "what-applied/?on=2020-05-01", "privacy/what-applied/?on=2020-05-01"),
    *("for/messaging/", "whom-to-ask/", "what-we-hold/", "embed/example/"),
)


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


@pytest.fixture(params=[("light", 1280), ("dark", 320)], ids=["light and wide", "dark and narrow"])
def screen(page: BrowserPage, request: pytest.FixtureRequest) -> BrowserPage:
    """A page on one of two screens, on which nothing moves."""
    scheme, width = request.param
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("address", FOR_READERS)
def test_nobody_is_shut_out(host: str, screen: BrowserPage, axe_core: Path, address: str) -> None:
    screen.goto(f"{host}/{address}")
    for summary in screen.locator("main summary:visible").all():
        summary.click()

    assert violations(screen, axe_core) == []
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
