"""What happens without a change of words is told to readers: history, change log, feed, banner."""

from datetime import timedelta
from pathlib import Path

import pytest

from site_overrides.wording import duration_words
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import IN_ENGLISH, build, page_at

PRIVACY = "# Privacy\n\nWe keep logs for thirty days."
LONGER = "# Privacy\n\nWe keep logs for ninety days."


@pytest.fixture(scope="module")
def eventful_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a company to which everything happens that needs no words."""
    repository = PolicyRepository(tmp_path_factory.mktemp("eventful"))
    repository.write(
        "fairnotice.toml",
        '[services.messaging]\ntitle = "Messaging"\n[services.voice]\ntitle = "Voice"\n',
    )
    terms = policy("# Terms\n\nBe kind to one another.", "2026-01-01")
    voice = policy("# Voice terms\n\nSpeak softly to one another.", "2026-01-01")
    repository.commit(
        {
            "policy/privacy.md": policy(PRIVACY, "2026-01-01", services="[messaging]"),
            "policy/terms.md": terms,
            "policy/voice.md": voice,
        },
        "2025-12-01",
    )
    wrong = policy("# Terms\n\nBe cruel to one another.", "2026-01-01")
    repository.commit({"policy/terms.md": wrong}, "2026-05-11T10:00:00Z")
    repository.commit({"policy/terms.md": terms}, "2026-05-11T10:09:00Z")
    both = {"services": "[messaging, voice]"}
    repository.commit({"policy/privacy.md": policy(PRIVACY, "2026-01-01", **both)}, "2026-06-01")
    for at, effective in (("2026-11-01", "2026-12-01"), ("2026-11-15", "2027-01-01")):
        text = policy(LONGER, effective, existing="2027-02-01", **both)
        repository.commit({"policy/privacy.md": text}, at)
    sold = "\n  kind: transfer-of-control\n  to: Example Holdings\n  day: 2027-03-01"
    repository.commit(
        {
            "policy/voice.md": None,
            "policy/terms.md": policy(
                "# Terms\n\nBe kind to one another.",
                "2026-01-01",
                redirect_from="[voice]",
                change=sold,
            ),
        },
        "2026-12-10",
    )
    split = "\n  from: [privacy]"
    repository.commit(
        {
            "policy/logs.md": policy("# Logs\n\nWe keep logs.", "2026-12-12", change=split),
            "policy/logs.de.md": policy("# Logs\n\nWir halten sie.", "2026-12-12", change=split),
        },
        "2026-12-12",
    )
    return build(repository.root).folder


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param(
            "privacy/history/",
            "Postponed on 15 November 2026 : It applies from 1 January 2027 instead of 1 December"
            " 2026. No word changed.",
            id="a day put off",
        ),
        pytest.param(
            "privacy/history/",
            "Services changed on 1 June 2026 : It covers Messaging and Voice; before, it covered"
            " Messaging.",
            id="services",
        ),
        pytest.param(
            "privacy/history/",
            "For people who joined before 1 November 2026: This text applies from 1 February 2027 on.",
            id="a later day for earlier members",
        ),
        pytest.param(
            "terms/history/",
            "Withdrawn on 11 May 2026 : It stood for 9 minutes, from 10:00:00 to 10:09:00 (UTC) on"
            " 11 May 2026.",
            id="how long a mistake stood",
        ),
        pytest.param(
            "terms/history/",
            "Transfer of control on 10 December 2026 : Control passes to Example Holdings on"
            " 1 March 2027.",
            id="a transfer of control",
        ),
        pytest.param(
            "voice/history/",
            "Replaced on 10 December 2026 : The policy was retired. No text of it applies from"
            " 10 December 2026 on. Replaced by Terms",
            id="a replacement",
        ),
        pytest.param("changes/", "Privacy Postponed It applies from 1 January", id="the log"),
        pytest.param(
            "logs/history/",
            "Split off on 12 December 2026 : Its words, or some of them, stood in another policy"
            " before. Split from Privacy .",
            id="where a split policy came from",
        ),
        pytest.param(
            "privacy/history/",
            "Split on 12 December 2026 : Some of its words stand in another policy now. Read them in"
            " Logs .",
            id="where its words went",
        ),
        pytest.param(
            "de/logs/history/", "Abgetrennt von: privacy", id="a split policy without a translation"
        ),
        pytest.param("changes/", "Replaced by Terms", id="the log names the successor"),
        pytest.param(
            "privacy/",
            "For people who joined before 1 November 2026: This text applies from 1 February 2027 on.",
            id="the policy page says from when it binds earlier members",
        ),
        pytest.param(
            "privacy/",
            "To people who joined before 1 November 2026, another text applies: Version of"
            " 1 January 2026 . It applies from 1 January 2026 until 31 January 2027.",
            id="and which text binds them until then",
        ),
        pytest.param(
            "terms/",
            "Control passes to Example Holdings on 1 March 2027. This was announced on 10 December",
            id="a coming transfer of control is a banner",
        ),
        pytest.param("voice/", "It was replaced by Terms", id="the retired policy's page"),
    ],
)
def test_readers_are_told(eventful_site: Path, address: str, words: str) -> None:
    assert words in page_at(eventful_site, address).words


def test_an_archived_text_says_from_when_it_binds_earlier_members(eventful_site: Path) -> None:
    words = page_at(eventful_site, "privacy/2027-01-01/").words

    assert (
        "For people who joined before 1 November 2026: This text applies from 1 February 2027"
        in words
    )


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("Voice terms: Replaced", True),
        ("Terms: Transfer of control", True),
        ("Privacy: Services changed", True),
        ("Terms: Withdrawn", False),
        ("Privacy: Split", True),
        ("Logs: Split off", False),
    ],
)
def test_the_feed_tells_the_events_that_people_must_be_told_of(
    eventful_site: Path, title: str, *, is_told: bool
) -> None:
    feed = (eventful_site / "atom.xml").read_text(encoding="utf-8")

    assert (f"<title>{title}</title>" in feed) == is_told


def test_a_split_policy_leads_to_the_text_that_it_was_split_from(eventful_site: Path) -> None:
    (link,) = (
        href for href in page_at(eventful_site, "logs/history/").links if "/privacy/20" in href
    )

    assert link.startswith("../../privacy/2027-01-01/2026-11-01-")
    assert (eventful_site / "logs/history" / link / "index.html").is_file()


def test_every_entry_of_the_feed_has_a_name_of_its_own(eventful_site: Path) -> None:
    feed = (eventful_site / "atom.xml").read_text(encoding="utf-8")
    names = [line.strip() for line in feed.splitlines() if "<id>" in line]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (119, "119 seconds"),
        (540, "9 minutes"),
        (7200, "2 hours"),
        (86400, "1 day"),
        (21 * 86400 + 5, "21 days"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: int, words: str) -> None:
    assert duration_words(IN_ENGLISH, timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed_as_people_say_them(names: list[str], words: str) -> None:
    assert IN_ENGLISH.listed(names) == words


def test_a_section_that_went_to_another_policy_is_followed_there(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    pay = "## Refunds\n\nYou get the whole fare back within fourteen days.\n"
    whole, rest = f"# Terms\n\nBe kind.\n\n{pay}", "# Terms\n\nBe kind."
    made.commit({"policy/terms.md": policy(whole, "2026-01-01")}, "2025-12-01")
    split = "\n  from: [terms]"
    files = {
        "policy/terms.md": policy(rest, "2026-03-01"),
        "policy/refunds.md": policy(f"# Refunds policy\n\n{pay}", "2026-03-01", change=split),
    }
    made.commit(files, "2026-02-01")

    site = build(tmp_path).folder

    for address in ("terms/2026-03-01/changes/", "terms/history/"):
        assert "Words of the text before were moved to Refunds policy ." in (
            page_at(site, address).words
        )
    page = page_at(site, "terms/")
    assert "Read it in the last text that had it. It stands in Refunds policy now." in page.words
    assert "../refunds/#refunds" in page.links
