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
