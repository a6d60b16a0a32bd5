"""Looking at less of the change log and of a history: by plain links, and better with a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import Page, build, page_at, pages
from tests.site_overrides.header_server import served_with_headers


@pytest.fixture(scope="module")
def host(sample_site: Path) -> Iterator[str]:
    with served_with_headers(sample_site) as address:
        yield address


def filtered(site: Path) -> list[str]:
    folders = ("changes/level/", "changes/effect/", "changes/service/")
    return [address for address in pages(site) if address.startswith(folders)]


def test_there_is_a_page_where_there_are_entries_and_no_other(
    sample_site: Path, busy_site: Path
) -> None:
    assert filtered(sample_site) == [
        *(f"changes/effect/{effect}/" for effect in ("expands", "reduces")),
        *(f"changes/level/{level}/" for level in ("editorial", "minor", "significant")),
        *(f"changes/service/{service}/" for service in ("backup", "messaging", "voice")),
    ]
    assert filtered(busy_site) == []


@pytest.mark.parametrize(
    ("address", "held", "left_out"),
    [
        ("changes/level/significant/", "we keep voice recordings for 90 days", "Editorial change "),
        ("changes/effect/expands/", "You also gain a right", "Editorial change"),
        ("changes/service/backup/", "Backup Privacy Policy", "we keep voice recordings"),
    ],
)
def test_a_page_holds_only_what_its_link_says(
    sample_site: Path, address: str, held: str, left_out: str
) -> None:
    html = (sample_site / address / "index.html").read_text(encoding="utf-8")
    entries = Page(html.partition('<ol class="fn-log">')[2]).words

    assert held in entries
    assert left_out not in entries


def test_the_log_links_to_each_page_and_to_each_history(sample_site: Path) -> None:
    links = page_at(sample_site, "changes/").links

    assert {f"../changes/{way}/" for way in ("level/minor", "effect/reduces")} <= set(links)
    assert "../privacy/history/" in links


def test_what_names_no_service_is_about_all_of_them(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    services = '[services.voice]\ntitle = "Voice"\n[services.backup]\ntitle = "Backup"\n'
    made.write("fairnotice.toml", services)
    voice = "---\nservices: [voice]\n---\n# Voice\n\nWe listen.\n"
    made.commit(
        {"policy/terms.md": policy("# Terms\n\nBe kind."), "policy/voice.md": voice}, "2026-01-01"
    )

    site = build(tmp_path).folder

    assert filtered(site) == ["changes/service/backup/"]
    assert "Terms" in page_at(site, "changes/service/backup/").words


@pytest.mark.browser
def test_with_a_script_filters_are_put_together_on_the_page(host: str, page: BrowserPage) -> None:
    page.goto(f"{host}/changes/")
    entries = page.locator(".fn-log__entry:visible")
    ways = page.get_by_role("navigation", name="Show only")

    ways.get_by_role("link", name="Expands your rights").click()
    expect(ways.get_by_role("link", name="Minor change")).to_be_hidden()
    ways.get_by_role("link", name="Privacy Policy", exact=True).focus()
    page.keyboard.press("Enter")

    expect(entries).to_have_count(2)
    expect(page.get_by_role("status").first).to_have_text("2 of 13 shown.")
    assert page.url == f"{host}/changes/?effect=expands&policy=privacy%40en"
    page.reload()
    expect(entries).to_have_count(2)
    for name in ("Expands your rights", "Privacy Policy"):
        ways.get_by_role("link", name=name, exact=True).click()
    expect(entries).to_have_count(13)


@pytest.mark.browser
def test_without_a_script_a_filter_is_a_page(host: str, page: BrowserPage) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{host}/changes/")

    page.get_by_role("link", name="Minor change").click()

    assert page.url == f"{host}/changes/level/minor/"
    expect(page.locator(".fn-log__entry")).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Minor change")


@pytest.mark.browser
def test_a_history_is_filtered_without_a_script(host: str, page: BrowserPage) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{host}/privacy/history/")

    page.get_by_label("Expands your rights").check()
    expect(page.locator(".fn-version-entry:visible")).to_have_count(2)
    page.get_by_label("Every change").check()
    expect(page.locator(".fn-version-entry:visible")).to_have_count(6)
