"""A former address leads on where a host reads no `_redirects`, to the very clause of a link."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.header_server import served_with_headers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "# Terms\n\n## Use\n\nBe kind.\n\n## Fees\n\nThere are none."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The terms, whose other address is that of a site from before."""
    repository = PolicyRepository(tmp_path_factory.mktemp("moved"))
    text = policy(TEXT, "2026-01-01", redirect_from="[conditions]")
    repository.commit({"policy/terms.md": text}, "2026-01-01")
    return build(repository.root).folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with served_with_headers(site) as address:
        yield address


@pytest.mark.parametrize("fragment", ["", "#fees"])
def test_a_reader_is_led_on_to_what_the_link_named(
    served: str, page: BrowserPage, fragment: str
) -> None:
    page.goto(f"{served}/conditions/{fragment}")

    page.wait_for_url(f"{served}/terms/{fragment}")
    page.wait_for_load_state("networkidle")
    assert page.url == f"{served}/terms/{fragment}"


def test_without_scripts_a_reader_is_led_on_to_the_page(
    site: Path, served: str, page: BrowserPage
) -> None:
    plain = re.sub(r"<script.*?</script>", "", (site / "conditions/index.html").read_text())
    page.route("**/conditions/", lambda route: route.fulfill(body=plain, content_type="text/html"))
    page.goto(f"{served}/conditions/#fees")

    page.wait_for_url(re.compile(f"^{served}/terms/"))
