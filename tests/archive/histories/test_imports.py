"""Imports: texts older than their commits, of which git cannot tell when they were public."""

import pytest

from archive.errors import ShallowHistory
from archive.revisions import EffectiveSource, Source
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    dated,
    effective,
    history,
    only_policy,
    published,
    register_of,
    spans,
)
from tests.repositories import PolicyRepository, policy


def test_h12_old_versions_imported_in_one_minute_are_told_apart_and_reported(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-05-04T10:00:00Z", dated("Effective date: May 1, 2018", "Ten days.")),
        ("2026-05-04T10:00:20Z", dated("Effective date: June 1, 2020", "Twenty days.")),
        ("2026-05-04T10:00:40Z", dated("Effective date: July 1, 2024", "Thirty days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2018-05-01", "2020-06-01", "2024-07-01"]
    assert spans(found) == [(None, None), (None, None), ("2026-05-04", None)]
    assert codes(found) == ["batch-import"]


def test_h12_declared_overrides_give_imported_versions_their_days(
    repository: PolicyRepository,
) -> None:
    first = repository.commit({"policy/privacy.md": "Ten days.\n"}, "2026-05-04T10:00:00Z")
    second = repository.commit({"policy/privacy.md": "Twenty days.\n"}, "2026-05-04T10:00:20Z")
    repository.write(
        "fairnotice.toml",
        "".join(
            f'[[overrides]]\ncommit = "{commit}"\neffective = {day}\nreason = "Paper file"\n'
            for commit, day in ((first, "2018-05-01"), (second, "2020-06-01"))
        ),
    )

    found = only_policy(repository)

    assert spans(found) == [("2018-05-01", "2020-06-01"), ("2020-06-01", None)]
    assert {version.effective_source for version in found.versions} == {EffectiveSource.OVERRIDE}
    assert published(found) == ["2026-05-04", "2026-05-04"]


def test_h12_texts_in_the_earlier_folder_are_not_published_on_the_day_of_their_import(
    repository: PolicyRepository,
) -> None:
    repository.commit(
        {
            "policy/earlier/privacy/2018-05-01.md": "Ten days.\n",
            "policy/earlier/privacy/2020-06-01.md": "Twenty days.\n",
            "policy/privacy.md": policy("Thirty days.", "2024-07-01"),
        },
        "2026-05-04",
    )

    found = only_policy(repository)

    assert [r.source for r in found.revisions] == [Source.EARLIER, Source.EARLIER, Source.GIT]
    assert published(found)[:2] == ["2018-05-01", "2020-06-01"]
    assert spans(found)[:2] == [("2018-05-01", "2020-06-01"), ("2020-06-01", "2026-05-04")]
    assert codes(found) == []


def test_h13_a_date_that_stands_only_in_a_commit_message_is_never_taken(
    repository: PolicyRepository,
) -> None:
    for body, day in (("Ten days.", "March 1, 2026"), ("Twenty days.", "April 1, 2026")):
        repository.write("policy/privacy.md", f"{body}\n")
        repository.git("add", "--all")
        repository.git("commit", "-qm", f"Effective date: {day}", at="2026-05-04T12:00:00Z")

    found = only_policy(repository)

    assert effective(found) == [None, None]
    assert codes(found) == ["no-date"]


def test_h54_a_shallow_clone_is_refused_with_the_fix_named(repository: PolicyRepository) -> None:
    history(repository, ("2026-01-01", CLAUSES), ("2026-02-01", f"{CLAUSES}More.\n"))
    clone = repository.root.parent / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))

    with pytest.raises(ShallowHistory, match="fetch --unshallow"):
        register_of(PolicyRepository(clone))


def test_h11_weeks_of_another_repositorys_changes_merged_in_an_hour_are_reported(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": "Ten days.\n"}, "2026-01-01")
    for number, body in enumerate(("Twenty days.", "Thirty days.", "Forty days."), start=1):
        repository.branch(f"week-{number}")
        repository.commit({"policy/privacy.md": f"{body}\n"}, f"2026-02-{7 * number:02}")
        repository.switch("main")
        repository.merge(f"week-{number}", f"2026-05-04T10:{10 * number}:00Z")

    found = only_policy(repository)

    assert published(found) == ["2026-01-01", "2026-05-04", "2026-05-04", "2026-05-04"]
    assert "batch-import" in codes(found)


@pytest.mark.parametrize(
    ("seconds_apart", "expected"),
    [pytest.param(20, ["batch-import"], id="at once"), pytest.param(240, [], id="edited by hand")],
)
def test_h11_dateless_texts_of_one_hour_are_a_batch_only_where_they_came_at_once(
    repository: PolicyRepository, seconds_apart: int, expected: list[str]
) -> None:
    for number, body in enumerate(("Twenty days.", "Thirty days.", "Forty days.")):
        minutes, seconds = divmod(number * seconds_apart, 60)
        repository.commit(
            {"policy/privacy.md": f"{body}\n"}, f"2026-05-04T10:{minutes:02}:{seconds:02}Z"
        )

    found = codes(only_policy(repository))

    assert [code for code in found if code != "no-date"] == expected


def test_h11_a_text_and_its_mend_within_an_hour_are_no_batch(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": policy("Ten days.", "2026-01-01")}, "2026-01-01")
    for minute, body in ((0, "Twenty day."), (30, "Twenty days.")):
        repository.commit(
            {"policy/privacy.md": policy(body, "2026-05-04")}, f"2026-05-04T10:{minute:02}:00Z"
        )

    assert codes(only_policy(repository)) == []
