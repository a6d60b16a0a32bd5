"""The command `check`: what a branch or the working tree would change, before it is published."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Final

import click

from archive.proposals import open_proposal
from archive.redlines import Redline
from archive.terminal import DAY, json_text, progress_shown
from archive.texts import Progress
from notify.assessment import Assessment
from notify.check_annotations import annotation_lines
from notify.check_json import check_document
from notify.check_markdown import markdown_comment
from notify.check_standards import standards_for
from notify.check_text import text_lines
from notify.checks import Check, check_proposal
from notify.inert_text import json_inert
from notify.inert_text import line as inert
from notify.pin_writing import write_pins
from notify.reading_again import named_reader, read_again
from notify.rules import load_rules

_FORMS: Final[dict[str, Callable[[Check], Iterable[str]]]] = {
    "text": text_lines,
    "markdown": lambda check: [markdown_comment(check).rstrip("\n")],
    "json": lambda check: [json_inert(json_text(check_document(check)))],
    "github": annotation_lines,
}


@click.command(epilog="Example: fairnotice check --base origin/main --format markdown")
@click.option(
    "--base",
    metavar="REF",
    help="Check the commit checked out, against the branch it is to be merged into;"
    " settings and rules come from there. Without it, check the working tree.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    default="text",
    help="For people, as a comment, for programs, or as annotations of a workflow.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Note what the rules found, and their version, in `change:` of each changed file.",
)
@click.option("--today", type=DAY, help="Answer as if this were today.")
@click.pass_context
def check(
    context: click.Context,
    /,
    *,
    base: str | None,
    form: str,
    write: bool,
    today: date | None,
) -> None:
    """Say what a change of policies means, what is wrong with it, and whom it would tell.

    Where the environment names a second reader, it is asked about the files you work on; never
    with --base or --write.
    """
    if write and base is not None:
        raise click.UsageError("--write is for the files you work on: give it without --base")
    # A pull request may be a stranger's, and what is noted is what the rules alone found.
    opinion = None if write or base is not None else _second_opinion()
    with progress_shown() as progress:
        # Before the report: a note moves the lines below it, and the report names lines.
        for line in _written(today, progress) if write else ():
            click.echo(inert(line), err=True)
        with open_proposal(Path.cwd(), base=base, today=today, progress=progress) as proposal:
            found = check_proposal(proposal, standards_for(proposal, opinion))
            for line in _FORMS[form](found):
                click.echo(line)
    if found.errors:
        context.exit(1)


def _written(today: date | None, progress: Progress) -> list[str]:
    """Note what the rules find in the files that are worked on, and return a line about each."""
    with open_proposal(Path.cwd(), base=None, today=today, progress=progress) as proposal:
        return list(write_pins(check_proposal(proposal, standards_for(proposal))))


def _second_opinion() -> Callable[[Assessment, Redline], Assessment] | None:
    reader = named_reader()
    if reader is None:
        return None
    rules = load_rules()
    return lambda assessment, redline: read_again(assessment, redline, reader, rules)
