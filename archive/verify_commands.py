"""The command that holds the repository against its own record: verify."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from archive.faults import Severity
from archive.terminal import DAY, print_json, progress_shown, safe
from archive.verification import Verification, line, verify_repository
from archive.workspace import open_workspace


@click.command(
    epilog="Example: fairnotice verify --against https://policies.example.com/archive.json"
)
@click.option(
    "--against",
    metavar="FILE|URL",
    help="A former archive.json, or the address of a site that ends in a slash.",
)
@click.option("--first", is_flag=True, help="There may be no former archive.json yet.")
@click.option("--live", metavar="URL", help="The site that should be today's.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--today", type=DAY, help="Answer as if this were today.")
@click.pass_context
def verify(
    context: click.Context,
    /,
    *,
    against: str | None,
    first: bool,
    live: str | None,
    form: str,
    today: date | None,
) -> None:
    """Check that no published version was lost or altered, and that the site is today's."""
    if against is None and live is None:
        raise click.UsageError("give --against FILE|URL, --live URL, or both")
    if first and against is None:
        raise click.UsageError("--first goes with --against FILE|URL")
    with (
        progress_shown() as progress,
        open_workspace(Path.cwd(), today=today, progress=progress) as workspace,
    ):
        if against is not None:
            blobs = [r.blob for policy in workspace.register for r in policy.revisions]
            workspace.texts.prepare(blobs, progress=progress)
        verification = verify_repository(workspace, against=against, live=live, first=first)
    if form == "json":
        print_json(verification.document())
    else:
        for line in _lines(verification):
            click.echo(safe(line))
    if not verification.holds:
        context.exit(1)


def _lines(verification: Verification) -> Iterator[str]:
    for each in verification.found:
        mark = "error" if each.severity is Severity.ERROR else "note"
        yield f"{mark}: {line(each)}"
    if not verification.holds:
        yield "The record does not hold."
        return
    if verification.against is not None:
        yield f"Nothing was lost or altered since {verification.against}."
    if verification.live is not None:
        yield f"{verification.live} is today's."
