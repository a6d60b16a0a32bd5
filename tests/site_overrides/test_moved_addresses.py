"""What git and a former record know of addresses that were published, and where they lead now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from archive.manifest_json import manifest_bytes, read_manifest
from archive.recording import record
from archive.workspace import open_workspace
from site_overrides.moved_addresses import (
    Directory,
    KnownAddress,
    known_to_git,
    known_to_record,
)
from site_overrides.moved_json import moved_bytes, read_moved
from site_overrides.sites import Site
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site

WORDS = "# Terms\n\nWe keep your logs for thirty days, and nobody else reads them."


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    """Terms that were postponed, renamed, and reworded since."""
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy(WORDS, "2026-03-01")}, "2026-01-02")
    made.commit({"policy/terms.md": policy(WORDS, "2026-04-01")}, "2026-01-20")
    renamed = policy(f"{WORDS} Really.", "2026-06-01", id="rules", redirect_from="[/tos.html, faq]")
    made.commit({"policy/terms.md": renamed}, "2026-05-01")
    return made


@contextmanager
def leads(repository: PolicyRepository) -> Iterator[dict[str, str | None]]:
    with opened_site(repository.root) as site:
        yield led(site, known_to_git(site))


def led(site: Site, known: Iterator[KnownAddress]) -> dict[str, str | None]:
    """Where each address leads; the revision's own id is written as "…"."""
    directory = Directory(site=site)
    ids = {revision.id for policy in site.register for revision in policy.revisions}

    def short(address: str) -> str:
        return "/".join("…" if part in ids else part for part in address.split("/"))

    found = ((each.address, directory.destination(each)) for each in known)
    return {short(address): short(to.address) if to else None for address, to in found}


def test_git_knows_former_dates_names_and_redirects(repository: PolicyRepository) -> None:
    with leads(repository) as found:
        assert found == {
            "rules/2026-03-01/": "rules/2026-04-01/",
            "rules/2026-03-01/changes/": "rules/2026-04-01/",
            "rules/2026-03-01/…/": "rules/2026-04-01/…/",
            "rules/2026-03-01/…/changes/": "rules/2026-04-01/…/",
            "terms/": "rules/",
            "terms/history/": "rules/history/",
            "terms/history/clauses/": "rules/history/clauses/",
            "terms/compare/": "rules/compare/",
            "terms/what-applied/": "rules/what-applied/",
            "terms/2026-03-01/": "rules/2026-04-01/",
            "terms/2026-03-01/changes/": "rules/2026-04-01/",
            "terms/2026-03-01/…/": "rules/2026-04-01/…/",
            "terms/2026-03-01/…/changes/": "rules/2026-04-01/…/",
            "terms/2026-04-01/": "rules/2026-04-01/",
            "terms/2026-04-01/changes/": "rules/2026-04-01/",
            "terms/2026-04-01/…/": "rules/2026-04-01/…/",
            "terms/2026-04-01/…/changes/": "rules/2026-04-01/…/",
            "tos.html": "rules/",
            "faq/": "rules/",
        }


def test_what_was_published_under_the_new_name_never_stood_under_the_old(
    repository: PolicyRepository,
) -> None:
    with leads(repository) as found:
        assert not [address for address in found if address.startswith("terms/2026-06-01")]


def test_a_history_in_which_nothing_moved_knows_of_none(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.commit({"policy/terms.md": policy(WORDS, "2026-03-01")}, "2026-01-02")

    with leads(made) as found:
        assert found == {}


def test_a_record_leads_to_the_same_texts_under_their_new_name(
    repository: PolicyRepository,
) -> None:
    with open_workspace(
        repository.root, today=date(2026, 1, 10), as_known=date(2026, 1, 10)
    ) as then:
        manifest = record(then.register, texts=then.texts, settings=then.settings, former=None)
    former = read_manifest(manifest_bytes(manifest))

    with opened_site(repository.root) as site:
        found = led(site, known_to_record(former))

    assert found == {
        "terms/": "rules/",
        "terms/history/": "rules/history/",
        "terms/history/clauses/": "rules/history/clauses/",
        "terms/compare/": "rules/compare/",
        "terms/what-applied/": "rules/what-applied/",
        "terms/2026-03-01/": "rules/2026-04-01/",
        "terms/2026-03-01/changes/": "rules/2026-04-01/",
        "terms/2026-03-01/…/": "rules/2026-04-01/…/",
        "terms/2026-03-01/…/changes/": "rules/2026-04-01/…/",
    }


def test_what_nobody_has_any_more_leads_nowhere(repository: PolicyRepository) -> None:
    other = PolicyRepository(repository.root.parent / f"{repository.root.name}-other")
    other.commit({"policy/games.md": policy("# Games\n\nPlay fair.")}, "2026-01-02")
    with open_workspace(other.root, today=date(2026, 1, 10)) as then:
        manifest = record(then.register, texts=then.texts, settings=then.settings, former=None)

    with opened_site(repository.root) as site:
        found = led(site, known_to_record(manifest))

    assert set(found.values()) == {None}
    assert {"games/", "games/history/", "games/2026-01-02/"} <= found.keys()


def test_the_file_gives_back_what_it_was_made_of(repository: PolicyRepository) -> None:
    with opened_site(repository.root) as site:
        directory = Directory(site=site)
        known = sorted(known_to_git(site), key=lambda each: each.address)
        data = moved_bytes((each, directory.destination(each)) for each in known)

    assert list(read_moved(data)) == known
