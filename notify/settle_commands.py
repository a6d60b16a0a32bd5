"""The commands `notify resolve` and `notify bounce`: what no event of a provider settles."""

import os
import sys
from pathlib import Path

import click

from archive.git_history import root_of
from archive.settings import load_settings
from archive.terminal import print_json, safe
from notify.bounce_messages import LARGEST, NoBounce
from notify.bounces import take_bounce
from notify.carrier_choice import envelopes_of
from notify.envelopes import NotOurBounce
from notify.errors import NotifyError
from notify.ledger import open_ledger
from notify.ledger_database import LedgerUnusable
from notify.ledger_resolve import NothingToResolve, Resolution
from notify.ledger_resolve import resolve as settle_unknown
from notify.notify_options import FORMAT

TRY_AGAIN = 75  # EX_TEMPFAIL: a mail server keeps the message and tries again


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
    ledger = open_ledger(os.environ, root=root_of(Path.cwd()))
    settled = settle_unknown(
        ledger, Resolution(resolution), by=by, why=why, recipients=recipients, notice=notice
    )
    if form == "json":
        print_json({"as": resolution, "by": by, "why": why, "deliveries": settled})
    else:
        click.echo(safe(f"{settled:,} unknown mails count as {resolution} now, as {by} says"))


@click.command(epilog="Example: fairnotice notify bounce < message.eml")
@click.option("--to", help="The address it came to. Default: what its own headers say.")
@FORMAT
def bounce(*, to: str | None, form: str) -> None:
    """Count one bounce, read from standard input; a mail server runs this for each it gets.

    Whatever is no bounce of a mail from here counts for nothing, and is no mistake. Ends with
    status 75, on which mail servers try again, where the ledger cannot be written.
    """
    root = root_of(Path.cwd())
    envelopes = envelopes_of(os.environ, load_settings(root), root=root)
    if envelopes is None:
        raise NotifyError("the settings name no mailbox for bounces; set notice.bounces_to")
    written = sys.stdin.buffer.read(LARGEST + 1)
    try:
        found, taken = take_bounce(open_ledger(os.environ, root=root), written, envelopes, to=to)
    except (NoBounce, NotOurBounce) as nothing:
        _tell({"counted": False, "why": str(nothing)}, f"not counted: {nothing}", form)
    except LedgerUnusable as away:
        click.echo(safe(f"fairnotice: {away}"), err=True)
        sys.exit(TRY_AGAIN)
    else:
        said = {"counted": bool(taken.new), "kind": found.kind, "moved": taken.moved}
        _tell(said, f"{found.kind} {found.status}".strip(), form)


def _tell(document: dict[str, object], line: str, form: str) -> None:
    if form == "json":
        print_json(document)
    else:
        click.echo(safe(line))
