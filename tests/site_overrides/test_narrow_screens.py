"""On the narrowest phones every page of the site keeps within the screen."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = 320  # CSS pixels: what WCAG 2.2 asks to reflow to
WIDTH_OF_PAGE = "document.scrollingElement.scrollWidth"


def test_no_page_scrolls_sideways(sample_site: Path, page: BrowserPage) -> None:
    page.set_viewport_size({"width": NARROW, "height": 700})
    too_wide = {}
    for address in pages(sample_site):
        page.goto((sample_site / address / "index.html").as_uri())
        if (width := page.evaluate(WIDTH_OF_PAGE)) > NARROW:
            too_wide[address] = width

    assert not too_wide


def test_a_clauses_former_rows_and_a_pages_name_keep_within_it_without_scripts(
    tmp_path: Path, browser: Browser
) -> None:
    repository = PolicyRepository(tmp_path)
    head = "# Privacy\n\n| Purpose | Personal data | Legal basis | Kept for |\n|---|---|---|---|\n"
    for year, days in ((2025, "Thirty days"), (2026, "Until withdrawn, or sixty days")):
        row = f"| Safety on the water | Position and speed | Legitimate interests | {days} |\n"
        repository.commit({"policy/privacy.md": policy(head + row)}, f"{year}-01-01")
    site = build(tmp_path).folder
    page = browser.new_page(viewport={"width": NARROW, "height": 700}, java_script_enabled=False)

    page.goto((site / "privacy/history/clauses/index.html").as_uri())

    assert page.locator(".fn-wording ins").first.is_visible()
    assert page.evaluate(WIDTH_OF_PAGE) <= NARROW


def test_a_list_shows_the_numbers_its_text_gives(tmp_path: Path, page: BrowserPage) -> None:
    repository = PolicyRepository(tmp_path)
    text = (
        "# Terms\n\n1. One\n    1. Two\n        1. Three\n\n- A\n    1. B\n\n"
        '<ol><li>x<ol type="A"><li>y</li></ol></li></ol>\n'
    )
    repository.commit({"policy/terms.md": policy(text)}, "2026-01-01")
    site = build(tmp_path).folder

    page.goto((site / "terms/index.html").as_uri())

    styles = page.locator(".fn-text ol").evaluate_all(
        "lists => lists.map(list => getComputedStyle(list).listStyleType)"
    )
    assert styles == ["decimal"] * 5 + ["upper-alpha"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_shows_at_which_edge_more_columns_stand(
    tmp_path: Path, page: BrowserPage, scheme: Literal["light", "dark"]
) -> None:
    repository = PolicyRepository(tmp_path)
    columns = "| who | what | why | where | until |"
    text = f"# Terms\n\n{columns}\n{'|---' * 5}|\n{'| ' * 5}|\n"
    repository.commit({"policy/terms.md": policy(text)}, "2026-01-01")
    page.emulate_media(color_scheme=scheme)
    page.goto((build(tmp_path).folder / "terms/index.html").as_uri())

    def edges() -> tuple[bytes, bytes]:
        row = page.locator(".fn-scroll tbody tr").bounding_box()
        frame = page.locator(".fn-scroll").bounding_box()
        assert row is not None
        assert frame is not None
        y = row["y"] + row["height"] / 2
        left, right = frame["x"] + 2, frame["x"] + frame["width"] - 6
        first, last = (
            page.screenshot(clip={"x": x, "y": y, "width": 4, "height": 2}) for x in (left, right)
        )
        return first, last

    page.set_viewport_size({"width": 1200, "height": 800})
    left, right = edges()
    assert left == right
    page.set_viewport_size({"width": NARROW, "height": 700})
    assert edges()[0] == left
    assert edges()[1] != right
    page.locator(".fn-scroll").evaluate("table => { table.scrollLeft = table.scrollWidth }")
    assert edges()[0] != left
    assert edges()[1] == right
