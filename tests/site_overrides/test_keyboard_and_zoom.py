"""The site by keyboard alone, and magnified four times."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import ViewportSize, expect

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A screen of 1280 by 1024 points, magnified four times: what WCAG 2.2 asks (1.4.10).
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
PAGES = (
    *("", "privacy/", "privacy/2018-11-20/", "privacy/2018-11-20/changes/", "privacy/history/"),
    *("privacy/history/clauses/", "privacy/compare/", "changes/", "how-to-check/", "corrections/"),
    *("privacy/what-applied/", "whom-to-ask/", "what-we-hold/", "for/voice/"),
)
MOST_STOPS = 150
# What is focused, whether that is seen, and whether something else lies over it.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  // The choice of colours is a hidden button before the sign that stands for it.
  const shown = at.matches('.md-option') ? at.nextElementSibling : at;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  const over = document.elementFromPoint(
    Math.min(box.left + box.width / 2, innerWidth - 1),
    Math.min(box.top + Math.min(box.height, 20) / 2, innerHeight - 1));
  return {
    html: at.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
    free: !!over && (shown.contains(over) || over.contains(shown)),
  };
}"""


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


@pytest.mark.parametrize("address", ["privacy/", "privacy/2018-11-20/changes/", "changes/"])
def test_the_first_keys_lead_past_the_navigation(
    host: str, page: BrowserPage, address: str
) -> None:
    page.goto(f"{host}/{address}")

    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.md-skip')"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('.md-content')")


@pytest.mark.parametrize(
    "address", ["", "privacy/", "privacy/history/", "changes/", "terms/compare/"]
)
def test_every_stop_of_the_keyboard_is_seen_and_none_holds_it(
    host: str, page: BrowserPage, address: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{host}/{address}")
    page.wait_for_load_state("networkidle")

    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)

    assert len(stops) > 5
    assert stop is None, "the end of the page was never reached"
    assert [each for each in stops if not each["ring"]] == []
    assert [each for each in stops if not each["free"]] == []


def test_a_wide_table_is_scrolled_by_keys(tmp_path: Path, page: BrowserPage) -> None:
    made = PolicyRepository(tmp_path)
    columns = "| purpose of processing | legal basis | recipients | where it goes | until when |"
    text = f"# Terms\n\n{columns}\n{'|---' * 5}|\n{'| what we do with it ' * 5}|\n"
    made.commit({"policy/terms.md": policy(text)}, "2026-01-01")
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto((build(tmp_path).folder / "terms/index.html").as_uri())
    table = page.get_by_role("region", name="Table 1")

    table.focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function("document.querySelector('.fn-scroll').scrollLeft > 0")


@pytest.mark.parametrize("address", PAGES)
def test_magnified_four_times_a_page_scrolls_one_way_and_leaves_room_to_read(
    host: str, page: BrowserPage, address: str
) -> None:
    page.set_viewport_size(MAGNIFIED)
    page.goto(f"{host}/{address}")

    assert page.evaluate("document.scrollingElement.scrollWidth") <= MAGNIFIED["width"]
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    text = page.evaluate(
        "Array.from({length: 32}, (_, n) => document.elementFromPoint(160, n * 8))"
        ".filter(e => e?.closest('.md-content')).length"
    )
    assert text >= 16, "the page's own text has less than half of the screen"


@pytest.mark.parametrize("width", [320, 480, 768, 1024, 1280, 1600])
def test_on_every_screen_lines_of_a_text_are_neither_cut_nor_too_long(
    host: str, page: BrowserPage, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{host}/privacy/")
    box = page.locator(".fn-text").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    letter = page.locator(".fn-text p").first.evaluate(
        "p => { const s = document.createElement('span'); s.textContent = '0'.repeat(20);"
        " p.append(s); const w = s.getBoundingClientRect().width / 20; s.remove(); return w; }"
    )
    assert box["width"] / letter <= 80


def test_a_choice_of_comparison_is_made_by_keyboard(host: str, page: BrowserPage) -> None:
    page.goto(f"{host}/privacy/compare/")

    page.get_by_label("From the text of").focus()
    page.keyboard.press("End")

    expect(page.locator("#fn-redline ins").first).to_be_visible()
