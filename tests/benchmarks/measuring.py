"""What a command took, and whether a figure keeps its bound: measured and shown in one way.

A benchmark runs its commands with `run`, each in a process of its own, so that neither time nor
memory of one is another's; then it shows all its figures at once with `hold`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from rich.console import Console
from rich.table import Table

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = sys.executable
_KIB_A_MB: Final = 1024 if sys.platform != "darwin" else 1024 * 1024  # what ru_maxrss counts in
_WIDTH: Final = 100
# A process begins with the peak of the one that starts it, so a small one does that.
_LAUNCHER: Final = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
status = subprocess.call(sys.argv[2:])
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w", encoding="utf-8") as told:
    json.dump([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss], told)
sys.exit(status)
"""
# Compiled once, as an installed program is: the first run of a series is not measured by it.
_AS_INSTALLED: Final = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one command took, with all the processes it started."""

    output: str
    seconds: float
    cpu_seconds: float
    peak_mb: float  # of the largest of its processes


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured, and the most it may be; without a bound it is there to compare with."""

    what: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def met(self) -> bool:
        return self.bound is None or self.value <= self.bound


def run(
    command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Return what a command took in a process of its own, on this checkout's code.

    Raises AssertionError with its diagnostics where it fails.
    """
    with NamedTemporaryFile("r", encoding="utf-8") as told:
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, told.name, *(str(part) for part in command)],
            cwd=cwd,
            env=os.environ | _AS_INSTALLED | dict(environment or {}),
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}"
        seconds, cpu_seconds, peak = json.load(told)
    return Run(
        output=done.stdout,
        seconds=seconds,
        cpu_seconds=cpu_seconds,
        peak_mb=peak / _KIB_A_MB,
    )


def hold(title: str, figures: Sequence[Figure]) -> None:
    """Show a table of figures; raises AssertionError where one is over its bound."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("what", overflow="fold")
    for column in ("figure", "bound"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for figure in figures:
        table.add_row(
            figure.what,
            _shown(figure.value, figure.unit),
            "" if figure.bound is None else _shown(figure.bound, figure.unit),
            "" if figure.bound is None else "met" if figure.met else "MISSED",
        )
    print()  # noqa: T201 (pytest's own line ends here)
    Console(width=_WIDTH).print(table)
    missed = [figure.what for figure in figures if not figure.met]
    assert not missed, f"{title}: over the bound: {'; '.join(missed)}"


def _shown(value: float, unit: str) -> str:
    places = 0 if value >= 100 or value == int(value) else 2
    return f"{value:,.{places}f} {unit}"
