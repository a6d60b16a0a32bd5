"""Texts rendered piece by piece, and as a whole: the same HTML, whatever they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.rendering import render
from archive.shared_rendering import render_shared

BLOCKS = (
    *("# Terms", "## Use", "## Use", "## Use_1", "## ", "### <3", "Use\n---", "## Use {: #use }"),
    *("We keep data.", "**Bold** start", "*em", "a  \nb", "AT&T", "&copy; us", "a & b;", "\\# no"),
    *("- one\n- two", "1. one\n2. two", "  - deep", "- [x](y.md)\n\n    more", "a. b", "* * *"),
    *("> said", "> # Said", "    code", "    more\n\n\n", "!!! note\n    within", "    outside"),
    *("| a | b |\n|---|---|\n| 1 | 2 |", "| 3 | 4 |", "Term\n: what", "Other\n:   what", ": alone"),
    *("[more](terms.md)", "[a][b]", "[b]: /where", "[^1]", "[^1]: note", "(see) more", '"Quoted"'),
    *(
        "<https://example.com>",
        "<br>",
        '<img src="a.png" id="use">',
        "<div>raw",
        "</div>",
        "<3 you",
    ),
    *(
        "```\ncode\n```",
        "~~~",
        "{: .note }",
        "text {: #use }",
        "[TOC]",
        "`code`",
        "Use `<b>",
        "\t tab",
    ),
    *(
        "你好",
        "# 你好",
        "# 再见",
        "word",
        "word\n# Within\nword",
        "word\n> quoted",
        'said id="use"',
    ),
)
BETWEEN = ("\n\n", "\n\n\n", "\n", "\n  \n", "\n\n\n\n")


@st.composite
def a_text(draw: st.DrawFn) -> str:
    blocks = draw(st.lists(st.sampled_from(BLOCKS), max_size=9))
    return "".join(block + draw(st.sampled_from(BETWEEN)) for block in blocks)


@given(texts=st.lists(a_text(), min_size=1, max_size=3))
def test_what_texts_share_is_rendered_as_if_each_stood_alone(texts: list[str]) -> None:
    assert [render_shared(text) for text in texts] == [render(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## Use\n\nA\n\n## Use\n\nB\n\n## Use 1\n\n## Use", id="headings alike"),
        pytest.param("# 你好\n\n# 再见\n\nText", id="headings without a letter for an anchor"),
        pytest.param("## A\n\nText {: #a }\n\n## A", id="an anchor that an author names"),
        pytest.param("Term\n: what\n\nOther\n: what", id="a list of terms that goes on"),
        pytest.param("    code\n\n\nText\n\n    code", id="code with empty lines below"),
        pytest.param("- one\n\nText\n\n- two", id="lists about a paragraph"),
        pytest.param('Text\n\n<img src="a.png" id="a">\n\n## A', id="a picture with an anchor"),
        pytest.param("## " + "x" * 300 + "\n\n## " + "x" * 300, id="anchors too long to be kept"),
        pytest.param("Text\n\n" + "word " * 2_000, id="a paragraph too long to be kept"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_text_is_rendered_as_it_always_was(text: str) -> None:
    assert render_shared(text) == render(text)
