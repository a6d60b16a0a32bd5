"""Linking to a section and citing it, by keyboard too; and the list of sections above a long text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from site_overrides.citations import citation
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site
from tests.site_overrides.header_server import served_with_headers

HOST = "https://policies.murmurwell.example"


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def cited(root: Path) -> list[str]:
    with opened_site(root) as site:
        (terms,) = site.register
        found = [citation(site, terms, revision, seen_from="") for revision in terms.revisions]
        assert all(each.address.startswith(f"{site.url}terms/2") for each in found)
        assert len({each.address for each in found}) == len(found)
        return [each.words for each in found]


def test_a_text_is_cited_by_its_version_and_where_that_has_several_by_its_day(
    tmp_path: Path,
) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy("# Terms\n\nA.", "2020-01-01")}, "2019-12-01")
    made.commit({"policy/terms.md": policy("# Terms\n\nB.", "2021-01-01")}, "2020-12-01")
    made.commit({"policy/terms.md": policy("# Terms\n\nC.", "2021-01-01")}, "2021-05-01")

    assert cited(tmp_path) == [
        "Terms, version of 1 January 2020",
        "Terms, version of 1 January 2021, as published on 1 December 2020",
        "Terms, version of 1 January 2021, as published on 1 May 2021",
    ]


def test_a_text_without_a_date_is_cited_by_its_publication(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy("# Terms\n\nA.")}, "2019-12-01")

    assert cited(tmp_path) == ["Terms, text of 1 December 2019"]


@pytest.mark.browser
@pytest.mark.parametrize("address", ["privacy/", "privacy/2025-09-01/"])
def test_a_section_is_cited_by_keyboard_and_that_is_announced(
    host: str, page: BrowserPage, address: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{host}/{address}")

    page.get_by_role("button", name="Copy the citation of “4. Backup”").focus()
    page.keyboard.press("Enter")

    told = page.get_by_role("status").filter(has_text="Copied")
    citation = (
        "Privacy Policy, version of 1 September 2025, section 4,"
        f" {HOST}/privacy/2025-09-01/2025-08-18-250ba7fa/#4-backup"
    )
    expect(told).to_have_text(f"Copied: {citation}")
    assert page.evaluate("navigator.clipboard.readText()") == citation
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)


@pytest.mark.browser
def test_where_the_clipboard_is_closed_the_citation_stands_ready(
    host: str, page: BrowserPage
) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(f"{host}/privacy/2025-09-01/")

    page.get_by_role("button", name="Copy the citation of “11. Security”").click(force=True)

    expect(page.get_by_role("status").filter(has_text="Copy this:")).to_be_visible()
    assert "section 11, https://" in page.evaluate("getSelection().toString()")


@pytest.mark.browser
def test_a_section_has_a_link_of_its_own(host: str, page: BrowserPage) -> None:
    page.goto(f"{host}/privacy/")

    page.get_by_role("link", name="Link to “4. Backup”").click(force=True)

    assert page.url == f"{host}/privacy/#4-backup"
    heading = page.get_by_role("heading", name="4. Backup", exact=True)
    expect(heading).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize("address", ["privacy/", "privacy/2025-09-01/"])
def test_a_long_text_has_its_contents_above_it_where_none_stand_beside(
    host: str, page: BrowserPage, address: str
) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{host}/{address}")
    contents = page.locator("details.fn-contents")
    expect(contents).to_be_hidden()

    page.set_viewport_size({"width": 360, "height": 700})
    contents.locator("summary").focus()
    page.keyboard.press("Enter")
    contents.get_by_role("link", name="11. Security").click()

    expect(page.get_by_role("heading", name="11. Security")).to_be_in_viewport()
