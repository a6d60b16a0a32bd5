"""The drawing of a history: every version, notice and undated change where its days put it."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page as BrowserPage

from archive.revisions import State
from site_overrides.timeline_graphics import Period, TimelineGraphic, timeline_graphic
from tests.site_overrides.builders import page_at


def period(
    begins: date | None,
    ends: date | None = None,
    *,
    announced: date | None = None,
    undated: tuple[date, ...] = (),
) -> Period:
    return Period(
        name="Version",
        words="It applied.",
        state=State.IN_FORCE if ends is None else State.SUPERSEDED,
        announced=announced,
        begins=begins,
        ends=ends,
        undated=undated,
    )


def drawn(*periods: Period, mirrored: bool = False) -> TimelineGraphic:
    made = timeline_graphic(periods, mirrored=mirrored)
    assert made is not None
    return made


FIRST = period(date(2020, 1, 1), date(2021, 1, 1))
SECOND = period(date(2021, 1, 1), announced=date(2020, 12, 2), undated=(date(2021, 7, 1),))


def test_versions_follow_each_other_and_the_last_goes_on_to_the_edge() -> None:
    first, second = drawn(FIRST, SECOND).bars

    assert first.left == 0
    assert first.left + first.width == pytest.approx(second.left, abs=0.02)
    assert second.left + second.width == pytest.approx(100)


def test_a_notice_ends_where_its_version_begins() -> None:
    picture = drawn(FIRST, SECOND)
    (notice,) = picture.notices

    assert notice.left + notice.width == pytest.approx(picture.bars[1].left, abs=0.02)
    assert SECOND.ahead == 30


def test_a_text_that_was_published_late_had_no_notice() -> None:
    late = period(date(2021, 1, 1), announced=date(2021, 2, 1))

    assert late.ahead == 0
    assert drawn(FIRST, late).notices == ()


def test_a_version_that_never_applied_is_a_point() -> None:
    picture = drawn(FIRST, period(None, announced=date(2020, 6, 1)))

    assert len(picture.bars) == 1
    assert [point.day for point in picture.never] == [date(2020, 6, 1)]


def test_one_text_that_never_changed_needs_no_drawing() -> None:
    assert timeline_graphic([period(date(2020, 1, 1))], mirrored=False) is None
    assert timeline_graphic([period(None), period(None)], mirrored=False) is None


days = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 1, 1))


@given(st.lists(days, min_size=2, max_size=300, unique=True), st.booleans())
def test_every_mark_stands_within_the_drawing_and_no_words_touch(
    begun: list[date],
    mirrored: bool,  # noqa: FBT001 - what hypothesis gives
) -> None:
    begun.sort()
    ends = [*begun[1:], None]
    picture = drawn(
        *(
            period(day, end, announced=day - timedelta(days=30))
            for day, end in zip(begun, ends, strict=True)
        ),
        mirrored=mirrored,
    )

    for bar in (*picture.bars, *picture.notices):
        assert bar.left >= 0
        assert bar.left + bar.width <= 100.5
    beginnings = sorted(p.left - 14 * (p.before != mirrored) for p in picture.labels)
    assert beginnings
    for left, following in pairwise(beginnings):
        assert following - left >= 13.98
    assert len(picture.years) <= 9


@given(st.lists(days, min_size=2, max_size=20, unique=True))
def test_from_right_to_left_is_its_mirror_image(begun: list[date]) -> None:
    periods = [period(day) for day in sorted(begun)]
    there, back = drawn(*periods), drawn(*periods, mirrored=True)

    for bar, other in zip(there.bars, back.bars, strict=True):
        assert bar.left + bar.width + other.left == pytest.approx(100, abs=0.5)


def test_the_page_says_in_words_what_the_drawing_shows(sample_site: Path) -> None:
    words = page_at(sample_site, "privacy/history/").words

    assert "6 versions, from 1 December 2017 to 1 March 2027." in words
    assert "Announced 49 days ahead." in words
    assert "Undated change of 11 May 2026" in page_at(sample_site, "terms/history/").words


@pytest.mark.browser
def test_a_browser_names_the_drawing(sample_site: Path, page: BrowserPage) -> None:
    page.goto((sample_site / "privacy/history/index.html").as_uri())

    drawing = page.get_by_role("img", name="Timeline of Privacy Policy")

    assert drawing.is_visible()
    assert page.get_by_text("Announced, not yet applying").is_visible()
