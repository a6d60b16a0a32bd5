"""A text can harm nobody who reads it: on no kind of page, and in no feed (T1, T4)."""

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import Request

from tests.site_overrides.builders import Page, page_at, pages

FORBIDDEN = {"svg", "math", "iframe", "object", "embed", "style", "base", "video", "audio"}
OUTSIDE = "127.0.0.1:9"
INLINE = re.compile(r'<script(?![^>]*\bsrc=)(?: type="([^"]*)")?[^>]*>(.*?)</script>', re.DOTALL)


def kinds(site: Path) -> list[str]:
    """One address of each kind of page."""
    found = pages(site)
    revision = next(a for a in found if re.fullmatch(r"terms/2026-01-01/[^/]+-[^/]+/", a))
    return [
        "",
        "terms/",
        "terms/history/",
        "terms/2025-01-01/",
        "terms/2027-03-01/",
        revision,
        "terms/2026-01-01/changes/",
        "terms/2027-03-01/changes/",
        "changes/",
        "changes/2025/",
    ]


def test_every_kind_of_page_is_there(hostile_site: Path) -> None:
    assert set(kinds(hostile_site)) <= set(pages(hostile_site))


def test_no_page_holds_what_could_run_or_ask_another_host(hostile_site: Path) -> None:
    for address in [*pages(hostile_site), "404.html"]:
        file = hostile_site / address
        html = (file if file.is_file() else file / "index.html").read_text(encoding="utf-8")
        for tag, attributes in Page(html).tags:
            where = f"{address}: <{tag} {attributes}>"
            assert not any(name.startswith("on") or name == "style" for name in attributes), where
            href = re.sub(r"\s", "", attributes.get("href") or "").lower()
            assert not href.startswith(("javascript:", "data:", "vbscript:")), where
            if tag in ("img", "script", "link", "source", "iframe"):
                assert OUTSIDE not in str(attributes), where
                assert not (attributes.get("src") or "").startswith(("http", "//", "\\", "data")), (
                    where
                )
            assert attributes.get("http-equiv") is None, where
            assert tag not in FORBIDDEN - {"svg"}, where


def test_every_inline_script_is_the_themes_own(hostile_site: Path) -> None:
    for address in pages(hostile_site):
        html = (hostile_site / address / "index.html").read_text(encoding="utf-8")
        for kind, script in INLINE.findall(html):
            if kind == "application/ld+json":
                assert not set("<>&") & set(script), address
                assert json.loads(script)["@type"] == "CreativeWork", address
            else:
                assert "pwned" not in script, address


def test_titles_with_markup_are_words(hostile_site: Path) -> None:
    for address in kinds(hostile_site):
        html = (hostile_site / address / "index.html").read_text(encoding="utf-8")
        assert html.count("</title>") == html.count("<title"), address
    assert "</title><script>" in page_at(hostile_site, "terms/history/").words


def test_the_feeds_hold_no_markup_that_runs(hostile_site: Path) -> None:
    for name in ("atom.xml", "must-be-told.xml", "terms/atom.xml"):
        root = etree.parse(hostile_site / name).getroot()
        for summary in root.iter("{http://www.w3.org/2005/Atom}summary"):
            for tag, attributes in Page(summary.text or "").tags:
                assert tag in ("p", "a", "span"), name
                assert not (attributes.get("href") or "").startswith("javascript:"), name
    for name in ("feed.json", "must-be-told.json", "terms/feed.json"):
        for item in json.loads((hostile_site / name).read_bytes())["items"]:
            for tag, attributes in Page(item["content_html"]).tags:
                assert tag in ("p", "a", "span"), name
                assert not (attributes.get("href") or "").startswith("javascript:"), name


def test_nothing_beside_the_policies_is_published(hostile_site: Path) -> None:
    published = {file.name for file in hostile_site.rglob("*")}

    assert not {"evil.svg", "evil.html", "passwd.png", "linked", "terms.md"} & published


def test_the_search_index_holds_no_markup_that_runs(hostile_site: Path) -> None:
    index = json.loads((hostile_site / "search/search_index.json").read_text(encoding="utf-8"))

    for entry in index["docs"]:
        for tag, attributes in Page(entry["title"] + entry["text"]).tags:
            assert tag not in {"script", *FORBIDDEN}
            assert not any(name.startswith("on") for name in attributes)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture(scope="module")
def served(hostile_site: Path) -> Iterator[str]:
    """The site on loopback."""

    handler = functools.partial(Quiet, directory=str(hostile_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.browser
def test_in_a_browser_no_script_runs_and_no_other_host_is_asked(
    hostile_site: Path, served: str, page: BrowserPage
) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    for address in kinds(hostile_site):
        page.goto(f"{served}/{address}")
        page.mouse.move(300, 300)
        assert page.evaluate("window.pwned") is None, address
    page.locator(".md-search__input").click()
    page.keyboard.type("heading")
    page.locator(".md-search-result__link").first.wait_for()
    for heading in page.locator("h2").all():
        heading.hover()
    assert page.evaluate("window.pwned") is None
    outside = [url for url in asked if not url.startswith((served, "data:", "blob:"))]
    assert not outside
