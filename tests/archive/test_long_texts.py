"""No text makes a comparison blow up, and none is given up on: the redline stays exact."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.long_texts import CASES

ROOT = Path(__file__).parents[2]
LEAST_KEPT = {  # of the new text's words
    "a paragraph of 60 KB, three words in ten edited": 0.5,
    "a paragraph of 500 KB, three words in ten edited": 0.5,
    "a paragraph of 500 KB cut into a thousand": 0.98,
    "2,000 list items nearly alike": 0.3,
    "20,000 list items nearly alike": 0.3,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_long_comparison_comes_to_an_end(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.archive.long_texts", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"stopped: {done.stderr[-500:]}"
    told = json.loads(done.stdout)
    assert told["exact"]
    assert told["kept"] >= LEAST_KEPT.get(name, 0)
