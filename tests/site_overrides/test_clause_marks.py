"""The marks beside the clauses of the text in force, and the anchors they keep."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at
from tests.site_overrides.header_server import served_with_headers

LOGS = "We keep the logs of our servers for {} days and delete them afterwards."
ADS = "Advertisers never receive your telephone number or your address book from us."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy with a clause that was reworded, one that is new, and one that is gone."""
    made = PolicyRepository(tmp_path_factory.mktemp("marks"))
    first = f"# Privacy\n\n{LOGS.format('thirty')}\n\n{ADS}\n\n## Links\n\nSee [terms](terms.md)."
    second = (
        f"# Privacy\n\n{LOGS.format('ninety')}\n\n## Links\n\nSee [terms](terms.md).\n\nNew here."
    )
    made.commit(
        {
            "policy/privacy.md": policy(first, "2025-01-01"),
            "policy/terms.md": policy("# Terms\n\nFair.", "2025-01-01"),
        },
        "2025-01-01",
    )
    made.commit({"policy/privacy.md": policy(second, "2026-01-01")}, "2026-01-01")
    return build(made.root, strict=True).folder


def anchors(site: Path) -> dict[str, str]:
    """The first word of each clause, and its lasting anchor."""
    clauses = json.loads((site / "privacy/clauses.json").read_text())["clauses"]
    return {clauses["texts"][states[0][1]].split()[0]: a for a, _, states in clauses["clauses"]}


def test_each_clause_says_since_when_it_reads_so(site: Path) -> None:
    page = (site / "privacy/index.html").read_text(encoding="utf-8")
    told = re.sub(r'<a class="fn-clause"[^>]* data-since="([^"]*)"></a>', r" [\1]", page)
    words = " ".join(re.sub(r"<[^>]*>", "", told).split())

    assert "delete them afterwards. [since 1 Jan 2026]" in words
    assert "See terms. [since 1 Jan 2025]" in words
    assert "New here. [since 1 Jan 2026]" in words


def test_each_mark_leads_to_the_history_of_its_clause(site: Path) -> None:
    page = page_at(site, "privacy/")
    marks = [href for href in page.links if href.startswith("history/clauses/#c~")]

    histories = page_at(site, "privacy/history/clauses/").ids
    assert len(marks) == 4
    assert {href.partition("#")[2] for href in marks} <= set(histories) & set(page.ids)


def test_the_anchor_of_a_clause_that_is_gone_is_answered(site: Path) -> None:
    assert anchors(site)["Advertisers"] in page_at(site, "privacy/").ids


def test_no_id_stands_twice(site: Path, sample_site: Path) -> None:
    for folder in (site, sample_site):
        for address in ("privacy/", "privacy/history/clauses/", "privacy/compare/"):
            ids = page_at(folder, address).ids
            assert len(ids) == len(set(ids))


def test_marks_are_no_part_of_contents_and_search(site: Path) -> None:
    found = json.loads((site / "search/search_index.json").read_text())["docs"]

    assert "since 1 Jan" not in json.dumps(found)
    page = (site / "privacy/index.html").read_text(encoding="utf-8")
    (contents, *_) = re.findall(r'<nav class="md-nav md-nav--secondary".*?</nav>', page, re.DOTALL)
    assert "Links" in contents
    assert "since" not in contents


@pytest.mark.browser
def test_marks_show_when_asked_for_by_the_keyboard_and_never_in_print(
    site: Path, page: BrowserPage
) -> None:
    with served_with_headers(site) as address:
        page.goto(f"{address}/privacy/")
        mark = page.locator(".fn-clause").first
        assert mark.is_hidden()

        page.locator("#fn-clauses").focus()
        page.keyboard.press("Space")
        assert mark.is_visible()
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.className")
        page.emulate_media(media="print")

        assert focused.startswith("fn-clause")
        assert mark.is_hidden()


@pytest.mark.browser
def test_whoever_follows_an_old_anchor_is_told(site: Path, page: BrowserPage) -> None:
    with served_with_headers(site) as address:
        page.goto(f"{address}/privacy/")
        assert page.locator(".fn-gone-clause").is_hidden()
        page.goto(f"{address}/privacy/#{anchors(site)['Advertisers']}")
        assert page.locator(".fn-gone-clause").is_visible()
