"""When each job was begun and done, in the ledger that all machines share."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from notify.ledger import Ledger
from notify.schema import job as _job


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """What is known of a job."""

    name: str
    begun_at: datetime
    done_at: datetime | None  # the last time it was done
    said: str
    failing: bool  # the last try failed

    @property
    def running(self) -> bool:
        """Whether it was begun and has neither been done nor failed since."""
        return not self.failing and (self.done_at is None or self.done_at < self.begun_at)


def job_records(ledger: Ledger) -> tuple[JobRecord, ...]:
    """Return what is known of every job that was ever begun, by name."""
    with ledger.reading() as connection:
        rows = connection.execute(select(_job).order_by(_job.c.name)).all()
    return tuple(
        JobRecord(
            name=row.name,
            begun_at=datetime.fromisoformat(row.begun_at),
            done_at=datetime.fromisoformat(row.done_at) if row.done_at else None,
            said=row.said,
            failing=row.failed_at is not None,
        )
        for row in rows
    )


def begin(ledger: Ledger, name: str) -> None:
    """Note that a job is being done."""
    with ledger.writing() as connection:
        now = ledger.moment(connection)
        begun = connection.execute(
            update(_job).where(_job.c.name == name).values(begun_at=now, failed_at=None)
        )
        if not begun.rowcount:
            connection.execute(insert(_job).values(name=name, begun_at=now, said=""))


def done(ledger: Ledger, name: str, *, said: str) -> None:
    """Note that a job was done, and what it said."""
    with ledger.writing() as connection:
        now = ledger.moment(connection)
        connection.execute(
            update(_job).where(_job.c.name == name).values(done_at=now, said=said, failed_at=None)
        )


def failed(ledger: Ledger, name: str, *, said: str) -> None:
    """Note that a job failed, and why."""
    with ledger.writing() as connection:
        now = ledger.moment(connection)
        connection.execute(update(_job).where(_job.c.name == name).values(failed_at=now, said=said))
