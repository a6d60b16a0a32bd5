"""The command `check`: what a branch or the working tree would change, before it is published."""

from datetime import date
from pathlib import Path

import click

from archive.proposals import open_proposal
from archive.terminal import DAY, progress_shown
from notify.check_standards import standards_for
from notify.check_text import text_lines
from notify.checks import check_proposal


@click.command(epilog="Example: fairnotice check --base origin/main --format markdown")
@click.option(
    "--base",
    metavar="REF",
    help="Check the commit checked out, against the branch it is to be merged into;"
    " settings and rules come from there. Without it, check the working tree.",
)
@click.option("--today", type=DAY, help="Answer as if this were today.")
@click.pass_context
def check(context: click.Context, /, *, base: str | None, today: date | None) -> None:
    """Say what a change of policies means, what is wrong with it, and whom it would tell."""
    with (
        progress_shown() as progress,
        open_proposal(Path.cwd(), base=base, today=today, progress=progress) as proposal,
    ):
        found = check_proposal(proposal, standards_for(proposal))
        for line in text_lines(found):
            click.echo(line)
    if found.errors:
        context.exit(1)
