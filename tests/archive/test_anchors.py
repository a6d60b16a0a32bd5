"""The anchors of a text are those its page has."""

import pytest

from archive.anchors import anchors_of


@pytest.mark.parametrize(
    ("html", "anchors"),
    [
        pytest.param("<p>Words.</p>", (), id="none"),
        pytest.param('<h2 id="a">A</h2><p id="b">B</p>', ("a", "b"), id="in reading order"),
        pytest.param('<h1 id="t">T</h1><h2 id="a">A</h2>', ("a",), id="without the one at the top"),
        pytest.param('<p>W</p><h1 id="t">T</h1>', ("t",), id="a great heading further down"),
        pytest.param('<p class="x" id="a">A</p>', ("a",), id="after another attribute"),
        pytest.param('<p id="a&amp;b">A</p>', ("a&b",), id="as a link names it"),
        pytest.param('<p id="a">A</p><p id="a">B</p>', ("a",), id="each once"),
        pytest.param('<p title=" id=x">A</p>', (), id="words that look like one"),
    ],
)
def test_the_anchors_of_a_text(html: str, anchors: tuple[str, ...]) -> None:
    assert anchors_of(html) == anchors
