"""A redline in a real browser: by keyboard alone, without JavaScript, on paper, under a strict CSP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = [
    f"## Part {n}\n\nThis is what part {n} says about things, and [part 9](#part-9) says it too."
    for n in range(20)
]
LISTS = "## Lists\n\n1. First step\n2. Second step\n\n| a | b |\n|---|---|\n| c | d |"
OLD = "\n\n".join(["# Privacy", *PARTS, LISTS])
NEW = (
    OLD.replace("what part 2 says about", "what part 2 tells of")
    .replace("2. Second step", "2. Another step")
    .replace("| c | d |", "| c | e |")
)
REDLINE = "privacy/2026-06-01/changes/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a redline with three changes, on a host that says what may be loaded."""
    repository = PolicyRepository(tmp_path_factory.mktemp("redline"))
    repository.commit({"policy/privacy.md": policy(OLD, effective="2026-01-01")}, "2026-01-01")
    repository.commit({"policy/privacy.md": policy(NEW, effective="2026-06-01")}, "2026-06-01")
    with served_with_headers(build(repository.root).folder) as base:
        yield f"{base}/{REDLINE}"


@pytest.fixture
def redline(page: Page, address: str) -> Iterator[Page]:
    """The page, with nothing on its console when it is left."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.locator(".fn-tools").wait_for()
    yield page
    assert said == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_the_first_link_leads_past_the_navigation(redline: Page) -> None:
    redline.keyboard.press("Tab")
    assert focused(redline).strip() == "Skip to content"

    redline.keyboard.press("Enter")
    assert redline.evaluate("document.activeElement.id") == "fn-content"


def test_keys_lead_from_change_to_change_and_round(redline: Page) -> None:
    assert status(redline) == "3 changes"

    redline.keyboard.press("n")
    assert "tells of" in focused(redline)
    assert status(redline) == "Change 1 of 3"
    redline.keyboard.press("j")
    assert "Another" in focused(redline)
    redline.keyboard.press("n")
    redline.keyboard.press("n")
    assert status(redline) == "Change 1 of 3"
    redline.keyboard.press("p")
    assert status(redline) == "Change 3 of 3"


# Much that readers see no change in, or that is named like one, beside six changes.
PHANTOMS_OLD = """# Terms

See the [list](https://a.example/list) of *all* our partners.

## Change 3

This says nothing of changes, though its heading is named like one.

## Change log

- We keep what you gave us

    | a | b |
    |---|---|
    | one firm | one reason |

    and we keep what others gave us about you
- Last

| Who | Why |
|---|---|
| Carriers | delivery |
| Security firm | safety of lockers |
"""
PHANTOMS_NEW = (
    PHANTOMS_OLD.replace("a.example", "b.example")
    .replace("*all*", "**all**")
    .replace("## Change log", "## Change *log*")
    .replace("what you gave", "whatever you gave")
    .replace("what others gave", "whatever others gave")
    .replace("| Who | Why |\n|---|---|", "| Who | Why | Where |\n|---|---|---|")
    .replace("| delivery |", "| delivery | EU |")
    .replace("| Security firm | safety of lockers |\n", "| Analytics firm | better app | USA |\n")
)


@pytest.fixture(scope="module")
def phantoms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose redlines have few changes and much that looks like some."""
    repository = PolicyRepository(tmp_path_factory.mktemp("phantoms"))
    for text, day in ((PHANTOMS_OLD, "2026-01-01"), (PHANTOMS_NEW, "2026-06-01")):
        repository.commit({"policy/terms.md": policy(text, effective=day)}, day)
    with served_with_headers(build(repository.root).folder) as base:
        yield base


@pytest.mark.parametrize("place", ["terms/2026-06-01/changes/", "terms/compare/"])
def test_the_tools_lead_to_the_changes_that_are_listed_and_to_no_others(
    page: Page, phantoms: str, place: str
) -> None:
    page.goto(f"{phantoms}/{place}")
    page.locator(".fn-tools").wait_for()
    tools = page.locator(".fn-tools__status")
    counts = re.split("[;.]", page.locator(".fn-counts").inner_text())[0]
    number = sum(int(count) for count in re.findall(r"\d+", counts))

    assert number == 6
    assert tools.inner_text() == "6 changes"
    links = page.locator(".fn-links li").all_inner_texts()
    assert links == ["list from https://a.example/list to https://b.example/list"]
    framed = []
    for _ in range(number):
        page.keyboard.press("n")
        framed.append(page.evaluate("document.activeElement.tagName + document.activeElement.id"))
        assert page.locator(".fn-current :is(h1, h2)").count() == 0
        assert page.locator(".fn-current").is_visible()
    assert tools.inner_text() == "Change 6 of 6"
    assert len(set(framed)) >= 5  # two parts of one list item are framed together


# Where the focused change stands, and what may cover it: the theme's head and the tools.
PLACES = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const [head, tools] = [box(".md-header"), box(".fn-tools")];
  const change = document.activeElement.getBoundingClientRect();
  const tops = [...document.querySelectorAll(".fn-tools > *")]
    .map((each) => each.getBoundingClientRect()).filter((each) => each.height);
  return {
    rows: tops.some((each) => each.top > tops[0].bottom) ? 2 : 1,
    covered: Math.max(head.bottom, tools.bottom, ...[...document.querySelectorAll(".fn-sides > thead th")]
      .map((each) => each.getBoundingClientRect().bottom)),
    above: change.top, below: change.bottom, height: innerHeight,
  };
}"""


@pytest.mark.parametrize("beside", [False, True], ids=["in one text", "side by side"])
@pytest.mark.parametrize(
    ("width", "height"),
    [
        pytest.param(1280, 720, id="on a wide screen"),
        pytest.param(800, 400, id="on a low screen"),
        pytest.param(360, 640, id="on a phone"),
    ],
)
def test_the_change_in_focus_stands_wholly_below_the_tools(
    redline: Page, width: int, height: int, *, beside: bool
) -> None:
    redline.set_viewport_size({"width": width, "height": height})
    redline.get_by_role("button", name="Whole text").click()
    if beside:
        redline.get_by_role("button", name="Side by side").click()
    for key in ("n", "n", "n", "p", "p"):
        redline.keyboard.press(key)
        places = redline.evaluate(PLACES)

        assert places["rows"] == 1
        assert places["covered"] <= places["above"]
        assert places["below"] <= places["height"]


def test_a_link_to_a_section_leads_below_the_tools(redline: Page, address: str) -> None:
    redline.goto(f"{address}#part-9")
    redline.get_by_role("button", name="Next change").focus()
    tools = redline.locator(".fn-tools").bounding_box()
    section = redline.locator("#part-9").bounding_box()

    assert tools is not None
    assert section is not None
    assert tools["y"] + tools["height"] <= section["y"] <= 200


def test_the_link_to_the_top_stands_below_the_tools_and_the_change(redline: Page) -> None:
    redline.get_by_role("button", name="Whole text").click()
    for _ in range(3):  # the theme shows the link when a page is scrolled up
        redline.keyboard.press("p")
        redline.wait_for_timeout(300)
    redline.locator(".md-top:not([hidden])").wait_for()
    top, change = redline.locator(".md-top").bounding_box(), redline.locator(".fn-current")
    box = change.bounding_box()

    assert top is not None
    assert box is not None
    assert top["height"] < 60
    assert box["y"] + box["height"] <= top["y"]


def test_keys_can_be_switched_off_and_leave_the_search_alone(redline: Page) -> None:
    redline.get_by_role("button", name="Keys").click()
    redline.keyboard.press("n")
    assert status(redline) == "3 changes"

    redline.get_by_role("button", name="Keys").click()
    redline.locator("input[type=text]").first.focus()
    redline.keyboard.press("n")
    assert status(redline) == "3 changes"


def test_every_tool_is_reached_and_pressed_by_keyboard(redline: Page) -> None:
    redline.get_by_role("button", name="Previous change").focus()
    redline.keyboard.press("Tab")
    redline.keyboard.press("Enter")
    assert status(redline) == "Change 1 of 3"
    redline.get_by_role("button", name="Side by side").focus()
    redline.keyboard.press("Space")

    assert redline.locator(".fn-sides").is_visible()


def test_long_unchanged_stretches_are_folded_and_open_at_a_press(redline: Page) -> None:
    folds = redline.locator("details.fn-fold")

    assert folds.first.locator("summary").inner_text() == ("5 unchanged passages, with “Privacy”")
    assert not redline.get_by_text("This is what part 8 says").is_visible()
    assert redline.locator(".fn-redline").get_by_text("tells of").is_visible()
    redline.get_by_role("button", name="Whole text").click()
    assert redline.get_by_text("This is what part 8 says").is_visible()


def test_a_link_into_a_folded_stretch_opens_it(redline: Page, address: str) -> None:
    redline.goto(f"{address}#part-9")

    assert redline.get_by_text("This is what part 9 says").is_visible()


def test_a_link_of_the_summary_leads_to_its_change(redline: Page) -> None:
    redline.locator(".fn-sections").get_by_role("link", name="Part 2").click()

    assert "tells of" in focused(redline)


def test_side_by_side_shows_each_text_in_its_column(redline: Page) -> None:
    redline.get_by_role("button", name="Side by side").click()
    redline.keyboard.press("n")

    before, after = redline.locator(".fn-sides tr.fn-current > td").all()
    assert "says about" in before.inner_text()
    assert "tells of" not in before.inner_text()
    assert "tells of" in after.inner_text()
    assert redline.locator(".fn-sides th").all_inner_texts()[:2] == ["Before", "After"]
    assert not redline.locator(".fn-redline").is_visible()
    ids = redline.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
    redline.keyboard.press("n")
    items = redline.locator(".fn-sides tr.fn-current > td").all_inner_texts()
    assert " ".join(items[0].split()).startswith("[removed: Second")


# The clauses of some cells, each with its tag, without what is only spoken.
CLAUSES = """cells => cells.flatMap((cell) => [...cell.querySelectorAll("h1, h2, p, li, td, th")].map((each) => {
  const copy = each.cloneNode(true);
  copy.querySelectorAll(".fn-spoken").forEach((words) => words.remove());
  return `${each.tagName.toLowerCase()}: ${copy.textContent.trim().split(/\\s+/).join(" ")}`;
}))"""


def test_side_by_side_shows_the_old_text_as_it_was_cut(page: Page, tmp_path: Path) -> None:
    one = "We may use your data to answer your questions and to keep our services safe for all."
    other = "You can withdraw your consent at any time, and nobody will ask you for a reason."
    cookies = "We set one cookie that remembers your language until you leave the site again."
    courts = "Disputes are heard by the courts of the place where you live and work at the time."
    old = (
        f"# Terms\n\n{one} {other}\n\n## Rest\n\n{cookies}\n\n{courts}\n\n"
        "| Who | Why |\n|---|---|\n| Carriers | delivery |\n\nYes."
    )
    new = (
        old.replace(f"{one} ", f"{one}\n\n")
        .replace(f"{cookies}\n\n", f"{cookies} ")
        .replace("| Why |\n|---|---|", "|\n|---|")
        .replace("| Carriers | delivery |", "| Carriers |")
    )
    repository = PolicyRepository(tmp_path)
    for text, day in ((old, "2026-01-01"), (new, "2026-06-01")):
        repository.commit({"policy/terms.md": policy(text, effective=day)}, day)
    with served_with_headers(build(tmp_path).folder) as base:
        page.goto(f"{base}/terms/2026-06-01/changes/")
        page.get_by_role("button", name="Side by side").click()
        former, present = (
            page.locator(f".fn-sides > tbody > tr > td:nth-child({column})").evaluate_all(CLAUSES)
            for column in (1, 2)
        )

    assert former == [
        "h1: Terms", f"p: {one} {other}", "h2: Rest", f"p: {cookies}", f"p: {courts}",
        "th: Who", "th: Why", "td: Carriers", "td: delivery", "p: Yes.",
    ]  # fmt: skip
    assert present == [
        "h1: Terms", f"p: {one}", f"p: {other}", "h2: Rest", f"p: {cookies} {courts}",
        "th: Who", "td: Carriers", "p: Yes.",
    ]  # fmt: skip


CUT_OTHERWISE = [
    pytest.param(
        "- We keep your name for a year at the most.\n- We keep your number for two years at the most.",
        "- We keep your name for a year at the most. We keep your number for ten years at the most.",
        ["li: We keep your name for a year at the most.",
         "li: We keep your number for two years at the most."],
        id="items that were joined and reworded",
    ),
    pytest.param(
        "> We keep your name for a year at the most. We keep your number for two years at the most.",
        "> We keep your name for a year at the most.\n>\n> We keep your number for ten years at the most.",
        ["p: We keep your name for a year at the most. We keep your number for two years at the most."],
        id="a quotation that was cut",
    ),
    pytest.param(
        "| A | B |\n|---|---|\n| one | two |",
        "| A | New | B |\n|---|---|---|\n| one | more | two |",
        ["th: A", "th: B", "td: one", "td: two"],
        id="a column that came",
    ),
    pytest.param(
        "| A | B |\n|---|---|\n| one 😀 | |\n| three | four |",
        "| A |\n|---|\n| one 😀 |\n| three |",
        ["th: A", "th: B", "td: one 😀", "td: ", "td: three", "td: four"],
        id="a column that went, with an empty cell",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CUT_OTHERWISE)
def test_the_old_side_has_the_old_clauses_and_cells(
    page: Page, tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    repository = PolicyRepository(tmp_path)
    for text, day in ((old, "2026-01-01"), (new, "2026-06-01")):
        repository.commit({"policy/terms.md": policy(f"# Terms\n\n{text}", effective=day)}, day)
    with served_with_headers(build(tmp_path).folder) as base:
        for address in ("terms/2026-06-01/changes/", "terms/compare/"):
            page.goto(f"{base}/{address}")
            page.get_by_role("button", name="Side by side").click()
            former = page.locator(".fn-sides > tbody > tr > td:nth-child(1)").evaluate_all(CLAUSES)

            assert former[1:] == expected


def test_without_javascript_the_whole_text_stands_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    assert page.locator(".fn-tools").count() == 0
    assert page.locator(".fn-redline details").count() == 0
    assert page.get_by_text("This is what part 8 says").is_visible()
    context.close()


def test_changes_can_be_told_without_colour(redline: Page) -> None:
    lines = "element => getComputedStyle(element).textDecorationLine"

    assert redline.locator(".fn-redline ins").first.evaluate(lines) == "underline"
    assert redline.locator(".fn-redline del").first.evaluate(lines) == "line-through"
    assert redline.locator(".fn-redline ins .fn-spoken").first.inner_text().strip() == "[added:"


def test_on_paper_the_whole_text_stands_without_the_tools(redline: Page) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    redline.route("**/*", refuse)  # from here on nothing is fetched
    redline.emulate_media(media="print")
    redline.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert not redline.locator(".fn-tools").is_visible()
    assert redline.get_by_text("This is what part 8 says").is_visible()
    assert redline.locator(".fn-legend").is_visible()
    redline.evaluate("dispatchEvent(new Event('afterprint'))")
    assert redline.pdf().startswith(b"%PDF-")
    assert asked == []
    assert not redline.locator("details.fn-fold[open]").count()


def test_the_page_fits_the_narrowest_screens(redline: Page) -> None:
    redline.set_viewport_size({"width": 320, "height": 700})
    redline.get_by_role("button", name="Side by side").click()

    assert redline.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_policies_of_many_versions_link_to_what_did_not_change(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for number in range(102):
        text = OLD.replace("part 2 says", f"part 2 says {number} times")
        at = f"2026-01-01T{number // 60:02}:{number % 60:02}:00Z"
        repository.commit({"policy/privacy.md": policy(text)}, at)

    site = build(tmp_path).folder

    pages = sorted((site / "privacy").glob("*/changes/index.html"))
    assert len(pages) == 101
    text = pages[-1].read_text(encoding="utf-8")
    assert 'class="fn-left-out"' in text
    assert "This is what part 8 says" not in text
    assert 'href="../#part-9"' in text


def test_words_behind_the_edge_of_a_wide_table_are_brought_into_sight(
    page: Page, tmp_path: Path
) -> None:
    repository = PolicyRepository(tmp_path)
    row = "| " + " | ".join(f"column {n} of many" for n in range(12)) + " |"
    table = f"# Terms\n\n{row}\n{'|---' * 12}|\n{row}"
    old = f"{table} \n{row.replace('column 10', 'kept for 30 days')}"
    for words, day in ((old, "2026-01-01"), (old.replace("30 days", "90 days"), "2026-06-01")):
        repository.commit({"policy/terms.md": policy(words, effective=day)}, day)
    with served_with_headers(build(repository.root).folder) as base:
        page.goto(f"{base}/terms/2026-06-01/changes/")
        page.locator(".fn-tools").wait_for()
        page.keyboard.press("n")
        expect(page.locator(".fn-redline td ins")).to_be_in_viewport()
        page.get_by_role("button", name="Side by side").click()
        expect(page.locator(".fn-sides td ins")).to_be_in_viewport()
        expect(page.locator(".fn-sides td del")).to_be_in_viewport()
