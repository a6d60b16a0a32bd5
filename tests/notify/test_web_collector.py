"""What Prometheus reads of the ledger, and that it asks no more than it must."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_batches import claim
from notify.ledger_canaries import send_canary
from notify.ledger_settling import settle
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind
from notify.settlements import Settlement
from notify.web_collector import FRESH, LedgerCollector
from tests.notify.hands import Hands
from tests.notify.ledgers import Clock, a_ledger, approved, file_in, people, planned
from tests.notify.provider_posts import said, taken_in

S = DeliveryState
BOX = Mailbox(address="canary@example.com")


def reading(
    ledger: Ledger, clock: Callable[[], float] = lambda: 0.0, zone: str = "UTC"
) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(LedgerCollector(ledger, zone=ZoneInfo(zone), clock=clock))
    return registry


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"fairnotice_{name}", labels)


def plan_of(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        return str(connection.execute(text("SELECT hash FROM plan")).scalar_one())[:12]


def test_mails_are_counted_by_what_is_known_of_them(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 3, clock)
    batch = claim(ledger, carrier="sendgrid", limit=2)
    assert batch is not None
    ids = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))
    taken_in(ledger, said(EventKind.DELIVERED, ids[0], batch.id))
    clock.sleep(7200)

    registry = reading(ledger)

    assert value(registry, "ledger_up") == 1
    assert {
        state: value(registry, "deliveries", state=state)
        for state in ("planned", "accepted", "delivered", "bounced")
    } == {"planned": 1, "accepted": 1, "delivered": 1, "bounced": 0}
    assert value(registry, "waiting", plan=plan_of(ledger)) == 1
    assert (value(registry, "unconfirmed"), value(registry, "handed_over")) == (1, 2)
    assert value(registry, "doubt") == 0


def test_a_plan_that_waits_for_a_person_is_counted_apart_with_its_last_day(tmp_path: Path) -> None:
    ledger = a_ledger(file_in(tmp_path))
    made = planned(ledger, people(2)).plan
    last = min(period.last_day for period in made.periods)

    registry = reading(ledger, zone="Europe/Berlin")

    plan = plan_of(ledger)
    assert value(registry, "not_approved", plan=plan) == 2
    assert value(registry, "waiting", plan=plan) is None
    until = value(registry, "tell_by_timestamp_seconds", plan=plan)
    assert until is not None
    ends = datetime.fromtimestamp(until - 1, ZoneInfo("Europe/Berlin"))
    assert (ends.date(), ends.hour, ends.minute) == (last, 23, 59)


def test_a_doubt_and_what_canaries_show_are_told(tmp_path: Path) -> None:
    clock = Clock()
    ledger = a_ledger(file_in(tmp_path), clock)
    assert value(reading(ledger), "hearing", shows="untried") == 1

    send_canary(ledger, Hands(), to=BOX, from_=BOX)
    clock.sleep(7200)
    with ledger.writing() as connection:
        connection.execute(text("UPDATE ledger SET doubt = 'set back'"))

    registry = reading(ledger)
    assert value(registry, "hearing", shows="no events") == 1
    assert value(registry, "hearing", shows="untried") == 0
    assert value(registry, "doubt") == 1


@pytest.mark.parametrize(
    ("stopped_at", "stopped"), [(None, 0), ("2027-01-15T08", 0), ("2027-01-15T10", 1)]
)
def test_a_carrier_is_stopped_until_it_takes_something_again(
    tmp_path: Path, stopped_at: str | None, stopped: int
) -> None:
    ledger = approved(file_in(tmp_path), 1)  # at 9 o'clock
    batch = claim(ledger, carrier="sendgrid", limit=1)
    assert batch is not None
    ids = [addressee.delivery for addressee in batch.addressees]
    settle(ledger, batch.id, Settlement(to={S.ACCEPTED: ids}, message_id="m"))
    gate = "INSERT INTO gate (carrier, account, failures, stopped_at, reason) VALUES"
    with ledger.writing() as connection:
        row = text(f"{gate} ('sendgrid', 'a', 0, :at, '')")
        connection.execute(row, {"at": stopped_at})

    assert value(reading(ledger), "carrier_stopped", carrier="sendgrid") == stopped


def test_a_ledger_that_is_away_is_told_as_that_and_nothing_else(tmp_path: Path) -> None:
    ledger = a_ledger(file_in(tmp_path))
    with ledger.writing() as connection:
        connection.execute(text("ALTER TABLE delivery RENAME TO away"))

    registry = reading(ledger)

    assert value(registry, "ledger_up") == 0
    assert value(registry, "deliveries", state="planned") is None


def test_the_ledger_is_asked_once_in_a_while_however_many_read(tmp_path: Path) -> None:
    ledger = approved(file_in(tmp_path), 1)
    seconds = [0.0]
    registry = reading(ledger, clock=lambda: seconds[0])
    assert value(registry, "deliveries", state="planned") == 1
    claim(ledger, carrier="hands", limit=1)

    seconds[0] = FRESH - 1
    assert value(registry, "deliveries", state="planned") == 1
    seconds[0] = FRESH
    assert value(registry, "deliveries", state="planned") == 0
