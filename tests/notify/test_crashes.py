"""Senders killed at every step and at any moment: nobody is lost, and no repeat goes unrecorded.

The long run, of hundreds of kills, is `tests/benchmarks/test_crashes.py`.
"""

import random
from collections.abc import Callable

import pytest

from notify.carriers import MailKind
from tests.notify.crashes import STEPS, campaign


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*MailKind])
def test_cases_2_and_3_a_sender_killed_at_any_moment_loses_nobody_and_hides_no_repeat(
    new_database: Callable[[], str], kind: MailKind
) -> None:
    toll = campaign(new_database, people=240, kind=kind, chance=random.Random(20270115))

    assert toll.kills >= len(STEPS)
    assert toll.lost == 0
    assert toll.unrecorded == 0
    assert toll.unknown <= toll.bound
    if kind is MailKind.COURTESY:
        assert toll.repeated == 0
