"""What applied to me on a day? A list for everybody, and an answer at an address that can be shared."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from archive.lookups import revision_on
from site_overrides.applied_periods import AppliedTo, applied_to
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import IN_ENGLISH, build, opened_site, page_at
from tests.site_overrides.header_server import served_with_headers

FIRST = policy("# Terms\n\nFirst terms.", "2026-02-01")
SECOND = policy("# Terms\n\nSecond terms.", "2026-07-01", existing="2026-09-01")
THIRD = policy("# Terms\n\nThird terms.", "2026-12-01", existing="2027-02-01")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PolicyRepository:
    """Two changes that bind earlier members later, the second of them twice over."""
    made = PolicyRepository(tmp_path_factory.mktemp("joined"))
    made.commit({"policy/terms.md": FIRST}, "2026-01-10")
    made.commit({"policy/terms.md": SECOND}, "2026-05-10")
    made.commit({"policy/terms.md": THIRD}, "2026-10-10")
    return made


@pytest.fixture(scope="module")
def served(repository: PolicyRepository) -> Iterator[str]:
    site = build(repository.root, today=date(2026, 12, 5)).folder
    with served_with_headers(site) as address:
        yield address


@pytest.fixture(scope="module")
def served_sample(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def test_its_lists_name_the_text_that_the_record_gives_for_each_day(
    repository: PolicyRepository,
) -> None:
    with opened_site(repository.root, today=date(2026, 12, 5)) as site:
        (terms,) = site.register
        groups = applied_to(IN_ENGLISH, site, terms)
        for joined in (None, date(2025, 1, 1), date(2026, 5, 10), date(2026, 10, 9)):
            for month in range(2, 13):
                day = date(2026, month, 15)
                revision = revision_on(terms, day, joined=joined)
                address = site.revision_address(terms, terms.version_of(revision), revision)
                assert answer(groups, day, joined) == [address], (day, joined)


def answer(groups: tuple[AppliedTo, ...], day: date, joined: date | None) -> list[str]:
    """What a reader finds who looks for their group, and there for the day."""
    own = [
        group
        for group in groups
        if (group.joined_before is None or (joined is not None and joined < group.joined_before))
        and (group.joined_from is None or joined is None or joined >= group.joined_from)
        and not (joined is None and group.joined_before)
    ]
    (group,) = own
    return [
        period.address
        for period in group.periods
        if period.begins <= day and (period.ends is None or day < period.ends)
    ]


def test_a_policy_and_the_home_page_ask_for_a_day(sample_site: Path) -> None:
    for address, action in (("privacy/", "../privacy/what-applied/"), ("", "what-applied/")):
        page = page_at(sample_site, address)
        assert action in [found.get("action") for tag, found in page.tags if tag == "form"]
        assert "fn-on" in page.ids
        assert "fn-joined" not in page.ids  # nobody was bound on another day


def test_without_a_script_a_list_leads_to_each_text(sample_site: Path) -> None:
    page = page_at(sample_site, "privacy/what-applied/")

    assert "It applied from 20 November 2018 until 31 January 2024." in page.words
    assert any("2018-11-20/2018-10-22-" in href for href in page.links)
    assert "privacy/what-applied/" in " ".join(page_at(sample_site, "what-applied/").links)


@pytest.mark.browser
def test_a_day_chosen_on_a_policy_leads_to_its_text(served_sample: str, page: BrowserPage) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{served_sample}/privacy/")
    page.get_by_text("What applied to me on another day?").click()
    page.get_by_label("What applied to me on").fill("2020-05-01")
    page.get_by_role("button", name="Show the text").click()

    page.wait_for_url("**/privacy/what-applied/?on=2020-05-01")
    status = page.get_by_role("status")
    assert "Privacy Policy: on 1 May 2020, this text applied:" in status.inner_text()
    status.get_by_role("link").click()
    assert "/privacy/2018-11-20/" in page.url
    assert complaints == []


@pytest.mark.browser
def test_the_home_page_answers_for_every_policy(served_sample: str, page: BrowserPage) -> None:
    page.goto(f"{served_sample}/")
    page.get_by_label("What applied to me on").fill("2020-05-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/what-applied/?on=2020-05-01")

    words = page.get_by_role("status").inner_text()
    assert "Privacy Policy: on 1 May 2020, this text applied:" in words
    assert "Terms of Service: no text applied on 1 May 2020." in words


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "path"),
    [
        pytest.param("on=2026-08-01", "2026-07-01/", id="for new members from its day"),
        pytest.param("on=2026-08-01&joined=2026-05-09", "2026-02-01/", id="not for earlier ones"),
        pytest.param("on=2026-08-01&joined=2026-05-10", "2026-07-01/", id="joined that very day"),
        pytest.param("on=2026-12-15&joined=2026-06-01", "2026-07-01/", id="the later change waits"),
        pytest.param("on=2027-02-01&joined=2025-06-01", "2026-12-01/", id="until it binds all"),
    ],
)
def test_the_day_of_joining_counts(served: str, page: BrowserPage, query: str, path: str) -> None:
    page.goto(f"{served}/terms/what-applied/?{query}")
    link = page.get_by_role("status").get_by_role("link")

    assert f"/terms/{path}" in str(link.evaluate("link => link.href"))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("on=%3Cimg%20src%3Dx%3E", "That is no day: choose one above."),
        ("on=2026-02-31x", "That is no day: choose one above."),
        ("on=2020-01-01", "Terms: no text applied on 1 January 2020."),
        ("on=2030-01-01", "This is what was known on 5 December 2026; a later text may come."),
        ("on=2026-03-01&joined=2026-11-01", "You joined after that day."),
    ],
)
def test_what_cannot_be_answered_is_said(
    served: str, page: BrowserPage, query: str, words: str
) -> None:
    page.goto(f"{served}/terms/what-applied/?{query}")

    page.get_by_role("status").get_by_text(words).wait_for()


@pytest.mark.browser
def test_without_a_script_the_form_leads_to_the_list(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/terms/")
    page.get_by_text("What applied to me on another day?").click()
    page.get_by_label("What applied to me on").fill("2026-08-01")
    page.get_by_label("I joined on (if you know)").fill("2025-08-01")
    page.get_by_role("button", name="Show the text").click()

    assert page.url.endswith("what-applied/?on=2026-08-01&joined=2025-08-01")
    assert page.get_by_text("Find the day in the list below.").is_visible()
    assert page.get_by_text("For people who joined before 10 May 2026").is_visible()
    context.close()
