"""The README's screenshots, taken from the site of the sample history: `make screenshots`."""

import functools
import http.server
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

CHANGES = "privacy/2027-03-01/changes/"
WIDE: ViewportSize = {"width": 1280, "height": 1000}
NARROW: ViewportSize = {"width": 390, "height": 844}


def first_change(page: Page) -> None:
    """Press the key that leads to the first change."""
    page.keyboard.press("n")


def side_by_side(page: Page) -> None:
    """Choose two columns, and press the same key."""
    page.get_by_role("button", name="Side by side").click()
    page.keyboard.press("n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page of the site, and how it is looked at."""

    address: str
    act: Callable[[Page], None] | None = None
    narrow: bool = False
    scheme: Literal["light", "dark"] = "light"


PICTURES = {
    "policy.png": Picture(address="privacy/"),
    "redline.png": Picture(address=CHANGES, act=first_change),
    "sides.png": Picture(address=CHANGES, act=side_by_side),
    "history.png": Picture(address="privacy/history/"),
    "changes.png": Picture(address="changes/"),
    "earlier.png": Picture(address="privacy/2018-11-20/", scheme="dark"),
    "applied.png": Picture(address="what-applied/?on=2025-05-01"),
    "phone.png": Picture(address="privacy/", narrow=True, scheme="dark"),
}
# The theme's head slides from the site's name to the page's once the page has scrolled.
SETTLED = 1500  # milliseconds


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Keep the terminal clean."""


def take(site: Path, into: Path, chromium: str) -> None:
    """Write one picture a page."""
    into.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            page = browser.new_page(
                viewport=NARROW if picture.narrow else WIDE, color_scheme=picture.scheme
            )
            page.goto(f"http://127.0.0.1:{server.server_port}/{picture.address}")
            page.wait_for_load_state("networkidle")
            if picture.act:
                picture.act(page)
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=into / name)
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
