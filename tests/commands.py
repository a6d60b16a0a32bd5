"""Running `fairnotice` as a person does: a process of its own, its words and its status."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str


def fairnotice(*arguments: str, cwd: Path, **environment: str) -> Answer:
    """Run a command in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "fairnotice", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Answer(status=done.returncode, out=done.stdout, err=done.stderr)
