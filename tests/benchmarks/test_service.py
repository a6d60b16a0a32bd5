"""How many readers subscribe in a second, and whether an answer's time tells who is known.

`FAIRNOTICE_BENCH_SECONDS` may ask for a shorter run than a minute.
"""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from notify.carriers import MailKind
from notify.ledger import Ledger, open_ledger
from notify.ledger_events import record_all
from notify.ledger_subscriptions import write_subscription
from notify.ledger_suppressions import Stop, stop_mails
from notify.mailboxes import Mailbox
from notify.recipients import mailbox_key
from notify.suppressions import SuppressionReason, SuppressionSource
from tests.benchmarks.measuring import Figure, hold
from tests.notify.keyrings import an_environment
from tests.notify.test_subscriptions import a_wish
from tests.notify.web_processes import web_process
from tests.repositories import PolicyRepository, policy

RATE: Final = 300  # requests a second
SECONDS: Final = int(os.environ.get("FAIRNOTICE_BENCH_SECONDS", "60"))
LINES: Final = 64  # connections
P99: Final = 150.0  # milliseconds
APART: Final = 5.0  # milliseconds between the medians of what may not be told apart
ASKED: Final = 400  # of each kind of address

SETTINGS: Final = """
site_url = "https://policies.example.com/"
service_url = "https://notices.example.com/"
[notice]
courtesy_from = "Example Messaging <updates@example.com>"
[web]
proxies = ["127.0.0.1"]
mails_an_hour = 20
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    repository = PolicyRepository(tmp_path)
    repository.write("fairnotice.toml", SETTINGS)
    repository.commit(
        {"policy/terms.md": policy("# Terms\n\nPlay fair.", "2026-01-01")}, "2025-12-01"
    )
    return tmp_path


def a_request(address: str) -> bytes:
    """A form as a browser posts it, by a caller of its own."""
    body = f"email={address.replace('@', '%40')}&policy=terms".encode()
    caller = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    head = (
        "POST /subscribe HTTP/1.1\r\nHost: notices.example.com\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Forwarded-For: {caller}\r\n\r\n"
    )
    return head.encode() + body


class Line:
    """One connection that is kept open."""

    def __init__(self, url: str) -> None:
        self.host, self.port = urlsplit(url).hostname, urlsplit(url).port

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Line"]:
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        try:
            yield self
        finally:
            self.writer.close()
            await self.writer.wait_closed()

    async def ask(self, request: bytes) -> int:
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.partition(":")[2])
            for line in head.lower().splitlines()
            if line.startswith("content-length")
        )
        await self.reader.readexactly(length)
        return int(head.split()[1])


async def loaded(url: str) -> tuple[list[float], list[int]]:
    """Ask at a steady rate whatever the answers take; return seconds since each was due, statuses."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    seconds: list[float] = []
    statuses: list[int] = []

    async def one(number: int, due: float) -> None:
        line = await free.get()
        statuses.append(await line.ask(a_request(f"reader{number}@example.com")))
        seconds.append(time.perf_counter() - due)
        free.put_nowait(line)

    async with AsyncExitStack() as lines:
        for _ in range(LINES):
            free.put_nowait(await lines.enter_async_context(Line(url).opened()))
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(RATE * SECONDS):
                due = begun + number / RATE
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(one(number, due))
    return seconds, statuses


def written(folder: Path) -> int:
    ledger = open_ledger(an_environment(), root=folder)
    with ledger.reading() as connection:
        found = connection.execute(text("SELECT count(*) FROM reader_request")).scalar_one()
    ledger.engine.dispose()
    return int(found)


def test_300_readers_a_second_are_answered_and_none_is_lost(folder: Path) -> None:
    before = getrusage(RUSAGE_CHILDREN)
    with web_process(folder) as (_, url):
        seconds, statuses = asyncio.run(loaded(url))
    after = getrusage(RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert set(statuses) == {200}
    hold(
        f"{len(statuses):,} readers subscribe, {RATE} a second",
        [
            Figure(what="requests lost", value=len(statuses) - written(folder), unit="", bound=0),
            Figure(what="p99", value=quantiles(seconds, n=100)[98] * 1000, unit="ms", bound=P99),
            Figure(what="median", value=median(seconds) * 1000, unit="ms"),
            Figure(what="processor, its start included", value=used, unit="s"),
        ],
    )


def prepared(ledger: Ledger) -> None:
    """Some addresses that are subscribed, and some that take no mail."""
    with ledger.writing() as connection:
        for number in range(ASKED):
            mailbox = Mailbox(address=f"known{number}@example.com")
            entry = write_subscription(connection, ledger, mailbox, a_wish(), asked_at="2027")
            record_all(connection, [entry], at="2027")
            stop = Stop(
                indexes=frozenset(
                    ledger.seals.indexes(
                        mailbox_key(Mailbox(address=f"suppressed{number}@example.com"))
                    )
                ),
                key=None,
                kinds=(MailKind.COURTESY,),
                reason=SuppressionReason.BOUNCED,
                source=SuppressionSource.PROVIDER,
            )
            stop_mails(connection, ledger, stop, plan=None)


async def timed(url: str) -> dict[str, float]:
    """Ask for one kind of address after the other, in turns; return the medians."""
    found: dict[str, list[float]] = {k: [] for k in ("known", "unknown", "capped", "suppressed")}
    async with Line(url).opened() as line:
        await line.ask(a_request("capped@example.com"))
        for number in range(ASKED):
            for kind, times in found.items():
                name = kind if kind == "capped" else f"{kind}{number}"
                begun = time.perf_counter()
                assert await line.ask(a_request(f"{name}@example.com")) == 200
                times.append(time.perf_counter() - begun)
    return {kind: median(times) for kind, times in found.items()}


def test_t35_the_time_of_an_answer_does_not_tell_who_is_known(folder: Path) -> None:
    ledger = open_ledger(an_environment(), root=folder)
    prepared(ledger)
    ledger.engine.dispose()
    with web_process(folder) as (_, url):
        medians = asyncio.run(timed(url))

    spread = (max(medians.values()) - min(medians.values())) * 1000
    kinds = [Figure(what=k, value=v * 1000, unit="ms") for k, v in medians.items()]
    apart = Figure(what="medians apart", value=spread, unit="ms", bound=APART)
    hold("Whether the time of an answer tells who is known", [*kinds, apart])
