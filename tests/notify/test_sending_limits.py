"""Limits of a carrier's account and of the settings: all senders together keep to them."""

from datetime import timedelta

from notify.carriers import Accepted, Allowance, Batch, Outcome
from notify.deliveries import DeliveryState
from notify.sending import send
from tests.notify.hands import Hands
from tests.notify.ledgers import Clock, approved, totals

S = DeliveryState


class Limited:
    """A carrier that takes so many calls a minute and says how many are left."""

    def __init__(self, clock: Clock, calls: int) -> None:
        self.clock, self.calls = clock, calls
        self.window = clock.moment
        self.left = calls
        self.refused = 0

    def answer(self, _: Batch) -> Outcome:
        if self.clock.moment >= self.window + timedelta(minutes=1):
            self.window, self.left = self.clock.moment, self.calls
        self.refused += self.left <= 0
        self.left -= 1
        until = self.window + timedelta(minutes=1)
        return Accepted(message_id="m", allowance=Allowance(calls=self.left, until=until))


def sent_within(
    database: str, number: int, *, calls: int = 10**6, lines: int = 1, per_minute: int | None = None
) -> tuple[Limited, Hands, list[str], timedelta]:
    clock = Clock()
    ledger, limited, said = approved(database, number, clock), Limited(clock, calls), list[str]()
    began, carrier = clock.moment, Hands(limited.answer, max_batch=10)
    send(
        ledger,
        carrier,
        now=clock,
        sleep=clock.sleep,
        claimed=lambda: None,
        progress=lambda *_: None,
        say=said.append,
        lines=lines,
        per_minute=per_minute,
    )
    assert totals(ledger) == {S.ACCEPTED: number}
    return limited, carrier, said, clock.moment - began


def test_case_6_nobody_calls_once_the_remaining_calls_are_used_up(database: str) -> None:
    limited, carrier, said, took = sent_within(database, 100, calls=4)

    assert carrier.sizes == [10] * 10
    assert limited.refused == 0
    assert timedelta(minutes=2) <= took < timedelta(minutes=3)
    assert "hands takes 0 more calls for now; going on in 60 s" in said


def test_case_6_several_lines_stop_while_there_are_calls_for_all_of_them(database: str) -> None:
    limited, _, _, _ = sent_within(database, 200, calls=8, lines=4)

    assert limited.refused == 0


def test_the_settings_limit_how_many_mails_go_in_a_minute(database: str) -> None:
    _, carrier, said, took = sent_within(database, 100, per_minute=20, lines=4)

    assert carrier.sizes == [10] * 10
    assert timedelta(minutes=4, seconds=30) <= took <= timedelta(minutes=5)
    assert said == []


def test_a_batch_is_never_larger_than_a_minute_allows(database: str) -> None:
    _, carrier, _, took = sent_within(database, 9, per_minute=3)

    assert carrier.sizes == [3, 3, 3]
    assert took == timedelta(minutes=2)
