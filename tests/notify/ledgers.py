"""Ledgers in a folder of their own, with a clock and ids that a test can count on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from archive.settings import Settings
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, standing
from notify.ledger_status import plan_statuses
from notify.planning import make_plan
from notify.plans import Plan, read_override
from notify.recipients import Recipient
from notify.schema import open_database
from tests.notify.builders import (
    JUDGEMENTS,
    PRIVACY,
    SETTINGS,
    TODAY,
    a_recipient,
    a_redline,
    a_register,
)


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2027, 1, 15, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def a_ledger(folder: Path, clock: Clock | None = None, prefix: str = "d") -> Ledger:
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    numbers = count(1)
    return Ledger(
        engine=open_database(url, root=folder, now="2027-01-15T09:00:00+00:00"),
        now=clock or Clock(),
        new_id=lambda: f"{prefix}{next(numbers):06}",
    )


def people(number: int) -> list[Recipient]:
    return [a_recipient(f"p{n:04}", services=["messaging"]) for n in range(number)]


def planned(
    ledger: Ledger,
    recipients: Sequence[Recipient],
    *,
    today: date = TODAY,
    settings: Settings = SETTINGS,
    override: str | None = None,
) -> Plan:
    return make_plan(
        register=a_register(PRIVACY, today=today),
        judgements=JUDGEMENTS,
        recipients=recipients,
        standing=standing(ledger),
        settings=settings,
        redline_of=a_redline,
        override=read_override(override) if override else None,
    )


def totals(ledger: Ledger) -> dict[DeliveryState, int]:
    found: dict[DeliveryState, int] = {}
    for plan in plan_statuses(ledger):
        for notice in plan.notices:
            for state, number in notice.counts.items():
                if number:
                    found[state] = found.get(state, 0) + number
    return found
