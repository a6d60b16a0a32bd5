"""The commands `notify pause`, `resume` and `cancel`: what people hold up, and let go on."""

import os
from pathlib import Path

import click

from archive.git_history import root_of
from archive.terminal import print_json, safe
from notify.ledger import Ledger, open_ledger
from notify.ledger_brakes import cancel, pause, resume
from notify.notify_options import FORMAT

_BY = click.option("--by", required=True, help="Who asks for it; recorded.")
_EVERYTHING = click.option("--all", "everything", is_flag=True, help="Everything, not one plan.")


@click.command(name="pause", epilog='Example: fairnotice notify pause --all --by "A. Counsel"')
@click.argument("plan_hash", required=False)
@_EVERYTHING
@_BY
@FORMAT
def pause_command(plan_hash: str | None, *, everything: bool, by: str, form: str) -> None:
    """Hand over nothing more of a plan, or of all; what is on its way is settled."""
    held = pause(_ledger(), plan=_which(plan_hash, everything=everything), by=by)
    go_on = "--all" if everything else plan_hash
    line = f"Paused {held} by {by}. To go on: fairnotice notify resume {go_on}, then send"
    _say(form, line, paused=held, by=by)


@click.command(name="resume", epilog='Example: fairnotice notify resume --all --by "A. Counsel"')
@click.argument("plan_hash", required=False)
@_EVERYTHING
@_BY
@FORMAT
def resume_command(plan_hash: str | None, *, everything: bool, by: str, form: str) -> None:
    """Let go on what was paused."""
    free = resume(_ledger(), plan=_which(plan_hash, everything=everything), by=by)
    line = f"Resumed {free} by {by}. Next: fairnotice notify send"
    _say(form, line, resumed=free, by=by)


@click.command(name="cancel", epilog='Example: fairnotice notify cancel 1a2b3c --by "A. Counsel"')
@click.argument("plan_hash")
@_BY
@FORMAT
def cancel_command(plan_hash: str, *, by: str, form: str) -> None:
    """Never hand over what is left of a plan; who was told stays told."""
    plan, number = cancel(_ledger(), plan=plan_hash, by=by)
    line = f"Cancelled {plan} by {by}: {number:,} mails will not go out"
    _say(form, line, cancelled=plan, deliveries=number, by=by)


def _which(plan_hash: str | None, *, everything: bool) -> str | None:
    if everything == (plan_hash is not None):
        raise click.UsageError("name a plan by its hash, or write --all")
    return plan_hash


def _ledger() -> Ledger:
    return open_ledger(os.environ, root=root_of(Path.cwd()))


def _say(form: str, line: str, **facts: object) -> None:
    if form == "json":
        print_json(facts)
    else:
        click.echo(safe(line))
