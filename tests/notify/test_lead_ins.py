"""What gives an entry of a list or a table its meaning and stands outside of it?"""

import pytest

from archive.clauses import parse
from archive.redlines import compare
from archive.rendering import render
from notify.lead_ins import lead_ins

TABLE = "| Data | Kept for | Shared with |\n|---|---|---|\n| Logs of our server | {} days | {} of our offices |"


def told(before: str, after: str) -> list[str]:
    found = lead_ins(parse(compare(render(before), render(after)).html))
    return sorted(set(found.values()))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("We keep:\n\n- a\n- b", "We keep:\n\n- a\n- c", "We keep:", id="a list"),
        pytest.param(
            "We are old. We keep:\n\n- a",
            "We are old. We keep:\n\n- b",
            "We keep:",
            id="only the last sentence before it",
        ),
        pytest.param(
            "We keep:\n\n- a:\n\n    - b",
            "We keep:\n\n- a:\n\n    - c",
            "a:\nWe keep:",
            id="a list in a list, the nearest first",
        ),
        pytest.param(
            TABLE.format("10", "none"),
            TABLE.format("20", "none"),
            "Kept for\nLogs of our server",
            id="a cell: its column, and what the row is about",
        ),
        pytest.param(
            TABLE.format("10", "none"),
            TABLE.format("10", "all"),
            "Shared with\nLogs of our server",
            id="another cell: another column",
        ),
        pytest.param("Logs\n:   1 day", "Logs\n:   2 days", "Logs means", id="a term"),
        pytest.param(
            "We keep:\n\n- a\n- b", "We keep:\n\n- a", "We keep:", id="an entry that was taken out"
        ),
    ],
)
def test_an_entry_is_read_with_what_leads_it_in(before: str, after: str, expected: str) -> None:
    assert told(before, after) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("We keep:\n\nLogs", "We keep:\n\nMails", id="a paragraph"),
        pytest.param("# Logs\n\n- a", "# Logs\n\n- b", id="a list after a heading"),
        pytest.param("We keep:\n\n- a", "We keep:\n\n- a", id="nothing changed"),
    ],
)
def test_what_stands_alone_has_no_lead_in(before: str, after: str) -> None:
    assert told(before, after) == []
