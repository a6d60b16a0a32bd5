"""The command `jobs`: what must be done regularly, by one timer."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from archive.git_history import root_of
from archive.settings import load_settings
from archive.terminal import print_json, safe
from notify.announce_job import announce
from notify.errors import NotifyError
from notify.jobs import Job, Surroundings, run_jobs
from notify.ledger import open_ledger
from notify.ledger_jobs import JobRecord, job_records
from notify.ledger_retention import retain
from notify.notify_options import FORMAT
from notify.silences import reconcile_job
from notify.witness import keep_head

DAY: Final = timedelta(hours=23)  # a daily timer is not late by the minute

HOUR: Final = timedelta(minutes=55)

JOBS: Final = (
    Job(name="reconcile", every=HOUR, run=reconcile_job),
    Job(name="retention", every=DAY, run=retain),
    Job(name="announce", every=HOUR, run=announce),
    Job(name="head", every=DAY, run=keep_head),
)


@click.command(epilog="Example: fairnotice jobs")
@click.option("--only", multiple=True, metavar="NAME", help="Run this one, whether due or not.")
@click.option("--list", "listed", is_flag=True, help="Say when each was last done; run none.")
@FORMAT
def jobs(*, only: tuple[str, ...], listed: bool, form: str) -> None:
    """Do what must be done regularly and is due: run it by a timer, every hour or so."""
    root = root_of(Path.cwd())
    ledger = open_ledger(os.environ, root=root)
    if listed:
        _list(form, {record.name: record for record in job_records(ledger)})
        return
    around = Surroundings(
        ledger=ledger, settings=load_settings(root), environ=os.environ, root=root
    )
    ran = run_jobs(JOBS, around, only=only)
    if form == "json":
        print_json({"jobs": [{"name": r.name, "said": r.said, "failed": r.failed} for r in ran]})
    else:
        for one in ran:
            click.echo(safe(f"{one.name}: {one.said}"))
        if not ran:
            click.echo("Nothing is due")
    if failing := [one.name for one in ran if one.failed]:
        raise NotifyError(f"not done: {', '.join(failing)}; mend what is said of it, run it again")


def _list(form: str, records: dict[str, JobRecord]) -> None:
    """Say of every job when it was last done."""
    known = [(job.name, records.get(job.name)) for job in JOBS]
    if form == "json":
        rows = [{"name": name} | _document(record) for name, record in known]
        print_json({"jobs": rows})
        return
    for name, record in known:
        last = record.done_at if record else None
        when = f"done {last:%Y-%m-%d %H:%M} UTC" if last else "never done"
        failing = "; the last try failed" if record and record.failing else ""
        said = f": {record.said}" if record and record.said else ""
        click.echo(safe(f"{name}: {when}{failing}{said}"))


def _document(record: JobRecord | None) -> dict[str, object]:
    if record is None:
        return {"done_at": None, "failing": False, "said": ""}
    done = record.done_at.isoformat() if record.done_at else None
    return {"done_at": done, "failing": record.failing, "said": record.said}
