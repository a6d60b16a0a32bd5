"""What the public sees of a text, and what no text can put on a page."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.rendering import clean, is_as_written, render
from archive.shared_rendering import render_shared


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("<script>alert(1)</script>", id="a script"),
        pytest.param('<p onclick="alert(1)">a</p>', id="an event"),
        pytest.param("# a {: onclick=alert(1) }", id="an event by attribute list"),
        pytest.param('<meta http-equiv="refresh" content="0;url=//x">', id="a refresh"),
        pytest.param("[a](javascript:alert(1))", id="a script in a link"),
        pytest.param("![a](data:image/svg+xml;base64,AA)", id="data in a picture"),
        pytest.param('<form action="//x"><input></form>', id="a form"),
        pytest.param("<svg><script>alert(1)</script></svg>", id="a drawing"),
        pytest.param('<iframe src="//x"></iframe>', id="a frame"),
        pytest.param('<p style="background:url(//x)">a</p>', id="a style"),
        pytest.param('<p id="__config">{}</p>', id="an id of the theme's own"),
        pytest.param("# a {: #__search }", id="the same by attribute list"),
    ],
)
def test_nothing_that_acts_survives(hostile: str) -> None:
    page = render(hostile)

    for forbidden in ("<script", "onclick", "<meta", "javascript:", "data:", "<form", "<svg",
                      "<iframe", "style=", "__config", "__search"):  # fmt: skip
        assert forbidden not in page


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        pytest.param("[a](https://a.example)", 'href="https://a.example"', id="a link"),
        pytest.param("[a](mailto:a@example.com)", 'href="mailto:a@example.com"', id="an address"),
        pytest.param("[a](terms.md#fees)", 'href="terms.md#fees"', id="a neighbour"),
        pytest.param("# Fees {: #fees }", 'id="fees"', id="an anchor"),
        pytest.param("a[^1]\n\n[^1]: b", 'id="fn:1"', id="a footnote"),
        pytest.param("|a|b|\n|:-|-:|\n|1|2|", 'align="right"', id="a table's alignment"),
    ],
)
def test_what_a_policy_needs_survives(markdown: str, kept: str) -> None:
    assert kept in render(markdown)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(render(text)) == render(text)


@pytest.mark.parametrize(
    ("markdown", "laid_out"),
    [
        pytest.param("<div>" * 99 + "a" + "</div>" * 99, True, id="boxes in boxes"),
        pytest.param("<div>" * 101 + "a" + "</div>" * 101, False, id="one too many"),
        pytest.param("<div>\n" * 3000 + "a" + "</div>\n" * 3000, False, id="thousands"),
        pytest.param("<div><p>a</p>" * 1500 + "</div>" * 1500, False, id="with words in each"),
        pytest.param("<b>" * 101 + "a" + "</b>" * 101, False, id="emphasis in emphasis"),
        pytest.param("<div>a</div>\n" * 200, True, id="beside each other"),
        pytest.param("a<br>b<hr>![c](d.png)" * 200, True, id="what holds nothing"),
    ],
)
@pytest.mark.parametrize("how", [render, render_shared])
def test_what_nobody_could_see_is_not_laid_out(
    markdown: str, how: Callable[[str], str], *, laid_out: bool
) -> None:
    assert is_as_written(how(markdown)) != laid_out


@pytest.mark.slow
def test_a_text_nested_too_deeply_is_shown_as_it_is_written() -> None:
    text = "".join(f"{'    ' * depth}- a\n" for depth in range(400))

    assert "- a" in render(text)
