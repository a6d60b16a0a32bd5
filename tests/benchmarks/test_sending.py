"""How fast a plan is handed over, with full evidence, and how much memory it takes.

The other side is `fairnotice sandbox`, the local SendGrid, in a process of its own on another
core: it reads every call, refuses what the real one refuses, and keeps what it took. A sender has
one core to itself. The ledger waits for the disk at each commit, as it always does.

`FAIRNOTICE_BENCH_PEOPLE=5000000` measures that many.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measuring import PYTHON, ROOT, Figure, Run, hold, run
from tests.notify.ledgers import file_in
from tests.postgresql import Server

PEOPLE = int(os.environ.get("FAIRNOTICE_BENCH_PEOPLE", "1000000"))
FEWER = min(PEOPLE, 200_000)  # where a million would only take longer
SENDERS_CORE, SANDBOX_CORE = 0, 1
PROGRAM = (PYTHON, "-m", "tests.benchmarks.sending")


@contextmanager
def sandbox(core: int) -> Iterator[str]:
    """Run the local SendGrid on a core of its own; give its URL."""
    command = [sys.executable, "-m", "fairnotice", "sandbox", "--port", "0", "--format", "json"]
    command += ["--calls-a-minute", "1000000"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 (no threads here)
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def plan(database: str, number: int, root: Path) -> None:
    run([*PROGRAM, "plan", database, str(number)], cwd=ROOT, environment=_at(root))


def sent(database: str, host: str, client: str, root: Path, core: int = SENDERS_CORE) -> Run:
    command = [*PROGRAM, "send", database, host, client, str(core)]
    return run(command, cwd=ROOT, environment=_at(root))


def _at(root: Path) -> dict[str, str]:
    return {"FAIRNOTICE_BENCH_ROOT": str(root), "XDG_STATE_HOME": str(root)}


def told_by(done: Run) -> dict[str, float]:
    told: dict[str, float] = json.loads(done.output.splitlines()[-1])
    return told


def rate(done: Run) -> float:
    told = told_by(done)
    return told["people"] / told["seconds"]


def on_the_processor(done: Run) -> Figure:
    """What a sender itself takes, however busy the machine is with other things."""
    told = told_by(done)
    each = 1e6 * told["cpu_seconds"] / told["people"]
    return Figure(what="on the processor", value=each, unit="µs each")


def least(what: str, found: float, wanted: float) -> Figure:
    """A rate, as the time for each that may not be longer."""
    print(f"{what}: {found:,.0f} recipients/s, wanted {wanted:,.0f}")  # noqa: T201
    return Figure(what=what, value=1e6 / found, unit="µs each", bound=1e6 / wanted)


def test_one_core_hands_over_a_million(tmp_path: Path) -> None:
    url = file_in(tmp_path / "fast")
    plan(url, PEOPLE, tmp_path)
    with sandbox(SANDBOX_CORE) as host:
        done = sent(url, host, "fast", tmp_path)
    seconds = told_by(done)["seconds"]

    hold(
        f"{PEOPLE:,} recipients handed over, SQLite, one core",
        [
            least("written directly", rate(done), 30_000),
            on_the_processor(done),
            Figure(what="in all", value=seconds, unit="s", bound=60 * PEOPLE / 1e6),
            Figure(what="peak memory", value=done.peak_mb, unit="MB", bound=200),
        ],
    )


def test_one_core_hands_over_through_sendgrid_s_own_package(tmp_path: Path) -> None:
    url = file_in(tmp_path / "package")
    plan(url, FEWER, tmp_path)
    with sandbox(SANDBOX_CORE) as host:
        done = sent(url, host, "sendgrid", tmp_path)

    hold(
        f"{FEWER:,} recipients handed over, SQLite, one core",
        [least("by SendGrid's package", rate(done), 15_000), on_the_processor(done)],
    )


def test_a_second_process_on_a_second_core_helps(postgresql: Server, tmp_path: Path) -> None:
    """The sandbox shares both cores with them, as there are no more."""
    rates = []
    for cores in ((0,), (0, 1)):
        url = postgresql.new_database()
        plan(url, FEWER, tmp_path)
        with sandbox(SANDBOX_CORE) as host, ThreadPoolExecutor() as senders:
            began = [senders.submit(sent, url, host, "fast", tmp_path, core) for core in cores]
            told = [told_by(one.result()) for one in began]
        assert sum(one["people"] for one in told) == FEWER  # none of them twice
        rates.append(FEWER / max(one["seconds"] for one in told))
    one, two = rates

    hold(
        f"{FEWER:,} recipients handed over, PostgreSQL",
        [
            Figure(what="one process", value=1e6 / one, unit="µs each"),
            Figure(what="two processes", value=1e6 / two, unit="µs each"),
            Figure(what="of the time of one", value=one / two, unit="times", bound=1 / 1.5),
        ],
    )
