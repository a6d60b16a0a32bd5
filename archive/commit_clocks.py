"""When each commit reached the published branch, and which clocks of committers cannot be right."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from archive.faults import Fault, Severity
from archive.git_history import Commit

_BEFORE_GIT: Final = datetime.fromtimestamp(0, UTC)  # no commit of git can be older
_DAY: Final = timedelta(days=1)


def published_moments(commits: Iterable[Commit]) -> Iterator[datetime]:
    """Yield when each commit was published: never before the one it follows."""
    return accumulate((commit.committed or _BEFORE_GIT for commit in commits), max)


def clock_faults(commits: Sequence[Commit], *, today: date, zone: ZoneInfo) -> Iterator[Fault]:
    """Yield what is wrong with the dates of the commits, seen from a day."""
    # No clock on earth is further ahead: most commits need no day of their own to be told apart.
    surely_past = datetime.combine(today, time(), tzinfo=UTC)
    former: datetime | None = None
    for commit in commits:
        moment = commit.committed
        if moment is None:
            yield _without_date(commit)
            continue
        if (former and former > moment) or moment >= surely_past:
            yield from _wrong_clock(commit, moment, former, today=today, zone=zone)
        former = moment


def _wrong_clock(
    commit: Commit, moment: datetime, former: datetime | None, *, today: date, zone: ZoneInfo
) -> Iterator[Fault]:
    day = moment.astimezone(zone).date()
    if day - today > _DAY:
        yield Fault(
            code="future-commit",
            severity=Severity.ERROR,
            message=f"this commit is dated {day}, after {today}: mend the clock of the"
            " machine it was made on",
            path="",
            commit=commit.id,
        )
    elif former and former - moment > _DAY:
        yield Fault(
            code="backward-commit",
            severity=Severity.WARNING,
            message=f"this commit is dated {day}, before the one it follows: its texts count"
            " as published with the former",
            path="",
            commit=commit.id,
        )


def _without_date(commit: Commit) -> Fault:
    return Fault(
        code="dateless-commit",
        severity=Severity.ERROR,
        message=f"git reads no date in the commit {commit.id[:12]}: its texts count as published"
        " with the one before it; make it again with `git commit`",
        path="",
        commit=commit.id,
    )
