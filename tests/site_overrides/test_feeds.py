"""The Atom feeds: what RFC 4287 asks for, with names that outlast every address."""

import re
from pathlib import Path

import pytest
from lxml import etree

NS = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FEEDS = ["atom.xml", "privacy/atom.xml", "terms/atom.xml"]


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path, NS)]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_what_the_standard_asks_for(sample_site: Path, name: str) -> None:
    feed = etree.parse(sample_site / name).getroot()

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert texts(feed, "a:author/a:name") == ["Murmurwell"]
    for element in (feed, *feed.iterfind("a:entry", NS)):
        for once in ("a:id", "a:title", "a:updated"):
            assert len(texts(element, once)) == 1
        assert MOMENT.fullmatch(texts(element, "a:updated")[0])
        assert element.iterfind("a:link", NS)
    [itself] = [a for a in feed.iterfind("a:link", NS) if a.get("rel") == "self"]
    assert itself.get("href") == f"https://policies.murmurwell.example/{name}"


def test_names_are_tags_and_belong_to_one_entry(sample_site: Path) -> None:
    names = [
        found
        for name in FEEDS
        for found in texts(etree.parse(sample_site / name).getroot(), "a:entry/a:id")
    ]

    assert all(re.fullmatch(r"tag:policies\.murmurwell\.example,[\d-]+:\S+", n) for n in names)
    whole = texts(etree.parse(sample_site / "atom.xml").getroot(), "a:entry/a:id")
    assert len(whole) == len(set(whole)) == 13


def test_entries_come_newest_first(sample_site: Path) -> None:
    moments = texts(etree.parse(sample_site / "atom.xml").getroot(), "a:entry/a:updated")

    assert moments == sorted(moments, reverse=True)


def test_every_entry_leads_to_a_page(sample_site: Path) -> None:
    feed = etree.parse(sample_site / "atom.xml").getroot()

    for link in feed.iterfind("a:entry/a:link", NS):
        address = (link.get("href") or "").removeprefix("https://policies.murmurwell.example/")
        assert (sample_site / address / "index.html").is_file()


def test_a_decided_change_says_level_and_summary(sample_site: Path) -> None:
    summaries = texts(etree.parse(sample_site / "privacy/atom.xml").getroot(), "a:entry/a:summary")

    assert "Significant change" in summaries[0]
    assert "approximate location" in summaries[0]
