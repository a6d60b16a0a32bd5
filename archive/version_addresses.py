"""Under which address each version stands, and under which it stood before it was dated again."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Placed(NamedTuple):
    """What decides where a revision stands: those of one run are one version."""

    starts_run: bool  # the first text, or the first after an absence
    effective: date | None
    published_on: date


class Place(NamedTuple):
    """Where a revision stands below its policy's address."""

    version: (
        str  # the last part of its version's address: "2018-11-20", a second run "2018-11-20-2"
    )
    dated: (
        bool  # False: without an effective date it is its version's only text, with no page below
    )


def run_numbers(placed: Sequence[Placed]) -> list[int]:
    """Return for each revision, oldest first, the number of the version it belongs to."""
    numbers: list[int] = []
    for number, (former, each) in enumerate(zip((None, *placed), placed, strict=False)):
        same_run = (
            former is not None
            and not each.starts_run
            and each.effective is not None
            and each.effective == former.effective
        )
        numbers.append(numbers[number - 1] + (not same_run) if number else 0)
    return numbers


def places(placed: Sequence[Placed]) -> list[Place]:
    """Return where each revision stands; a day that a version before it has is numbered."""
    taken: dict[str, int] = {}
    found: list[Place] = []
    last_run = -1
    for run, each in zip(run_numbers(placed), placed, strict=True):
        if run == last_run:
            found.append(found[-1])
            continue
        last_run = run
        day = (each.effective or each.published_on).isoformat()
        taken[day] = taken.get(day, 0) + 1
        version = day if taken[day] == 1 else f"{day}-{taken[day]}"
        found.append(Place(version=version, dated=each.effective is not None))
    return found
