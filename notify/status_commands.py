"""The command `notify status`: what became of everything, and what is still due."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from archive.git_history import root_of
from archive.terminal import print_json, safe
from archive.workspace import open_workspace
from notify.due import still_owed
from notify.errors import NotifyError
from notify.ledger import Ledger, open_ledger, withheld
from notify.ledger_audit import check_states
from notify.ledger_brakes import all_paused
from notify.ledger_due import Due, what_is_due
from notify.ledger_holds import standing_holds
from notify.ledger_reconcile import what_settles
from notify.ledger_rows import PlanStatus
from notify.ledger_samples import waiting_for_samples
from notify.ledger_standing import standing_of
from notify.ledger_status import plan_statuses
from notify.notice_markdown import status_markdown
from notify.notify_options import TODAY
from notify.notify_reports import status_document, status_lines
from notify.periods_owed import promised_by
from notify.plans import Standing
from notify.workspace_judgements import judgements_of


@click.command(name="status", epilog="Example: fairnotice notify status --due")
@click.option("--due", is_flag=True, help="Only what must be told and is not; 1 if there is any.")
@click.option("--check", is_flag=True, help="Also hold every delivery against its events.")
@click.option("--plan", "hashes", multiple=True, metavar="HASH", help="Of this plan alone.")
@TODAY
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
def status_command(
    *, due: bool, check: bool, hashes: tuple[str, ...], today: date | None, form: str
) -> None:
    """Say what became of every plan, notice and delivery, as the record has it."""
    if due and (form == "markdown" or hashes):
        raise click.UsageError("--due answers for everything, as text or json")
    if due:
        _print_due(today, form)
        return
    ledger = open_ledger(os.environ, root=root_of(Path.cwd()))
    if check:
        click.echo(f"{check_states(ledger):,} deliveries stand as their events say", err=True)
    found = _named(plan_statuses(ledger), hashes)
    with ledger.reading() as connection:
        holds = standing_holds(connection, ledger.seals)
    if form == "json":
        print_json(status_document(found, holds))
        return
    if form == "markdown":
        click.echo(status_markdown(found), nl=False)
        return
    for line in (*status_lines(found, withheld(ledger), holds), *_what_waits(ledger)):
        click.echo(safe(line))
    if (advice := what_settles(ledger)) is not None:
        click.echo(advice)


def _what_waits(ledger: Ledger) -> list[str]:
    """Return what people or samples hold up, a line each, with what lets it go on."""
    return [*all_paused(ledger), *waiting_for_samples(ledger)]


def _named(plans: Sequence[PlanStatus], hashes: Sequence[str]) -> Sequence[PlanStatus]:
    """Return the plans that some hashes begin to name; all of them where there are no hashes."""
    for hash_ in hashes:
        if not (hash_ and any(plan.hash.startswith(hash_) for plan in plans)):
            raise NotifyError(f"no plan that stands has the hash {hash_}; leave out --plan")
    return [plan for plan in plans if not hashes or plan.hash.startswith(tuple(hashes))]


def _print_due(today: date | None, form: str) -> None:
    """Print what is due; exit with 1 where there is anything."""
    with open_workspace(Path.cwd(), today=today) as workspace:
        ledger = open_ledger(os.environ, root=workspace.root)
        owed = still_owed(
            register=workspace.register,
            judgements=judgements_of(workspace),
            standing=_standing(ledger),
            settings=workspace.settings,
            redline_of=workspace.texts.redline,
            promised_by=lambda text: promised_by(
                text,
                policies=workspace.register.policies,
                texts=workspace.texts,
                settings=workspace.settings,
            ),
        )
        found, day = what_is_due(ledger, owed), workspace.register.today
    if form == "json":
        print_json({"today": day.isoformat(), "due": [_entry(one) for one in found]})
    else:
        _say(found, day)
    if found:
        raise SystemExit(1)


def _standing(ledger: Ledger) -> Standing:
    with ledger.reading() as connection:
        return standing_of(connection)


def _say(found: Sequence[Due], today: date) -> None:
    for one in found:
        click.echo(safe(one.line(today)))
    if not found:
        click.echo("Everything that must be told is handed over.")


def _entry(one: Due) -> dict[str, object]:
    return {
        "what": one.what,
        "last_day": one.last_day and one.last_day.isoformat(),
        "people": one.people,
        "cause": one.cause,
    }
