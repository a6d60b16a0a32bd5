"""The command `notify resolve`: what no event can settle."""

import os
from pathlib import Path

import click

from archive.git_history import GitHistory
from archive.terminal import print_json, safe
from notify.ledger import open_ledger
from notify.ledger_resolve import NothingToResolve, Resolution
from notify.ledger_resolve import resolve as settle_unknown

FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.command(
    epilog='Example: fairnotice notify resolve --all --as accepted --by "A. Counsel"'
    ' --why "the carrier\'s own log of 3 March shows every one"'
)
@click.option(
    "--as",
    "resolution",
    type=click.Choice([str(one) for one in Resolution]),
    required=True,
    help="accepted: it went out. failed: it did not, and is told by other means. again: it goes"
    " out once more, and some may get it twice.",
)
@click.option("--recipient", "recipients", multiple=True, help="The id of one; may be repeated.")
@click.option("--notice", default="", help="The beginning of a notice's id.")
@click.option("--all", "everything", is_flag=True, help="All that is unknown.")
@click.option("--by", required=True, help="Who says so; recorded.")
@click.option("--why", required=True, help="How they know; recorded.")
@FORMAT
def resolve(
    *,
    resolution: str,
    recipients: tuple[str, ...],
    notice: str,
    everything: bool,
    by: str,
    why: str,
    form: str,
) -> None:
    """Settle by hand what stays unknown, where no event of a provider will."""
    if not (recipients or notice or everything):
        raise NothingToResolve("name --recipient ID or --notice ID, or write --all")
    with GitHistory(Path.cwd()) as history:
        ledger = open_ledger(os.environ, root=history.root)
    settled = settle_unknown(
        ledger, Resolution(resolution), by=by, why=why, recipients=recipients, notice=notice
    )
    if form == "json":
        print_json({"as": resolution, "by": by, "why": why, "deliveries": settled})
    else:
        click.echo(safe(f"{settled:,} unknown mails count as {resolution} now, as {by} says"))
