"""The versions of a policy along a line of time: where each mark of the drawing stands.

Places are hundredths of the drawing's width, so that it fits every screen while its words keep
their size. What depends on the day of the build is no part of it: it stays true while it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.revisions import State

_MARGIN: Final = 0.06  # of the time shown, behind its last day: what applies goes on
_SHORTEST: Final = 180  # days shown at least
# How much of the width a day takes when written, on wide screens and on the narrowest.
_WIDE, _NARROW = 14.0, 36.0
_LATE: Final = 72.0  # from where on the words of a day end at their mark
_MOST_YEARS: Final = 9
_YEAR_WIDE, _YEAR_NARROW = 6.0, 14.0
_STEPS: Final = (1, 2, 5, 10, 20, 50)
_LEADING: Final = (State.IN_FORCE, State.SCHEDULED)  # whose days are written before others


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One version as the drawing needs it."""

    name: str
    words: str  # when it applied, in a sentence
    state: State
    announced: date | None  # None: not known
    begins: date | None  # None: it never applied
    ends: date | None  # None: it goes on, or never applied
    undated: tuple[date, ...] = ()  # days on which its words changed under an unchanged date

    @property
    def ahead(self) -> int:
        """How many days before it applied it was announced; 0 where it was not, or not ahead."""
        if self.announced is None or self.begins is None:
            return 0
        return max(0, (self.begins - self.announced).days)

    @property
    def days(self) -> Iterator[date]:
        """Every day that it names."""
        yield from (day for day in (self.announced, self.begins, self.ends) if day)
        yield from self.undated


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time in the drawing."""

    left: float
    width: float
    state: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day in the drawing; `words` are written beside it, on narrow screens only if `always`."""

    left: float
    day: date
    always: bool = True
    before: bool = False  # whether its words end where it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineGraphic:
    """All marks of the drawing, from left to right."""

    bars: tuple[Bar, ...]
    notices: tuple[Bar, ...]
    undated: tuple[Point, ...]
    never: tuple[Point, ...]
    labels: tuple[Point, ...]
    years: tuple[Point, ...]
    first: date
    last: date


def timeline_graphic(periods: Sequence[Period], *, mirrored: bool) -> TimelineGraphic | None:
    """Return where the marks of a history stand; None where one line of words says as much.

    `mirrored` of a language that is read from right to left.
    """
    days = sorted(day for period in periods for day in period.days)
    changes = sum(1 + len(period.undated) for period in periods)
    if changes < 2 or not days:
        return None
    scale = _Scale(first=days[0], last=days[-1], mirrored=mirrored)
    return TimelineGraphic(
        bars=tuple(scale.bar(p.begins, p.ends, p) for p in periods if p.begins),
        notices=tuple(scale.bar(p.announced, p.begins, p) for p in periods if p.ahead),
        undated=tuple(scale.point(day) for p in periods for day in p.undated),
        never=tuple(scale.point(p.announced) for p in periods if p.begins is None and p.announced),
        labels=tuple(_labels(scale, periods)),
        years=tuple(_years(scale)),
        first=days[0],
        last=days[-1],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: date
    last: date
    mirrored: bool

    @property
    def _shown(self) -> float:
        return max((self.last - self.first).days, _SHORTEST) * (1 + _MARGIN)

    def along(self, day: date) -> float:
        """Return how far a day is from the beginning of the line, in hundredths of it."""
        return round((day - self.first).days / self._shown * 100, 2)

    def point(self, day: date, *, always: bool = True, before: bool = False) -> Point:
        along = self.along(day)
        left = round(100 - along, 2) if self.mirrored else along
        return Point(left=left, day=day, always=always, before=before)

    def bar(self, begins: date | None, ends: date | None, period: Period) -> Bar:
        start = self.along(begins) if begins else 0.0
        end = self.along(ends) if ends else 100.0
        left = 100 - end if self.mirrored else start
        title = f"{period.name}: {period.words}"
        return Bar(
            left=round(left, 2),
            width=round(max(end - start, 0.3), 2),
            state=period.state.value.replace(" ", "-"),
            title=title,
        )


def _labels(scale: _Scale, periods: Iterable[Period]) -> Iterator[Point]:
    """Yield the first days of versions that can be written without touching each other."""
    begun = [period for period in periods if period.begins]
    ranked = sorted(begun, key=lambda period: period.state not in _LEADING)
    days = list(dict.fromkeys(period.begins for period in ranked if period.begins))
    yield from _written(scale, days, wide=_WIDE, narrow=_NARROW)


def _years(scale: _Scale) -> Iterator[Point]:
    """Yield the beginnings of years that can be written below the line."""
    years = range(scale.first.year + 1, scale.last.year + 2)
    step = next((step for step in _STEPS if len(years) <= step * _MOST_YEARS), _STEPS[-1])
    days = [date(year, 1, 1) for year in years if year % step == 0]
    inside = [day for day in days if _YEAR_WIDE / 2 <= scale.along(day) <= 100 - _YEAR_WIDE / 2]
    yield from _written(scale, inside, wide=_YEAR_WIDE, narrow=_YEAR_NARROW)


def _written(scale: _Scale, days: Sequence[date], *, wide: float, narrow: float) -> Iterator[Point]:
    """Yield the days that have room, those that come first before the others."""
    chosen = _with_room(scale, days, wide)
    always = _with_room(scale, chosen, narrow)
    for day in sorted(chosen):
        yield scale.point(day, always=day in always, before=scale.along(day) > _LATE)


def _with_room(scale: _Scale, days: Sequence[date], width: float) -> list[date]:
    taken: dict[date, tuple[float, float]] = {}
    for day in days:
        along = scale.along(day)
        span = (along - width, along) if along > _LATE else (along, along + width)
        if all(span[1] <= start or end <= span[0] for start, end in taken.values()):
            taken[day] = span
    return list(taken)
