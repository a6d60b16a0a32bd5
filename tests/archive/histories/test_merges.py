"""Merges: what the public could read follows the published branch, not its side branches."""

import pytest

from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    effective,
    only_policy,
    published,
    register_of,
    spans,
    states,
)
from tests.repositories import PolicyRepository, policy

FIRST = policy(CLAUSES, "2026-01-01")
SECOND = policy(f"{CLAUSES}9. We sell nothing.\n", "2026-06-16")
THIRD = policy(f"{CLAUSES}9. We sell nothing.\n10. We lend nothing.\n", "2026-09-01")


def change(repository: PolicyRepository, branch: str, text: str, at: str) -> None:
    """Begin a branch on main and change the policy there, as a pull request does."""
    repository.switch("main")
    repository.branch(branch)
    repository.commit({"policy/privacy.md": text}, at)
    repository.switch("main")


@pytest.fixture
def published_once(repository: PolicyRepository) -> PolicyRepository:
    repository.commit({"policy/privacy.md": FIRST}, "2026-01-01")
    return repository


def test_h7_a_text_is_published_when_it_is_merged_and_first_recorded_when_it_was_written(
    published_once: PolicyRepository,
) -> None:
    change(published_once, "next", SECOND, "2026-05-15")
    merge = published_once.merge("next", "2026-06-16")

    revision = only_policy(published_once).revisions[-1]

    assert revision.commit == merge
    assert revision.published_on.isoformat() == "2026-06-16"
    assert revision.announced.isoformat() == "2026-06-16", "a branch is no notice"
    assert revision.first_recorded.date().isoformat() == "2026-05-15"


def test_h8_publication_never_goes_back_though_merged_branches_are_older(
    published_once: PolicyRepository,
) -> None:
    change(published_once, "old", SECOND, "2026-02-01")
    published_once.commit({"policy/terms.md": "Be kind.\n"}, "2026-04-01")
    published_once.merge("old", "2026-05-01")
    published_once.commit({"policy/privacy.md": THIRD}, "2026-04-30T12:00:00Z")

    privacy = next(each for each in register_of(published_once) if each.id == "privacy")

    assert published(privacy) == ["2026-01-01", "2026-05-01", "2026-05-01"]


def test_h9_the_same_patch_rebased_and_merged_makes_one_revision(
    published_once: PolicyRepository,
) -> None:
    change(published_once, "patch", SECOND, "2026-05-15")
    published_once.branch("rebased", start="patch")
    published_once.switch("main")
    published_once.commit({"policy/terms.md": "Be kind.\n"}, "2026-05-20")
    published_once.switch("rebased")
    published_once.rebase("main", "2026-05-21")
    published_once.switch("main")
    published_once.merge("rebased", "2026-06-01")
    published_once.merge("patch", "2026-06-10")

    privacy = next(each for each in register_of(published_once) if each.id == "privacy")

    assert published(privacy) == ["2026-01-01", "2026-06-01"]


def test_h10_a_text_that_many_branches_carry_is_published_by_the_first_merge_that_brings_it(
    published_once: PolicyRepository,
) -> None:
    for number in (1, 2, 3):
        change(published_once, f"sibling-{number}", SECOND, f"2026-05-1{number}")
    merges = [
        published_once.merge(f"sibling-{number}", f"2026-06-0{number}") for number in (2, 1, 3)
    ]

    found = only_policy(published_once)

    assert published(found) == ["2026-01-01", "2026-06-02"]
    assert found.revisions[-1].commit == merges[0]


def test_h40_only_the_published_branch_publishes(published_once: PolicyRepository) -> None:
    change(published_once, "draft", SECOND, "2026-05-15")

    before = only_policy(published_once)
    published_once.merge("draft", "2026-06-20")
    after = only_policy(published_once)

    assert effective(before) == ["2026-01-01"]
    assert spans(after)[-1] == ("2026-06-20", None)
    assert codes(after) == ["retroactive"]
    assert "4 days after 2026-06-16" in after.faults[0].message


def test_h40_the_published_branch_of_the_settings_counts_and_is_named(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'published = "live"\n')
    repository.commit({"policy/privacy.md": FIRST}, "2026-01-01")
    repository.branch("live")
    repository.switch("main")
    repository.commit({"policy/privacy.md": SECOND}, "2026-05-15")
    repository.switch("live")
    repository.merge("main", "2026-06-16")

    register = register_of(repository)

    assert register.ref == "live"
    assert published(next(iter(register))) == ["2026-01-01", "2026-06-16"]


def test_h5_a_scheduled_text_merged_ahead_of_its_day_waits_for_it(
    published_once: PolicyRepository,
) -> None:
    change(published_once, "next", SECOND, "2026-05-01")
    published_once.merge("next", "2026-05-15")

    assert states(only_policy(published_once, today="2026-06-15")) == ["in force", "scheduled"]
    assert states(only_policy(published_once, today="2026-06-16")) == ["superseded", "in force"]
