"""Finding what a person named, and naming the nearest where it is not there."""

from datetime import date
from pathlib import Path

import pytest

from archive.errors import UnknownDate, UnknownPolicy
from archive.lookups import find_policy, revision_of, revision_on, version_of
from archive.register import Register
from archive.revisions import Language
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    root: Path = tmp_path_factory.mktemp("policies")
    repository = PolicyRepository(root)
    repository.commit({"policy/privacy.md": policy("30 days.", "2026-02-01")}, "2026-01-10")
    repository.commit({"policy/privacy.md": policy("90 days.", "2026-06-01")}, "2026-05-01")
    repository.commit({"policy/privacy.de.md": policy("90 Tage.", "2026-06-01")}, "2026-05-02")
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-05-03")
    repository.commit({"policy/terms.md": None}, "2026-06-03")
    with open_workspace(root, today=date(2027, 1, 1)) as workspace:
        return workspace.register


def test_a_policy_is_found_in_the_default_language_unless_another_is_asked_for(
    register: Register,
) -> None:
    assert find_policy(register, "privacy", default=ENGLISH).language == "en"
    assert find_policy(register, "privacy", default=ENGLISH, language="DE").language == "de"


def test_the_text_of_a_day(register: Register) -> None:
    found = find_policy(register, "privacy", default=ENGLISH)

    assert revision_on(found, date(2026, 5, 31)).effective == date(2026, 2, 1)
    assert revision_on(found, date(2026, 6, 1)).effective == date(2026, 6, 1)


def test_a_version_by_its_effective_date_or_undated_by_its_published_day(
    register: Register,
) -> None:
    privacy, terms = (
        find_policy(register, "privacy", default=ENGLISH),
        find_policy(register, "terms", default=ENGLISH),
    )

    assert version_of(privacy, date(2026, 2, 1)).address == "2026-02-01"
    assert version_of(terms, date(2026, 5, 3)).effective is None


def test_a_revision_by_the_first_letters_of_its_id(register: Register) -> None:
    found = find_policy(register, "privacy", default=ENGLISH)

    assert revision_of(found, "2026-05-01").published_on == date(2026, 5, 1)


def test_a_date_declared_under_equal_words_is_answered_with_their_version(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for day in ("2026-01-01", "2026-03-01"):
        repository.commit({"policy/privacy.md": policy("30 days.", day)}, day)
    with open_workspace(tmp_path, today=date(2027, 1, 1)) as workspace:
        found = find_policy(workspace.register, "privacy", default=ENGLISH)

    with pytest.raises(UnknownDate, match="declared for the words of `2026-01-01`"):
        version_of(found, date(2026, 3, 1))


def test_what_is_not_there_is_answered_with_the_nearest(register: Register) -> None:
    privacy, terms = (
        find_policy(register, "privacy", default=ENGLISH),
        find_policy(register, "terms", default=ENGLISH),
    )

    with pytest.raises(UnknownPolicy, match="`terms`"):
        find_policy(register, "termz", default=ENGLISH)
    with pytest.raises(UnknownPolicy, match="`en`"):
        find_policy(register, "terms", default=ENGLISH, language="fr")
    with pytest.raises(UnknownDate, match="2026-02-01"):
        revision_on(privacy, date(2026, 1, 31))
    with pytest.raises(UnknownDate, match="taken off"):
        revision_on(terms, date(2026, 7, 1))
    with pytest.raises(UnknownDate, match="2026-06-01"):
        version_of(privacy, date(2026, 6, 2))
    with pytest.raises(UnknownDate, match="2026-05-01"):
        revision_of(privacy, "2026-05-02")
