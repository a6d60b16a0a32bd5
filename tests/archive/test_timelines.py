"""Which text bound whom? Exactly one a day for each joining day, whatever was published."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.publications import Absence, Publication
from archive.revisions import Revision, Source
from archive.timelines import OtherDays, other_days, timeline_of
from archive.versions import History
from tests.archive.publications import gone, history, revisions, text

FIRST = text("a", "2025-01-10", "2025-02-01")
SECOND = text("b", "2027-01-11", "2027-03-01", existing="2027-04-01")


def applying(found: History, on: date, joined: date) -> list[str]:
    """The ids of every text that binds who joined on a day; more than one would be wrong."""
    timeline = timeline_of(found.timelines, joined)
    if timeline is None:
        return [r.id for r in revisions(found) if _covers(r, on)]
    return [binding.revision for binding in timeline.bindings if binding.covers(on)]


def _covers(revision: Revision, on: date) -> bool:
    begins, ends = revision.applies_from, revision.applies_until
    return begins is not None and begins <= on and (ends is None or on < ends)


def words_for(publications: Sequence[Publication | Absence], on: str, joined: str) -> str | None:
    found = history(publications)
    ids = applying(found, date.fromisoformat(on), date.fromisoformat(joined))
    assert len(ids) <= 1, "two texts bind one person on one day"
    return next((r.blob for r in revisions(found) if r.id in ids), None)


@pytest.mark.parametrize(
    ("publications", "on", "joined", "expected"),
    [
        pytest.param([SECOND], "2027-03-01", "2027-01-11", "b", id="a new member at once"),
        pytest.param([FIRST, SECOND], "2027-03-31", "2027-01-10", "a", id="an old one not yet"),
        pytest.param([FIRST, SECOND], "2027-04-01", "2027-01-10", "b", id="an old one on the day"),
        pytest.param(
            [FIRST, SECOND, text("c", "2027-03-15", "2027-03-15")],
            "2027-04-02",
            "2026-01-01",
            "c",
            id="a text replaced before its day for old members never binds them",
        ),
        pytest.param(
            [FIRST, SECOND, text("b", "2027-03-20", "2027-03-01", existing="2027-05-01")],
            "2027-04-15",
            "2026-01-01",
            "a",
            id="their day put off before it came",
        ),
        pytest.param(
            [FIRST, SECOND, text("b", "2027-04-10", "2027-03-01", existing="2027-05-01")],
            "2027-04-15",
            "2026-01-01",
            "b",
            id="their day put off after it came moves nothing",
        ),
        pytest.param(
            [FIRST, SECOND, text("b", "2027-03-20", "2027-03-01")],
            "2027-03-19",
            "2026-01-01",
            "a",
            id="their day taken away does not bind them before it was",
        ),
        pytest.param(
            [FIRST, SECOND, text("b", "2027-03-20", "2027-03-01")],
            "2027-03-20",
            "2026-01-01",
            "b",
            id="but binds them from then on",
        ),
        pytest.param(
            [FIRST, text("b", "2027-01-11", "2027-03-01", existing="2027-02-01")],
            "2027-02-15",
            "2026-01-01",
            "a",
            id="a day before everybody's changes nothing",
        ),
    ],
)
def test_the_text_that_binds_a_person(
    publications: Sequence[Publication | Absence], on: str, joined: str, expected: str | None
) -> None:
    assert words_for(publications, on, joined) == expected


@pytest.mark.parametrize(
    ("publications", "codes"),
    [
        pytest.param([FIRST, SECOND], [], id="a later day"),
        pytest.param(
            [FIRST, SECOND, text("b", "2027-04-10", "2027-03-01", existing="2027-05-01")],
            ["late-existing"],
            id="changed when it had come",
        ),
        pytest.param(
            [FIRST, text("b", "2027-01-11", "2027-03-01", existing="2027-02-01")],
            ["existing-too-early"],
            id="before everybody's",
        ),
    ],
)
def test_a_day_for_earlier_members_that_changes_nothing_is_a_fault(
    publications: list[Publication], codes: list[str]
) -> None:
    assert [fault.code for fault in history(publications).faults] == codes


def test_a_text_says_whom_it_binds_on_other_days() -> None:
    found = history([FIRST, SECOND])
    last = found.timelines[0].bindings[-1]

    others = other_days(found.timelines, last.revision, everybody=None)

    assert others == (OtherDays(joined_from=None, joined_before=date(2027, 1, 11), binding=last),)
    assert (last.begins, last.ends) == (date(2027, 4, 1), None)


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 6, 30))


@st.composite
def made_up(draw: st.DrawFn, *, with_gaps: bool = False) -> list[Publication | Absence]:
    """Publications in order: scheduled, retroactive, put off, withdrawn, for old members, `after:`."""
    made: list[Publication | Absence] = []
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=9)))
    near = [day.isoformat() for each in days for day in (each, each + timedelta(40))]
    for number, day in enumerate(days):
        if with_gaps and made and draw(st.integers(0, 5)) == 0:
            made.append(gone(day.isoformat()))
            continue
        wait = st.sampled_from([(day + timedelta(n)).isoformat() for n in range(-40, 61)])
        named = st.none() | st.sampled_from(near)
        made.append(
            text(
                draw(st.sampled_from(["a", "b", "c", "b|1", "b|2"])),
                day.isoformat(),
                draw(st.none() | wait | st.sampled_from(near)),
                after=draw(named),
                withdraws=draw(named),
                existing=draw(st.none() | wait | st.sampled_from(near)),
                source=draw(st.sampled_from([Source.GIT, Source.GIT, Source.NEXT]))
                if number
                else Source.GIT,
            )
        )
    return made


@given(publications=made_up(), on=DAYS, joined=DAYS)
def test_from_the_first_on_exactly_one_text_binds_each_person_on_each_day(
    publications: list[Publication | Absence], on: date, joined: date
) -> None:
    found = history(publications)
    timeline = timeline_of(found.timelines, joined)
    begun = (
        [r.applies_from for r in revisions(found) if r.applies_from]
        if timeline is None
        else [binding.begins for binding in timeline.bindings]
    )

    assert len(applying(found, on, joined)) == (1 if begun and min(begun) <= on else 0)


@given(publications=made_up(with_gaps=True), on=DAYS, joined=DAYS)
def test_never_two_texts_bind_a_person_even_where_a_policy_came_and_went(
    publications: list[Publication | Absence], on: date, joined: date
) -> None:
    assert len(applying(history(publications), on, joined)) <= 1


@given(publications=made_up(with_gaps=True), known=DAYS, on=DAYS, joined=DAYS)
def test_what_was_derived_about_the_past_never_changes_when_history_grows(
    publications: list[Publication | Absence], known: date, on: date, joined: date
) -> None:
    by_then = [each for each in publications if each.published_on <= known]
    on, joined = min(on, known), min(joined, known)

    then = applying(history(by_then, today=known), on, joined) if by_then else []

    assert applying(history(publications), on, joined) == then
