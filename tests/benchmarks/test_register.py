"""What reading the register costs, beside what git itself takes and beside a bare reading."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.benchmarks.made_history import add_commits, make_history
from tests.benchmarks.measuring import PYTHON, Figure, Run, hold, run

_COMMITS: Final = 40_000
_NEW: Final = 200
_CORPUS: Final = os.environ.get("FAIRNOTICE_BENCH_CORPUS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading in a process of its own."""

    seconds: float  # without the start of Python and its imports
    found: int
    together_mb: float  # all processes at once, at the most
    whole: Run


def reading(root: Path, kind: str) -> Reading:
    whole = run([PYTHON, "-m", "tests.benchmarks.reading", kind], cwd=root)
    said = json.loads(whole.output)
    return Reading(
        seconds=said["seconds"], found=said["found"], together_mb=said["together_mb"], whole=whole
    )


def git_log(root: Path) -> float:
    return run(["git", "log", "--first-parent", "-m", "--raw"], cwd=root).seconds


def figures(root: Path) -> tuple[list[Figure], Reading]:
    bare, cold = reading(root, "bare"), reading(root, "register")
    log, warm = git_log(root), reading(root, "register")
    assert warm.found == cold.found
    peak = max(cold.whole.peak_mb, warm.whole.peak_mb)
    return [
        Figure(what="texts", value=bare.found, unit=""),
        Figure(what="revisions", value=cold.found, unit=""),
        Figure(what="a bare reading of the texts and their words", value=bare.seconds, unit="s"),
        Figure(what="the same, on all cores", value=bare.whole.cpu_seconds, unit="CPU s"),
        Figure(what="cold, by the bare reading", value=cold.seconds / bare.seconds, unit="times", bound=1.5),
        Figure(what="cold", value=cold.seconds, unit="s"),
        Figure(what="cold, on all cores", value=cold.whole.cpu_seconds, unit="CPU s"),
        Figure(what="git log --first-parent -m --raw", value=log, unit="s"),
        Figure(what="warm, beyond git log", value=warm.seconds - log, unit="s", bound=0.6),
        Figure(what="warm", value=warm.seconds, unit="s"),
        Figure(what="warm, with the start of Python", value=warm.whole.seconds, unit="s"),
        Figure(what="memory of the largest process", value=peak, unit="MB", bound=300),
        Figure(what="memory of all processes together, at most", value=cold.together_mb, unit="MB"),
    ], cold  # fmt: skip


def test_the_register_of_a_made_history(tmp_path: Path) -> None:
    root = tmp_path / "made"
    make_history(root, _COMMITS)
    measured, before = figures(root)

    add_commits(root, _NEW, after=_COMMITS)
    log, grown = git_log(root), reading(root, "register")

    assert grown.found > before.found
    measured += [
        Figure(what=f"{_NEW} new commits", value=grown.seconds, unit="s"),
        Figure(what=f"{_NEW} new commits, beyond git log", value=grown.seconds - log, unit="s", bound=0.5),
    ]  # fmt: skip
    hold(f"Register of a made history of {_COMMITS:,} commits", measured)


@pytest.mark.skipif(_CORPUS is None, reason="FAIRNOTICE_BENCH_CORPUS names no folder of histories")
def test_the_register_of_a_real_history(tmp_path: Path) -> None:
    root = tmp_path / "real"
    bundle = Path(_CORPUS or "") / "ota-sample.bundle"
    subprocess.run(["git", "clone", "-q", "-b", "main", bundle, root], check=True)
    (root / "fairnotice.toml").write_text('documents = ["{id}.md"]\n', encoding="utf-8")
    hold("Register of a real history of 10,967 commits", figures(root)[0])
