"""The commands `notify evidence`, `hold`, `erase`, `not-reached` and `record`."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import click

from archive.git_history import root_of
from archive.settings import Settings, load_settings
from archive.terminal import DAY, print_json, safe
from archive.workspace import open_workspace
from notify.carrier_choice import outbox
from notify.carriers import DeliveryId
from notify.erasing import erase_everywhere, places_of
from notify.errors import NotifyError
from notify.ledger import Ledger, open_ledger
from notify.ledger_guard import marks_folder
from notify.ledger_heads import Head, kept_heads, read_heads
from notify.ledger_holds import end_hold, place_hold, standing_holds
from notify.ledger_notice_proof import NoticeEvidence, export_notice
from notify.ledger_outcomes import Outcome, not_reached, record_outcomes
from notify.ledger_person_proof import PersonEvidence, export_person
from notify.letters import filled_in, write_letters
from notify.notify_options import FORMAT, TODAY
from notify.notify_reports import hold_entries
from notify.personal_files import note_written
from notify.proof_pages import summary_of
from notify.recipient_sources import read_recipients

BY = click.option("--by", required=True, help="Who does this; recorded.")
WHY = click.option("--why", required=True, help="Why; recorded.")
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    epilog="Example: fairnotice notify evidence --person ada@example.com --on 2027-03-15"
)
@click.option("--person", help="An address, or the id on the list of recipients.")
@click.option("--on", type=DAY, help="The day to answer for; by default today.")
@click.option("--notice", help="Instead of a person: one notice, for everybody it went to.")
@click.option("--names", is_flag=True, help="Of a notice: also whom it went to.")
@click.option(
    "--heads",
    "former",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with former ends of the chain: a witness's mail, the site's status.json.",
)
@click.option("--to", type=NEW_FILE, help="The new ZIP file; by default evidence.zip.")
@TODAY
@FORMAT
def evidence(
    *,
    former: tuple[Path, ...],
    person: str | None,
    on: date | None,
    notice: str | None,
    names: bool,
    to: Path | None,
    today: date | None,
    form: str,
) -> None:
    """Write down what can be proved of a person or a notice, to be checked by anybody offline."""
    if (person is None) == (notice is None):
        raise click.UsageError("name a person with --person, or a notice with --notice")
    file = to or Path("evidence.zip")
    with open_workspace(Path.cwd(), today=today) as workspace:
        ledger = open_ledger(os.environ, root=workspace.root)
        heads = (*kept_heads(ledger, marks_folder(os.environ)), *_former_heads(former))
        if notice is not None:
            of_notice = export_notice(
                ledger,
                notice=notice,
                names=names,
                zone=workspace.settings.timezone,
                today=workspace.register.today,
                heads=heads,
                file=file,
            )
            _say_notice(of_notice, form)
        else:
            has_list = workspace.settings.recipients is not None
            of_person = export_person(
                ledger,
                workspace,
                named=person or "",
                on=on or workspace.register.today,
                recipients=read_recipients(workspace.settings, os.environ, root=workspace.root)
                if has_list
                else (),
                heads=heads,
                file=file,
            )
            _say_person(of_person, form)
        note_written(workspace.root, file)


@click.command(
    epilog='Example: fairnotice notify hold --person c-17 --by "Counsel" --why "a claim"'
)
@click.option("--person", help="An address, or the id on the list of recipients.")
@click.option("--notice", help="The id of a notice.")
@click.option("--end", type=int, metavar="NUMBER", help="End this hold.")
@click.option("--by", help="Who does this; recorded.")
@click.option("--why", help="Why; recorded.")
@FORMAT
def hold(
    *,
    person: str | None,
    notice: str | None,
    end: int | None,
    by: str | None,
    why: str | None,
    form: str,
) -> None:
    """Keep all there is about a person or a notice from erasure; without options: list the holds."""
    ledger = open_ledger(os.environ, root=root_of(Path.cwd()))
    named = [one for one in (person, notice, end) if one is not None]
    if len(named) > 1:
        raise click.UsageError("give one of --person, --notice and --end")
    if not named:
        _list_holds(ledger, form)
        return
    if end is not None:
        end_hold(ledger, end, by=by or "", why=why or "")
        number, line = end, f"Hold {end} is ended"
    else:
        number = place_hold(ledger, by=by or "", why=why or "", person=person, notice=notice)
        line = f"Hold {number} stands: nothing of it is erased or forgotten until it is ended"
    if form == "json":
        print_json({"hold": number, "ended": end is not None})
    else:
        click.echo(line)


@click.command(
    name="erase",
    epilog='Example: fairnotice notify erase - --by "A. Counsel" --why "asked by letter" < address',
)
@click.argument("person")
@BY
@WHY
@click.option("--yes", is_flag=True, help="Do not ask first.")
@FORMAT
def erase_command(*, person: str, by: str, why: str, yes: bool, form: str) -> None:
    """Take a person out of the ledger and of every file of ours; "-" reads who from standard input.

    What stays, until the proof of notices is forgotten after notice.proof_years: which notices went
    out when, under a keyed hash by which only whoever presents the address is found again.
    """
    root = root_of(Path.cwd())
    named = sys.stdin.readline().strip() if person == "-" else person
    settings = load_settings(root)
    if not yes:
        click.confirm(
            f"{_what_stays(settings)}\nErase them now? This cannot be taken back",
            abort=True,
            err=True,
        )
    ledger = open_ledger(os.environ, root=root)
    places = places_of(root, outbox(os.environ, root=root).folder)
    marks = marks_folder(os.environ)
    erased = erase_everywhere(ledger, named, by=by, why=why, marks=marks, places=places)
    done, removed = erased.erasure, erased.files
    if form == "json":
        print_json(
            {
                "entries": len(done.deliveries),
                "cancelled": done.cancelled,
                "files": [str(file) for file in removed],
            }
        )
        return
    click.echo(f"{len(done.deliveries)} entries name nobody now")
    if done.cancelled:
        click.echo(f"{done.cancelled} mails to them that were planned do not go out")
    for file in removed:
        click.echo(safe(f"Removed: {file}"))
    click.echo("Take them off your list of recipients as well: it is yours, and was not changed")


@click.command(name="not-reached", epilog="Example: fairnotice notify not-reached --to letters.csv")
@click.option("--notice", help="Of this notice alone.")
@click.option("--to", type=NEW_FILE, required=True, help="The new CSV file.")
@FORMAT
def not_reached_command(*, notice: str | None, to: Path, form: str) -> None:
    """List whom no mail has reached, for a letter or an SMS; filled in, `record` takes it back."""
    root = root_of(Path.cwd())
    ledger = open_ledger(os.environ, root=root)
    total = write_letters(to, not_reached(ledger, notice=notice))
    note_written(root, to)
    if form == "json":
        print_json({"file": str(to), "people": total})
    else:
        click.echo(safe(f"{total:,} to be told in another way are listed in {to}"))


@click.command(
    name="record",
    epilog="Example: fairnotice notify record --from letters.csv --by 'A. Counsel'",
)
@click.argument("delivery", required=False)
@click.option("--channel", help="How they were told: letter, SMS, ...")
@click.option("--told/--not-told", default=True, help="What came of it; by default --told.")
@click.option("--on", type=DAY, help="The day of it; by default today.")
@click.option("--note", default="", help="What else should be known, naming nobody.")
@click.option(
    "--from",
    "filled",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file of not-reached with channel, told (yes or no), on and note filled in.",
)
@BY
@TODAY
@FORMAT
def record_command(
    *,
    delivery: str | None,
    channel: str | None,
    told: bool,
    on: date | None,
    note: str,
    filled: Path | None,
    by: str,
    today: date | None,
    form: str,
) -> None:
    """Record what came of a letter or an SMS, as evidence."""
    if (delivery is None) == (filled is None):
        raise click.UsageError("name a delivery of not-reached, or give its file with --from")
    root = root_of(Path.cwd())
    day = today or datetime.now(load_settings(root).timezone).date()
    if filled is not None:
        outcomes = list(filled_in(filled))
    else:
        one = DeliveryId(delivery or "")
        outcomes = [
            Outcome(delivery=one, channel=channel or "", told=told, day=on or day, note=note)
        ]
    new = record_outcomes(open_ledger(os.environ, root=root), outcomes, by=by, today=day)
    if form == "json":
        print_json({"recorded": new, "known": len(outcomes) - new})
    else:
        click.echo(f"{new} recorded, {len(outcomes) - new} were known")


def _former_heads(files: Iterable[Path]) -> Iterator[Head]:
    """Yield the heads that files hold; raise where one holds none."""
    for file in files:
        found = [*read_heads(file.read_text(encoding="utf-8", errors="replace"))]
        if not found:
            raise NotifyError(f"{file} names no end of the chain; give the mail or file whole")
        yield from found


def _say_person(done: PersonEvidence, form: str) -> None:
    lines = summary_of(done.dossier)
    if form == "json":
        print_json({"file": str(done.file), "summary": list(lines)})
        return
    for line in lines:
        click.echo(line)
    click.echo(safe(f"Written to {done.file}; page.html in it is for printing"))


def _say_notice(done: NoticeEvidence, form: str) -> None:
    counts = done.in_time
    if form == "json":
        last = counts.last_day.isoformat() if counts.last_day else None
        period = {"last_day": last, "met": counts.met, "late": counts.late}
        period |= {"unknown": counts.unknown}
        print_json({"file": str(done.file), "notice": done.notice, "in_time": period})
        return
    until = f" until {counts.last_day}" if counts.last_day else ""
    click.echo(
        f"Told in time{until}: {counts.met:,}; not in time: {counts.late:,}; not known or not yet:"
        f" {counts.unknown:,}"
    )
    click.echo(safe(f"Written to {done.file}; not-in-time.csv in it lists those not told in time"))


def _list_holds(ledger: Ledger, form: str) -> None:
    with ledger.reading() as connection:
        holds = standing_holds(connection, ledger.seals)
    if form == "json":
        print_json({"holds": hold_entries(holds)})
        return
    for one in holds:
        click.echo(safe(str(one)))
    if not holds:
        click.echo("No hold stands")


def _what_stays(settings: Settings) -> str:
    return (
        "What stays: which notices went out and when, naming nobody, found only by whoever presents"
        f" the address; for {settings.notice.proof_years} years after the notice, as proof that"
        " people were told. Then that is forgotten as well."
    )
