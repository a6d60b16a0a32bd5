"""Senders that are killed again and again, and the truth of whom the provider took in the end."""

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text

from notify.carriers import Batch, CarrierStopped, MailKind, Outcome
from notify.deliveries import DeliveryState
from notify.ledger import Ledger
from notify.ledger_database import LedgerAway, moment_of
from notify.sandbox import Sandbox, running_sandbox
from notify.sandbox_events import EventHabits
from notify.sendgrid_carrier import SendGridCarrier
from notify.sending import send
from notify.web_events import PATH
from tests.notify.courtesy import approved_courtesy
from tests.notify.ledgers import a_ledger, approved, totals
from tests.notify.provider_posts import key
from tests.notify.web_services import running_web

S = DeliveryState
LINES, SIZE = 3, 10
STEPS = ("claimed", "before the call", "after the answer")
# A process that never runs threads begins the others, so that they can be forked in a moment.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.notify.crashes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mortal:
    """SendGrid, through a sender that dies by kill -9 at a step, the time it is said to."""

    carrier: SendGridCarrier
    dies_at: str | None
    left: Counter[str] = field(default_factory=Counter)

    name = SendGridCarrier.name
    counts_as = SendGridCarrier.counts_as
    max_batch = SIZE
    lines = LINES

    @property
    def account(self) -> str:
        return self.carrier.account

    def reach(self, step: str) -> None:
        if step == self.dies_at:
            self.left[step] += 1
            if self.left[step] > 2:
                os.kill(os.getpid(), signal.SIGKILL)

    def hand_over(self, batch: Batch) -> Outcome:
        self.reach("before the call")
        outcome = self.carrier.hand_over(batch)
        self.reach("after the answer")
        return outcome


def live(database: str, url: str, dies_at: str | None) -> None:
    """Send until nothing is left, or until the end of this life."""
    ledger = replace(a_ledger(database, prefix=f"{os.getpid()}-{time.time_ns()}-"), now=moment_of)
    carrier = Mortal(carrier=SendGridCarrier(key="SG.test", host=url, timeout=0.3), dies_at=dies_at)
    with suppress(CarrierStopped, LedgerAway):  # a later life goes on
        send(
            ledger,
            carrier,
            now=carrier.carrier.now,
            sleep=time.sleep,
            claimed=lambda: carrier.reach("claimed"),
            progress=lambda *_: None,
            say=lambda _: None,
            lines=LINES,
        )


@dataclass(slots=True)
class Toll:
    """What many campaigns came to."""

    kills: int = 0
    handed_over: int = 0
    lost: int = 0
    unknown: int = 0
    repeated: int = 0
    unrecorded: int = 0
    bound: int = 0  # the most that may be unknown: what was on its way when a sender was killed


def campaign(
    new_database: Callable[[], str], *, people: int, kind: MailKind, chance: random.Random
) -> Toll:
    """Kill every sender of one campaign but the last; return what became of everybody."""
    database, toll = new_database(), Toll()
    make = approved_courtesy if kind is MailKind.COURTESY else approved
    ledger = replace(make(database, people), now=moment_of)
    with (
        running_sandbox(signing_key=key()) as sandbox,
        running_web(replace(a_ledger(database), now=moment_of)) as web,
    ):
        sandbox.events.post_to(web.url + PATH)
        sandbox.events.habits = EventHabits(repeat=2, shuffled=True)
        lives = _lives(chance)
        while _planned(ledger):
            mood, dies_at = next(lives)
            toll.kills += _life(database, sandbox, chance, mood=mood, dies_at=dies_at)
            _let_time_pass(ledger)
        live(database, sandbox.url, None)  # gives up what the last one left
        assert sandbox.events.wait(60)
        _count(ledger, sandbox, toll)
    toll.bound = toll.kills * LINES * SIZE + _broken(ledger)
    return toll


MOODS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"delay": 0.02},
    {"delay": 0.5, "times": 1},  # longer than a sender waits
    {"hang_up": True, "times": 1},
    {"hang_up": True, "accept": True, "times": 2},
    {"status": 429, "seconds": 0.2},
    {"status": 503, "times": 1},
    {"status": 503, "accept": True, "times": 1},
)


def _lives(chance: random.Random) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the provider's mood and the step of each death: every step once, then by chance.

    A fast machine may send everything before a random moment comes; these steps always do.
    """
    for step in STEPS:
        yield {}, step
    while True:
        yield chance.choice(MOODS), chance.choice([None, *STEPS])


def _life(
    database: str,
    sandbox: Sandbox,
    chance: random.Random,
    *,
    mood: dict[str, Any],
    dies_at: str | None,
) -> int:
    """Let a sender live for a moment; return 1 where it was killed, 0 where it had ended."""
    sandbox.behave(**mood)
    process = CONTEXT.Process(target=live, args=(database, sandbox.url, dies_at), daemon=True)
    process.start()
    process.join(chance.uniform(0.05, 1.0) if dies_at is None else 3.0)
    if process.is_alive():
        process.kill()
        process.join()
    sandbox.behave()
    return 1 if process.exitcode == -signal.SIGKILL else 0


def _planned(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        query = "SELECT count(*) FROM delivery WHERE state = 'planned'"
        return int(connection.execute(text(query)).scalar_one())


def _let_time_pass(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(text("UPDATE batch SET lease_until = '2020' WHERE settled_at IS NULL"))
        connection.execute(text("UPDATE gate SET not_before = NULL, failures = 0"))


def _count(ledger: Ledger, sandbox: Sandbox, toll: Toll) -> None:
    taken = Counter(message.custom_args["d"] for message in sandbox.messages)
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT id, state FROM delivery")).all()
        bodies = connection.execute(text("SELECT kind, body FROM event")).all()
    recorded: set[str] = set()
    for kind, body in bodies:
        facts = json.loads(body)
        if kind == "repeat" or facts.get("possible_repeat"):
            recorded |= set(facts["deliveries"])
    states = {row.id: DeliveryState(row.state) for row in rows}
    told = {S.ACCEPTED, S.DELIVERED}
    toll.handed_over += sum(state in told for state in states.values())
    toll.lost += sum(
        not taken[id_] if state in told else state is not S.UNKNOWN or taken[id_] > 0
        for id_, state in states.items()
    )
    toll.unknown += sum(state is S.UNKNOWN for state in states.values())
    repeated = {id_ for id_, times in taken.items() if times > 1}
    toll.repeated += len(repeated)
    toll.unrecorded += len(repeated - recorded)
    assert sum(totals(ledger).values()) == len(states)


def _broken(ledger: Ledger) -> int:
    """How many were on their way when the provider hung up or was silent."""
    query = "SELECT count(*) FROM batch WHERE note LIKE '%broke off%' OR note LIKE '%no answer%'"
    with ledger.reading() as connection:
        return int(connection.execute(text(query)).scalar_one()) * SIZE
