"""At least 200 senders killed, on both databases: nobody lost, no repeat that was not recorded.

Each campaign is sent through the local SendGrid over HTTP, which delays, hangs up, limits the
rate and posts its signed events twice and in no order. Its senders are killed by `kill -9` after
their claims, before their calls, after the answers, and at random moments, until nobody is left.

`FAIRNOTICE_BENCH_KILLS` may ask for fewer or more. A campaign of 600 people outlives 50 to 90 senders
and takes two minutes on two busy cores; there are four at least.
"""

import os
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from notify.carriers import MailKind
from tests.benchmarks.measuring import Figure, hold
from tests.notify.crashes import Toll, campaign
from tests.notify.ledgers import OPENED, file_in
from tests.postgresql import Server

KILLS = int(os.environ.get("FAIRNOTICE_BENCH_KILLS", "200"))
PEOPLE = 600


def killed(new_database: Callable[[], str], kind: MailKind, kills: int) -> Toll:
    total, chance = Toll(), random.Random(20270115)
    while total.kills < kills:
        one = campaign(new_database, people=PEOPLE, kind=kind, chance=chance)
        while OPENED:
            OPENED.pop().dispose()
        total.kills += one.kills
        total.handed_over += one.handed_over
        total.lost += one.lost
        total.unknown += one.unknown
        total.repeated += one.repeated
        total.unrecorded += one.unrecorded
        total.bound += one.bound
    return total


def figures(kind: MailKind, toll: Toll) -> list[Figure]:
    repeats = 0 if kind is MailKind.COURTESY else None
    return [
        Figure(what="senders killed", value=toll.kills, unit=""),
        Figure(what="recipients handed over", value=toll.handed_over, unit=""),
        Figure(what="recipients lost", value=toll.lost, unit="", bound=0),
        Figure(what="told twice", value=toll.repeated, unit="", bound=repeats),
        Figure(what="told twice, not recorded", value=toll.unrecorded, unit="", bound=0),
        Figure(what="unknown at the end", value=toll.unknown, unit="", bound=toll.bound),
    ]


@pytest.mark.parametrize("kind", [*MailKind])
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_senders_are_killed(
    backend: str, kind: MailKind, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    numbers = count(1)
    if backend == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        new_database = server.new_database
    else:

        def new_database() -> str:
            return file_in(tmp_path / str(next(numbers)))

    toll = killed(new_database, kind, KILLS // 4)
    hold(f"Senders of {kind} mail killed, {backend}", figures(kind, toll))
