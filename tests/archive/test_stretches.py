"""Do two texts show equal words? What is said without rendering is what rendering says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.rendering import render
from archive.stretches import same_words_unrendered
from archive.words import shown_words

# Lines that are harmless alone, and lines that reach for what stands above or below them.
LINES = st.sampled_from(
    [
        "We keep logs.",
        "We keep logs for 30 days.",
        "We never *sell* data.",
        "We **never** sell",
        "data to [others](https://others.example).",
        'data to [others](https://elsewhere.example "a title").',
        'See [us](https://a.example "a title',
        'that ends here")',
        "![a picture",
        "![Fees](a.png)",
        '![All "fees"](a.png "More")',
        "![](b.png)",
        "of us](us.png)",
        "[a `link](https://a.example)` b",
        "[a [b](https://b.example) c](https://c.example)",
        r"\[a](https://a.example)",
        "a](https://a.example)",
        "> quoted",
        "> > [quoted](https://twice.example)",
        "- one",
        "* two",
        "1. three",
        "    indented [code](https://code.example)",
        "  - nested",
        "    * nested *deeper*",
        "* [a](https://a.example)",
        '*   [a](https://b.example "its title (30%)")',
        "* **two** words",
        "* - a dash",
        "1.  three",
        "2. four",
        "#nospace",
        "* # heading",
        "    continued",
        "* * *",
        "- ",
        "+ plus",
        "**bold**",
        "*a** b*",
        "**a*b**",
        r"\(escaped\) and \*so\*",
        "[a](https://a.example \"l'un (l'autre') x\")",
        "[a](https://a.example/(b))",
        "[a](x) ](y) b",
        "![a](https://a.example)[b](https://c.example)",
        "[![a](b.png)](https://a.example)",
        "[a [b](https://b.example)",
        "[a](*b*) *c*",
        "(see below)",
        "a @ b + c = d",
        "a • b · c",
        "+ [a](b) ***c*** d",
        "a\xa0b",
        '<iframe src="x"></iframe> c',
        "| a | b |",
        "|---|---|",
        "# Heading #",
        "Heading",
        "===",
        "---",
        "Term",
        ":   meaning",
        ": meaning",
        "!!! note",
        "{: #here }",
        "word { #here }",
        "[TOC]",
        "[^1]",
        "[^1]: note",
        "[ref]: https://ref.example",
        "[ref]",
        "```",
        "~~~",
        "`code`",
        "a<br>b",
        "<https://auto.example>",
        "<someone@a.example>",
        "<div markdown>",
        "</div>",
        "<!-- hidden",
        "-->",
        "<del>struck",
        "</del>",
        "<s@x>",
        '![&lt;s&gt;](a.png "&lt;/s&gt;")',
        '<img alt="a" src="b.png">',
        '<iframe src="https://a.example"></iframe>',
        '<iframe src="https://a.example">',
        "&nbsp;",
        "AT&T",
        "1 < 2",
        "\x02",
        "snake_case_word",
        "“Quoted” – it’s",
        "",
        "",
        "",
        "",
        " ",
    ]
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts that begin and end alike, as those of one history do."""
    head, tail = draw(TEXTS), draw(TEXTS)
    old, new = draw(TEXTS), draw(TEXTS)
    between = draw(st.sampled_from(["\n", "\n\n"]))
    return between.join((head, old, tail)), between.join((head, new, tail))


@given(texts=neighbours())
@example(texts=("a\n\n[b](https://x.example)\n\nc", "a\n\n[b](https://y.example)\n\nc"))
@example(texts=("* a\n\nb\n\n* c", "* a\n\nb\n* c"))
@example(texts=("a\n\n    b\n\nc", "a\n\n* x\n\n    b\n\nc"))
def test_what_is_said_without_rendering_is_what_rendering_says(texts: tuple[str, str]) -> None:
    old, new = texts

    said = same_words_unrendered(old, new)

    if said is not None:
        assert said == (shown_words(render(old)) == shown_words(render(new)))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param("We keep logs.", "We keep\nlogs.", True, id="wrapping"),
        pytest.param("We keep logs.", "We keep no logs.", False, id="a word"),
        pytest.param("30 days. 90 days.", "90 days. 30 days.", False, id="the order of words"),
        pytest.param("[a](https://a.example)", "[a](https://b.example)", True, id="a link target"),
        pytest.param("`[a](https://a.example)`", "`[a](https://b.example)`", False, id="in code"),
        pytest.param("a\n\nb\n\nc", "b\n\na\n\nc", False, id="the order of paragraphs"),
        pytest.param("Logs, 30 days.", "Logs 30 days.", False, id="a comma"),
        pytest.param("a\n\n* b\n* c", "a\n\n- b\n- c", True, id="bullets"),
        pytest.param("* b\n* c", "*   b\n*   c", True, id="spaces behind a bullet"),
        pytest.param("* b\n* c", "* c\n* b", False, id="the order of a list"),
        pytest.param("* b\n    * c", "* b\n    * d", False, id="a list in a list"),
        pytest.param('[a](b "c (5%)")', '[a](b "c (6%)")', True, id="the title of a link"),
        pytest.param("![a](b.png)", "![a](c.png)", True, id="a picture"),
        pytest.param("[a](b) **c**", "a *c*", True, id="a link and emphasis taken away"),
        pytest.param(r"\[[a](b)\]", r"\[[a](c)\]", True, id="a link between escaped brackets"),
        pytest.param("a\nb\n===", "a\nb", False, id="what only looks like an underline"),
        pytest.param(r"\[a](b)", r"\[a](c)", False, id="what only looks like a link"),
    ],
)
def test_texts_of_plain_blocks_need_no_rendering_as_a_whole(
    old: str, new: str, *, same: bool
) -> None:
    before, after = (f"# Privacy\n\n{text}\n\nWrite to us.\n" for text in (old, new))

    assert same_words_unrendered(before, after) is same


@pytest.mark.parametrize(
    "far",
    [
        pytest.param("<del>", id="a tag that is not closed"),
        pytest.param("<!-- a comment", id="a comment"),
        pytest.param("[ref]: https://a.example", id="a definition"),
        pytest.param("[TOC]", id="a table of contents"),
        pytest.param("```\ncode\n```", id="a fence"),
        pytest.param("> " * 40 + "deep", id="quotes in quotes"),
        pytest.param("&lt;s&gt;", id="an entity that may become a tag"),
    ],
)
def test_a_text_in_which_a_block_may_reach_beyond_itself_is_left_undecided(far: str) -> None:
    assert same_words_unrendered(f"{far}\n\nWe *keep* logs.", f"{far}\n\nWe **keep** logs.") is None


def test_a_block_that_may_take_a_renderer_long_is_left_undecided() -> None:
    assert same_words_unrendered("a" + "[" * 20_000, "a" + "[" * 20_001) is None
