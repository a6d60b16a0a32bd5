"""Ledgers in a folder of their own, with a clock and ids that a test can count on."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.register import Register
from archive.settings import Settings
from notify.deliveries import DeliveryState
from notify.duties import Judgements
from notify.keys import Keyring
from notify.ledger import Ledger, approve, use_keys
from notify.ledger_audit import check_states
from notify.ledger_database import open_database
from notify.ledger_drafts import drafting
from notify.ledger_status import plan_statuses
from notify.planning import make_plan
from notify.plans import Plan, read_override
from notify.recipients import Listed, Recipient
from notify.sealing import Seals
from tests.notify.builders import (
    JUDGEMENTS,
    PRIVACY,
    SETTINGS,
    TODAY,
    a_recipient,
    a_redline,
    a_register,
)
from tests.notify.keyrings import a_keyring

OPENED: list[Engine] = []  # closed after each test


@dataclass(slots=True)
class Clock:
    """Stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2027, 1, 15, 9, tzinfo=UTC))

    def __call__(self, _database: Connection | None = None) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def file_in(folder: Path) -> str:
    """The URL of a ledger of SQLite that lies in a folder."""
    return f"sqlite:///{folder / 'ledger.sqlite3'}"


def a_ledger(
    where: Path | str,
    clock: Clock | None = None,
    prefix: str = "d",
    keyring: Keyring | None = None,
) -> Ledger:
    """The ledger of a folder, or that a URL names; made where there is none."""
    url = where if isinstance(where, str) else file_in(where)
    numbers = count(1)
    OPENED.append(open_database(url, root=Path("/nonexistent")))
    ledger = Ledger(
        engine=OPENED[-1],
        now=clock or Clock(),
        new_id=lambda: f"{prefix}{next(numbers):06}",
        seals=Seals(keyring or a_keyring()),
    )
    use_keys(ledger)
    return ledger


def people(number: int) -> list[Recipient]:
    return [a_recipient(f"p{n:04}", services=["messaging"]) for n in range(number)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A plan, and whether it told the ledger something new."""

    plan: Plan
    new: bool


def planned(
    ledger: Ledger,
    recipients: Iterable[Listed],
    *,
    today: date = TODAY,
    settings: Settings = SETTINGS,
    override: str | None = None,
    register: Register | None = None,
    judgements: Judgements = JUDGEMENTS,
) -> Made:
    """Plan for these people, as the command does."""
    with drafting(ledger, scratch=Path(tempfile.gettempdir())) as draft:
        made = make_plan(
            register=register or a_register(PRIVACY, today=today),
            judgements=judgements,
            recipients=recipients,
            books=draft.books,
            settings=settings,
            redline_of=a_redline,
            override=read_override(override) if override else None,
        )
        return Made(plan=made, new=draft.keep(made))


def approved(database: str, number: int, clock: Clock | None = None) -> Ledger:
    """A ledger whose plan for so many people may go out."""
    ledger = a_ledger(database, clock)
    planned(ledger, people(number))
    approve(ledger, by="Counsel")
    return ledger


def totals(ledger: Ledger) -> dict[DeliveryState, int]:
    """How many deliveries are in which state, once each was held against its events."""
    check_states(ledger)
    found: dict[DeliveryState, int] = {}
    for plan in plan_statuses(ledger):
        for notice in plan.notices:
            for state, number in notice.counts.items():
                if number:
                    found[state] = found.get(state, 0) + number
    return found
