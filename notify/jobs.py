"""What must be done regularly, by one timer: which of it is due, what it said, when it was done.

A job may be run at any time and any number of times; who runs it twice changes nothing. One that
fails stops no other, and is tried again the next time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError, InvalidSettings
from archive.settings import Settings
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_jobs import JobRecord, begin, done, failed, job_records

# After this long a process that began a job is taken for dead.
GIVEN_UP: Final = timedelta(hours=1)


class UnknownJob(NotifyError):
    """A job was named that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a job may work with."""

    ledger: Ledger
    settings: Settings
    environ: Mapping[str, str]
    root: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to be done regularly; it returns in a line what it did."""

    name: str
    every: timedelta
    run: Callable[[Surroundings], str]

    def due(self, record: JobRecord | None, now: datetime) -> bool:
        """Return whether it is time to run it, and nobody is just doing so."""
        if record is None:
            return True
        if record.running and now - record.begun_at < GIVEN_UP:
            return False
        return record.done_at is None or record.failing or now - record.done_at >= self.every


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of a job that was due."""

    name: str
    said: str
    failed: bool


def run_jobs(
    jobs: Sequence[Job], around: Surroundings, *, only: Sequence[str] = ()
) -> tuple[Ran, ...]:
    """Run the jobs that are due, or those that are named whether due or not."""
    known = [job.name for job in jobs]
    if unknown := set(only).difference(known):
        raise UnknownJob(f"there is no job {min(unknown)}; there is {', '.join(known)}")
    records = {record.name: record for record in job_records(around.ledger)}
    with around.ledger.reading() as connection:
        now = around.ledger.now(connection)
    due = [j for j in jobs if j.name in only or (not only and j.due(records.get(j.name), now))]
    return tuple(_ran(job, around) for job in due)


def _ran(job: Job, around: Surroundings) -> Ran:
    begin(around.ledger, job.name)
    try:
        said = job.run(around)
    except (ArchiveError, InvalidSettings, NotifyError) as error:
        failed(around.ledger, job.name, said=str(error))
        return Ran(name=job.name, said=str(error), failed=True)
    done(around.ledger, job.name, said=said)
    return Ran(name=job.name, said=said, failed=False)
