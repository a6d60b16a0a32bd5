"""The commands `ledger migrate`, `backup`, `confirm-restore` and `rekey`: the ledger's upkeep."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.git_history import root_of
from archive.terminal import print_json, progress_shown, safe
from archive.workspace import state_folder
from notify.keys import read_keyring
from notify.ledger import open_ledger
from notify.ledger_backup import FOLDER
from notify.ledger_backup import backup as back_up
from notify.ledger_backup import migrate as move
from notify.ledger_database import connected
from notify.ledger_guard import confirm_restore, marks_folder
from notify.ledger_rekey import rekey
from notify.notify_options import FORMAT
from notify.sealing import Seals

TO = click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the backup; by default .fairnotice/backups.",
)


@click.group(epilog="Example: fairnotice ledger backup --to /mnt/backups")
def ledger() -> None:
    """Keep the ledger well: migrate, backup, confirm-restore, rekey."""


@ledger.command(epilog="Example: fairnotice ledger migrate")
@click.option(
    "--already-backed-up", is_flag=True, help="Make no backup: it was made in another way."
)
@TO
@FORMAT
def migrate(*, already_backed_up: bool, to: Path | None, form: str) -> None:
    """Move the ledger to the schema of this release; nothing else does."""
    root = root_of(Path.cwd())
    engine = connected(os.environ.get("FAIRNOTICE_DATABASE"), root=root)
    seals = Seals(read_keyring(os.environ, folder=state_folder(root)))
    moved = move(engine, folder=None if already_backed_up else _folder(to, root=root), seals=seals)
    if form == "json":
        found = {"from": moved.found, "to": moved.schema} if moved else None
        print_json({"migrated": found, "backup": _written(moved.backup if moved else None)})
    elif moved is None:
        click.echo("The ledger has the schema of this release already")
    else:
        before = f"; what it was before lies in {moved.backup}" if moved.backup else ""
        click.echo(safe(f"The ledger has schema {moved.schema} now{before}"))


@ledger.command(epilog="Example: fairnotice ledger backup --to /mnt/backups")
@TO
@FORMAT
def backup(to: Path | None, form: str) -> None:
    """Copy the whole ledger to a new file, while it is in use."""
    root = root_of(Path.cwd())
    engine = connected(os.environ.get("FAIRNOTICE_DATABASE"), root=root)
    file = back_up(engine, folder=_folder(to, root=root), now=datetime.now(UTC))
    if form == "json":
        print_json({"backup": _written(file)})
    else:
        click.echo(safe(f"The ledger was copied to {file}"))


@ledger.command(
    name="confirm-restore",
    epilog='Example: fairnotice ledger confirm-restore --by "A. Counsel" --why "the disk failed"',
)
@click.option("--by", required=True, help="Who confirms; recorded.")
@click.option("--why", required=True, help="Why the ledger was copied or restored; recorded.")
@click.option(
    "--nothing-is-missing",
    is_flag=True,
    help="The ledger was moved whole: it holds everything that was ever sent from it.",
)
@FORMAT
def confirm_restore_command(*, by: str, why: str, nothing_is_missing: bool, form: str) -> None:
    """Let a ledger that was copied, moved or restored send again.

    What was approved and may have gone out since the backup is unknown from now on, and does not
    go out again. Compare with what the carrier has on record before a new plan is approved: what
    was planned after the backup is not in this ledger.
    """
    found = open_ledger(os.environ, root=root_of(Path.cwd()))
    marks = marks_folder(os.environ)
    unknown = confirm_restore(found, marks=marks, by=by, why=why, complete=nothing_is_missing)
    if form == "json":
        print_json({"by": by, "why": why, "unknown": unknown})
        return
    click.echo(safe(f"Confirmed by {by}: the ledger may send from where it lies now"))
    if unknown:
        click.echo(f"{unknown:,} mails that may have gone out since the backup are unknown now")


@ledger.command(name="rekey", epilog="Example: fairnotice ledger rekey")
@FORMAT
def rekey_command(*, form: str) -> None:
    """Write the ledger anew with the first of the keys, and say which may leave the environment.

    While it is in use; stopped, it is run again. Before: put the new key second on every machine,
    then first on every machine. Afterwards take away those that are named here.
    """
    found = open_ledger(os.environ, root=root_of(Path.cwd()))
    with progress_shown() as progress:
        done = rekey(found, progress=progress)
    if form == "json":
        free = [{"name": purpose, "key": id_} for purpose, id_ in done.free]
        bound = [{"name": p, "key": id_, "values": n} for (p, id_), n in done.bound.items()]
        print_json({"values": done.values, "free": free, "bound": bound})
        return
    click.echo(f"{done.values:,} values were written anew")
    for purpose, id_ in done.free:
        click.echo(f"The key {id_} may leave {purpose}")
    for (purpose, id_), values in done.bound.items():
        click.echo(f"The key {id_} must stay in {purpose}: {values:,} erased values need it")


def _folder(to: Path | None, *, root: Path) -> Path:
    return to if to is not None else state_folder(root) / FOLDER


def _written(file: Path | None) -> str | None:
    return None if file is None else str(file)
