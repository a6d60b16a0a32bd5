"""A visit: from the form on a policy's page to a confirmed subscription, and to its deletion."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from archive.revisions import Language, PolicyId
from archive.settings import Settings
from notify.ledger import Ledger
from notify.ledger_subscriptions import subscribers
from notify.subscriptions import Extent, Rhythm
from site_overrides.subscribing import form_targets, subscribe_form
from tests.notify.ledgers import a_ledger
from tests.notify.readers import PUBLISHED, SETTINGS, Letters, waited
from tests.notify.test_ledger_subscriptions import subscribed
from tests.notify.test_subscriptions import a_wish
from tests.notify.web_services import RunningWeb, running_web
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.accessibility import violations
from tests.site_overrides.builders import Page, build
from tests.site_overrides.header_server import served_with_headers

ENGLISH = Language("en")


def test_without_a_service_or_a_sender_there_is_no_form() -> None:
    no_sender = replace(SETTINGS, notice=replace(SETTINGS.notice, courtesy_from=None))
    for settings in (Settings(), no_sender):
        assert subscribe_form(settings, ENGLISH) is None
        assert form_targets(settings) == "'self'"


def test_a_form_names_its_policy_and_its_language() -> None:
    form = subscribe_form(SETTINGS, Language("pt-br"), PolicyId("games/terms"))
    assert form is not None
    assert form.action == "https://notices.example.com/subscribe"
    assert form.more == f"{form.action}?policy=games%2Fterms&lang=pt-br"
    assert form_targets(SETTINGS) == "'self' https://notices.example.com"


def test_a_site_without_a_service_posts_nowhere(sample_site: Path) -> None:
    html = (sample_site / "privacy" / "index.html").read_text()
    assert 'class="fn-subscribe"' not in html


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return a_ledger(tmp_path)


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def web(ledger: Ledger, letters: Letters) -> Iterator[RunningWeb]:
    with running_web(ledger, settings=SETTINGS, carrier=letters, published=PUBLISHED) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, web: RunningWeb) -> Path:
    repository = PolicyRepository(tmp_path / "policies")
    repository.write(
        "fairnotice.toml",
        f'site_url = "https://policies.example.com/"\nservice_url = "{web.url}"\n'
        '[notice]\ncourtesy_from = "Example Messaging <updates@example.com>"\n',
    )
    repository.commit(
        {
            "policy/privacy.md": policy("# Privacy Policy\n\nWe keep little.", "2026-01-01"),
            "policy/terms.md": policy("# Terms of Service\n\nPlay fair.", "2026-01-01"),
        },
        "2025-12-01",
    )
    return build(repository.root).folder


def test_only_the_service_takes_the_forms_of_a_site(site: Path, web: RunningWeb) -> None:
    headers = (site / "_headers").read_text()
    assert f"form-action 'self' {web.url}\n" in headers
    page = Page((site / "privacy" / "index.html").read_text())
    forms = [each for name, each in page.tags if name == "form" and each.get("method") == "post"]
    assert [form["action"] for form in forms] == [f"{web.url}/subscribe"]


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserPage]:
    """A reader's page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.mark.browser
def test_a_reader_subscribes_on_a_page_of_the_site(
    site: Path, web: RunningWeb, ledger: Ledger, letters: Letters, visit: BrowserPage
) -> None:
    with served_with_headers(site) as host:
        visit.goto(f"{host}/privacy/")
        visit.get_by_label("Your email address").fill("ada@example.com")
        visit.get_by_label("Every change, also small ones").check()
        visit.get_by_label("Small changes together, once a week").check()
        visit.get_by_role("button", name="Send me a link to confirm").click()
    assert visit.get_by_role("heading").inner_text() == "Look into your mailbox"
    waited(letters, 1)
    assert list(subscribers(ledger)) == []

    visit.goto(web.url + letters.link())
    assert visit.get_by_text("Privacy Policy").is_visible()
    assert visit.get_by_text("Small changes together, once a week").is_visible()
    visit.get_by_role("button", name="Yes, send me these mails").click()
    (one,) = subscribers(ledger)
    assert one.wish.policies == ("privacy",)
    assert (one.wish.extent, one.wish.rhythm) == (Extent.ALL, Rhythm.WEEKLY)


def preferences(web: RunningWeb, letters: Letters, visit: BrowserPage) -> None:
    """Ask for the link, and open it."""
    visit.goto(f"{web.url}/preferences")
    visit.get_by_label("Your email address").fill("Ada@example.com")
    visit.get_by_role("button", name="Mail me a link").click()
    waited(letters, 1)
    visit.goto(web.url + letters.link())
    visit.get_by_role("button", name="Open the page").click()


@pytest.mark.browser
def test_a_reader_changes_what_is_wanted(
    web: RunningWeb, ledger: Ledger, letters: Letters, visit: BrowserPage
) -> None:
    subscribed(ledger, wish=a_wish(policies=("privacy",)))
    preferences(web, letters, visit)

    visit.get_by_label("Terms of Service").check()
    visit.get_by_label("Every change, also small ones").check()
    visit.get_by_label("Small changes together, once a week").check()
    visit.get_by_label("In which language?").select_option("de")
    visit.get_by_role("button", name="Save the changes").click()

    assert visit.get_by_role("status").inner_text() == "Your changes are saved."
    (one,) = subscribers(ledger)
    assert one.wish.policies == ("privacy", "terms")
    assert (one.wish.extent, one.wish.rhythm) == (Extent.ALL, Rhythm.WEEKLY)
    assert one.wish.language == "de"


@pytest.mark.browser
def test_a_reader_takes_everything_along_and_deletes_it(
    web: RunningWeb, ledger: Ledger, letters: Letters, visit: BrowserPage
) -> None:
    subscribed(ledger)
    preferences(web, letters, visit)

    with visit.expect_download() as download:
        visit.get_by_role("button", name="Download the file").click()
    assert '"Ada@example.com"' in Path(download.value.path()).read_text()
    visit.get_by_role("button", name="Delete everything").click()
    visit.get_by_role("button", name="Delete everything now").click()

    assert visit.get_by_role("heading").inner_text() == "It is deleted"
    assert list(subscribers(ledger)) == []


@pytest.fixture(params=[("light", 1280), ("dark", 320)], ids=["light and wide", "dark and narrow"])
def screen(page: BrowserPage, request: pytest.FixtureRequest) -> BrowserPage:
    scheme, width = request.param
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.browser
@pytest.mark.parametrize("address", ["subscribe", "subscribe?lang=ar", "preferences"])
def test_nobody_is_shut_out_of_the_service(
    web: RunningWeb, screen: BrowserPage, axe_core: Path, address: str
) -> None:
    refused: list[str] = []
    screen.on("console", lambda message: refused.append(message.text))
    screen.goto(f"{web.url}/{address}")

    assert violations(screen, axe_core) == []
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert refused == []
