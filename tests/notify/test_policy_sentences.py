"""The sentences of a policy as its readers see them, and where each stands in its file."""

import pytest

from archive.confined_rendering import render_confined
from archive.front_matter import split
from notify.policy_sentences import line_of, quoted, sentences_of

TEXT = """---
title: Privacy
---
# Privacy

We keep logs. We delete them
after a year. <!-- We sell them. -->

## Changes

- We tell you.
- We <del>never</del> ask you.

| What | How long |
|---|---|
| Logs | A year. |
"""


def test_sentences_are_those_that_readers_see_with_heading_and_line() -> None:
    found = sentences_of(render_confined(split(TEXT)[1]))

    assert [(one.text, one.heading, line_of(one, TEXT)) for one in found] == [
        ("We keep logs.", "Privacy", 6),
        ("We delete them after a year.", "Privacy", 6),
        ("We tell you.", "Changes", 11),
        ("We ask you.", "Changes", 12),
        ("What", "Changes", 14),
        ("How long", "Changes", 14),
        ("Logs", "Changes", 16),
        ("A year.", "Changes", 16),
    ]


@pytest.mark.parametrize(
    ("length", "ending"), [(300, "x”"), (301, "x…”")], ids=["as long as may be", "too long"]
)
def test_very_long_sentences_are_quoted_in_part(length: int, ending: str) -> None:
    words = quoted("x" * length)

    assert (len(words), words[0], words.endswith(ending)) == (302, "“", True)
