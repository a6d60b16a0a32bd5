"""Dates as real texts state them: which one counts, which are faults, and on what day git's fall."""

import pytest

from tests.archive.histories.reading import (
    codes,
    dated,
    effective,
    errors,
    history,
    only_policy,
    published,
    spans,
)
from tests.repositories import PolicyRepository, policy


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


def test_h18_an_asterisk_left_open_at_the_date_is_reported_and_does_not_hide_it(
    repository: PolicyRepository,
) -> None:
    history(repository, ("2026-01-01", dated("*Effective January 17, 2026")))

    found = only_policy(repository)

    assert effective(found) == ["2026-01-17"]
    assert codes(found) == ["date-markup"]


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


def test_h14_a_date_that_nothing_calls_one_is_quoted(repository: PolicyRepository) -> None:
    history(
        repository,
        ("2026-01-01", dated("Effective date: January 1, 2026", "Ten days.")),
        ("2026-02-01", dated("February 1, 2026, or so", "Twenty days.")),
    )

    (lost,) = [fault for fault in only_policy(repository).faults if fault.code == "date-lost"]

    assert "was taken out and 'February 1, 2026', which nothing calls its date" in lost.message


@pytest.mark.parametrize(
    ("at", "advice"),
    [
        pytest.param("2026-05-05T00:00:00Z", "behind UTC by 1 hour or more", id="at midnight"),
        pytest.param("2026-05-05T05:30:00Z", "behind UTC by 6 hours or more", id="in the morning"),
        pytest.param("2026-05-05T12:00:00Z", None, id="when it was over everywhere"),
        pytest.param("2026-05-06T00:30:00Z", None, id="two days late"),
    ],
)
def test_h45_a_day_late_may_be_a_matter_of_the_time_zone(
    repository: PolicyRepository, at: str, advice: str | None
) -> None:
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        (at, policy("Twenty days.", "2026-05-04")),
    )

    (late,) = [fault for fault in only_policy(repository).faults if fault.code == "retroactive"]

    assert ("set `timezone` in the settings" in late.message) == (advice is not None)
    assert advice is None or f"it was still 2026-05-04 where clocks are {advice}" in late.message


def test_h45_east_of_utc_a_day_late_is_late(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", 'timezone = "Asia/Tokyo"\n')
    history(
        repository,
        ("2026-01-01", policy("Ten days.", "2026-01-01")),
        ("2026-05-04T20:00:00Z", policy("Twenty days.", "2026-05-04")),
    )

    (late,) = [fault for fault in only_policy(repository).faults if fault.code == "retroactive"]

    assert "`timezone`" not in late.message
