"""The command `import`: dated files from before git, into the repository of policies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from archive.confined_reading import read_confined
from archive.errors import ImportRefused, NoPolicies
from archive.git_history import root_of
from archive.import_files import Standing, read_files, standing, write
from archive.imports import Deciding, Import, Problem, Wanted, plan_imports
from archive.names import is_id
from archive.revisions import PolicyId
from archive.settings import load_settings
from archive.terminal import DAY, print_json, safe
from archive.word_imports import WordImport, read_word_import
from archive.workspace import open_workspace


@click.command(
    name="import",
    epilog="Examples: fairnotice import old-policies --dry-run;"
    " fairnotice import privacy privacy.docx",
)
@click.argument("names", nargs=-1, required=True, metavar="[POLICY] SOURCE")
@click.option("--policy", metavar="ID", help="The policy that every file belongs to.")
@click.option(
    "--dates-from",
    type=click.Choice([Deciding.NAME.value, Deciding.TEXT.value]),
    help="Which day counts where a file's name and its text say different ones.",
)
@click.option("--lang", help="With POLICY: its text in this language.")
@click.option(
    "--accept-all",
    is_flag=True,
    help="With POLICY: take tracked changes as accepted, leave comments out, and take a document"
    " that has few of the policy's clauses.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--today", type=DAY, help="Answer as if this were today.")
def import_(
    names: tuple[str, ...],
    *,
    policy: str | None,
    dates_from: str | None,
    lang: str | None,
    accept_all: bool,
    dry_run: bool,
    form: str,
    today: date | None,
) -> None:
    """Bring in texts: Markdown, HTML or DOCX.

    A folder of dated files becomes policy/earlier/, each file under its policy and day; a single
    file becomes a policy. Nothing is written over, and nothing at all while a file is unclear.

    POLICY and a DOCX file: its words are written into the policy's text; clauses that did not
    change stay as they are, byte for byte.
    """
    if len(names) > 2:
        raise click.UsageError("give a file or folder, or a policy and a .docx file")
    source = Path(names[-1])
    if not source.exists():
        raise click.UsageError(f"{source}: there is no such file or folder")
    if len(names) == 2:
        if policy is not None or dates_from is not None:
            raise click.UsageError("POLICY FILE takes neither --policy nor --dates-from")
        root, found = read_word_import(
            names[0], source, language=lang, today=today, accept_all=accept_all
        )
        _write_into(root, found, form, dry_run=dry_run)
    elif lang is not None or accept_all:
        raise click.UsageError("--lang and --accept-all go with POLICY and a .docx file")
    else:
        _import_all(source, policy, dates_from, today, form, dry_run=dry_run)


def _import_all(
    source: Path,
    policy: str | None,
    dates_from: str | None,
    today: date | None,
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Write dated files as earlier texts, or one file as a policy, and say so."""
    if policy is not None and not is_id(policy):
        raise click.UsageError("--policy takes an id of a-z, 0-9, - and /, as in terms/voice")
    root, wanted = _wanted(source, policy, dates_from, today)
    files, problems = read_files(source)
    imports, more = plan_imports(files, wanted, read=read_confined)
    places = {each.target: standing(root, each) for each in imports}
    problems += [*more, *_occupied(imports, places)]
    if problems:
        raise ImportRefused("\n".join(["nothing was imported", *map(str, problems)]))
    if not dry_run:
        for each in imports:
            if places[each.target] is Standing.NOTHING:
                write(root, each)
    if form == "json":
        print_json(_document(imports, places, dry_run=dry_run))
    else:
        for line in _lines(imports, places, dry_run=dry_run):
            click.echo(safe(line))


def _write_into(root: Path, found: WordImport, form: str, *, dry_run: bool) -> None:
    """Write a policy's new text into its file, and say what changed."""
    if found.differs and not dry_run:
        (root / found.path).write_bytes(found.content)
    if form == "json":
        print_json(_word_document(found, dry_run=dry_run))
        return
    clauses = f"{found.changes} clause{'' if found.changes == 1 else 's'}"
    done = "would be written" if dry_run else "written"
    click.echo(safe(f"{found.path}: {f'{clauses} {done}' if found.differs else 'says the same'}"))
    for remark in found.remarks:
        click.echo(safe(f"  check: {remark}"))
    if found.differs and not dry_run:
        click.echo("Read the difference with `git diff`, set `effective:` at its head, and commit.")


def _word_document(found: WordImport, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "id": found.policy.id,
        "lang": found.policy.language,
        "path": found.path,
        "changes": found.changes,
        "written": found.differs and not dry_run,
        "remarks": list(found.remarks),
    }


def _wanted(
    source: Path, policy: str | None, dates_from: str | None, today: date | None
) -> tuple[Path, Wanted]:
    root = root_of(Path.cwd())
    settings = load_settings(root)
    try:
        with open_workspace(root, today=today, with_unpublished=True) as workspace:
            policies = frozenset(policy.id for policy in workspace.register)
    except NoPolicies:
        policies = frozenset()
    return root, Wanted(
        settings=settings,
        today=today or datetime.now(settings.timezone).date(),
        policies=policies,
        policy=None if policy is None else PolicyId(policy),
        deciding=Deciding(dates_from or Deciding.NEITHER),
        earlier=source.is_dir(),
    )


def _occupied(imports: Sequence[Import], places: Mapping[str, Standing]) -> Iterator[Problem]:
    for each in imports:
        if places[each.target] is Standing.OTHER:
            message = f"{each.target} stands already and is another text: delete it or rename it"
            yield Problem(source=each.source, message=message)


def _document(
    imports: Sequence[Import], places: Mapping[str, Standing], *, dry_run: bool
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "imports": [
            {
                "source": each.source,
                "path": each.target,
                "id": each.policy,
                "lang": each.language,
                "effective": each.effective and each.effective.isoformat(),
                "title": each.title,
                "written": not dry_run and places[each.target] is Standing.NOTHING,
                "remarks": list(each.remarks),
            }
            for each in imports
        ],
    }


def _lines(
    imports: Sequence[Import], places: Mapping[str, Standing], *, dry_run: bool
) -> Iterator[str]:
    new = [each for each in imports if places[each.target] is Standing.NOTHING]
    for each in imports:
        done = "would be written" if dry_run else "written"
        yield f"{each.target}: {done if each in new else 'stands already'}, from {each.source}"
        yield from (f"  check: {remark}" for remark in each.remarks)
    texts = f"{len(new)} text{'' if len(new) == 1 else 's'}"
    if dry_run:
        yield f"{texts} would be written; nothing was."
    elif new:
        yield f"{texts} written. Read them, add `published:` where you know that day, and commit."
    else:
        yield "Nothing to do: every text stands already."
