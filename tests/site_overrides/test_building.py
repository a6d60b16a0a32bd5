"""What a build does again: a new revision is rendered and compared, and nothing else is."""

from collections import Counter
from pathlib import Path

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import TODAY, build

PRIVACY = "# Privacy\n\n## Logs\n\nWe keep logs for {days} days.\n\n## Contact\n\nWrite to us."
OF_GIT = ("branch", "facts")  # what is kept of commits, and no text
TERMS = "# Terms\n\nBe kind to the {whom}."


def kept(root: Path) -> Counter[str]:
    """How many entries of each kind the cache of a repository holds."""
    cache = root / ".fairnotice/cache"
    return Counter(file.relative_to(cache).parts[0] for file in cache.rglob("*") if file.is_file())


def contents(site: Path, folder: str) -> dict[str, bytes]:
    """Every file of a site below a folder."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted((site / folder).rglob("*"))
        if file.is_file()
    }


def a_history(root: Path) -> PolicyRepository:
    repository = PolicyRepository(root)
    for year, days in ((2024, 30), (2025, 60), (2026, 90)):
        repository.commit(
            {
                "policy/privacy.md": policy(PRIVACY.format(days=days), f"{year}-06-01"),
                "policy/terms.md": policy(TERMS.format(whom=f"people of {year}"), f"{year}-06-01"),
            },
            f"{year}-05-01",
        )
    return repository


def test_a_new_revision_is_rendered_and_compared_once_and_nothing_else_is(tmp_path: Path) -> None:
    repository = a_history(tmp_path)
    build(tmp_path)
    before = kept(tmp_path)
    repository.commit(
        {"policy/privacy.md": policy(PRIVACY.format(days=14), "2026-12-01")}, "2026-11-01"
    )

    build(tmp_path)

    new = kept(tmp_path) - before
    assert {kind: number for kind, number in new.items() if kind not in OF_GIT} == {
        "html": 1,
        "anchors-of-text": 1,
        "words": 1,
        "text-parts": 1,
        "redline": 1,
        "redline-parts": 1,
        "clause-steps": 1,
        "clauses": 1,
        "clause-lines": 1,
        "page-frames": 1,
        "clause-pages": 1,
        "policy-page": 1,
        "compare-page": 1,
        "history-page": 1,
        "feeds": 2,  # its own and those of all policies
        "change-log": 4,  # the newest changes, and each year
        "change-filters": 1,
        "home": 1,
        "applied-page": 2,  # its own and that of all policies
    }


def test_the_archived_pages_of_other_policies_stay_as_they_are(tmp_path: Path) -> None:
    repository = a_history(tmp_path)
    build(tmp_path)
    before = contents(tmp_path / "site", "terms")
    repository.commit(
        {"policy/privacy.md": policy(PRIVACY.format(days=14), "2026-12-01")}, "2026-11-01"
    )

    build(tmp_path)

    after = contents(tmp_path / "site", "terms")
    changed = {name for name in before if before[name] != after[name]}
    assert set(before) == set(after)
    assert not {name for name in changed if name.startswith("terms/20")}


def test_a_notice_on_every_page_is_what_changes_the_archived_pages_of_others(
    tmp_path: Path,
) -> None:
    repository = a_history(tmp_path)
    build(tmp_path)
    before = contents(tmp_path / "site", "terms")
    scheduled = policy(PRIVACY.format(days=14), f"{TODAY.year}-03-01")
    decided = scheduled.replace("\n---\n", "\nchange:\n  level: significant\n---\n", 1)
    repository.commit({"policy/privacy.md": decided}, "2026-12-20")

    build(tmp_path)

    after = contents(tmp_path / "site", "terms")
    archived = {name for name in before if name.startswith("terms/20") and name.endswith(".html")}
    assert archived
    assert all(before[name] != after[name] for name in archived)
