"""What a visit costs the reader: no request elsewhere, no cookie, nothing stored, and few bytes."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    *("", "privacy/", "privacy/2018-11-20/", "privacy/2018-11-20/changes/", "privacy/history/"),
    *("privacy/history/clauses/", "privacy/compare/", "changes/", "how-to-check/", "nowhere/"),
    *("privacy/what-applied/", "whom-to-ask/", "what-we-hold/", "for/voice/", "embed/example/"),
)
KEPT = """async () => [
  document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
]"""
NOTHING = ["", 0, 0, 0, 0]
KILOBYTES = 120  # of a long policy with its styles, scripts and fonts, compressed
ON_FIRST_USE = ("/search/", "/workers/search.")


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def test_a_visit_asks_nobody_else_and_leaves_nothing_behind(host: str, page: BrowserPage) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))

    for address in PAGES:
        page.goto(f"{host}/{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(KEPT) == NOTHING, address

    assert asked == {urlsplit(host).netloc}
    assert page.context.cookies() == []


def test_only_a_choice_of_colours_is_remembered(host: str, page: BrowserPage) -> None:
    page.goto(f"{host}/privacy/")

    page.locator("label[for^='__palette_']:visible").click()

    assert page.evaluate("Object.keys(localStorage)") == ["/.__palette"]
    assert page.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_system_s_colours_are_shown_before_anything_else(
    host: str,
    browser: Browser,
    *,
    scripts: bool,
) -> None:
    context = browser.new_context(color_scheme="dark", java_script_enabled=scripts)
    page = context.new_page()
    page.route("**/bundle.*.js", lambda route: route.abort())

    page.goto(f"{host}/privacy/")

    paper = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert paper == "rgb(20, 25, 29)"
    context.close()


def test_paper_is_light_whatever_the_screen_is(host: str, page: BrowserPage) -> None:
    page.emulate_media(media="print", color_scheme="dark")

    page.goto(f"{host}/privacy/")

    colours = page.locator(".fn-text p").first.evaluate(
        "p => [getComputedStyle(p).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    for part in (".fn-actions", ".fn-cite", ".fn-asking", ".md-banner"):
        expect(page.locator(part).first).to_be_hidden()


def test_a_policy_of_40_kilobytes_weighs_little(long_site: Path, page: BrowserPage) -> None:
    sizes: dict[str, int] = {}

    def weigh(url: str, body: bytes) -> None:
        if not any(part in url for part in ON_FIRST_USE):
            sizes[urlsplit(url).path] = len(gzip.compress(body, 6))

    page.on("response", lambda answer: weigh(answer.url, answer.body()))
    with served_with_headers(long_site) as address:
        page.goto(f"{address}/terms/")
        page.wait_for_load_state("networkidle")

    assert len(sizes) > 4
    assert sum(sizes.values()) <= KILOBYTES * 1000, sizes
