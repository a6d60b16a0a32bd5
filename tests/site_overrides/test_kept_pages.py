"""What was composed of a policy is composed anew where it would say something else, and only there."""

import hashlib
import shutil
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from site_overrides.archived_pages import ArchivedPage, archived_pages
from site_overrides.clause_pages import clause_pages
from site_overrides.kept_pages import follows_from
from site_overrides.links import Destinations
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import TODAY, build, opened_site

WORDS = "# Privacy\n\nWe keep the logs for thirty days, as our [terms](terms.md) say.\n"
TERMS = "# Terms\n\nBe kind to others, and pay what you owe us in time.\n"
RULES = '[[silence]]\nrule = "opened-up"\nreason = "An example opens nothing."\n'
TURNS = [
    pytest.param(date(2026, 2, 1), id="long ago"),
    pytest.param(date(2027, 2, 28), id="the day before a text applies"),
    pytest.param(date(2027, 3, 1), id="the day it applies"),
    pytest.param(date(2027, 4, 1), id="the day it applies to earlier members"),
    pytest.param(date(2030, 1, 1), id="years later"),
]


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """A policy with a translation, a text to come that earlier members get later, and another policy."""
    made = PolicyRepository(tmp_path / "policies")
    made.commit(
        {
            "policy/privacy.md": policy(WORDS, "2026-01-01"),
            "policy/privacy.de.md": policy("# Datenschutz\n\nWir behalten alles.\n", "2026-01-01"),
            "policy/terms.md": policy(TERMS, "2026-01-01"),
        },
        "2026-01-01",
    )
    later = policy(f"{WORDS}\nAnd no longer.\n", "2027-03-01", existing="2027-04-01")
    made.commit({"policy/privacy.md": later}, "2027-01-10")
    return made


def written(repository: PolicyRepository, today: date) -> list[ArchivedPage]:
    with opened_site(repository.root, today=today) as site:
        destinations = Destinations(site=site)
        return [
            page
            for policy in site.register
            for pages in (
                archived_pages(site, policy, destinations),
                [clause_pages(site, policy, destinations).page],
            )
            for page in pages
        ]


def key(repository: PolicyRepository, today: date = TODAY, *, language: str = "en") -> str:
    with opened_site(repository.root, today=today) as site:
        [found] = [p for p in site.register if (p.id, p.language) == ("privacy", language)]
        return follows_from(site, found)


@pytest.mark.parametrize("today", TURNS)
def test_what_was_kept_on_one_day_is_right_on_every_other(
    repository: PolicyRepository, today: date
) -> None:
    written(repository, TODAY)

    kept = written(repository, today)

    shutil.rmtree(repository.root / ".fairnotice")
    assert kept == written(repository, today)


def test_what_was_kept_is_right_once_another_text_was_published(
    repository: PolicyRepository,
) -> None:
    written(repository, TODAY)
    repository.commit({"policy/terms.md": policy(f"{TERMS}\nMore.\n", "2026-06-01")}, "2027-01-12")
    repository.commit(
        {"policy/privacy.md": policy(f"{WORDS}\nLess.\n", "2027-05-01")}, "2027-01-13"
    )

    kept = written(repository, TODAY)

    shutil.rmtree(repository.root / ".fairnotice")
    assert kept == written(repository, TODAY)


def test_a_day_on_which_nothing_begins_or_ends_leaves_all_as_it_was(
    repository: PolicyRepository,
) -> None:
    days = [date(2027, 1, 15), date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 31)]

    keys = [key(repository, day) for day in days]

    assert (keys[0], keys[2]) == (keys[1], keys[3])
    assert keys[1] != keys[2]


def test_a_new_text_of_another_policy_leaves_all_as_it_was(repository: PolicyRepository) -> None:
    before = key(repository)
    repository.commit({"policy/terms.md": policy(f"{TERMS}\nMore.\n", "2027-02-01")}, "2027-01-12")

    assert key(repository) == before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda made: made.commit({"policy/privacy.md": policy("# P\n\nNew.\n")}, "2027-01-12"),
            id="a new text",
        ),
        pytest.param(
            lambda made: made.commit(
                {"policy/privacy.de.md": policy("# Daten\n\nNeu.\n", "2027-01-12")}, "2027-01-12"
            ),
            id="a new text of a translation",
        ),
        pytest.param(
            lambda made: made.write("fairnotice.toml", 'contact = "privacy@example.com"\n'),
            id="the settings",
        ),
        pytest.param(
            lambda made: (
                made.write("fairnotice.toml", 'rules = "own.toml"\n'),
                made.write("own.toml", RULES),
            ),
            id="the site's own rules",
        ),
    ],
)
def test_it_is_composed_anew_after_a_change_of(
    repository: PolicyRepository, change: Callable[[PolicyRepository], object]
) -> None:
    before = key(repository), key(repository, language="de")
    change(repository)

    after = key(repository), key(repository, language="de")

    assert before[0] != after[0]
    assert before[1] != after[1]


def test_the_site_s_own_rules_count_by_what_they_say(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", 'rules = "own.toml"\n')
    repository.write("own.toml", RULES)
    before = key(repository)

    repository.write("own.toml", RULES.replace("nothing", "nothing at all"))

    assert key(repository) != before


def test_a_link_that_leads_nowhere_is_told_by_every_build(repository: PolicyRepository) -> None:
    lost = policy("# Terms\n\nSee [the other page](other.md).\n", "2027-01-12")
    repository.commit({"policy/terms.md": lost}, "2027-01-12")

    first, second = build(repository.root), build(repository.root)

    assert first.warnings == second.warnings == 1


# Whatever stands in these is a text.
TEXTS_ALONE = {
    *("html", "words", "home", "history-page", "change-log", "compare-page"),
    *("applied-page", "service-page"),
}
FORGED = ["[[1]]", '{"text": 1}', "[" * 100_000]


@pytest.mark.slow
@pytest.mark.parametrize("forged", FORGED, ids=lambda text: text[:9])
def test_what_is_kept_in_another_shape_is_told_and_made_again(
    repository: PolicyRepository, forged: str, caplog: pytest.LogCaptureFixture
) -> None:
    repository.commit({"policy/terms.md": policy(f"{TERMS}\nNow.\n", "2026-05-01")}, "2026-04-01")
    before = written_files(build(repository.root).folder)
    repository.commit({"policy/terms.md": policy(f"{TERMS}\nSoon.\n", "2026-07-01")}, "2026-06-01")
    after = written_files(build(repository.root).folder)
    assert before != after
    folder = repository.root / ".fairnotice" / "cache"
    entries = [file for file in folder.rglob("*") if file.is_file()]
    for entry in entries:
        forge(entry, forged)

    assert written_files(build(repository.root).folder) == after
    assert "holds something else: it is left aside and made again" in caplog.text


def forge(entry: Path, text: str) -> None:
    """Put another text in the place of what is kept, with the digest that is right for it."""
    head = zlib.decompress(entry.read_bytes()).split(b"\n", 1)[0].decode()
    name, digest = head.rsplit(" ", 1)
    if name.split(" ", 1)[0] in TEXTS_ALONE or len(digest) != 64:
        return
    right = hashlib.sha256(text.encode()).hexdigest()
    entry.write_bytes(zlib.compress(f"{name} {right}\n{text}".encode()))


def written_files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*.html"))
    }
