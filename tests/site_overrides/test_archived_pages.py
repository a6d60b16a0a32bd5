"""Every version, revision and step has a page that says what it is, and leads to the present."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from site_overrides.archived_pages import archived_pages, page_count
from site_overrides.links import Destinations
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import Page, build, opened_site, page_at, pages

ARCHIVED = re.compile(r"(^|/)\d{4}-\d\d-\d\d(-\d+)?/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param(
            "privacy/2018-11-20/",
            "This text is not in force. It applied from 20 November 2018 until 31 January 2024.",
            id="superseded",
        ),
        pytest.param("privacy/2025-09-01/", "This text is in force.", id="in force"),
        pytest.param(
            "privacy/2027-03-01/",
            "This text is not in force yet. It applies from 1 March 2027 on.",
            id="scheduled",
        ),
    ],
)
def test_a_version_says_first_whether_it_applies(
    sample_site: Path, address: str, words: str
) -> None:
    page = page_at(sample_site, address)

    assert words in page.words
    assert page.words.index(words) < page.words.index("Effective date")
    assert "../" in page.links


def test_a_retired_text_says_so(busy_site: Path) -> None:
    [address] = [a for a in pages(busy_site) if re.fullmatch(r"games/\d{4}-\d\d-\d\d/", a)]

    assert "not in force: the policy was retired" in page_at(busy_site, address).words


def test_archived_pages_are_kept_from_search_engines(sample_site: Path) -> None:
    archived = [address for address in pages(sample_site) if ARCHIVED.search(address)]
    assert len(archived) > 30

    for address in archived:
        html = (sample_site / address / "index.html").read_text(encoding="utf-8")
        policy_id = address.split("/")[0]
        canonical = f"https://policies.murmurwell.example/{policy_id}/"
        assert f'<link rel="canonical" href="{canonical}">' in html
        assert '<meta name="robots" content="noindex">' in html


def test_no_archived_page_is_in_navigation_search_or_sitemap(sample_site: Path) -> None:
    home = page_at(sample_site, "")
    navigation = [found for tag, found in home.tags if "md-nav__link" in (found.get("class") or "")]
    index = (sample_site / "search/search_index.json").read_text(encoding="utf-8")
    sitemap = (sample_site / "sitemap.xml").read_text(encoding="utf-8")

    assert not [link for link in navigation if ARCHIVED.search(link.get("href") or "")]
    assert not re.search(r'"location":"[^"]*/\d{4}-\d\d-\d\d/', index)
    assert not re.search(r"<loc>[^<]*/\d{4}-\d\d-\d\d/", sitemap)


@pytest.mark.slow
@pytest.mark.parametrize("site", ["sample_site", "busy_site"])
def test_every_link_of_the_site_leads_somewhere(site: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(site)
    ids = {address: set(page_at(folder, address).ids) for address in pages(folder)}
    lost = []
    for address in ids:
        for href in page_at(folder, address).links:
            parts = urlsplit(urljoin(f"https://here.example/{address}", href))
            if parts.netloc != "here.example" or parts.scheme != "https" or parts.path == "/shop":
                continue
            target = parts.path.lstrip("/")
            if target in ids:
                # A text may name an anchor that its target never had; the page is right.
                if parts.fragment and target == address and parts.fragment not in ids[target]:
                    lost.append((address, href))
            elif not (folder / target).is_file():
                lost.append((address, href))
    assert not lost


def test_a_link_leads_to_the_version_in_force_then(busy_site: Path) -> None:
    page = page_at(busy_site, "privacy/2020-01-01/")

    assert "../../terms/2020-01-01/#use" in page.links
    assert "https://example.org/x" in page.links


def test_a_link_that_leads_nowhere_becomes_its_words(busy_site: Path) -> None:
    page = page_at(busy_site, "privacy/2020-01-01/")

    assert "the rules" in page.words
    assert not [link for link in page.links if "gone" in link or "shop" in link]


def test_a_redline_begins_with_a_summary_that_leads_into_it(sample_site: Path) -> None:
    page = page_at(sample_site, "privacy/2025-03-01/changes/")
    summary = [link[1:] for link in page.links if link.startswith("#change-")]

    assert summary
    assert set(summary) <= set(page.ids)
    assert page.words.index("Summary of changes") < page.words.index("The whole text")
    tags = [tag for tag, _ in page.tags]
    assert "ins" in tags
    assert "del" in tags


def test_an_undated_change_has_a_page_of_its_own(busy_site: Path) -> None:
    found = [a for a in pages(busy_site) if a.startswith("terms/2021-01-01/2024-01-01-")]

    assert sorted(a.count("/") for a in found) == [3, 4]
    [changes] = [a for a in found if a.endswith("changes/")]
    words = page_at(busy_site, changes).words
    assert "Undated change" in words
    assert "What changed on 1 January 2024 From the text published on 1 December 2020" in words
    assert "to the text published on 1 January 2024" in words


def test_ids_on_a_page_are_unique(sample_site: Path) -> None:
    for address in pages(sample_site):
        ids = page_at(sample_site, address).ids
        assert len(ids) == len(set(ids)), address


def test_as_many_pages_are_written_as_were_counted(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for year in range(2015, 2021):
        dated = None if year == 2017 else f"{year}-06-01"
        text = policy(f"# Terms\n\nWords of {year}.", effective=dated)
        repository.commit({"policy/terms.md": text}, f"{year}-05-01")
        mended = policy(f"# Terms\n\nMended words of {year}.", effective=dated)
        repository.commit({"policy/terms.md": mended}, f"{year}-05-20")

    with opened_site(tmp_path) as site:
        [terms] = site.register
        written = list(archived_pages(site, terms, Destinations(site=site)))

    assert len(written) == page_count(terms)
    assert len({page.address for page in written}) == len(written)


def test_a_page_shows_the_text_of_its_revision_to_the_word(sample_site: Path) -> None:
    page = Page((sample_site / "privacy/2025-03-01/index.html").read_text(encoding="utf-8"))

    assert "90 days after they are made" in page.words


@pytest.mark.slow
def test_a_text_that_cannot_be_laid_out_is_published_as_written_with_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy("[" * 60_000)}, "2026-01-01")
    repository.commit({"policy/terms.md": policy("# Terms\n\nBe *kind*.")}, "2026-02-01")

    built = build(tmp_path)

    assert built.warnings == 1
    told = capsys.readouterr().err
    assert "policy/terms.md: error text-not-laid-out: this text is longer than 2,000,000" in told
    page = page_at(tmp_path / "site", "terms/2026-01-01/")
    assert "This text could not be laid out." in page.words
    assert "[" * 60_000 in page.words
    assert "<em>kind</em>" in (tmp_path / "site/terms/index.html").read_text(encoding="utf-8")
