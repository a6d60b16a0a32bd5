"""On which line is a fault mended? There a reviewer is led."""

import pytest

from archive.faults import Fault, Severity
from notify.fault_lines import with_line

TEXT = """---
effective: 2027-03-01
change:
  level: minor
  summary: Logs.
---
We keep logs.
"""


def line_of(code: str, text: str = TEXT, line: int | None = None) -> int | None:
    fault = Fault(code=code, severity=Severity.ERROR, message="x", path="a.md", line=line)
    return with_line(fault, text, "en").line


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("retroactive", 2, id="a date on its line"),
        pytest.param("lowering-without-reason", 4, id="a decision on its line"),
        pytest.param("missing-choices", 3, id="what is missing, at the block it belongs to"),
        pytest.param("unknown-service", 6, id="what is declared nowhere, at the end of the head"),
    ],
)
def test_a_fault_leads_to_what_it_speaks_of(code: str, line: int) -> None:
    assert line_of(code) == line


def test_a_date_that_stands_in_the_text_is_mended_there() -> None:
    assert line_of("retroactive", "# Logs\n\nEffective date: May 4, 2026\n\nLogs.\n") == 3


def test_a_line_that_is_known_stays() -> None:
    assert line_of("retroactive", line=9) == 9


def test_without_any_head_the_first_line_counts() -> None:
    assert line_of("missing-summary", "Logs.\n") == 1
