"""What is announced, for programs and for the pages of products: text that nothing can turn into markup."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog
from playwright.sync_api import Page as BrowserPage

from archive.sample_history import rebuild_sample
from site_overrides.notice_files import notices_document
from tests.schemas import violations
from tests.site_overrides.builders import opened_site
from tests.site_overrides.header_server import served_with_headers

SCHEMA = "archive/schemas/notices.schema.json"
# What a strict product sends with its pages: no script of a page may become markup of another.
STRICT = (
    "default-src 'none'; script-src {site}; connect-src {site}; style-src {site};"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = (
    '<!doctype html><html lang="{language}"><title>Product</title>'
    '<link rel="stylesheet" href="{site}/embed/notices.css"><div id="policy-notices"></div>'
    '<script src="{site}/embed/notices.js" data-service="{service}" defer></script></html>'
)


@pytest.fixture(scope="module")
def served(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


class _Product(BaseHTTPRequestHandler):
    """A product of the company, whose pages allow no more than they must."""

    site = ""

    def do_GET(self) -> None:
        """Answer with a page that embeds the notices for the service and language asked for."""
        service, language = self.path.strip("/").split("/")
        body = PAGE.format(site=self.site, service=service, language=language).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", STRICT.format(site=self.site))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture(scope="module")
def product(served: str) -> Iterator[str]:
    """The address of a product on another host than the policy site."""
    handler = type("_Here", (_Product,), {"site": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def visit(
    page: BrowserPage, product: str, *, service: str = "messaging", language: str = "en"
) -> None:
    """Open the page of the product, and wait until the policy site has answered it."""
    with page.expect_response("**/notices.json"):
        page.goto(f"{product}/{service}/{language}")


def told(sample_site: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((sample_site / "notices.json").read_bytes())
    return document


def test_the_document_is_as_its_schema_says(sample_site: Path) -> None:
    document = told(sample_site)

    assert violations(document, SCHEMA) == []
    (notice,) = document["notices"]
    assert notice["policy"] == "privacy"
    assert notice["services"] == ["messaging", "voice"]
    assert (notice["day"], notice["until"]) == ("2027-03-01", "2027-03-01")
    text = notice["texts"]["en"]
    assert text["announcement"] == "Privacy Policy changes on 1 March 2027."
    assert text["summary"]["first"].startswith("We would like to use your approximate location")
    assert [link["words"] for link in text["links"]] == ["Read what changes", "What you can do"]
    assert all(link["href"].startswith("https://") for link in text["links"])


def test_where_nothing_is_announced_the_document_says_so(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path)
    with opened_site(sample.root, today=date(2027, 3, 1)) as site:
        document = notices_document(site)

    assert document["notices"] == []
    assert violations(document, SCHEMA) == []


def test_the_pages_of_others_may_read_it(sample_site: Path) -> None:
    headers = (sample_site / "_headers").read_text(encoding="utf-8")

    assert "/notices.json\n  Access-Control-Allow-Origin: *" in headers


@pytest.mark.browser
def test_a_product_shows_the_notice_under_trusted_types(
    served: str, product: str, page: BrowserPage
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, product)

    notice = page.get_by_role("region", name="Privacy Policy")
    assert "Privacy Policy changes on 1 March 2027." in notice.inner_text()
    notice.get_by_text("What you can do").click()
    assert "If you do not agree with the new text" in notice.inner_text()
    assert notice.locator("a[href$='/changes/']").inner_text() == "Read what changes"
    assert complaints == []
    assert page.context.cookies() == []
    assert {url.removeprefix(served) for url in asked if not url.startswith(product)} == {
        *("/embed/notices.css", "/embed/notices.js", "/notices.json")
    }


@pytest.mark.browser
def test_a_hidden_notice_stays_hidden_in_the_product(product: str, page: BrowserPage) -> None:
    visit(page, product)
    page.get_by_role("button", name="Hide this notice").click()
    visit(page, product)

    assert page.locator("#policy-notices").inner_text() == ""


@pytest.mark.browser
def test_a_service_that_is_not_concerned_shows_nothing(product: str, page: BrowserPage) -> None:
    visit(page, product, service="backup")

    assert page.locator("#policy-notices").inner_text() == ""


@pytest.mark.browser
def test_hostile_words_stay_words(product: str, page: BrowserPage, sample_site: Path) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    document = told(sample_site)
    (notice,) = document["notices"]
    text = notice["texts"]["en"]
    text |= {"title": attack, "announcement": attack, "choices": [attack], "hide": attack}
    text["summary"]["paragraphs"] = [attack]
    text["links"] = [{"words": attack, "href": "javascript:alert(3)"}]
    dialogs: list[str] = []

    def noted(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", noted)
    page.route(
        "**/notices.json",
        lambda route: route.fulfill(json=document, headers={"Access-Control-Allow-Origin": "*"}),
    )
    visit(page, product)

    page.locator("#policy-notices summary").click()
    assert page.locator("#policy-notices").inner_text().count(attack) == 5
    assert page.locator("#policy-notices :is(img, script, a)").count() == 0
    assert dialogs == []


@pytest.mark.browser
def test_a_policy_site_that_is_away_leaves_the_product_as_it_is(
    product: str, page: BrowserPage
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/notices.json", lambda route: route.fulfill(status=503))
    visit(page, product)

    assert page.locator("#policy-notices").inner_text() == ""
    assert errors == []


@pytest.mark.browser
def test_the_example_page_shows_it(served: str, page: BrowserPage) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{served}/embed/example/")
    page.get_by_role("region", name="Privacy Policy").wait_for()

    assert complaints == []
    assert 'data-service="messaging"' in page.locator("pre").inner_text()
