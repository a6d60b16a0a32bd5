"""The commands of the site: build and serve."""

from datetime import date
from pathlib import Path

import click

from archive.terminal import DAY, progress_shown
from site_overrides.builds import Built, build_site, serve_site
from site_overrides.record_files import FormerRecord


@click.command(epilog="Example: fairnotice build --site-dir public")
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; by default the one mkdocs.yml names, or site/.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Keep the old site and exit 1 on an error in the texts, a link that leads nowhere or a"
    " loss in the record. Warnings about texts, as of an undated change, stop nothing.",
)
@click.option(
    "--against",
    metavar="FILE|URL",
    help="The former archive.json, or the address of the published site: what was lost since is"
    " a warning, and the record goes on from there.",
)
@click.option("--first", is_flag=True, help="There may be no former archive.json yet.")
@click.option(
    "--no-cache", is_flag=True, help="Render and compare every text again, and keep nothing of it."
)
@click.option("--today", type=DAY, help="Build as if this were today.")
@click.pass_context
def build(
    context: click.Context,
    /,
    site_dir: Path | None,
    *,
    strict: bool,
    against: str | None,
    first: bool,
    no_cache: bool,
    today: date | None,
) -> None:
    """Build the site: texts in force, histories, every earlier version, redlines, feeds."""
    if first and against is None:
        raise click.UsageError("--first goes with --against FILE|URL")
    with progress_shown() as report:
        built = build_site(
            Path.cwd(),
            site_dir=site_dir,
            strict=strict,
            today=today,
            fresh=no_cache,
            report=report,
            former=FormerRecord(against=against, first=first),
        )
    if not built.clean:
        click.echo(f"Not published: {_counted(built.warnings, 'warning')} above.", err=True)
        context.exit(1)
    parts = [
        _counted(built.policies, "policy", "policies"),
        _counted(built.versions, "version"),
        _counted(built.pages, "page"),
    ]
    click.echo(f"{', '.join(parts)} in {built.seconds:.1f} s")
    if faults := _faults(built):
        click.echo(f"{faults} in the texts: `fairnotice versions` says where")
    click.echo(f"The site: {built.folder / 'index.html'}")


def _faults(built: Built) -> str:
    """Return "1 error and 2 warnings", or nothing."""
    kinds = {"error": built.text_errors, "warning": built.text_warnings}
    return " and ".join(_counted(number, one) for one, number in kinds.items() if number)


def _counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 policy", "2 policies"; what a terminal shows is in English."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@click.command(epilog="Example: fairnotice serve --address 127.0.0.1:8000")
@click.option("--address", help="Host and port to serve at; by default 127.0.0.1:8000.")
@click.option("--today", type=DAY, help="Build as if this were today.")
def serve(address: str | None, today: date | None) -> None:
    """Serve the site on this machine, and build it again after every edit."""
    serve_site(Path.cwd(), address=address, today=today)
