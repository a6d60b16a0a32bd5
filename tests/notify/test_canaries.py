"""What canaries show: whether mail arrives, and whether its events come through."""

from datetime import UTC, datetime, timedelta

import pytest

from notify.canaries import PATIENCE, Canary, Hearing, hearing

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
LONG, JUST = PATIENCE + timedelta(minutes=1), timedelta(minutes=1)


def a_canary(age: timedelta, *, seen: bool = False, delivered: bool = False) -> Canary:
    sent = NOW - age
    return Canary(
        sent_at=sent,
        seen_at=sent if seen or delivered else None,
        delivered_at=sent if delivered else None,
    )


@pytest.mark.parametrize(
    ("canaries", "shown"),
    [
        pytest.param([], Hearing.UNTRIED, id="none"),
        pytest.param([a_canary(JUST)], Hearing.WAITING, id="one just sent"),
        pytest.param([a_canary(LONG, delivered=True)], Hearing.ALIVE, id="it arrived"),
        pytest.param([a_canary(LONG)], Hearing.NO_EVENTS, id="case 5: a dead webhook"),
        pytest.param([a_canary(LONG, seen=True)], Hearing.NO_MAIL, id="case 5: dead mail"),
        pytest.param(
            [a_canary(JUST), a_canary(LONG, delivered=True)],
            Hearing.ALIVE,
            id="one just sent after one that arrived",
        ),
        pytest.param(
            [a_canary(JUST), a_canary(LONG), a_canary(2 * LONG, delivered=True)],
            Hearing.NO_EVENTS,
            id="it died since",
        ),
        pytest.param(
            [a_canary(JUST, delivered=True), a_canary(LONG)], Hearing.ALIVE, id="it lives again"
        ),
    ],
)
def test_what_the_canaries_show(canaries: list[Canary], shown: Hearing) -> None:
    assert hearing(canaries, now=NOW) is shown
    assert hearing(canaries[::-1], now=NOW) is shown
