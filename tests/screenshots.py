"""The README's screenshots, taken from the site of the sample history: `make screenshots`."""

import functools
import http.server
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = {
    "policy.png": ("privacy/", ""),
    "redline.png": ("privacy/2027-03-01/changes/", "n"),  # the key that leads to the first change
}
WIDTH, HEIGHT = 1280, 1000
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
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, (address, key) in PICTURES.items():
            page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
            page.wait_for_load_state("networkidle")
            if key:
                page.keyboard.press(key)
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=into / name)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
