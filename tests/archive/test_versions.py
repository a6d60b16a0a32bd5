"""Which text applied on which day? The tables below are the rule; a lawyer can check them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.publications import Absence, Publication
from archive.revisions import EffectiveSource, Source, State
from tests.archive.publications import gone, history, revisions, text


def words_on(publications: Sequence[Publication | Absence], day: str) -> str | None:
    on = date.fromisoformat(day)
    applying = [
        revision
        for revision in revisions(history(publications))
        if revision.applies_from is not None
        and revision.applies_from <= on
        and (revision.applies_until is None or on < revision.applies_until)
    ]
    assert len(applying) <= 1, "two texts apply on one day"
    return applying[0].blob.split("|")[0] if applying else None


FIRST = text("30 days", "2025-01-10", "2025-02-01")
SECOND = text("90 days", "2027-01-11", "2027-03-01")


@pytest.mark.parametrize(
    ("publications", "day", "expected"),
    [
        pytest.param([FIRST], "2025-01-31", None, id="nothing applies before the first text"),
        pytest.param([FIRST], "2025-02-01", "30 days", id="a text applies from its day"),
        pytest.param(
            [text("a", "2025-01-10", "2024-06-01")],
            "2024-12-01",
            None,
            id="a date before publication does not make a text apply before it could be read",
        ),
        pytest.param([text("a", "2025-01-10")], "2025-01-10", "a", id="undated: from publication"),
        pytest.param([FIRST, SECOND], "2027-02-28", "30 days", id="announcing changes nothing yet"),
        pytest.param([FIRST, SECOND], "2027-03-01", "90 days", id="the announced text on its day"),
        pytest.param(
            [FIRST, SECOND, text("60 days", "2027-02-01", "2027-04-01")],
            "2027-03-15",
            "30 days",
            id="a scheduled text replaced before its day never applies",
        ),
        pytest.param(
            [FIRST, SECOND, text("40 days", "2027-02-01", "2027-02-05", after="2027-03-01")],
            "2027-03-01",
            "90 days",
            id="unless the new one says that it stands",
        ),
        pytest.param(
            [FIRST, SECOND, text("40 days", "2027-02-01", "2027-02-05", after="2027-03-01")],
            "2027-02-10",
            "40 days",
            id="and the new one applies until then",
        ),
        pytest.param(
            [FIRST, SECOND, text("40 days", "2027-02-01", "2027-04-01", after="2027-03-01")],
            "2027-03-31",
            "90 days",
            id="the text that stands applies until the new one's day",
        ),
        pytest.param(
            [FIRST, SECOND, text("40 days", "2027-02-01", "2027-04-01", after="2027-03-01")],
            "2027-04-01",
            "40 days",
            id="and the new one from then on",
        ),
        pytest.param(
            [
                FIRST,
                text("90 days", "2027-01-11", "2027-03-01", source=Source.NEXT),
                text("40 days", "2027-02-01", "2027-04-01"),
            ],
            "2027-04-01",
            "40 days",
            id="a text for a day after the next text's replaces that one",
        ),
        pytest.param(
            [
                FIRST,
                text("90 days", "2027-01-11", "2027-03-01", source=Source.NEXT),
                text("31 days", "2027-02-01", "2027-02-02"),
            ],
            "2027-03-01",
            "90 days",
            id="the next text survives a mend of the present one",
        ),
        pytest.param(
            [FIRST, text("60 days", "2025-03-01", "2025-02-01")],
            "2025-03-01",
            "60 days",
            id="a correction under the same date applies from its own publication",
        ),
        pytest.param([FIRST, gone("2026-01-01")], "2026-01-01", None, id="none once deleted"),
        pytest.param(
            [FIRST, gone("2026-01-01"), text("30 days", "2026-02-01", "2025-02-01")],
            "2026-02-01",
            "30 days",
            id="put back, it applies from that day",
        ),
        pytest.param(
            [text("old", "2018-11-02", "2018-11-20", source=Source.EARLIER), FIRST],
            "2018-11-20",
            "old",
            id="a declared earlier text applied from its declared day",
        ),
        pytest.param(
            [FIRST, SECOND, text("90 days", "2027-02-01", "2027-04-01")],
            "2027-03-15",
            "30 days",
            id="a dating made before the day postpones it",
        ),
        pytest.param(
            [FIRST, text("30 days", "2025-06-01", "2025-07-01")],
            "2025-03-01",
            "30 days",
            id="a dating made after the text applied moves nothing",
        ),
        pytest.param(
            [FIRST, SECOND, text("30 days", "2027-02-01", "2025-02-01", withdraws="2027-03-01")],
            "2027-03-02",
            "30 days",
            id="a withdrawn text does not apply on its day",
        ),
    ],
)
def test_the_text_that_applies_on_a_day(
    publications: Sequence[Publication | Absence], day: str, expected: str | None
) -> None:
    assert words_on(publications, day) == expected


@pytest.mark.parametrize(
    ("publications", "states"),
    [
        pytest.param([FIRST], [State.IN_FORCE], id="one text"),
        pytest.param([FIRST, SECOND], [State.IN_FORCE, State.SCHEDULED], id="one announced"),
        pytest.param(
            [FIRST, text("b", "2026-01-01", "2026-02-01")],
            [State.SUPERSEDED, State.IN_FORCE],
            id="one replaced",
        ),
        pytest.param([FIRST, gone("2026-01-01")], [State.ARCHIVED], id="retired"),
        pytest.param(
            [FIRST, SECOND, text("c", "2027-01-14", "2027-04-01")],
            [State.IN_FORCE, State.WITHDRAWN, State.SCHEDULED],
            id="replaced before its day",
        ),
        pytest.param(
            [FIRST, SECOND, text("91 days", "2027-01-14", "2027-03-01")],
            [State.IN_FORCE, State.SUPERSEDED, State.SCHEDULED],
            id="a scheduled text mended under its own date",
        ),
    ],
)
def test_the_state_of_each_revision(
    publications: Sequence[Publication | Absence], states: list[State]
) -> None:
    assert [revision.state for revision in revisions(history(publications))] == states


AGAIN = text("60 days", "2027-02-01", "2027-03-01", withdraws="2027-03-01")
REPEATED = text("61 days", "2027-05-02", "2027-06-01", withdraws="2027-03-01")


def test_a_version_that_applies_already_cannot_be_taken_back() -> None:
    taken_back = text("60 days", "2027-04-01", "2027-05-01", withdraws="2027-03-01")
    found = history([FIRST, SECOND, taken_back], date(2027, 4, 15))

    states = [State.SUPERSEDED, State.IN_FORCE, State.SCHEDULED]
    assert [revision.state for revision in revisions(found)] == states
    assert [fault.code for fault in found.faults] == ["withdraws-nothing"]
    assert "applied from 2027-03-01" in found.faults[0].message


def test_a_version_is_taken_back_on_the_eve_of_its_day_at_the_latest() -> None:
    on_the_eve = text("60 days", "2027-02-28", "2027-05-01", withdraws="2027-03-01")
    on_the_day = text("60 days", "2027-03-01", "2027-05-01", withdraws="2027-03-01")

    assert not history([FIRST, SECOND, on_the_eve]).faults
    assert history([FIRST, SECOND, on_the_day]).faults


def test_a_withdrawal_that_is_only_repeated_says_nothing() -> None:
    found = history([FIRST, SECOND, AGAIN, REPEATED])

    assert revisions(found)[1].state is State.WITHDRAWN
    assert not found.faults


def test_a_text_does_not_take_back_itself_or_what_comes_after_it() -> None:
    itself = text("60 days", "2027-02-01", "2027-05-01", withdraws="2027-05-01")

    assert [fault.code for fault in history([FIRST, itself]).faults] == ["withdraws-nothing"]


def test_a_text_taken_off_before_its_day_was_withdrawn_though_it_came_back() -> None:
    returned = text("90 days", "2027-04-01", "2027-03-01")
    found = history([FIRST, SECOND, gone("2027-02-01"), returned])

    assert [r.state for r in revisions(found)][1] is State.WITHDRAWN


def test_a_text_given_a_past_date_before_its_day_is_said_to_apply_from_that_declaration() -> None:
    found = history([FIRST, SECOND, text("90 days", "2027-02-01", "2026-12-31")])

    (late,) = [fault for fault in found.faults if fault.code == "retroactive"]
    assert "it applies from 2027-02-01;" in late.message
    assert revisions(found)[1].applies_from == date(2027, 2, 1)


def test_equal_words_make_no_revision() -> None:
    found = history([FIRST, text("30 days", "2025-05-01", "2025-02-01")])

    assert len(revisions(found)) == 1
    assert not found.faults


def test_a_date_line_changed_within_a_fortnight_dates_the_text_before_it() -> None:
    line = EffectiveSource.LINE
    found = history(
        [
            text("a|1 May", "2026-05-01", "2026-05-01", by=line),
            text("a|3 May", "2026-05-04", "2026-05-03", by=line),
        ]
    )

    (version,) = found.versions
    assert version.effective == date(2026, 5, 3)
    assert version.applies_from == date(2026, 5, 1), "the words had applied since then"
    assert len(version.revisions[0].datings) == 2


def test_a_text_given_its_date_within_a_fortnight_is_no_undated_change() -> None:
    line = EffectiveSource.LINE
    found = history(
        [
            text("a|1 May", "2026-05-01", "2026-05-01", by=line),
            text("b|1 May", "2026-06-01", "2026-05-01", by=line),
            text("b|1 June", "2026-06-04", "2026-06-01", by=line),
        ]
    )

    assert [version.effective for version in found.versions] == [
        date(2026, 5, 1),
        date(2026, 6, 1),
    ]
    assert not found.faults


def test_words_mended_on_the_effective_day_itself_are_dated_right() -> None:
    found = history([FIRST, text("31 days", "2025-02-01", "2025-02-01")])

    assert not found.faults


def test_a_date_line_changed_later_is_a_version_with_a_warning() -> None:
    line = EffectiveSource.LINE
    found = history(
        [
            text("a|1 May", "2026-05-01", "2026-05-01", by=line),
            text("a|1 July", "2026-07-01", "2026-07-01", by=line),
        ]
    )

    assert len(found.versions) == 2
    assert [fault.code for fault in found.faults] == ["date-alone"]


def test_words_changed_under_an_unchanged_date_are_an_undated_change() -> None:
    found = history([FIRST, text("31 days", "2026-05-11", "2025-02-01")])

    (version,) = found.versions
    assert [revision.undated for revision in version.revisions] == [False, True]
    assert [fault.code for fault in found.faults] == ["undated-change"]


def test_a_scheduled_text_mended_under_its_own_date_is_no_undated_change() -> None:
    found = history([FIRST, SECOND, text("91 days", "2027-01-14", "2027-03-01")])

    assert not found.faults


@pytest.mark.parametrize(("changed_on", "versions"), [("2026-05-15", 1), ("2026-05-16", 2)])
def test_a_fortnight_is_fourteen_days(changed_on: str, versions: int) -> None:
    line = EffectiveSource.LINE
    found = history(
        [
            text("a|1 May", "2026-05-01", "2026-05-01", by=line),
            text("a|3 May", changed_on, "2026-05-03", by=line),
        ]
    )

    assert len(found.versions) == versions


def test_a_dating_that_moves_nothing_is_a_fault() -> None:
    found = history([FIRST, text("30 days", "2026-05-11", "2026-06-01")])

    assert [fault.code for fault in found.faults] == ["late-dating"]
    assert found.versions[0].effective == date(2025, 2, 1)


def test_a_second_run_of_one_date_has_an_address_of_its_own() -> None:
    found = history(
        [FIRST, text("b", "2026-01-01", "2026-02-01"), text("c", "2026-03-01", "2025-02-01")]
    )

    addresses = [version.address for version in found.versions]
    assert addresses == ["2025-02-01", "2026-02-01", "2025-02-01-2"]


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 12, 31))


@st.composite
def made_up_publications(draw: st.DrawFn) -> list[Publication]:
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=8)))
    return [
        text(
            draw(st.sampled_from(["a", "b", "c", "a|1", "a|2"])),
            day.isoformat(),
            draw(
                st.none()
                | st.builds(lambda n, d=day: (d + timedelta(n)).isoformat(), st.integers(-60, 60))
            ),
        )
        for day in days
    ]


@given(publications=made_up_publications(), day=DAYS)
def test_at_most_one_text_applies_on_a_day_and_one_does_from_the_first_on(
    publications: list[Publication], day: date
) -> None:
    found = revisions(history(publications))
    first = min((r.applies_from for r in found if r.applies_from), default=None)

    words = words_on(publications, day.isoformat())

    assert (words is not None) == (first is not None and day >= first)


@st.composite
def published_with_others_standing(draw: st.DrawFn) -> list[Publication]:
    """Texts of which some let others of their days stand, and some are next texts."""
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=6)))
    effective = [day + timedelta(draw(st.integers(-5, 90))) for day in days]
    return [
        text(
            f"text {number}",
            day.isoformat(),
            effective[number].isoformat(),
            after=draw(st.none() | st.sampled_from(effective).map(date.isoformat)),
            source=draw(st.sampled_from([Source.GIT, Source.NEXT])),
        )
        for number, day in enumerate(days)
    ]


@given(publications=published_with_others_standing())
def test_the_newest_text_applies_on_its_day_whatever_it_lets_stand(
    publications: list[Publication],
) -> None:
    newest = publications[-1]
    day = max(newest.effective or newest.published_on, newest.published_on)

    assert words_on(publications, day.isoformat()) == newest.blob


@given(publications=made_up_publications(), day=DAYS, other=DAYS)
def test_seen_from_two_days_nothing_differs_but_where_a_turn_lies_between(
    publications: list[Publication], day: date, other: date
) -> None:
    first, last = sorted((day, other))
    seen = history(publications, first)

    assert seen == history(publications, last) or any(first < turn <= last for turn in seen.turns)


@given(publications=made_up_publications(), day=DAYS)
def test_the_past_does_not_change_when_history_grows(
    publications: list[Publication], day: date
) -> None:
    known_then = [each for each in publications if each.published_on <= day]

    then = words_on(known_then, day.isoformat()) if known_then else None

    assert words_on(publications, day.isoformat()) == then
