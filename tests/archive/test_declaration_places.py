"""On which line does a file declare something? So that a report can point at it."""

import pytest

from archive.declaration_places import Block, DeclarationPlaces, places_in

WHOLE = """---
id: privacy
effective: 2027-03-01
change:
    level: minor
    summary: |
      Two
      lines.

services: [voice]
---
We keep logs.
"""


def test_each_declaration_has_its_line() -> None:
    places = places_in(WHOLE)

    assert places.line("effective") == 3
    assert places.line("change.choices", "change.summary") == 6
    assert places.line("change.choices") is None
    assert places.change == Block(first=4, last=8, indent="    ")
    assert places.closing == 11


@pytest.mark.parametrize(
    ("text", "change", "closing"),
    [
        pytest.param("We keep logs.\n", None, None, id="no front matter"),
        pytest.param("---\n---\nWe keep logs.\n", None, 2, id="an empty one"),
        pytest.param("---\nid: [\n---\nLogs.\n", None, 3, id="what is no YAML"),
        pytest.param(
            "---\nchange:\nid: logs\n---\n", Block(first=2, last=2, indent=""), 4, id="a bare key"
        ),
        pytest.param(
            "---\r\nchange:\r\n  level: minor\r\n---\r\n",
            Block(first=2, last=3, indent="  "),
            4,
            id="Windows line ends",
        ),
        pytest.param(
            "---\nchange: {level: minor,\n  reason: x}\nid: logs\n---\n",
            Block(first=2, last=3, indent=""),
            5,
            id="a block in braces",
        ),
    ],
)
def test_what_is_not_declared_has_no_line(
    text: str, change: Block | None, closing: int | None
) -> None:
    places = places_in(text)

    assert (places.change, places.closing) == (change, closing)


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    assert places_in("---\nid: a\nid: b\n---\n") == DeclarationPlaces(
        lines={"id": 2}, change=None, closing=4
    )
