"""What it costs to plan for very many people, and how long others wait meanwhile (T28).

`FAIRNOTICE_BENCH_PEOPLE` may name other numbers than a million and five, separated by commas.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from notify.ledger import open_ledger
from tests.benchmarks.measuring import PYTHON, ROOT, Figure, hold, run
from tests.benchmarks.planning import ENDED

_PEOPLE: Final = os.environ.get("FAIRNOTICE_BENCH_PEOPLE", "1000000,5000000")
_NUMBERS: Final = [int(number) for number in _PEOPLE.split(",")]
_MODULE: Final = "tests.benchmarks.planning"
_SERVICES: Final = ("", "messaging", "voice", "messaging;voice", "backup")
_SECONDS: Final = 20  # for a million
_MB: Final = 200
_WAIT: Final = 0.15  # seconds, for 99 of 100


def make_list(file: Path, number: int) -> None:
    """Write a list in which one of twenty shares a mailbox with somebody far away."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write("id,email,name,language,services,joined\n")
        for n in range(number):
            mailbox = n if n % 20 else (n * 7_919) % number
            day = f"{2010 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}"
            services = _SERVICES[n % len(_SERVICES)]
            lines.write(
                f"c{n},reader{mailbox}@mail{mailbox % 50}.example.com,Anna Example {n},en,"
                f"{services},{day}\n"
            )


@pytest.mark.parametrize("number", _NUMBERS)
def test_planning(number: int, tmp_path: Path) -> None:
    people = tmp_path / "recipients.csv"
    make_list(people, number)
    open_ledger({}, root=tmp_path).engine.dispose()
    other = subprocess.Popen(
        [sys.executable, "-m", _MODULE, "wait", tmp_path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        whole = run([PYTHON, "-m", _MODULE, people, tmp_path], cwd=tmp_path)
    finally:
        (tmp_path / ENDED).touch()
        waited = json.loads(other.communicate(timeout=60)[0])
    made = json.loads(whole.output)
    bound = _SECONDS * number / 1e6
    hold(
        f"Plan for {number:,} on SQLite, while another process writes",
        [
            Figure(what="rows written", value=made["rows"], unit=""),
            Figure(what="planning", value=made["seconds"], unit="s", bound=bound),
            Figure(what="planning, on the processor", value=made["cpu_seconds"], unit="s"),
            Figure(what="memory, at most", value=whole.peak_mb, unit="MB", bound=_MB),
            Figure(what="the ledger's file", value=made["megabytes"], unit="MB"),
            Figure(what="others write", value=waited["writes"], unit="times"),
            Figure(what="they wait, 99 of 100", value=waited["p99"], unit="s", bound=_WAIT),
            Figure(what="they wait, at most", value=waited["worst"], unit="s"),
        ],
    )
