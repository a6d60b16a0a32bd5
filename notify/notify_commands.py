"""The commands `notify plan`, `preview`, `approve`, `send` and `status`."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click

from archive.git_history import GitHistory
from archive.terminal import DAY, print_json, progress_shown, safe
from archive.workspace import open_workspace, state_folder
from notify.carrier_choice import choose_carrier, folder_for_mails, refuse_pretended_day
from notify.carriers import Carrier
from notify.errors import NotifyError
from notify.keys import refuse_practice
from notify.ledger import Ledger, approve, open_ledger, planned_mails, withheld
from notify.ledger_batches import claimed_until
from notify.ledger_batches import release_withheld as release
from notify.ledger_drafts import drafting
from notify.ledger_guard import check_home, keep_mark, marks_folder
from notify.ledger_place import refuse_forgotten_disk
from notify.ledger_reconcile import what_settles
from notify.ledger_status import plan_statuses
from notify.ledger_withheld import what_releases
from notify.notify_reports import (
    plan_document,
    plan_lines,
    preview_document,
    preview_lines,
    status_document,
    status_lines,
)
from notify.outbox_carrier import OutboxCarrier
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
from notify.sendgrid_carrier import SendGridCarrier
from notify.sending import send
from notify.settle_commands import bounce, resolve
from notify.silences import send_own_canary, settle_silence
from notify.transport import is_loopback
from notify.workspace_judgements import judgements_of

TODAY = click.option("--today", type=DAY, help="Answer as if this were today.")
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.group(epilog="Example: fairnotice notify plan --recipients recipients.csv")
def notify() -> None:
    """Tell the people concerned: plan, preview, approve, send, status."""


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
@TODAY
@FORMAT
def plan(
    recipients: Path | None,
    since: date | None,
    override: str | None,
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
            )
            new = draft.keep(made)
    if form == "json":
        print_json(plan_document(made, new=new))
    else:
        _print(plan_lines(made, new=new, register=workspace.register))
        _say_withheld(ledger)


@notify.command(epilog="Example: fairnotice notify preview --to preview")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every mail of the plan to this folder, as .eml files.",
)
@TODAY
@FORMAT
def preview(to: Path | None, today: date | None, form: str) -> None:
    """Show the mails of the newest plan, exactly as they would be handed over."""
    del today  # what was planned is what is shown, whatever the day
    root = _root()
    batches = list(planned_mails(_ledger(root)))
    if to is not None:
        folder = folder_for_mails(to, root=root)
        for batch in batches:
            folder.hand_over(batch)
        note_written(root, to)
    if form == "json":
        print_json(preview_document(batches))
    else:
        _print(preview_lines(batches, folder=to))


@notify.command(name="approve", epilog='Example: fairnotice notify approve --by "A. Counsel"')
@click.argument("plan_hash", required=False)
@click.option("--by", required=True, help="Who approves; recorded.")
@TODAY
@FORMAT
def approve_command(plan_hash: str | None, by: str, today: date | None, form: str) -> None:
    """Let the waiting plan go out; the approval holds for these very mails and people."""
    refuse_pretended_day(os.environ, pretended_day=today is not None)
    ledger = _ledger(_root())
    approved = approve(ledger, by=by, hash_=plan_hash)
    released = sum(one.deliveries for one in withheld(ledger) if one.hash == approved)
    if form == "json":
        print_json({"hash": approved, "by": by, "withheld": released})
        return
    send_it = "fairnotice notify send" + (" --release-withheld" if released else "")
    again = f" again, with {released:,} withheld," if released else ""
    click.echo(safe(f"Plan {approved[:12]} is approved{again} by {by}. Next: {send_it}"))


@notify.command(name="send", epilog="Example: fairnotice notify send")
@click.option(
    "--release-withheld",
    is_flag=True,
    help="Also what lies in a folder, where it was approved again since.",
)
@click.option(
    "--this-disk-is-kept",
    is_flag=True,
    help="Send although the ledger's disk looks like one that is thrown away.",
)
@TODAY
@FORMAT
def send_command(
    *, release_withheld: bool, this_disk_is_kept: bool, today: date | None, form: str
) -> None:
    """Hand over everything approved that was not handed over yet; again, it changes nothing."""
    with open_workspace(Path.cwd(), today=today) as workspace:
        carrier = choose_carrier(
            os.environ,
            workspace.settings,
            root=workspace.root,
            pretended_day=today is not None,
        )
        ledger, settings = _ledger(workspace.root), workspace.settings
    claimed = _guarded(ledger, carrier, kept=this_disk_is_kept)
    if release_withheld:
        _release(ledger, carrier)
    settle_silence(ledger, carrier, settings, say=_say)
    with progress_shown() as progress:
        counts = send(
            ledger,
            carrier,
            now=_now,
            sleep=time.sleep,
            claimed=claimed,
            progress=progress,
            say=_say,
        )
    found = {str(state): count for state, count in counts.items() if count}
    if found:
        send_own_canary(ledger, carrier, settings, say=_say)
    if form == "json":
        print_json({"carrier": carrier.name, "deliveries": found})
        return
    listed = ", ".join(f"{count} {state}" for state, count in found.items())
    click.echo(f"{carrier.name}: {listed or _why_nothing(ledger)}")
    if isinstance(carrier, OutboxCarrier) and found:
        click.echo(f"Nobody was told: the mails lie in {safe(str(carrier.folder))}")
    _say_withheld(ledger)


def _guarded(ledger: Ledger, carrier: Carrier, *, kept: bool) -> Callable[[], None]:
    """Refuse a ledger that is not to be trusted; return what notes each claim outside it."""
    if carrier.counts_as == "withheld":
        return lambda: None
    rehearsal = isinstance(carrier, SendGridCarrier) and is_loopback(carrier.host)
    if not rehearsal:
        refuse_practice(ledger.seals.keyring)
    if not (kept or rehearsal):
        refuse_forgotten_disk(ledger.engine, os.environ)
    marks = marks_folder(os.environ)
    check_home(ledger, marks=marks)
    return partial(keep_mark, ledger, marks=marks)


def _release(ledger: Ledger, carrier: Carrier) -> None:
    """Let out what was withheld; a folder would only withhold it again."""
    if carrier.counts_as == "withheld":
        raise NotifyError(
            "no carrier is configured that could tell anybody; set SENDGRID_API_KEY or"
            " FAIRNOTICE_SMTP"
        )
    release(ledger)


def _say_withheld(ledger: Ledger) -> None:
    if (advice := what_releases(withheld(ledger))) is not None:
        click.echo(advice)


def _say(line: str) -> None:
    click.echo(safe(line), err=True)


def _why_nothing(ledger: Ledger) -> str:
    """Say why nothing was handed over; raise where a step is missing."""
    plans = plan_statuses(ledger)
    if not plans:
        raise NotifyError("there is no plan yet; run: fairnotice notify plan")
    if any(plan.approved_by is None for plan in plans):
        raise NotifyError('a plan waits for approval; run: fairnotice notify approve --by "WHO"')
    if (until := claimed_until(ledger)) is not None:
        return (
            f"the rest is in the hands of another sender; if it has ended, after {until:%H:%M} UTC"
        )
    return "nothing was left to hand over"


@notify.command(epilog="Example: fairnotice notify status --format json")
@TODAY
@FORMAT
def status(today: date | None, form: str) -> None:
    """Say what became of every plan, notice and delivery, as the record has it."""
    del today  # the record is what it is on every day
    ledger = _ledger(_root())
    found = plan_statuses(ledger)
    if form == "json":
        print_json(status_document(found))
    else:
        _print(status_lines(found, withheld(ledger)))
        if (advice := what_settles(ledger)) is not None:
            click.echo(advice)


notify.add_command(resolve)
notify.add_command(bounce)


def _root() -> Path:
    """Return the folder of the repository; the texts themselves are not read."""
    with GitHistory(Path.cwd()) as history:
        return history.root


def _ledger(root: Path) -> Ledger:
    return open_ledger(os.environ, root=root)


def _now() -> datetime:
    return datetime.now(UTC)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(safe(line))
