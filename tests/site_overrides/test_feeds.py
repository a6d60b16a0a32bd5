"""The feeds: what RFC 4287 and JSON Feed 1.1 ask for, with names that outlast every address."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from site_overrides.feeds import feeds
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, opened_site, page_at

NS = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FEEDS = ["atom.xml", "privacy/atom.xml", "terms/atom.xml", "must-be-told.xml"]
JSON_FEEDS = [name.replace("atom.xml", "feed.json").replace(".xml", ".json") for name in FEEDS]
HOST = "https://policies.murmurwell.example/"


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
        for name in FEEDS[:3]
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


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_reader_takes_every_atom_feed_without_complaint(
    sample_site: Path, name: str
) -> None:
    read = feedparser.parse((sample_site / name).read_bytes())

    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.entries
    assert all(entry.id and entry.title and entry.link for entry in read.entries)


@pytest.mark.parametrize("name", JSON_FEEDS)
def test_a_json_feed_has_what_its_standard_asks_for(sample_site: Path, name: str) -> None:
    feed: dict[str, Any] = json.loads((sample_site / name).read_bytes())

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{HOST}{name}"
    assert feed["title"]
    assert feed["authors"] == [{"name": "Murmurwell"}]
    for item in feed["items"]:
        assert {"id", "url", "content_html", "date_published", "date_modified"} <= item.keys()
        assert all(isinstance(value, str) for value in item.values())
        assert MOMENT.fullmatch(item["date_published"])


@pytest.mark.parametrize("name", FEEDS)
def test_both_formats_tell_the_same(sample_site: Path, name: str) -> None:
    atom = feedparser.parse((sample_site / name).read_bytes())
    other = JSON_FEEDS[FEEDS.index(name)]
    items = json.loads((sample_site / other).read_bytes())["items"]

    assert [(e.id, e.title, e.link, e.updated) for e in atom.entries] == [
        (item["id"], item["title"], item["url"], item["date_modified"]) for item in items
    ]


def test_what_must_be_told_is_a_part_of_everything(sample_site: Path) -> None:
    every = feedparser.parse((sample_site / "atom.xml").read_bytes())
    told = feedparser.parse((sample_site / "must-be-told.xml").read_bytes())

    assert {entry.id for entry in told.entries} < {entry.id for entry in every.entries}
    assert all("ignificant change" in e.summary or "Reduces" in e.summary for e in told.entries)


@pytest.mark.parametrize("address", ["", "privacy/", "privacy/2018-11-20/", "changes/"])
def test_every_page_leads_feed_readers_to_the_feeds(sample_site: Path, address: str) -> None:
    found = {
        attributes["href"]: attributes["type"]
        for tag, attributes in page_at(sample_site, address).tags
        if tag == "link" and "feed" in (attributes["rel"] or "").split()
    }

    up = "../" * address.count("/")
    assert found[f"{up}atom.xml"] == found[f"{up}must-be-told.xml"] == "application/atom+xml"
    assert found[f"{up}feed.json"] == found[f"{up}must-be-told.json"] == "application/feed+json"
    assert (f"{up}privacy/must-be-told.xml" in found) == (address == "privacy/")


def feed(root: Path, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((root / "site" / name).read_bytes())
    return read


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2026-01-01")}, "2025-12-01")
    return made


@pytest.mark.slow
def test_a_later_build_changes_no_byte_of_a_feed(repository: PolicyRepository) -> None:
    names = ("atom.xml", "feed.json", "must-be-told.xml", "terms/must-be-told.json")
    build(repository.root, today=date(2026, 1, 2))
    first = [(repository.root / "site" / name).read_bytes() for name in names]

    build(repository.root, today=date(2026, 5, 3))

    assert [(repository.root / "site" / name).read_bytes() for name in names] == first


@pytest.mark.slow
def test_a_new_date_is_told_and_a_new_date_and_a_withdrawal_are_updates(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-03-01")}, "2027-01-02")
    repository.commit({"policy/terms.md": policy("# Terms\n\nNew.", "2027-04-01")}, "2027-01-09")
    build(repository.root)
    (dating, item, _) = feed(repository.root, "feed.json")["items"]
    assert dating["title"] == "Terms: Postponed"
    assert "applies from 1 April 2027" in item["title"]
    assert (item["date_published"][:10], item["date_modified"][:10]) == ("2027-01-02", "2027-01-09")

    repository.commit({"policy/terms.md": policy("# Terms\n\nOther.", "2027-03-20")}, "2027-01-12")
    build(repository.root)

    _, same, again, _ = feed(repository.root, "feed.json")["items"]
    assert same == dating
    assert again["id"] == item["id"]
    assert "never applied" in again["title"]
    assert again["date_modified"][:10] == "2027-01-12"


def test_an_entry_tells_of_consent_earlier_members_and_a_date_that_stayed(
    repository: PolicyRepository,
) -> None:
    asked = "\n  level: significant\n  summary: We share.\n  choices: No.\n  consent: required"
    text = policy("# Terms\n\nWe share.", "2026-04-01", existing="2026-05-01", change=asked)
    repository.commit({"policy/terms.md": text}, "2026-03-01")
    repository.commit({"policy/terms.md": text.replace("share.", "share all.")}, "2026-06-01")
    with opened_site(repository.root) as site:
        files = dict(feeds(site))
    undated, shared, _ = json.loads(files["feed.json"])["items"]

    assert "Needs your consent" in shared["content_html"]
    assert (
        "<p>To people who joined before 1 March 2026, this text applies from 1 May 2026.</p>"
        in shared["content_html"]
    )
    assert "Undated change" not in shared["content_html"]
    assert (
        "<p>Undated change: the words changed on 1 June 2026, while the effective date stayed"
        " 1 April 2026.</p>" in undated["content_html"]
    )


DECIDED = "\n  level: {}\n  summary: We say more.\n  reason: It says so."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "effective", "told"),
    [
        pytest.param("significant", "2027-05-01", ["Moved up", "new text"], id="what was told"),
        pytest.param("editorial", "2027-05-01", [], id="what was not"),
        pytest.param("significant", "2026-12-01", ["new text"], id="a date that moves nothing"),
    ],
)
def test_another_day_is_told_to_whom_the_text_was_told(
    repository: PolicyRepository, level: str, effective: str, told: list[str]
) -> None:
    decided = {"change": DECIDED.format(level)}
    text = "# Terms\n\nOther words."
    first, again = (
        ("2027-06-01", "2027-01-09") if effective > "2027" else ("2026-12-02", "2026-12-09")
    )
    repository.commit({"policy/terms.md": policy(text, first, **decided)}, "2026-12-02")
    repository.commit({"policy/terms.md": policy(text, effective, **decided)}, again)
    build(repository.root)

    titles = [item["title"] for item in feed(repository.root, "must-be-told.json")["items"]]
    everything = [item["title"] for item in feed(repository.root, "feed.json")["items"]]

    assert [title.removeprefix("Terms: ").partition(",")[0] for title in titles] == told
    assert len(everything) == 3


@pytest.mark.slow
def test_a_site_without_an_address_links_relative_to_each_feed(
    repository: PolicyRepository,
) -> None:
    build(repository.root)

    assert feed(repository.root, "feed.json")["home_page_url"] == "./"
    (item,) = feed(repository.root, "terms/feed.json")["items"]
    assert item["url"].startswith("../terms/2026-01-01/2025-12-01-")


def test_the_end_of_a_policy_must_be_told(busy_site: Path) -> None:
    told = json.loads((busy_site / "games/must-be-told.json").read_bytes())["items"]

    assert [item["title"] for item in told] == ["Games: Retired"]
