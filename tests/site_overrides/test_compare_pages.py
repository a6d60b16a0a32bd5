"""The compare page: any two texts in a browser, under the strict policy, and a table without one."""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from archive.redlines import compare
from archive.sample_history import rebuild_sample
from tests.site_overrides.builders import opened_site, page_at
from tests.site_overrides.header_server import served_with_headers
from tests.site_overrides.redline_words import marked_words

COMPARE = "privacy/compare/"


@pytest.fixture(scope="module")
def served(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def compared(page: BrowserPage) -> None:
    page.locator("#fn-result:not([hidden])").wait_for()


def test_without_a_script_a_table_leads_to_each_redline(sample_site: Path) -> None:
    page = page_at(sample_site, COMPARE)

    for year in ("2018-11-20", "2024-02-01", "2027-03-01"):
        assert any(year in href and href.endswith("changes/") for href in page.links)
    assert ("div", "fn-compare") in [(tag, found.get("id")) for tag, found in page.tags]


def test_it_is_a_present_page_of_the_site(sample_site: Path) -> None:
    page = page_at(sample_site, COMPARE)

    assert ("div", "fn-page fn-page--compare") in [
        (t, found.get("class")) for t, found in page.tags
    ]
    assert "privacy/compare/</loc>" in (sample_site / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.browser
def test_without_a_script_no_picker_is_shown(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/{COMPARE}")

    assert page.locator("#fn-compare").is_hidden()
    assert page.get_by_role("row").count() > 3
    assert page.get_by_text("needs JavaScript").is_visible()
    context.close()


@pytest.mark.browser
def test_two_texts_are_compared_under_the_strict_policy(served: str, page: BrowserPage) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{served}/{COMPARE}?from=2018-11-20&to=2024-02-01")
    compared(page)

    assert complaints == []
    assert "20 November 2018" in page.locator("#fn-status").inner_text()
    assert page.locator("#fn-redline ins").count() > 3
    assert {url.startswith(served) for url in asked} == {True}


@pytest.mark.browser
def test_it_is_used_by_the_keyboard_alone(served: str, page: BrowserPage) -> None:
    page.goto(f"{served}/{COMPARE}")
    compared(page)

    page.locator("#fn-from").focus()
    page.keyboard.press("End")  # the oldest text
    page.wait_for_url("**from=2017-12-15*")
    compared(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # swaps both
    page.wait_for_url("**to=2017-12-15*")
    compared(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the next change
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("n")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("p")

    assert (first, second) == ("change-1", "change-2")
    assert page.evaluate("document.activeElement.id") == first


@pytest.mark.browser
def test_it_is_read_with_the_tools_of_every_redline(served: str, page: BrowserPage) -> None:
    page.goto(f"{served}/{COMPARE}?from=2025-09-01&to=2027-03-01")
    compared(page)
    page.keyboard.press("n")

    assert page.get_by_role("status").last.inner_text() == "Change 1 of 4"
    assert page.locator("details.fn-fold").count() > 1
    assert page.locator(".fn-legend").is_visible()
    page.get_by_role("button", name="Side by side").click()
    assert page.locator(".fn-sides tr.fn-current").is_visible()

    page.locator("#fn-swap").click()  # what was chosen is kept, and no tools are left behind
    page.wait_for_url("**from=2027-03-01*")
    compared(page)
    assert page.locator(".fn-sides").count() == page.locator(".fn-tools").count() == 1
    page.keyboard.press("p")
    assert page.get_by_role("status").last.inner_text() == "Change 4 of 4"


@pytest.mark.browser
def test_a_table_is_laid_out_and_scrolls_as_on_other_pages(served: str, page: BrowserPage) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{served}/subprocessors/compare/?from=2024-02-01&to=2026-07-01")
    compared(page)

    region = page.locator("#fn-redline").get_by_role("region", name="Table 1")
    assert region.locator("> table.fn-table").count() == 1
    assert region.get_attribute("tabindex") == "0"
    assert (
        page.locator("#fn-redline table").count() == page.locator("#fn-redline .fn-scroll").count()
    )


@pytest.mark.browser
def test_going_back_shows_the_comparison_before(served: str, page: BrowserPage) -> None:
    page.goto(f"{served}/{COMPARE}?from=2017-12-15&to=2018-11-20")
    compared(page)
    page.locator("#fn-swap").click()
    page.wait_for_url("**from=2018-11-20*")
    page.go_back()
    compared(page)

    assert page.locator("#fn-from").input_value() == "2017-12-15"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=1999-01-01&to=2018-11-20", "This policy has no text “1999-01-01”"),
        ("from=%3Cimg%20src%3Dx%3E&to=2018-11-20", "This policy has no text “<img src=x>”"),
        ("from=2018-11-20&to=2018-11-20", "Choose two different texts."),
    ],
)
def test_what_cannot_be_compared_is_said(
    served: str, page: BrowserPage, query: str, words: str
) -> None:
    page.goto(f"{served}/{COMPARE}?{query}")

    page.get_by_text(words).wait_for()
    assert page.locator("#fn-result").is_hidden()


@pytest.mark.browser
def test_a_file_that_cannot_be_had_is_said(served: str, page: BrowserPage) -> None:
    page.route("**/clauses.json", lambda route: route.fulfill(status=404))
    page.goto(f"{served}/{COMPARE}")

    page.get_by_text("The comparison failed: the texts could not be loaded (404)").wait_for()


@pytest.mark.browser
@pytest.mark.slow
def test_it_marks_what_the_engine_marks(served: str, page: BrowserPage, tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path)
    with opened_site(sample.root, today=sample.today) as site:
        policy = next(each for each in site.register if each.id == "privacy")
        names = [text["id"] for text in texts_of(served, page)]
        for old, new in combinations(range(len(names)), 2):
            page.goto(f"{served}/{COMPARE}?from={names[old]}&to={names[new]}")
            compared(page)
            blobs = [policy.revisions[number].blob for number in (old, new)]
            engine = compare(*map(site.texts.html, blobs))

            shown = marked_words(page.locator("#fn-redline").inner_html())
            assert shown == marked_words(engine.html)


def texts_of(served: str, page: BrowserPage) -> list[dict[str, str]]:
    answer = page.request.get(f"{served}/privacy/clauses.json")
    found: list[dict[str, str]] = json.loads(answer.text())["texts_of"]
    return found
