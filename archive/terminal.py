"""What commands share at the terminal: days, safe text, JSON and progress."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from archive.texts import Progress

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LIKE_A_DATE: Final = re.compile(r"\s*(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\s*")


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fails with what to write instead."""
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail(f"`{value}` is no date: write {_nearest_date(str(value))}", param, ctx)
        if not _FIRST_DAY <= day <= _LAST_DAY:
            days = f"from {_FIRST_DAY} to {_LAST_DAY}"
            self.fail(f"`{value}` is out of reach: write a day {days}", param, ctx)
        return day


DAY: Final = Day()
# No policy is older than the printing press, and days must leave room to be counted on.
_FIRST_DAY: Final = date(1450, 1, 1)
_LAST_DAY: Final = date(2999, 12, 31)


def _nearest_date(value: str) -> str:
    like = _LIKE_A_DATE.fullmatch(value)
    if like is None:
        return "it as 2027-03-01"
    year, month, day = int(like[1]), int(like[2]), int(like[3])
    for candidate in range(day, 0, -1):
        try:
            return f"`{date(year, month, candidate).isoformat()}`"
        except ValueError:
            continue
    return "it as 2027-03-01"


def safe(text: str) -> str:
    """Return a text that cannot steer the terminal: control and direction marks are shown as "?"."""
    printable = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub("?", printable)


def json_text(document: object) -> str:
    """Return a JSON document as it is printed."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def print_json(document: object) -> None:
    """Print one JSON document on standard output."""
    click.echo(json_text(document))


def print_text(text: str, output: Path | None) -> None:
    """Print a text on standard output, or write it to a file."""
    if output is None:
        click.echo(text)
    else:
        _write(f"{text}\n".encode(), output)


def print_file(data: bytes, output: Path | None, *, kind: str) -> None:
    """Write what is no text to a file or a pipe; refuses to write it to a terminal."""
    if output is not None:
        _write(data, output)
    elif sys.stdout.isatty():
        raise click.UsageError(f"{kind} is no text for a terminal: give --output FILE")
    else:
        sys.stdout.buffer.write(data)


def _write(data: bytes, output: Path) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror or 'cannot be written'}") from error


def colours() -> bool:
    """Return whether standard output is a terminal that may show colours."""
    from rich.console import Console  # noqa: PLC0415 - a large package, which few commands need

    return Console().is_terminal and not Console().no_color


def columns() -> int:
    """Return how wide the terminal is; a pipe counts as 80 columns, and 100 are enough to read."""
    return min(shutil.get_terminal_size().columns, 100)


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """Show long work on standard error: a bar on a terminal, a line now and then in a pipe."""
    if not sys.stderr.isatty():
        yield _progress_lines()
        return
    from archive.progress_bars import progress_bars  # noqa: PLC0415 - nothing of it in a pipe

    with progress_bars() as show:
        yield show


def _progress_lines() -> Progress:
    """A line at every tenth part, so that a log stays readable."""
    told: dict[str, int] = {}

    def show(what: str, done: int, total: int) -> None:
        tenth = 10 if done >= total else done * 10 // total
        if tenth > told.get(what, -1):
            told[what] = tenth
            sys.stderr.write(f"{what}: {done} of {total}\n")

    return show
