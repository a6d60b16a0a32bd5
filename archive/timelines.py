"""Which text bound whom: what applies to people by the day they joined.

A text may name a later day for people who joined before its publication. Each of these days
divides people in two, so there is one timeline for those who joined before it and after the one
before; whoever joined after the last is bound by the days that apply to everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from archive.errors import InvalidValue
from archive.revisions import RevisionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """From which day until which one text applied to some people."""

    revision: RevisionId
    begins: date
    ends: date | None  # the day another text took its place; None: not known yet

    def covers(self, day: date) -> bool:
        """Whether it applied on a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The texts that bound those who joined before a day and from the former timeline's day on."""

    joined_before: date
    bindings: tuple[Binding, ...]  # in order of their days, without overlap

    def __post_init__(self) -> None:
        for former, binding in zip(self.bindings, self.bindings[1:], strict=False):
            if former.ends is None or former.ends > binding.begins:
                raise InvalidValue(f"{former.revision} and {binding.revision} apply on one day")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDays:
    """The days a text applied to people by when they joined, where not those of everybody."""

    joined_from: date | None  # None: whenever before
    joined_before: date
    binding: Binding | None  # None: it never applied to them


def timeline_of(timelines: Sequence[Timeline], joined: date | None) -> Timeline | None:
    """Return the timeline of who joined on a day; None for those whom everybody's days bind."""
    if joined is None:
        return None
    return next((each for each in timelines if joined < each.joined_before), None)


def other_days(
    timelines: Sequence[Timeline], revision: RevisionId, *, everybody: Binding | None
) -> tuple[OtherDays, ...]:
    """Return for whom a text applied on other days than for everybody, oldest members first."""
    begins: date | None = None
    found = []
    for timeline in timelines:
        own = next((each for each in timeline.bindings if each.revision == revision), None)
        found.append((own, begins, timeline.joined_before))
        begins = timeline.joined_before
    groups = [(own, list(group)) for own, group in groupby(found, key=lambda item: item[0])]
    return tuple(
        OtherDays(joined_from=group[0][1], joined_before=group[-1][2], binding=own)
        for own, group in groups
        if own != everybody
    )
