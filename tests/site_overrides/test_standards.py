"""What programs read, held against the standards it follows: Atom, JSON Feed and sitemaps.

The grammars are written from the text of each standard, as nobody publishes the standard's own in
a package; each also refuses what the standard forbids, so that its silence means something.
"""

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.schemas import violations
from tests.site_overrides.test_feeds import FEEDS, JSON_FEEDS

STANDARDS = Path(__file__).parent / "standards"
JSON_FEED = "tests/site_overrides/standards/jsonfeed.schema.json"


def mistakes(content: bytes, standard: str) -> list[str]:
    """What a grammar says against a document, with the line."""
    grammar = etree.RelaxNG(etree.parse(STANDARDS / standard))
    grammar.validate(etree.fromstring(content))
    return [f"{error.line}: {error.message}" for error in grammar.error_log]


@pytest.mark.parametrize("name", FEEDS)
def test_an_atom_feed_follows_the_grammar(sample_site: Path, name: str) -> None:
    assert mistakes((sample_site / name).read_bytes(), "atom.rng") == []


@pytest.mark.parametrize("name", JSON_FEEDS)
def test_a_json_feed_follows_the_schema(sample_site: Path, name: str) -> None:
    assert violations(json.loads((sample_site / name).read_bytes()), JSON_FEED) == []


def test_the_sitemap_follows_the_grammar(sample_site: Path) -> None:
    assert mistakes((sample_site / "sitemap.xml").read_bytes(), "sitemap.rng") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("<id>", "<id>  ", id="an id that is no address"),
        pytest.param("</id>", "</id><id>tag:example.com,2026:x</id>", id="two ids"),
        pytest.param("<updated>", "<updated>On ", id="a moment in words"),
        pytest.param("<entry>", "<entry><image/>", id="an element of another format"),
        pytest.param(" href=", " src=", id="a link without an address"),
        pytest.param('type="html"', 'type="markdown"', id="a text of another kind"),
        pytest.param("<name>", "<name/><name>", id="two names"),
    ],
)
def test_the_grammar_of_atom_refuses(sample_site: Path, right: str, wrong: str) -> None:
    feed = (sample_site / "atom.xml").read_text(encoding="utf-8")
    assert right in feed

    assert mistakes(feed.replace(right, wrong, 1).encode(), "atom.rng")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("<loc>https:", "<loc>", id="an address without a scheme"),
        pytest.param("<lastmod>", "<lastmod>0", id="a day of another form"),
        pytest.param("</loc>", "</loc><name>x</name>", id="an element that is not foreseen"),
    ],
)
def test_the_grammar_of_sitemaps_refuses(sample_site: Path, right: str, wrong: str) -> None:
    sitemap = (sample_site / "sitemap.xml").read_text(encoding="utf-8")
    assert right in sitemap

    assert mistakes(sitemap.replace(right, wrong, 1).encode(), "sitemap.rng")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"version": "https://jsonfeed.org/version/2"}, id="another version"),
        pytest.param({"titel": "Policies"}, id="a key that is not foreseen"),
        pytest.param({"authors": [{}]}, id="an author without a name"),
        pytest.param({"items": [{"id": 7}]}, id="an item that is none"),
    ],
)
def test_the_schema_of_json_feed_refuses(sample_site: Path, change: dict[str, object]) -> None:
    feed = json.loads((sample_site / "feed.json").read_bytes())

    assert violations(feed | change, JSON_FEED)
