"""Languages: each has its own history, and says which version of the original it gives."""

import pytest

from archive.register import Policy
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    effective,
    errors,
    policy_of,
    register_of,
    spans,
)
from tests.repositories import PolicyRepository, policy

ENGLISH, GERMAN = "policy/privacy.md", "policy/privacy.de.md"
FIRST = {
    ENGLISH: policy("We keep logs for ten days.", "2026-01-01"),
    GERMAN: policy("Wir behalten Protokolle zehn Tage.", "2026-01-01"),
}
SECOND = policy("We keep logs for twenty days.", "2026-06-01")
SECOND_IN_GERMAN = policy("Wir behalten Protokolle zwanzig Tage.", "2026-06-01")


@pytest.fixture
def translated(repository: PolicyRepository) -> PolicyRepository:
    repository.commit(FIRST, "2026-01-01")
    return repository


def german(repository: PolicyRepository) -> Policy:
    return policy_of(repository, "privacy", "de")


def test_h41_one_language_published_alone_leaves_the_other_as_it_was(
    translated: PolicyRepository,
) -> None:
    translated.commit({ENGLISH: SECOND}, "2026-05-01")

    english, found = policy_of(translated, "privacy"), german(translated)

    assert effective(english) == ["2026-01-01", "2026-06-01"]
    assert effective(found) == ["2026-01-01"]
    assert english.original is None
    assert found.original is not None
    assert found.original.revision == english.revisions[0].id


def test_h41_a_merge_of_chosen_files_publishes_these_alone(translated: PolicyRepository) -> None:
    translated.branch("next")
    translated.commit({ENGLISH: SECOND, GERMAN: SECOND_IN_GERMAN}, "2026-05-01")
    translated.switch("main")
    translated.git("restore", "--source", "next", "--", GERMAN)
    translated.commit({}, "2026-05-10")

    assert effective(policy_of(translated, "privacy")) == ["2026-01-01"]
    assert effective(german(translated)) == ["2026-01-01", "2026-06-01"]
    assert errors(german(translated)) == ["version-label-differs"]


def test_h42_a_translation_behind_its_original_is_marked_until_it_follows(
    translated: PolicyRepository,
) -> None:
    translated.commit({ENGLISH: SECOND}, "2026-05-01")
    behind = german(translated)
    translated.commit({GERMAN: SECOND_IN_GERMAN}, "2026-05-20")
    level = german(translated)

    assert behind.original is not None
    assert behind.original.stale
    assert str(behind.original.effective) == "2026-01-01"
    assert str(behind.original.newer_since) == "2026-05-01"
    assert codes(behind) == ["stale-translation"]
    assert level.original is not None
    assert not level.original.stale
    assert codes(level) == []


def test_h42_notice_is_counted_for_each_language_from_its_own_publication(
    translated: PolicyRepository,
) -> None:
    translated.commit({ENGLISH: SECOND}, "2026-05-01")
    translated.commit({GERMAN: SECOND_IN_GERMAN}, "2026-06-10")

    assert spans(policy_of(translated, "privacy"))[-1] == ("2026-06-01", None)
    assert spans(german(translated))[-1] == ("2026-06-10", None)
    assert codes(german(translated)) == ["retroactive"]


def test_h42_a_translation_may_name_the_version_it_gives(translated: PolicyRepository) -> None:
    translated.commit({ENGLISH: SECOND}, "2026-05-01")
    translated.commit(
        {GERMAN: policy("Wir behalten alles.", "2026-07-01", translates="2026-06-01")},
        "2026-06-10",
    )

    original = german(translated).original

    assert original is not None
    assert str(original.effective) == "2026-06-01"
    assert not original.stale


def test_h43_a_translation_of_a_version_that_is_not_there_is_a_fault(
    translated: PolicyRepository,
) -> None:
    translated.commit({GERMAN: policy("Wir behalten alles.", "2026-02-01")}, "2026-02-01")

    found = german(translated)

    assert errors(found) == ["version-label-differs"]
    assert "2026-01-01" in found.faults[-1].message
    assert found.original is not None
    assert found.original.revision is None


def test_h43_a_translation_that_states_another_version_number_is_a_fault(
    repository: PolicyRepository,
) -> None:
    repository.commit(
        {
            ENGLISH: "# Terms\n\nVersion 1.4, effective May 4, 2026\n\nBe kind.\n",
            GERMAN: policy("# AGB\n\nVersion 1.3\n\nSeien Sie nett.", "2026-05-04"),
        },
        "2026-05-04",
    )

    found = german(repository)

    assert errors(found) == ["version-label-differs"]
    assert "1.3" in found.faults[-1].message
    assert "1.4" in found.faults[-1].message


def test_h43_a_translation_without_any_date_is_asked_which_version_it_gives(
    repository: PolicyRepository,
) -> None:
    repository.commit(FIRST | {GERMAN: "Wir behalten Protokolle zehn Tage.\n"}, "2026-01-01")

    found = german(repository)

    assert found.original is not None
    assert found.original.revision is None
    assert codes(found) == ["no-date", "translation-untied"]


@pytest.mark.parametrize(
    ("documents", "paths"),
    [
        pytest.param('["{id}.md", "{id}.{lang}.md"]', ("terms.md", "terms.de.md"), id="suffix"),
        pytest.param('["{lang}/{id}.md"]', ("en/terms.md", "de/terms.md"), id="folder"),
        pytest.param('["{id}/{lang}-*.md"]', ("terms/EN-Terms.md", "terms/DE-AGB.md"), id="prefix"),
    ],
)
def test_h28_languages_come_from_the_configured_paths(
    repository: PolicyRepository, documents: str, paths: tuple[str, str]
) -> None:
    repository.write("fairnotice.toml", f"documents = {documents}\n")
    repository.commit({paths[0]: CLAUSES, paths[1]: "Seien Sie nett.\n"}, "2026-01-01")

    assert [(p.id, p.language) for p in register_of(repository)] == [
        ("terms", "de"),
        ("terms", "en"),
    ]
