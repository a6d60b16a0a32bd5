"""The commands `notify plan`, `preview`, `approve`, `send` and `status`."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click

from archive.git_history import root_of
from archive.terminal import DAY, print_json, safe
from archive.workspace import open_workspace, state_folder
from notify.brake_commands import cancel_command, pause_command, resume_command
from notify.carrier_choice import folder_for_mails
from notify.ledger import Ledger, open_ledger, planned_mails
from notify.ledger_drafts import drafting
from notify.ledger_previews import left_to_hand_over
from notify.ledger_status import services_told
from notify.notice_markdown import preview_markdown, preview_variables
from notify.notify_options import FORMAT, TODAY
from notify.notify_reports import (
    plan_document,
    plan_lines,
    preview_document,
    preview_lines,
)
from notify.periods_owed import promised_by
from notify.personal_files import note_written
from notify.planning import make_plan
from notify.plans import read_override
from notify.proof_commands import (
    erase_command,
    evidence,
    hold,
    not_reached_command,
    record_command,
)
from notify.recipient_sources import read_recipients
from notify.send_commands import approve_command, say_withheld, send_command
from notify.settle_commands import bounce, resolve
from notify.status_commands import status_command
from notify.trial_commands import trial_command
from notify.workspace_judgements import judgements_of


@click.group(epilog="Example: fairnotice notify plan --recipients recipients.csv")
def notify() -> None:
    """Tell the people concerned: plan, preview, approve, send, pause, status."""


for _command in (evidence, hold, erase_command, not_reached_command, record_command):
    notify.add_command(_command)


@notify.command(epilog="Example: fairnotice notify plan --recipients recipients.csv")
@click.option(
    "--recipients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file: id,email,name,language,services,joined. Default: the settings' own.",
)
@click.option("--since", type=DAY, help="Also what was published from this day on.")
@click.option("--override", metavar="TEXT", help='Plan against the rules: "who: why", recorded.')
@click.option("--by", help="Who makes the plan; somebody else approves it. Recorded.")
@TODAY
@FORMAT
def plan(
    *,
    recipients: Path | None,
    since: date | None,
    override: str | None,
    by: str | None,
    today: date | None,
    form: str,
) -> None:
    """Decide who must be told what; the first plan of a ledger tells nobody about the past."""
    taken_on = read_override(override) if override is not None else None
    with open_workspace(Path.cwd(), today=today) as workspace:
        ledger = _ledger(workspace.root)
        with drafting(ledger, scratch=state_folder(workspace.root)) as draft:
            made = make_plan(
                register=workspace.register,
                judgements=judgements_of(workspace),
                recipients=read_recipients(
                    workspace.settings, os.environ, root=workspace.root, given=recipients
                ),
                books=draft.books,
                settings=workspace.settings,
                redline_of=workspace.texts.redline,
                promised_by=lambda text: promised_by(
                    text,
                    policies=workspace.register.policies,
                    texts=workspace.texts,
                    settings=workspace.settings,
                ),
                since=since,
                override=taken_on,
                now=datetime.now(UTC) if today is None else None,
            )
            new = draft.keep(made, by=(by or "").strip() or None)
    if form == "json":
        print_json(plan_document(made, new=new))
    else:
        _print(plan_lines(made, new=new, register=workspace.register))
        say_withheld(ledger)


@notify.command(epilog="Example: fairnotice notify preview --to preview")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every mail of the plan to this folder, as .eml files.",
)
@TODAY
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "variables"]),
    default="text",
    help="markdown: all that is left to hand over, naming nobody; variables: for a pipeline.",
)
def preview(to: Path | None, today: date | None, form: str) -> None:
    """Show the mails of the newest plan, exactly as they would be handed over."""
    root = root_of(Path.cwd())
    if form == "markdown":
        click.echo(preview_markdown(left_to_hand_over(_ledger(root))), nl=False)
        return
    if form == "variables":
        with open_workspace(root, today=today) as workspace:
            left = left_to_hand_over(_ledger(root))
            click.echo(preview_variables(left, workspace.register), nl=False)
        return
    ledger = _ledger(root)
    batches, services = list(planned_mails(ledger)), services_told(ledger)
    if to is not None:
        folder = folder_for_mails(to, root=root)
        for batch in batches:
            folder.hand_over(batch)
        note_written(root, to)
    if form == "json":
        print_json(preview_document(batches, services))
    else:
        _print(preview_lines(batches, services, folder=to))


notify.add_command(resolve)
notify.add_command(bounce)


for _command in (
    trial_command,
    approve_command,
    send_command,
    status_command,
    pause_command,
    resume_command,
    cancel_command,
):
    notify.add_command(_command)


def _ledger(root: Path) -> Ledger:
    return open_ledger(os.environ, root=root)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(safe(line))
