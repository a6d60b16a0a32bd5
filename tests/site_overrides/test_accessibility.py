"""Every kind of page, as axe-core finds it: light and dark, wide and narrow, with scripts and without."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as BrowserPage

from tests.site_overrides.accessibility import violations
from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Do = Callable[[BrowserPage], None]
REDLINE = "privacy/2018-11-20/changes/"


def side_by_side(page: BrowserPage) -> None:
    page.get_by_role("button", name="Side by side").click()


def cited(page: BrowserPage) -> None:
    page.get_by_role("button", name="Copy the citation of “4. Backup”").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="section 4").wait_for()


def contents_opened(page: BrowserPage) -> None:
    page.evaluate("document.querySelector('.fn-contents').open = true")


def compared(page: BrowserPage) -> None:
    page.wait_for_selector("ins, del")


KINDS = {
    "home": "",
    "policy": "privacy/",
    "version": "privacy/2018-11-20/",
    "redline": REDLINE,
    "history": "privacy/history/",
    "clause history": "terms/history/clauses/",
    "compare": "privacy/compare/",
    "change log": "changes/",
    "corrections": "corrections/",
    "what applied": "what-applied/",
    "what applied of a policy": "privacy/what-applied/",
    "whom to ask": "whom-to-ask/",
    "what is held": "what-we-hold/",
    "service": "for/voice/",
    "example of a product": "embed/example/",
    "how to check": "how-to-check/",
    "missing": "nowhere/",
}
SCREENS = pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 360)], ids=["light and wide", "dark and narrow"]
)
# What scripts change after a page opened.
DONE = [
    pytest.param(REDLINE, side_by_side, id="side by side"),
    pytest.param("privacy/compare/", compared, id="compare"),
    pytest.param("privacy/2018-11-20/", contents_opened, id="contents"),
    pytest.param("privacy/", cited, id="citation"),
]


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


@SCREENS
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_nobody_is_shut_out(
    host: str,
    browser: Browser,
    axe_core: Path,
    *,
    kind: str,
    scripts: bool,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    context = browser.new_context(
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    page = context.new_page()
    if not scripts:
        page.route("**/*", _without_scripts)
    page.goto(f"{host}/{KINDS[kind]}")

    assert violations(page, axe_core) == []
    context.close()


def _without_scripts(route: Route) -> None:
    """Hand a page over as a browser sees it that runs no script; axe-core itself is one."""
    if route.request.resource_type == "script":
        route.abort()
    elif route.request.resource_type == "document":
        answer = route.fetch()
        html = re.sub(r"<script.*?</script>", "", answer.text(), flags=re.DOTALL)
        route.fulfill(
            response=answer, body=html.replace("<noscript>", "").replace("</noscript>", "")
        )
    else:
        route.continue_()


@SCREENS
@pytest.mark.parametrize(("address", "do"), DONE)
def test_nobody_is_shut_out_of_what_a_script_shows(
    host: str,
    page: BrowserPage,
    axe_core: Path,
    *,
    address: str,
    do: Do,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{host}/{address}")
    do(page)

    assert violations(page, axe_core) == []


def test_a_fault_is_found(page: BrowserPage, axe_core: Path) -> None:
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x.png"></main>')

    (fault,) = violations(page, axe_core)

    assert fault.startswith("image-alt: ")
