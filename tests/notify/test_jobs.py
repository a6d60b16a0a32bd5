"""Jobs: run when they are due, once at a time, and none of them keeps another from being run."""

from datetime import timedelta
from pathlib import Path

import pytest

from archive.settings import Settings
from notify.errors import NotifyError
from notify.jobs import Job, Surroundings, UnknownJob, run_jobs
from notify.ledger_jobs import begin, job_records
from tests.notify.ledgers import Clock, a_ledger

DAY = timedelta(days=1)


def surroundings(database: str, clock: Clock) -> Surroundings:
    ledger = a_ledger(database, clock)
    return Surroundings(ledger=ledger, settings=Settings(), environ={}, root=Path("/nonexistent"))


def counting(name: str, calls: list[str]) -> Job:
    def run(_: Surroundings) -> str:
        calls.append(name)
        return f"done {len(calls)}"

    return Job(name=name, every=DAY, run=run)


def broken(_: Surroundings) -> str:
    raise NotifyError("the disk is full")


@pytest.mark.parametrize(
    ("later", "runs"),
    [
        pytest.param(timedelta(0), 1, id="at once again"),
        pytest.param(timedelta(hours=23), 1, id="before its time"),
        pytest.param(DAY, 2, id="when it is due"),
    ],
)
def test_a_job_is_run_when_it_is_due(database: str, later: timedelta, runs: int) -> None:
    clock, calls = Clock(), list[str]()
    around = surroundings(database, clock)
    run_jobs([counting("a", calls)], around)
    clock.sleep(later.total_seconds())
    run_jobs([counting("a", calls)], around)
    assert len(calls) == runs


def test_one_that_fails_stops_no_other_and_is_tried_again_at_once(database: str) -> None:
    calls: list[str] = []
    around = surroundings(database, Clock())
    jobs = [Job(name="a", every=DAY, run=broken), counting("b", calls)]

    first, second = run_jobs(jobs, around)

    assert (first.failed, first.said) == (True, "the disk is full")
    assert (second.failed, calls) == (False, ["b"])
    assert [ran.name for ran in run_jobs(jobs, around)] == ["a"]
    failing, fine = job_records(around.ledger)
    assert (failing.failing, failing.done_at, failing.said) == (True, None, "the disk is full")
    assert (fine.failing, fine.said) == (False, "done 1")


@pytest.mark.parametrize(
    ("later", "ran"),
    [
        pytest.param(timedelta(minutes=59), 0, id="another process is at it"),
        pytest.param(timedelta(hours=1), 1, id="that process has died"),
    ],
)
def test_two_processes_do_not_run_a_job_at_once(database: str, later: timedelta, ran: int) -> None:
    clock, calls = Clock(), list[str]()
    around = surroundings(database, clock)
    begin(around.ledger, "a")
    clock.sleep(later.total_seconds())
    assert len(run_jobs([counting("a", calls)], around)) == ran


def test_one_that_is_named_is_run_whether_due_or_not(database: str) -> None:
    calls: list[str] = []
    around = surroundings(database, Clock())
    jobs = [counting("a", calls), counting("b", calls)]
    for _ in range(2):
        run_jobs(jobs, around, only=["b"])
    assert calls == ["b", "b"]
    with pytest.raises(UnknownJob, match="there is no job c; there is a, b"):
        run_jobs(jobs, around, only=["c"])


def test_what_was_done_last_stands_in_the_ledger_for_every_machine(database: str) -> None:
    clock = Clock()
    around = surroundings(database, clock)
    run_jobs([counting("a", [])], around)
    (record,) = job_records(a_ledger(database))
    assert (record.done_at, record.said, record.running) == (clock.moment, "done 1", False)
