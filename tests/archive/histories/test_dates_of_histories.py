"""Dates of real histories: which counts, from which day the words applied, and what is a fault."""

from datetime import date

import pytest

from archive.errors import ShallowHistory
from archive.revisions import EffectiveSource, Source, State
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    effective,
    errors,
    only_policy,
    published,
    register_of,
    spans,
    states,
)
from tests.repositories import PolicyRepository, policy


def dated(line: str, body: str = "We keep logs for thirty days.") -> str:
    """A text that states its date itself, as most do."""
    return f"# Privacy\n\n{line}\n\n{body}\n"


def history(repository: PolicyRepository, *steps: tuple[str, str]) -> None:
    """Commit one text after the other, each at its moment."""
    for at, text in steps:
        repository.commit({"policy/privacy.md": text}, at)


def test_h1_words_changed_under_an_unchanged_date_are_an_entry_of_their_own(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026")),
        ("2026-05-04", dated("Effective date: January 1, 2026", "We keep logs for ninety days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01"]
    assert [r.undated for r in found.revisions] == [False, True]
    assert spans(found) == [("2026-01-01", "2026-05-04"), ("2026-05-04", None)]
    assert codes(found) == ["undated-change"]


def test_h2_a_trivial_mend_is_a_revision_inside_its_version_and_no_error(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026", "We keeep logs.")),
        ("2026-05-04", dated("Effective date: January 1, 2026", "We keep logs.")),
    )

    found = only_policy(repository)

    assert len(found.versions) == 1
    assert len(found.versions[0].revisions) == 2
    assert errors(found) == []


def test_h3_a_date_line_that_follows_its_words_by_days_makes_one_version(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Last updated: January 1, 2026", "Thirty days.")),
        ("2026-05-04", dated("Last updated: January 1, 2026", "Ninety days.")),
        ("2026-05-07", dated("Last updated: May 7, 2026", "Ninety days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", "2026-05-07"]
    assert published(found) == ["2026-01-01", "2026-05-04"]
    assert "undated-change" not in codes(found)


def test_h4_a_date_mended_long_after_keeps_the_day_it_was_recorded_on(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2025-11-22", dated("Last updated: November 22, 2025")),
        ("2026-05-18", dated("Last updated: April 26, 2026")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2025-11-22", "2026-04-26"]
    assert published(found)[-1] == "2026-05-18"
    assert spans(found)[-1] == ("2026-05-18", None)
    assert codes(found) == ["date-alone", "retroactive"]
    assert "22 days after 2026-04-26" in found.faults[-1].message


def test_h5_a_text_announced_for_a_day_comes_into_force_on_it_without_a_commit(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Thirty days.", "2026-01-01")),
        ("2026-05-04", policy("Ninety days.", "2026-06-04")),
    )

    before = only_policy(repository, today="2026-06-03")
    after = only_policy(repository, today="2026-06-04")

    assert states(before) == ["in force", "scheduled"]
    assert states(after) == ["superseded", "in force"]


@pytest.mark.parametrize(
    ("merged", "days"),
    [
        pytest.param("2026-05-05", "1 day", id="H6 by a day"),
        pytest.param("2026-06-03", "30 days", id="H40 by a month"),
    ],
)
def test_h6_h40_words_published_after_the_day_they_name_apply_from_publication(
    repository: PolicyRepository, merged: str, days: str
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Thirty days.", "2026-01-01")),
        (merged, policy("Ninety days.", "2026-05-04")),
    )

    found = only_policy(repository)

    assert effective(found)[-1] == "2026-05-04"
    assert spans(found)[-1] == (merged, None)
    assert codes(found) == ["retroactive"]
    assert f"{days} after 2026-05-04" in found.faults[0].message


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


def test_h14_a_date_taken_out_is_a_fault_and_versions_stay_apart_by_their_words(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026", "Ten days.")),
        ("2026-02-01", "# Privacy\n\nTwenty days.\n"),
        ("2026-06-01", dated("Effective date: June 1, 2026", "Thirty days.")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", None, "2026-06-01"]
    assert spans(found)[1] == ("2026-02-01", "2026-06-01")
    assert errors(found) == ["date-lost"]


def test_h14_a_date_taken_out_of_the_front_matter_moves_nothing(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        ("2026-05-04", policy("Twenty days.", "2026-06-04")),
        ("2026-05-10", "Twenty days.\n"),
        ("2026-05-12", policy("Twenty days.", "2026-06-04")),
    )

    found = only_policy(repository)

    assert spans(found) == [("2026-01-01", "2026-06-04"), ("2026-06-04", None)]
    assert errors(found) == ["date-lost"]


def test_h15_a_placeholder_for_the_date_is_a_fault_and_the_text_was_published(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", dated("Last updated: January 1, 2026", "Ten days.")),
        ("2026-05-04T10:00:00Z", dated("*Last updated: May DD, 2026*", "Twenty days.")),
    )

    before = only_policy(repository)
    history(
        repository,
        ("2026-05-04T11:00:00Z", dated("*Last updated: May 4, 2026*", "Twenty days.")),
    )
    after = only_policy(repository)

    assert effective(before) == ["2026-01-01", None]
    assert errors(before) == ["date-placeholder"]
    assert spans(before)[-1] == ("2026-05-04", None)
    assert effective(after) == ["2026-01-01", "2026-05-04"]
    assert published(after) == ["2026-01-01", "2026-05-04"]


def test_h16_dates_that_disagree_give_none_until_one_is_mended_and_then_no_new_version(
    repository: PolicyRepository,
) -> None:
    line = 'Effective May 4, 2026\n{{: datetime="{}" }}'
    history(repository, ("2026-05-04", dated(line.format("2026-04-05"))))

    before = only_policy(repository)
    history(repository, ("2026-05-20", dated(line.format("2026-05-04"))))
    after = only_policy(repository)

    assert effective(before) == [None]
    assert errors(before) == ["dates-disagree"]
    assert effective(after) == ["2026-05-04"]
    assert len(after.revisions) == 1
    assert errors(after) == ["dates-disagree"], "the record of the past keeps it"


def test_h17_a_machine_date_that_is_none_is_named_with_file_and_line(
    repository: PolicyRepository,
) -> None:
    text = policy('May 4, 2026 {: datetime="05/04/2026" }\n\nTen days.', title="Privacy")
    history(repository, ("2026-05-04", text))

    (fault,) = only_policy(repository).faults

    assert (fault.code, fault.path, fault.line) == ("date-machine", "policy/privacy.md", 4)
    assert "05/04/2026" in fault.message


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("*Effective January 17, 2026", "2026-01-17", id="H18 an asterisk left open"),
        pytest.param(
            "*Last updated: [July 18, 2026](https://example.com/announced)*",
            "2026-07-18",
            id="H19 inside a link",
        ),
        pytest.param(
            "These terms were last updated on\nDecember 1, 2025.",
            "2025-12-01",
            id="H20 over two lines",
        ),
        pytest.param(
            "Effective date: May 4, 2026\n\n## Cookies\n\nLast updated: June 9, 2026",
            "2026-05-04",
            id="H21 the document's own among several",
        ),
        pytest.param(
            "Published March 3, 2026. Effective date: April 3, 2026",
            "2026-04-03",
            id="H22 effective and published",
        ),
        pytest.param(
            "The General Data Protection Regulation took effect on May 25, 2018.",
            None,
            id="H23 about something else",
        ),
        pytest.param(
            "Effective date: May 4, 2026\n\n## Change log\n\n"
            "*   _December 30, 2025_: Updated.\n*   _May 1, 2024_: Written anew.",
            "2026-05-04",
            id="H24 not those of a change log",
        ),
    ],
)
def test_the_date_of_a_text_is_the_one_it_states_about_itself(
    repository: PolicyRepository, line: str, expected: str | None
) -> None:
    history(repository, ("2026-01-01", dated(line)))

    found = only_policy(repository)

    assert effective(found) == [expected]
    assert errors(found) == []


def test_h21_a_date_that_names_only_a_month_is_never_its_first_day(
    repository: PolicyRepository,
) -> None:
    history(repository, ("2026-01-01", dated("Last Updated: December 2025")))

    found = only_policy(repository)

    assert effective(found) == [None]
    assert errors(found) == ["date-partial"]


def test_h22_notice_is_counted_from_publication_to_the_effective_day(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        ("2026-03-03", dated("Published March 3, 2026. Effective date: April 3, 2026")),
    )

    revision = only_policy(repository).revisions[-1]

    assert revision.effective is not None
    assert (revision.effective - revision.announced).days == 31


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Los_Angeles", "2026-01-01"), ("Asia/Tokyo", "2026-01-02")]
)
def test_h45_the_committers_day_in_the_configured_zone_counts_not_the_authors(
    repository: PolicyRepository, zone: str, day: str
) -> None:
    repository.write("fairnotice.toml", f'timezone = "{zone}"\n')
    repository.commit(
        {"policy/privacy.md": dated("This policy took effect January 1, 2026.")},
        "2026-01-01T10:06:00-08:00",
        authored="2025-12-31T17:01:00-08:00",
    )

    assert published(only_policy(repository)) == [day]


@pytest.mark.parametrize(
    "placeholder",
    [
        pytest.param("", id="nothing"),
        pytest.param("# Privacy\n\nComing soon.\n", id="a promise"),
        pytest.param(dated("Effective date: September 1, 2026", "To be added."), id="a date"),
    ],
)
def test_h53_a_file_that_only_keeps_the_place_of_a_text_is_no_version(
    repository: PolicyRepository, placeholder: str
) -> None:
    history(
        repository,
        ("2026-05-04", placeholder),
        ("2026-06-04", dated("Effective date: July 4, 2026")),
    )
    repository.commit({"policy/terms.md": policy("Be kind.", "2026-01-01")}, "2026-06-04")

    found = next(each for each in register_of(repository) if each.id == "privacy")

    assert published(found) == ["2026-06-04"]
    assert effective(found) == ["2026-07-04"]


def test_h53_an_announced_day_moved_up_is_a_fault_and_counts_from_when_it_was_said(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        ("2026-05-04", policy("Twenty days.", "2026-07-04")),
        ("2026-06-04", policy("Twenty days.", "2026-05-20")),
    )

    found = only_policy(repository)

    assert errors(found) == ["moved-up"]
    assert spans(found) == [("2026-01-01", "2026-06-04"), ("2026-06-04", None)]


def test_h54_a_shallow_clone_is_refused_with_the_fix_named(repository: PolicyRepository) -> None:
    history(repository, ("2026-01-01", CLAUSES), ("2026-02-01", f"{CLAUSES}More.\n"))
    clone = repository.root.parent / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))

    with pytest.raises(ShallowHistory, match="fetch --unshallow"):
        register_of(PolicyRepository(clone))


def test_h52_a_change_and_its_walk_back_days_later_are_two_versions(
    repository: PolicyRepository,
) -> None:
    history(
        repository,
        ("2026-01-01", policy("We sell nothing.", "2026-01-01")),
        ("2026-05-04", policy("We may sell your data.", "2026-05-04")),
        ("2026-05-07", policy("We do not sell your data.", "2026-05-07")),
    )

    found = only_policy(repository)

    assert effective(found) == ["2026-01-01", "2026-05-04", "2026-05-07"]
    assert spans(found)[1] == ("2026-05-04", "2026-05-07")
    assert found.revisions[1].state is State.SUPERSEDED
    assert found.revisions[1].applies_from == date(2026, 5, 4)
