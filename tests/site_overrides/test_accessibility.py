"""Pages that compare texts, as axe-core finds them: in light and dark, wide and narrow."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from tests.site_overrides.accessibility import violations
from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Do = Callable[[BrowserPage], None]
REDLINE = "privacy/2018-11-20/changes/"


def as_it_opens(page: BrowserPage) -> None:
    """Leave a page as it is."""


def side_by_side(page: BrowserPage) -> None:
    page.get_by_role("button", name="Side by side").click()


def compared(page: BrowserPage) -> None:
    page.wait_for_selector("ins, del")


PAGES = [
    pytest.param(REDLINE, as_it_opens, id="redline"),
    pytest.param(REDLINE, side_by_side, id="side by side"),
    pytest.param("privacy/compare/", compared, id="compare"),
    pytest.param("privacy/history/clauses/", as_it_opens, id="clause history"),
]


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=["light and wide", "dark and narrow"])
def screen(page: BrowserPage, request: pytest.FixtureRequest) -> BrowserPage:
    """A page on one of two screens, on which nothing moves."""
    scheme, width = request.param
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.mark.parametrize(("address", "do"), PAGES)
def test_nobody_is_shut_out(
    host: str, screen: BrowserPage, axe_core: Path, address: str, do: Do
) -> None:
    screen.goto(f"{host}/{address}")
    do(screen)

    assert violations(screen, axe_core) == []


def test_a_fault_is_found(page: BrowserPage, axe_core: Path) -> None:
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x.png"></main>')

    (fault,) = violations(page, axe_core)

    assert fault.startswith("image-alt: ")
