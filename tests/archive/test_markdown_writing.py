"""HTML as Markdown: whatever a page says, the Markdown shows the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.markdown_writing import markdown_of
from archive.rendering import clean, render
from archive.words import normalised_words

WORDS = st.lists(
    st.sampled_from(
        [
            *("We", "keep", "logs", "for", "30 days.", "1.", "(a)", "a)", "2)", "10.2", "-", "--"),
            *("+", "*", "**both**", "_x_", "a_b", "#", "##", "&lt;b&gt;", "&amp;amp;", "&amp;"),
            *("[x]", "[x](y)", "{: #id }", "{name}", "`code`", "```", "~~~", "&gt;", ":", "|", "="),
            *("===", "---", "!!! note", "\\", "\\*", "![", "[^1]:", "<b>bold</b>", "<i>it</i>"),
            *("<b>a</b><b>b</b>", "<br>", "<s>gone</s>", "<code>a`b</code>", "<sub>2</sub>"),
            '<a href="https://example.com/a_(b)*c*">link</a>',
            '<a href="https://example.com/"> </a>',
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
PARAGRAPHS = WORDS.map("<p>{}</p>".format)
HEADINGS = st.builds(
    "<h{0}>{1}</h{0}>".format,
    st.integers(1, 6),
    st.sampled_from(["Title", "1. Title", "C# and #", "A | B", "{x}", "<b>Bold</b> it"]),
)


def lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, items: f"<{name}>{''.join(f'<li>{i}</li>' for i in items)}</{name}>",
        st.sampled_from(["ul", "ol"]),
        st.lists(
            st.one_of(WORDS, st.builds("{}{}".format, WORDS, inner), inner), min_size=1, max_size=3
        ),
    )


CELLS = st.one_of(WORDS, st.lists(PARAGRAPHS, min_size=1, max_size=2).map("".join))
TABLES = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3).map(
    lambda rows: (
        "<table>"
        + "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in rows)
        + "</table>"
    )
)
BLOCKS = st.one_of(
    PARAGRAPHS,
    HEADINGS,
    TABLES,
    st.recursive(PARAGRAPHS, lists, max_leaves=4),
    st.lists(PARAGRAPHS, min_size=1, max_size=2).map(
        lambda ps: f"<blockquote>{''.join(ps)}</blockquote>"
    ),
)


@given(blocks=st.lists(BLOCKS, min_size=1, max_size=4))
def test_the_markdown_of_a_page_shows_the_words_of_the_page(blocks: list[str]) -> None:
    page = clean("".join(blocks))

    assert normalised_words(render(markdown_of(page))) == normalised_words(page)


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        pytest.param(
            "<h2>Data</h2><p>We keep logs.</p>", "## Data\n\nWe keep logs.\n", id="blocks"
        ),
        pytest.param(
            "<ul><li>One</li><li><a href='https://example.com/'> </a></li><li>Two</li></ul>",
            "-   One\n-   &#160;\n-   Two\n",
            id="an item without words stays an item",
        ),
        pytest.param(
            "<ul><li>One<ol start='3'><li>a</li><li>b</li></ol></li><li>Two</li></ul>",
            "-   One\n    3.  a\n    4.  b\n-   Two\n",
            id="lists in lists, indented as Python-Markdown asks",
        ),
        pytest.param(
            "<table><tr><th>A</th><th>B</th></tr><tr><td>x|y</td><td><p>1</p><p>2</p></td></tr></table>",
            "| A | B |\n| --- | --- |\n| x\\|y | 1 <br> 2 |\n",
            id="a table of words",
        ),
        pytest.param(
            '<table><tbody><tr><td colspan="2">A</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2">A</td></tr><tr><td>1</td><td>2</td></tr></tbody>'
            "</table>\n",
            id="a table whose cells span stays HTML",
        ),
        pytest.param("<p>1. Typed</p><p># Not</p>", "1\\. Typed\n\n\\# Not\n", id="typed marks"),
        pytest.param("<p>&lt;script&gt;</p>", "&lt;script>\n", id="a tag in words stays words"),
        pytest.param(
            "<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb\n", id="a rule that opens no front matter"
        ),
        pytest.param("<p>Terms &amp; more, AT&amp;T</p>", "Terms & more, AT&T\n", id="ampersands"),
        pytest.param(
            '<p>See <a href="#s2">2</a>, <a href="/terms">terms</a>.</p><h2 id="s2">Two</h2>',
            'See [2](#s2), terms.\n\n## <a id="s2"></a>Two\n',
            id="links that still lead somewhere",
        ),
        pytest.param(
            '<p>From <time datetime="2018-05-25">25.5.18</time></p>',
            'From <time datetime="2018-05-25">25.5.18</time>\n',
            id="machine dates",
        ),
        pytest.param(
            "<dl><dt>Data</dt><dd>What we keep</dd></dl>",
            "Data\n:   What we keep\n",
            id="definitions",
        ),
    ],
)
def test_markdown_reads_as_a_person_would_write_it(page: str, markdown: str) -> None:
    assert markdown_of(page) == markdown
    assert normalised_words(render(markdown)) == normalised_words(page)
