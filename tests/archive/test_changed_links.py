"""Which links of a text lead elsewhere under words that stayed, and which only seem to."""

import pytest

from archive.changed_links import changed_links, links_told
from archive.redlines import compare
from archive.rendering import render

A, B = "https://a.example/list", "https://b.example/list"


def links(old: str, new: str) -> list[tuple[str, str, str]]:
    found = changed_links(compare(render(old), render(new)))
    return [(link.words, link.old, link.new) for link in found]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(f"The [list]({A}).", f"The [list]({B}).", [("list", A, B)], id="another host"),
        pytest.param(
            f"The [**long** list]({A}).",
            f"The [**long** list]({B}).",
            [("long list", A, B)],
            id="words in emphasis",
        ),
        pytest.param(
            f"The [list]({A}) of 9.", f"The [list]({B}) of 8.", [("list", A, B)], id="and reworded"
        ),
        pytest.param("The list.", f"The [list]({B}).", [("list", "", B)], id="became a link"),
        pytest.param(f"The [list]({A}).", "The list.", [("", A, "")], id="is no link any more"),
        pytest.param(
            "[Us](mailto:a@example.com)",
            "[Us](mailto:b@example.com)",
            [("Us", "mailto:a@example.com", "mailto:b@example.com")],
            id="another mailbox",
        ),
        pytest.param(
            f"The [list]({A}).", "The [list](javascript:alert(1)).", [("", A, "")], id="no scheme"
        ),
        pytest.param(f"The [old]({A}).", f"The [new]({B}).", [], id="words that changed as well"),
        pytest.param(f"The [list]({A}).", f"The *[list]({A})*.", [], id="emphasis"),
        pytest.param("[a](b%20c.md)", "[a](b%20c.md) d", [], id="the same target"),
        pytest.param(
            "## 1. Logs\n\nWe keep logs.\n\nSee [logs](#1-logs).",
            "## 2. Logs\n\nWe keep logs.\n\nSee [logs](#2-logs).",
            [],
            id="a heading that was renumbered",
        ),
        pytest.param(
            "## Logs\n\nWe keep it.\n\n## Courts\n\nYours.\n\nSee [there](#logs).",
            "## Logs\n\nWe keep it.\n\n## Courts\n\nYours.\n\nSee [there](#courts).",
            [("there", "#logs", "#courts")],
            id="another section",
        ),
        pytest.param(
            "It is.[^1]\n\n[^1]: So.", "It is.[^a]\n\n[^a]: So.", [], id="a footnote's name"
        ),
    ],
)
def test_links_that_lead_elsewhere_are_told(
    old: str, new: str, found: list[tuple[str, str, str]]
) -> None:
    assert links(old, new) == found


def test_each_belongs_to_its_change() -> None:
    old = f"We keep it 9 days.\n\nThe [list]({A})."
    redline = compare(render(old), render(old.replace("9", "8").replace(A, B)))

    [link] = changed_links(redline)

    assert link.clause == redline.changes[1].clause
    assert f'id="{link.clause}"' in redline.html


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 link leads elsewhere"), (2_000, "2,000 links lead elsewhere")]
)
def test_links_are_counted_in_words(number: int, words: str) -> None:
    assert links_told(number) == words
