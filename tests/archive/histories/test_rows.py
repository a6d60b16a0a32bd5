"""Every pattern that was found in real histories has a test here that names its row."""

import re
from pathlib import Path


def test_each_row_of_the_histories_has_a_test() -> None:
    source = "".join(path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py")))

    named = {int(row) for row in re.findall(r'(?:_h|id="H)(\d+)', source)}

    assert named == set(range(1, 55))
