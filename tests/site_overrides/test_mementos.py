"""The states of a policy's page: the TimeMap and the links that RFC 7089 asks for."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from requests.utils import parse_header_links

from site_overrides.mementos import mementos
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site, page_at

HOST = "https://policies.murmurwell.example/"


@dataclass(frozen=True)
class Link:
    href: str
    rel: str
    type: str = ""
    datetime: str = ""
    until: str = ""
    begins: str = ""  # `from`, which Python keeps for itself


def timemap(site: Path, of: str) -> list[Link]:
    """The links of a TimeMap; the parser is one of headers, which know no line breaks."""
    words = (site / of / "timemap.link").read_text().replace(",\n<", ", <").rstrip("\n")
    return [
        Link(href=link.pop("url"), **{name.replace("from", "begins"): link[name] for name in link})
        for link in parse_header_links(words)
    ]


def relations(link: Link) -> set[str]:
    return set(link.rel.split())


def test_a_timemap_names_original_itself_and_every_state_in_order(sample_site: Path) -> None:
    original, itself, *states = timemap(sample_site, "privacy")

    assert (original.href, original.rel) == (f"{HOST}privacy/", "original")
    assert (itself.href, itself.rel) == (f"{HOST}privacy/timemap.link", "self")
    assert itself.type == "application/link-format"
    moments = [parsedate_to_datetime(state.datetime) for state in states]
    assert moments == sorted(moments)
    assert [moment.date().isoformat() for moment in moments] == [
        "2017-12-15", "2018-11-20", "2024-02-01", "2025-03-01", "2025-09-01",
    ]  # fmt: skip
    assert (itself.begins, itself.until) == (states[0].datetime, states[-1].datetime)
    assert relations(states[0]) == {"first", "memento"}
    assert relations(states[-1]) == {"last", "memento"}
    assert all(relations(state) == {"memento"} for state in states[1:-1])


def test_every_state_is_a_page_that_links_back(sample_site: Path) -> None:
    for of in ("privacy", "terms", "backup", "subprocessors"):
        for state in timemap(sample_site, of)[2:]:
            address = state.href.removeprefix(HOST)
            links = linked(sample_site, address)
            assert links["original"] == (f"{HOST}{of}/", None)
            assert links["timemap"] == (f"{HOST}{of}/timemap.link", None)
            assert (state.href, state.datetime) in links.values()


def linked(site: Path, address: str) -> dict[str, tuple[str | None, str | None]]:
    """What a page links to, by its relations."""
    return {
        attributes["rel"] or "": (attributes["href"], attributes.get("data-datetime"))
        for tag, attributes in page_at(site, address).tags
        if tag == "link"
    }


def test_a_state_leads_to_its_neighbours(sample_site: Path) -> None:
    states = [state.href for state in timemap(sample_site, "privacy")[2:]]
    links = linked(sample_site, states[1].removeprefix(HOST))

    assert [links[of][0] for of in ("first prev memento", "memento", "next memento")] == states[:3]
    assert links["last memento"][0] == states[-1]


def test_the_policys_page_leads_to_its_timemap_first_and_last_state(sample_site: Path) -> None:
    links = linked(sample_site, "privacy/")
    states = timemap(sample_site, "privacy")[2:]

    assert links["timemap"][0] == f"{HOST}privacy/timemap.link"
    assert links["first memento"] == (states[0].href, states[0].datetime)
    assert links["last memento"] == (states[-1].href, states[-1].datetime)
    assert "original" not in links


def test_an_announced_text_is_no_state_yet(sample_site: Path) -> None:
    links = linked(sample_site, "privacy/2027-03-01/")

    assert links["original"][0] == f"{HOST}privacy/"
    assert not [relation for relation in links if "memento" in relation]


def test_the_json_notation_tells_the_same(sample_site: Path) -> None:
    document = json.loads((sample_site / "privacy" / "timemap.json").read_bytes())
    states = timemap(sample_site, "privacy")[2:]

    listed = document["mementos"]["list"]
    assert document["original_uri"] == f"{HOST}privacy/"
    assert [(each["uri"], datetime.fromisoformat(each["datetime"])) for each in listed] == [
        (state.href, parsedate_to_datetime(state.datetime)) for state in states
    ]
    assert (document["mementos"]["first"], document["mementos"]["last"]) == (listed[0], listed[-1])


@pytest.mark.parametrize(
    ("published", "effective", "moment"),
    [
        pytest.param(
            "2026-01-05T09:30:00Z",
            "2026-02-01",
            datetime(2026, 1, 31, 23, tzinfo=UTC),
            id="an announced text from midnight of its day, in the zone of the settings",
        ),
        pytest.param(
            "2026-01-05T09:30:00Z",
            "2026-01-05",
            datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
            id="a text of the same day from the moment it was published",
        ),
        pytest.param(
            "2026-01-05T09:30:00Z",
            None,
            datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
            id="a text without a date from the moment it was published",
        ),
    ],
)
def test_since_when_a_text_stood_on_the_page(
    tmp_path: Path, published: str, effective: str | None, moment: datetime
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.write("fairnotice.toml", 'timezone = "Europe/Berlin"\n')
    repository.commit({"policy/terms.md": policy("# Terms\n\nWords.", effective)}, published)

    with opened_site(tmp_path) as site:
        (state,) = mementos(site, site.register.policies[0])

    assert state.moment == moment


def test_a_text_that_never_applied_is_no_state(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for body, effective, published in (
        ("Old.", "2026-01-01", "2025-12-01"),
        ("Announced.", "2026-09-01", "2026-02-01"),
        ("Other.", "2026-08-01", "2026-03-01"),
    ):
        text = policy(f"# Terms\n\n{body}", effective)
        repository.commit({"policy/terms.md": text}, published)

    with opened_site(tmp_path, today=date(2026, 12, 1)) as site:
        states = mementos(site, site.register.policies[0])

    assert [state.address.split("/")[1] for state in states] == ["2026-01-01", "2026-08-01"]


def test_a_site_without_an_address_publishes_no_timemap(busy_site: Path) -> None:
    assert not list(busy_site.rglob("timemap.*"))
    assert "timemap" not in linked(busy_site, "terms/")
