"""A clause as HTML by itself: a page written from its clauses reads as the page they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clause_html import page_of, page_with_endings, write_clauses
from archive.clauses import Block, parse
from archive.rendering import clean, render

NESTED = """
# Terms {#top}

Intro with **bold [link](https://example.com/a "t")** and `code`.

1. one
    * inner

    second paragraph
2. two

| a | b |
|:--|--:|
| 1 | *2* |

> quoted
>
> twice

Term
:   what it means

```
kept   spaces
```

!!! note
    careful
"""


def seen(html: str) -> list[tuple[object, ...]]:
    """What a reader sees of each block that holds any text."""
    return [
        (block.kind, tuple(path_tags(block)), [token.key for token in block.tokens], block.exact)
        for block in parse(html).blocks
        if block.exact
    ]


def path_tags(block: Block) -> list[str]:
    return [element.tag for element in block.path]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(render(NESTED), id="everything that Markdown makes"),
        pytest.param("<ul><li>a</li></ul><ul><li>b</li></ul>", id="lists side by side"),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul>c</li></ul>", id="words after a list in its item"
        ),
        pytest.param(
            "<table><tbody><tr><td></td><td>x</td></tr></tbody></table>", id="an empty cell"
        ),
        pytest.param("<p>a &lt;b&gt; &amp; c<br>d</p>", id="signs of HTML in words"),
        pytest.param("loose <em>words</em>", id="words outside any element"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_page_written_from_its_clauses_reads_the_same(html: str) -> None:
    page = page_of(write_clauses(parse(html)))

    assert seen(page) == seen(html)
    assert write_clauses(parse(page)) == write_clauses(parse(html))
    assert clean(page) == page


@given(st.text(alphabet="<>/abulitdrp =\"'&;|\x1f\n*#", max_size=80))
def test_no_text_breaks_the_page_it_is_written_into(text: str) -> None:
    html = clean(text)

    page = page_of(write_clauses(parse(html)))

    assert [words for *_, words in seen(page)] == [words for *_, words in seen(html)]


def test_anchors_are_left_out_and_links_stay() -> None:
    html = '<p id="x">see <a href="#y">there</a><a id="z"></a></p>'

    assert page_of(write_clauses(parse(html))).strip() == '<p>see <a href="#y">there</a></p>'


def test_a_whole_page_keeps_its_anchors_and_takes_what_is_added_to_its_blocks() -> None:
    html = clean(
        '<h2 id="a">A</h2><hr><ul><li>one<a id="b"></a><br>two</li></ul>'
        "<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>"
    )
    added = {0: "<i>1</i>", 1: "<i>2</i>", 2: "<i>3</i>"}

    page = page_with_endings(parse(html), added)

    assert page_with_endings(parse(html), {}).replace("\n", "") == html
    assert page.replace("\n", "") == (
        '<h2 id="a">A<i>1</i></h2><hr><ul><li>one<a id="b"></a><br>two<i>2</i></li></ul>'
        "<table><tbody><tr><td>x</td><td>y<i>3</i></td></tr></tbody></table>"
    )
