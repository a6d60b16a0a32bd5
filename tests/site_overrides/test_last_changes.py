"""The sitemap tells when a page really changed last, and names no archived page."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from site_overrides.last_changes import last_change
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, opened_site, page_at, pages

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "https://policies.murmurwell.example/"


def sitemap(site: Path) -> dict[str, str | None]:
    """The last change of each page by its whole address."""
    root = etree.parse(site / "sitemap.xml").getroot()
    assert root.tag == f"{NAMESPACE}urlset"
    return {
        url.findtext(f"{NAMESPACE}loc", ""): url.findtext(f"{NAMESPACE}lastmod")
        for url in root.iterfind(f"{NAMESPACE}url")
    }


def test_every_present_page_has_the_day_of_its_last_change(sample_site: Path) -> None:
    found = sitemap(sample_site)

    assert found[f"{HOST}privacy/"] == "2027-01-11"
    assert found[f"{HOST}terms/"] == "2026-05-11"
    assert found[f"{HOST}changes/2018/"] == "2027-01-11"  # its entries say until when they applied
    assert all(day and date.fromisoformat(day) for day in found.values())


def test_archived_pages_are_not_in_it_and_name_the_present_page(sample_site: Path) -> None:
    listed = {address.removeprefix(HOST) for address in sitemap(sample_site)}
    archived = set(pages(sample_site)) - listed - {"embed/example/"}

    assert "privacy/2018-11-20/" in archived
    assert listed < set(pages(sample_site))
    for address in archived:
        tags = page_at(sample_site, address).tags
        assert ("meta", {"name": "robots", "content": "noindex"}) in tags, address
        canonical = [found["href"] for tag, found in tags if found.get("rel") == "canonical"]
        home = "" if address == "what-applied/" else f"{address.split('/')[0]}/"
        assert canonical == [f"{HOST}{home}"], address


@pytest.mark.parametrize(
    ("today", "changed"),
    [
        pytest.param("2026-01-15", "2026-01-10", id="published, and to come"),
        pytest.param("2026-03-01", "2026-02-20", id="dated again, and still to come"),
        pytest.param("2026-05-01", "2026-04-15", id="in force since its day, without a commit"),
    ],
)
def test_a_page_changes_with_its_texts_and_on_their_days(
    tmp_path: Path, today: str, changed: str
) -> None:
    repository = PolicyRepository(tmp_path)
    for effective, published in (("2026-04-01", "2026-01-10"), ("2026-04-15", "2026-02-20")):
        if published <= today:
            text = policy("# Terms\n\nWords.", effective)
            repository.commit({"policy/terms.md": text}, published)

    with opened_site(tmp_path, today=date.fromisoformat(today)) as site:
        assert last_change(site, site.register).isoformat() == changed


@pytest.mark.slow
def test_an_owners_page_is_given_no_day_that_nobody_knows(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.write(
        "mkdocs.yml",
        "site_name: Ours\nsite_url: https://policies.example.com/\ndocs_dir: docs\n"
        "theme: {name: material}\nplugins: [fairnotice]\n",
    )
    repository.write("docs/about.md", "# About\n\nUs.")
    repository.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2026-01-01")}, "2025-12-01")

    found = sitemap(build(tmp_path).folder)

    assert found["https://policies.example.com/about/"] is None
    assert found["https://policies.example.com/terms/"] == "2026-01-01"
