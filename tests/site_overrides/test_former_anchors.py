"""An old link into a policy's page still leads to its clause, or to the last text that had it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from archive.manifest_json import read_manifest
from site_overrides.former_anchors import followed_pairs, with_former_anchors
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import TODAY, build, opened_site, page_at
from tests.site_overrides.header_server import served_with_headers

LOGS = "## How long we keep logs of what you do\n\nWe keep them for thirty days and no longer.\n\n"
CARE = "## How we look after children\n\nWe ask their parents first, each and every time.\n\n"
GIFTS = "## What we give away\n\nA cup with our name on it to whoever asks for one.\n\n"
PAY = "## What you pay for it\n\nNothing at all, as we have said since the very first day.\n\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy whose headings were reworded, twice, taken out, and brought back."""
    made = PolicyRepository(tmp_path_factory.mktemp("anchors"))
    once = LOGS.replace("keep logs", "keep the logs")
    twice = LOGS.replace("keep logs", "store the logs")
    texts = [
        (LOGS + GIFTS, "2026-01-01", "2026-01-01"),
        (LOGS + CARE + PAY, "2026-01-01", "2026-01-05"),
        (once + CARE, "2026-02-01", "2026-02-01"),
        (twice + PAY, "2026-03-01", "2026-03-01"),
        (twice + PAY + "Really.", "2026-04-01", "2026-04-01"),
        ("## A new order\n\nOf everything.", "2027-06-01", "2027-01-02"),
    ]
    for text, day, published in texts:
        made.commit({"policy/terms.md": policy(f"# Terms\n\n{text}", day)}, published)
    made.commit({"policy/old.md": policy(f"# Old\n\n{CARE}", "2026-01-01")}, "2027-01-03")
    made.move("policy/old.md", "archived/old.md", "2027-01-04")
    return build(made.root).folder


def test_a_reworded_heading_keeps_its_former_anchors(site: Path) -> None:
    html = (site / "terms/index.html").read_text(encoding="utf-8")

    (heading,) = re.findall(r"<h2 [^>]*>.*?</h2>", html)[:1]
    assert 'id="how-long-we-store-the-logs-of-what-you-do"' in heading
    assert '<a id="how-long-we-keep-logs-of-what-you-do"></a>' in heading
    assert '<a id="how-long-we-keep-the-logs-of-what-you-do"></a>' in heading


def test_a_section_that_is_gone_leads_to_the_last_text_that_had_it(site: Path) -> None:
    page = page_at(site, "terms/")

    (link,) = (href for href in page.links if "#" in href and "children" in href)
    address, _, anchor = link.removeprefix("../").partition("#")
    assert address.startswith("terms/2026-02-01/2026-02-01-")
    assert anchor in page_at(site, address).ids
    assert anchor in page.ids
    assert "“ How we look after children ” is not in the text in force." in page.words


def test_what_came_back_is_where_it_was(site: Path) -> None:
    html = (site / "terms/index.html").read_text(encoding="utf-8")

    assert html.count('id="what-you-pay-for-it"') == 1
    assert '<h2 id="what-you-pay-for-it">' in html


def test_no_page_has_an_id_twice(site: Path) -> None:
    for address in ("terms/", "old/"):
        ids = page_at(site, address).ids
        assert len(ids) == len(set(ids))


def test_the_sections_of_a_retired_policy_lead_to_its_last_text(site: Path) -> None:
    page = page_at(site, "old/")

    assert "how-we-look-after-children" in page.ids
    assert [href for href in page.links if "/2026-01-01/" in href and "#how-we" in href]


def test_the_page_of_a_version_leads_on_from_the_anchors_of_its_first_texts(site: Path) -> None:
    page = page_at(site, "terms/2026-01-01/")

    (link,) = (href for href in page.links if href.endswith("#what-we-give-away"))
    address, _, anchor = link.partition("#")
    assert anchor in page.ids
    assert anchor in page_at(site, f"terms/2026-01-01/{address}").ids
    assert "“ What we give away ” is not in this text." in page.words


def test_every_anchor_of_the_record_is_on_its_page_and_the_pages_above_it(site: Path) -> None:
    manifest = read_manifest((site / "archive.json").read_bytes())

    assert sum(len(entry.anchors or ()) for entry in manifest.entries) > 12
    for entry in manifest.entries:
        address, anchors = entry.fact.address, set(entry.anchors or ())
        pages = [address, f"{address.rstrip('/').rpartition('/')[0]}/"]
        if entry.fact.effective and entry.fact.effective <= TODAY:
            pages.append(f"{entry.fact.key.policy}/")
        for each in pages:
            assert anchors <= set(page_at(site, each).ids), each


def test_every_former_anchor_of_a_clause_is_added_once() -> None:
    text = '<p id="one">Words.</p><p id="two">Words.</p><p id="one">Again.</p>'

    assert with_former_anchors(text, {"a": "one", "b": "one"}) == (
        '<p id="one"><a id="a"></a><a id="b"></a>Words.</p><p id="two">Words.</p>'
        '<p id="one">Again.</p>'
    )


@pytest.mark.browser
def test_a_reader_who_follows_an_old_link_is_told(site: Path, page: BrowserPage) -> None:
    with served_with_headers(site) as served:
        page.goto(f"{served}/terms/")
        line = page.locator("#how-we-look-after-children")
        assert not line.is_visible()

        page.goto(f"{served}/terms/#how-we-look-after-children")

        assert line.is_visible()
        assert line.bounding_box() is not None
        page.wait_for_function(
            "(() => { const box = document.querySelector('#how-we-look-after-children')"
            ".getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })()"
        )


@pytest.mark.slow
def test_the_anchors_of_a_long_history_are_followed_in_plain_sight(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    for number in range(41):
        text = policy(f"# Terms\n\n## Part {number} of these terms\n\nWe keep logs.", None)
        made.commit({"policy/terms.md": text}, f"2026-01-01T00:{number:02}:00Z")
    seen: dict[str, list[tuple[int, int]]] = {}

    with opened_site(tmp_path) as site:
        [terms] = site.register
        blobs = [revision.blob for revision in terms.revisions]
        site.texts.prepare_anchors(
            pairwise(blobs),
            progress=lambda what, done, total: seen.setdefault(what, []).append((done, total)),
        )
        led = site.texts.lost_anchors(blobs[0], blobs[1])

    assert seen == {"Following anchors": [(done, 40) for done in range(1, 41)]}
    assert led == {"part-0-of-these-terms": "part-1-of-these-terms"}


def test_only_texts_that_stood_one_after_the_other_and_lost_anchors_are_followed(
    tmp_path: Path,
) -> None:
    made = PolicyRepository(tmp_path)
    for day, heading in (("2026-01-01", "Logs"), ("2026-02-01", "Logs"), ("2026-03-01", "Gifts")):
        text = policy(f"# Terms\n\n## {heading}\n\nWords of {day}.", day)
        made.commit({"policy/terms.md": text}, day)

    with opened_site(tmp_path) as site:
        [terms] = site.register
        _, second, third = (revision.blob for revision in terms.revisions)
        assert list(followed_pairs(site, site.register)) == [(second, third)]
