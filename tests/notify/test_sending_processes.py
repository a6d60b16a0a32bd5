"""Several sending processes on one ledger: one that is killed loses nobody, and repeats nobody."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from notify.carriers import Accepted, Batch, Outcome
from notify.deliveries import DeliveryState
from notify.ledger_database import moment_of
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import a_ledger, approved, totals

S = DeliveryState
PEOPLE, SIZE = 60, 3


def work(database: str, taken: Path, *, hangs_after: int | None) -> None:
    """Send by a carrier that writes down whom it took, and may take a batch and never answer."""
    ledger = replace(a_ledger(database, prefix=f"{os.getpid()}-"), now=moment_of)

    def answer(batch: Batch) -> Outcome:
        with taken.open("a", encoding="utf-8") as file:
            file.writelines(f"{one.mailbox.address}\n" for one in batch.addressees)
        if hangs_after is not None and len(carrier.sizes) > hangs_after:
            taken.with_suffix(".hangs").touch()
            time.sleep(600)
        time.sleep(0.01)
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=SIZE)
    sent(ledger, carrier)


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nobody(database: str, tmp_path: Path) -> None:
    ledger = replace(approved(database, PEOPLE), now=moment_of)
    spawn = multiprocessing.get_context("spawn")
    files = [tmp_path / name for name in ("killed", "first", "second")]
    killed, *others = (
        spawn.Process(
            target=work, args=(database, file), kwargs={"hangs_after": hangs}, daemon=True
        )
        for file, hangs in zip(files, (2, None, None), strict=True)
    )
    killed.start()
    _wait_for(files[0].with_suffix(".hangs"), killed)
    for other in others:
        other.start()
    for other in others:
        other.join(120)
        assert other.exitcode == 0
    assert killed.pid is not None
    os.kill(killed.pid, signal.SIGKILL)
    killed.join(30)

    assert totals(ledger) == {S.SENDING: SIZE, S.ACCEPTED: PEOPLE - SIZE}
    with ledger.writing() as connection:
        connection.execute(text("UPDATE batch SET lease_until = '2020' WHERE settled_at IS NULL"))
    last = Hands()
    sent(ledger, last)

    assert totals(ledger) == {S.UNKNOWN: SIZE, S.ACCEPTED: PEOPLE - SIZE}
    assert last.sizes == []
    taken = Counter(
        line for file in files if file.exists() for line in file.read_text("utf-8").splitlines()
    )
    assert len(taken) == PEOPLE
    assert set(taken.values()) == {1}


def stops(database: str, taken: Path) -> None:
    """Send, and stand still with a call on its way until somebody wakes the process."""
    ledger = replace(a_ledger(database, prefix="stopped-"), now=moment_of)

    def answer(batch: Batch) -> Outcome:
        with taken.open("a", encoding="utf-8") as file:
            file.writelines(f"{one.mailbox.address}\n" for one in batch.addressees)
        if len(carrier.sizes) == 2:
            os.kill(os.getpid(), signal.SIGSTOP)
        return Accepted(message_id="m")

    carrier = Hands(answer, max_batch=SIZE)
    sent(ledger, carrier)


@pytest.mark.slow
def test_case_17_a_process_that_was_stopped_past_its_lease_wakes_and_nobody_is_told_twice(
    database: str, tmp_path: Path
) -> None:
    ledger = replace(approved(database, PEOPLE), now=moment_of)
    taken = tmp_path / "stopped"
    process = multiprocessing.get_context("spawn").Process(
        target=stops, args=(database, taken), daemon=True
    )
    process.start()
    assert process.pid is not None
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    with ledger.writing() as connection:
        connection.execute(text("UPDATE batch SET lease_until = '2020' WHERE settled_at IS NULL"))

    others = Hands(max_batch=SIZE)
    sent(ledger, others)
    assert totals(ledger) == {S.UNKNOWN: SIZE, S.ACCEPTED: PEOPLE - SIZE}
    os.kill(process.pid, signal.SIGCONT)
    process.join(120)

    assert process.exitcode == 0
    assert totals(ledger) == {S.ACCEPTED: PEOPLE}  # its late answer is evidence
    counted = Counter(taken.read_text("utf-8").splitlines()) + others.taken
    assert len(counted) == PEOPLE
    assert set(counted.values()) == {1}


def _wait_for(file: Path, process: Any) -> None:
    until = time.monotonic() + 120
    while not file.exists():
        assert process.is_alive()
        assert time.monotonic() < until
        time.sleep(0.05)
