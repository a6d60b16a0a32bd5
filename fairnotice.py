"""The command `fairnotice`: the commands of each package under one roof."""

import os
import shutil
import sys
import time
import traceback
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

from archive.errors import ArchiveError, InvalidSettings
from notify.errors import InvalidRules, NotifyError
from site_overrides.errors import SiteError

_MISTAKES = (ArchiveError, InvalidSettings, NotifyError, InvalidRules, SiteError)


# Where each command stands. A command is imported when it is called, so that none waits for
# the packages of another.
_COMMANDS: Final = {
    "init": "archive.commands",
    "import": "archive.import_commands",
    "build": "site_overrides.site_commands",
    "serve": "site_overrides.site_commands",
    "versions": "archive.commands",
    "show": "archive.commands",
    "diff": "archive.commands",
    "verify": "archive.verify_commands",
    "assess": "notify.assess_commands",
    "check": "notify.check_commands",
    "notify": "notify.notify_commands",
    "ledger": "notify.ledger_commands",
    "web": "notify.web_commands",
    "jobs": "notify.jobs_commands",
    "sandbox": "notify.sandbox_commands",
    "demo": "",  # below
}


_DEMO_MARK: Final = ".fairnotice-demo"


class _Commands(click.Group):
    """The commands of each package, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names in the order of their use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name == "demo":
            return demo
        # "import" is a word of Python's own, so its function has another name.
        name = "import_" if cmd_name == "import" else cmd_name
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: fairnotice init && fairnotice build",
)
@click.version_option(version("fair-notice"), "--version", message="%(version)s")
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Run as if started in this folder.",
)
@click.option("--debug", is_flag=True, help="Show where in the program a mistake was met.")
def fairnotice(folder: Path | None, debug: bool) -> None:  # noqa: ARG001, FBT001 (main reads it)
    """A policy site that keeps its promises: dates, every version, redlines, notice in time."""
    if folder is not None:
        os.chdir(folder)


@click.command(epilog="Example: fairnotice demo --output /tmp/fair-notice")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".fairnotice/demo"),
    show_default=True,
    help="The folder to work in; what an earlier demo left there is replaced.",
)
@click.option("--strict", is_flag=True, help="Fail on any fault of the site.")
@click.option("--site-only", is_flag=True, help="Build the site and stop there.")
def demo(output: Path, strict: bool, site_only: bool) -> None:  # noqa: FBT001 (by name)
    """Walk the whole path on a sample history: a site, a judged change, mails in a folder."""
    from archive.sample_history import rebuild_sample  # noqa: PLC0415 - no other command needs it

    started = time.monotonic()
    root = output.resolve()
    if root.exists() and not (root / _DEMO_MARK).is_file() and any(root.iterdir()):
        raise click.UsageError(f"{output} holds something else: name an empty or a new folder")
    for name in list(os.environ):
        if name.startswith(("FAIRNOTICE_", "SENDGRID_")):
            del os.environ[name]  # the demo tells nobody, whatever a shell holds
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / _DEMO_MARK).write_text("A demo may be replaced by the next one.\n", encoding="utf-8")
    sample = rebuild_sample(root)
    click.echo(f"The policies of Murmurwell, an invented company, as git commits: {root}")
    for step in _demo_steps(sample.today.isoformat(), strict=strict, site_only=site_only):
        click.secho(f"\n$ fairnotice {' '.join(step)}", bold=True)
        fairnotice.main(["-C", str(root), *step], standalone_mode=False)
    click.echo(f"\nDone in {time.monotonic() - started:.0f} s. Open {root / 'site' / 'index.html'}")
    if not site_only:
        click.echo(f"The mails, one file a person: {root / 'outbox'}")


def _demo_steps(today: str, *, strict: bool, site_only: bool) -> list[list[str]]:
    """The commands that a person would type, in order."""
    day = ["--today", today]
    site = [["versions", *day], ["build", *(["--strict"] if strict else []), *day]]
    mails = [["notify", "plan"], ["notify", "preview"], ["notify", "approve", "--by", "Counsel"]]
    mails += [["notify", "send"], ["notify", "status"]]
    return site if site_only else site + [[*step, *day] for step in mails]


def main() -> None:
    """Run a command; a mistake is answered in one line on standard error and status 2."""
    debug = "--debug" in sys.argv[1:]
    # A process begun with `python -c` looks for modules where it is called: in a checkout that
    # may be a stranger's. Those this program begins look where it was installed alone.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        status = fairnotice.main(standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message(), debug=debug)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (as `head` does); nothing is left to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except _MISTAKES as error:
        _fail(str(error), debug=debug)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, *, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    click.echo(f"fairnotice: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
