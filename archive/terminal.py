"""What commands share at the terminal: days, safe text, JSON and progress."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from archive.texts import Progress

# What steers a terminal: the control characters but tab and line feed.
_CONTROLS: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
# What turns words round or is seen by nobody: what Unicode calls "default ignorable", marks of
# direction, separators that few programs show, blanks that are letters, halves of a character.
_UNSEEN: Final = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff\ud800-\udfff"
)
# Scripts and pictures whose letters take another shape by what stands unseen behind them.
_SHAPED: Final = (
    r"(?<=[\xa9\xae\u0600-\u1cff\u2190-\u2bff\u3000-\u9fff\U0001f000-\U0003ffff])"
    rf"(?<![{_UNSEEN}])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]|(?<=\ufe0f)\u200d"
)
_HIDDEN: Final = re.compile(f"{_SHAPED}|([{_CONTROLS}{_UNSEEN}])")
_CONTROL: Final = re.compile(f"[{_CONTROLS}]")
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
    """Return a text that cannot steer the terminal or hide words: "<U+202E>" shows what would."""
    return _made_visible(text, lambda hidden: f"<U+{ord(hidden):04X}>")


def safe_html(html: str) -> str:
    """Return HTML that shows the same and cannot steer the terminal it is printed on."""
    return _made_visible(_CONTROL.sub("\ufffd", html), lambda hidden: f"&#x{ord(hidden):x};")


def json_text(document: object, *, indent: int | None = 2) -> str:
    """Return a JSON document as it is printed; no text in it can steer the terminal."""
    written = json.dumps(document, ensure_ascii=False, indent=indent)
    return _made_visible(written, _json_escape)


def _json_escape(hidden: str) -> str:
    units = hidden.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _made_visible(text: str, written: Callable[[str], str]) -> str:
    """Return a text with another way of writing for each character that is no plain sight."""
    return _HIDDEN.sub(lambda found: written(found[1]) if found[1] else found[0], text)


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
