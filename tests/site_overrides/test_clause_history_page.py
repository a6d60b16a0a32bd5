"""The page that tells since when each clause reads so, and what it said before."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at

LOGS = "We keep the logs of our servers for {} days and delete them afterwards."
ADS = "Advertisers never receive your telephone number or your address book from us."
LAW = "Disputes are heard by the courts of Utrecht under the law of the Netherlands."
ADDRESS = "privacy/history/clauses/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy of four texts, the last of them scheduled; two clauses were merged in between."""
    made = PolicyRepository(tmp_path_factory.mktemp("histories"))
    for year, text in (
        (2023, f"{LOGS.format('thirty')}\n\n{ADS}\n\n{LAW}"),
        (2024, f"{LOGS.format('sixty')}\n\n{ADS}\n\n{LAW}\n\nBe nice."),
        (2025, f"{LOGS.format('sixty')} {ADS}\n\n{LAW}"),
        (2026, f"{LOGS.format('ninety')} {ADS}\n\n{LAW}"),
    ):
        day = f"{year}-03-01"
        made.commit({"policy/privacy.md": policy(f"# Privacy\n\n{text}", day)}, day)
    coming = policy(f"# Privacy\n\n{LOGS.format('seven')} {ADS}\n\n{LAW}", "2027-06-01")
    made.commit({"policy/privacy.md": coming}, "2027-01-02")
    return build(made.root, strict=True).folder


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Reads so since 1 March 2026", id="since when a clause reads so"),
        pytest.param("[removed: sixty ] [added: ninety ]", id="what changed by then"),
        pytest.param("Before, from 1 March 2024", id="when it read otherwise"),
        pytest.param("From 1 June 2027 on", id="what it will say"),
        pytest.param("Since 1 March 2025 part of another clause", id="that it was merged"),
        pytest.param("It holds the words of an earlier clause", id="what was merged into it"),
        pytest.param("Gone. Last in the text of 1 March 2024", id="what is gone"),
        pytest.param("Reads so since 1 March 2023", id="what never changed"),
        pytest.param("line 6 of policy/privacy.md", id="where it is written"),
    ],
)
def test_it_tells_what_became_of_each_clause(site: Path, words: str) -> None:
    assert words in page_at(site, ADDRESS).words


@pytest.fixture(scope="module")
def to_come(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is told of a text, a scheduled one that drops, joins and adds clauses, and a later one."""
    made = PolicyRepository(tmp_path_factory.mktemp("to-come"))
    now = (
        f"# Privacy\n\n{LOGS.format('thirty')}\n\n{ADS}\n\n{LAW}\n\nNobody pays us for any of this."
    )
    made.commit({"policy/privacy.md": policy(now, "2026-03-01")}, "2026-03-01")
    new = (
        f"# Privacy\n\n{LOGS.format('thirty')} {ADS}\n\n{LAW}\n\nYou may ask for a copy of it all."
    )
    made.commit({"policy/privacy.md": policy(new, "2027-06-01")}, "2027-01-02")
    later = policy(new.replace(LAW, ""), "2027-09-01", after="2027-06-01")
    made.commit({"policy/privacy.md": later}, "2027-01-03")
    return page_at(build(made.root, strict=True).folder, ADDRESS).words


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Will be removed from 1 June 2027", id="what the next text drops"),
        pytest.param("Will be removed from 1 September 2027", id="what the one after it drops"),
        pytest.param("Will be part of another clause from 1 June 2027", id="what it joins"),
        pytest.param("Clauses to come From 1 June 2027 on", id="what it adds"),
    ],
)
def test_what_a_scheduled_text_does_to_a_clause_is_told(to_come: str, words: str) -> None:
    assert words in " ".join(to_come.split())


def test_a_clause_that_came_back_is_not_marked_against_its_own_words(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    for day, body in (
        ("2024-03-01", f"{ADS}\n\n{LAW}"), ("2025-03-01", ADS), ("2026-03-01", f"{ADS}\n\n{LAW}")
    ):  # fmt: skip
        made.commit({"policy/privacy.md": policy(f"# Privacy\n\n{body}", day)}, day)

    words = " ".join(page_at(build(tmp_path, strict=True).folder, ADDRESS).words.split())

    assert "Now, in the words of before: it was gone in between" in words
    assert "marked against the wording before" not in words


def test_what_stays_is_not_said_to_go(to_come: str, site: Path) -> None:
    assert to_come.count("Will be removed") == 2
    assert "Will be" not in page_at(site, ADDRESS).words


def test_headings_of_the_text_are_headings_here(site: Path) -> None:
    page = page_at(site, ADDRESS)

    assert ("h3", "fn-clause-entry__title") in [
        (tag, found.get("class")) for tag, found in page.tags
    ]


def test_each_wording_leads_to_a_text_that_has_it(site: Path) -> None:
    links = {href for href in page_at(site, ADDRESS).links if "/20" in href}

    assert any(href.endswith("/2024-03-01/") for href in links)
    for href in links:
        assert (site / "privacy/history/clauses" / href.partition("#")[0] / "index.html").is_file()


def test_links_to_other_places_of_a_text_lead_into_the_whole_of_it(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    for year, days in ((2025, "thirty"), (2026, "sixty")):
        body = f"# Privacy\n\n{LOGS.format(days)} See [the law](#law).\n\n## Law\n\n{LAW}"
        made.commit({"policy/privacy.md": policy(body, f"{year}-03-01")}, f"{year}-03-01")
    found = page_at(build(made.root, strict=True).folder, ADDRESS)

    links = {href for href in found.links if href.endswith("#law")}
    assert {href.rpartition("/privacy/")[2] for href in links} == {
        "2025-03-01/#law",
        "2026-03-01/#law",
    }


def test_the_policy_and_its_history_lead_there(site: Path) -> None:
    for address in ("privacy/", "privacy/history/"):
        assert any(href.endswith("history/clauses/") for href in page_at(site, address).links)
