"""Tools that tests drive and that `make` brings where it can: browsers, checkers, servers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def found(tool: str, advice: str) -> str:
    """Return what `tests/setup/TOOL` finds; without it the test is skipped, and fails under CI."""
    ran = subprocess.run(
        [ROOT / "tests/setup" / tool, "--find"],
        env=os.environ | {"VENV": sys.prefix},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(advice)
    return ran.stdout.strip()
