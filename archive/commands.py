"""The archive's commands: versions, show, diff, init."""

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from archive.chromium import Printer, Sheet, chromium_program
from archive.comparisons import Comparison, compare_pair, pair_as_docx, pair_as_sheet
from archive.docx_documents import Labels, WordFile, text_as_docx
from archive.docx_origins import Origin
from archive.errors import UnreadableText
from archive.git_history import GitHistory
from archive.guesses import guess_settings, mkdocs_yml, to_toml
from archive.ignored_folders import ignore_generated
from archive.lookups import find_policy, revision_of, revision_on, version_of
from archive.named_texts import read_batch, read_pair
from archive.recipes import RECIPES, next_step, recipe_files, write_new
from archive.redactions import redaction_lines, redaction_of
from archive.register import Policy
from archive.register_json import register_document
from archive.register_text import register_lines
from archive.revisions import Revision
from archive.settings import load_settings
from archive.standing import hours, texts_on
from archive.terminal import (
    DAY,
    colours,
    columns,
    json_text,
    print_file,
    print_json,
    print_text,
    progress_shown,
    safe,
    safe_html,
)
from archive.texts import decoded
from archive.workspace import Workspace, open_workspace

OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file.",
)
_BY_ENDING: Final = {".docx": "docx", ".html": "html", ".json": "json", ".pdf": "pdf"}
_OF_A_TEXT: Final = ("markdown", "html", "docx")
_OF_A_REDLINE: Final = ("text", "html", "json", "docx", "pdf")
TODAY = click.option("--today", type=DAY, help="Answer as if this were today.")


@click.command(epilog="Example: fairnotice versions privacy --as-known 2026-01-01")
@click.argument("policy", required=False)
@click.option("--as-known", type=DAY, help="As the register stood on this day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@TODAY
def versions(policy: str | None, as_known: date | None, form: str, today: date | None) -> None:
    """List policies, their versions and revisions, dates, states and faults."""
    with open_workspace(Path.cwd(), today=today, as_known=as_known) as workspace:
        register = workspace.register
        if policy is not None:
            register = register.only(
                find_policy(register, policy, default=workspace.settings.language).id
            )
        if form == "json":
            blobs = [r.blob for each in register for r in each.revisions]
            with progress_shown() as progress:
                workspace.texts.prepare(blobs, progress=progress)
            redactions = workspace.settings.redactions
            print_json(register_document(register, workspace.texts, redactions=redactions))
        else:
            for line in register_lines(register, whole=policy is not None):
                click.echo(safe(line))


@click.command(epilog="Example: fairnotice show privacy --on 2019-06-01")
@click.argument("policy")
@click.option("--on", type=DAY, help="The text that applied on this day.")
@click.option("--joined", type=DAY, help="For people who joined on this day.")
@click.option("--version", type=DAY, help="The version of this effective date.")
@click.option("--revision", help="The revision of this id.")
@click.option("--lang", help="In this language.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_OF_A_TEXT),
    help="Else what the file's name ends in, or markdown.",
)
@OUTPUT
@TODAY
def show(
    policy: str,
    on: date | None,
    joined: date | None,
    version: date | None,
    revision: str | None,
    lang: str | None,
    form: str | None,
    output: Path | None,
    today: date | None,
) -> None:
    """Print a policy's text: the one in force, unless another is asked for."""
    if sum(choice is not None for choice in (on, version, revision)) > 1:
        raise click.UsageError("give one of --on, --version and --revision")
    if joined is not None and (version is not None or revision is not None):
        raise click.UsageError("--joined goes with --on, not with --version or --revision")
    with open_workspace(Path.cwd(), today=today) as workspace:
        found = find_policy(
            workspace.register, policy, default=workspace.settings.language, language=lang
        )
        day = on or workspace.register.today
        if joined is not None and joined > day:
            raise click.UsageError(f"who joined on {joined} had not joined yet on {day}")
        chosen = _chosen(found, day, version, revision, joined=joined)
        if version is None and revision is None:
            _tell_of_mistake_day(found, day, workspace.settings.timezone)
        form = form or _named_by(output, _OF_A_TEXT)
        if form == "docx":
            _print_word_file(_word_file(found, chosen, workspace), output)
        else:
            print_text(_shown(chosen, workspace, form, to_file=output is not None), output)


def _named_by(output: Path | None, forms: Sequence[str]) -> str | None:
    """Return the format that a file's name asks for; None where its ending names none."""
    form = _BY_ENDING.get(output.suffix.lower()) if output is not None else None
    if output is not None and form is not None and form not in forms:
        raise click.UsageError(f"{output.name}: this is written as {', '.join(forms)} alone")
    return form


def _print_word_file(file: WordFile, output: Path | None) -> None:
    """Write a Word document, and say on standard error what in it is not as in the text."""
    print_file(file.data, output, kind="a Word document")
    for remark in file.remarks:
        click.echo(safe(remark), err=True)


def _print_pdf(sheet: Sheet, output: Path | None) -> None:
    with closing(Printer(chromium_program(os.environ))) as printer:
        print_file(printer.pdf(sheet), output, kind="a PDF file")


def _word_file(policy: Policy, revision: Revision, workspace: Workspace) -> WordFile:
    """Return a text as a Word document; raises UnreadableText for one that was taken down."""
    reason = redaction_of(revision, workspace.settings.redactions)
    if reason is not None:
        raise UnreadableText(f"the text was taken down: {reason}")
    labels = Labels(
        title=policy.title,
        language=revision.language,
        at=revision.published,
        origin=Origin(policy=policy.id, language=revision.language, revision=revision.id),
    )
    return text_as_docx(workspace.texts.html(revision.blob), labels)


def _shown(revision: Revision, workspace: Workspace, form: str | None, *, to_file: bool) -> str:
    """Return a text as asked for, or what stands in the place of one that was taken down.

    Markdown in a file is the text to the letter; on a terminal, nothing in it steers or hides.
    """
    reason = redaction_of(revision, workspace.settings.redactions)
    if reason is not None:
        return safe("\n".join(redaction_lines(revision, reason)))
    text = workspace.texts
    if form == "html":
        return safe_html(text.html(revision.blob))
    markdown = text.markdown(revision.blob)
    return markdown if to_file else safe(markdown)


def _tell_of_mistake_day(policy: Policy, day: date, zone: ZoneInfo) -> None:
    """Say on standard error which texts stood when, where more than one did on a day."""
    stood = texts_on(policy, day, zone)
    if len(stood) > 1:
        click.echo(f"{len(stood)} texts stood on {day}, by the clock of {zone.key}:", err=True)
        for each in stood:
            click.echo(f"  {hours(each)}: {each.revision.id}", err=True)
        click.echo("`--revision ID` prints each.", err=True)


def _chosen(
    policy: Policy,
    on: date,
    version: date | None,
    revision: str | None,
    *,
    joined: date | None,
) -> Revision:
    if revision is not None:
        return revision_of(policy, revision)
    if version is not None:
        return version_of(policy, version).revisions[-1]
    return revision_on(policy, on, joined=joined)


@click.command(epilog="Example: fairnotice diff privacy@2018-11-20 privacy@2025-03-01")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare the pairs of this file, a JSON object a line.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_OF_A_REDLINE),
    help="Else what the file's name ends in, or text.",
)
@OUTPUT
@click.option("--html", is_flag=True, help="With --format json or --batch: add the HTML.")
@click.option("--lang", help="The policy in this language; of files, what they are written in.")
@TODAY
def diff(
    old: str | None,
    new: str | None,
    batch: Path | None,
    form: str | None,
    output: Path | None,
    html: bool,
    lang: str | None,
    today: date | None,
) -> None:
    """Print the redline of two files, or of two POLICY@DATE.

    POLICY@REVISION names a revision that has no date of its own, by the id that
    `fairnotice versions POLICY` lists.

    As docx, a Word document whose changes are tracked: accepting all of them leaves the new
    text, rejecting all of them the old one. As pdf, the whole text as Chromium prints it.
    """
    if batch is not None:
        for pair in read_batch(batch):
            document = compare_pair(pair).document(with_html=html)
            click.echo(json_text(document, indent=None))
    elif old is None or new is None:
        raise click.UsageError("give OLD and NEW, each a file or POLICY@DATE; or --batch FILE")
    else:
        pair = read_pair(old, new, today=today, language=lang)
        form = form or _named_by(output, _OF_A_REDLINE)
        if form == "docx":
            _print_word_file(pair_as_docx(pair, now=datetime.now(UTC)), output)
        elif form == "pdf":
            _print_pdf(pair_as_sheet(pair, now=datetime.now(UTC)), output)
        else:
            _print_redline(compare_pair(pair), form, output, with_html=html)


def _print_redline(
    compared: Comparison, form: str | None, output: Path | None, *, with_html: bool
) -> None:
    if form == "json":
        print_text(json_text(compared.document(with_html=with_html)), output)
    elif form == "html":
        print_text(safe_html(compared.page()), output)
    else:
        coloured = output is None and colours()
        print_text(compared.text(width=columns(), colour=coloured), output)


@click.command(epilog="Example: fairnotice init --recipe github && fairnotice build")
@click.option(
    "--recipe",
    type=click.Choice(RECIPES),
    help="Write the files, too, that publish the site there (PUBLISHING.md), check changes"
    " (CHECKING.md), or run the service (LEDGER.md).",
)
def init(recipe: str | None) -> None:
    """Find the policies of this repository and write the settings where they are missing."""
    with GitHistory(Path.cwd()) as history:
        paths = history.paths(history.commit_id("HEAD"))
        root = history.root
        guess = guess_settings(
            paths, read=lambda path: decoded((root / path).read_bytes()[:20_000])
        )
    for note in guess.notes:
        click.echo(safe(note))
    for name, content in (("fairnotice.toml", to_toml(guess)), ("mkdocs.yml", mkdocs_yml(guess))):
        file = root / name
        if file.exists():
            click.echo(f"{name}: left as it is{_what_it_lacks(file)}")
        else:
            file.write_text(content, encoding="utf-8")
            click.echo(f"{name}: written")
    click.echo(ignore_generated(root, paths))
    if recipe is not None:
        for part in recipe_files(recipe, load_settings(root)):
            click.echo(f"{part.path}: {'written' if write_new(root, part) else 'left as it is'}")
        click.echo(next_step(recipe))


def _what_it_lacks(file: Path) -> str:
    """Say what a mkdocs.yml of one's own needs for its look to be the site's."""
    if file.name != "mkdocs.yml" or "fairnotice" in file.read_text(encoding="utf-8"):
        return ""
    return "; add `fairnotice` to its `plugins`, or the site is built without it"
