"""What axe-core finds wrong with a page of the site, for whoever uses it with eyes, ears or keys."""

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page as BrowserPage

# WCAG 2.2 up to AA, and what the makers of axe-core hold for good practice.
_STANDARDS: Final = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
)
_ASK: Final = "async tags => (await axe.run({ runOnly: tags })).violations"


def violations(page: BrowserPage, axe_core: Path) -> list[str]:
    """Every fault of the page as it is shown now, with the element it is about."""
    page.evaluate(axe_core.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_ASK, list(_STANDARDS))
    return [
        f"{fault['id']}: {fault['help']}: {node['html']} ({node.get('failureSummary', '')})"
        for fault in found
        for node in fault["nodes"]
    ]
