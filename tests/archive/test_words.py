"""Which words does a reader see? What changes none of them makes no revision."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.rendering import render
from archive.words import normalised_words, shown_words, surely_differ, words_hash


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("We **keep** logs.", "We keep logs .", id="emphasis is no word"),
        pytest.param("We keep\nlogs.", "We keep logs .", id="wrapping is no word"),
        pytest.param("Our “logs” – all’s well", 'Our " logs " - all \' s well', id="glyphs fold"),
        pytest.param("[Logs](https://a.example)", "Logs", id="a link target is no word"),
        pytest.param("We <del>never</del> sell.", "We sell .", id="struck words are absent"),
        pytest.param("a<!-- b -->c", "ac", id="comments are absent"),
        pytest.param("zero\u200bwidth", "zerowidth", id="zero-width characters are absent"),
        pytest.param("We keep logs .", "We keep logs .", id="space before a mark is no word"),
        pytest.param("1 &lt; 2 &amp; 3", "1 < 2 & 3", id="entities are what they show"),
        pytest.param("un**believ**able", "unbelievable", id="a tag inside a word does not cut it"),
        pytest.param("- one\n- two", "one two", id="items stand apart"),
    ],
)
def test_normalised_words(markdown: str, words: str) -> None:
    assert normalised_words(render(markdown)) == words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("See ![all fees](f.png).", "See \ufffc all fees .", id="what is said for it"),
        pytest.param("![](f.png)", "\ufffc", id="that there is one"),
        pytest.param('![a < b "c"](f.png)', '\ufffc a < b " c "', id="signs"),
    ],
)
def test_pictures_are_among_the_words_shown(markdown: str, words: str) -> None:
    assert shown_words(render(markdown)) == words
    assert words_hash(render(markdown)) != words_hash(render("See ."))


def test_another_file_for_a_picture_is_no_other_word() -> None:
    assert words_hash(render("![a](a.png)")) == words_hash(render("![a](b.png)"))


def test_the_hash_names_the_algorithm_and_its_version() -> None:
    assert words_hash("<p>We keep logs.</p>").startswith("w1:sha256:")


LINES = st.sampled_from(
    [
        "We keep logs.",
        "We keep no logs.",
        "We never *sell* data.",
        "[Sell](https://never.example)",
        "[Sell](https://always.example)",
        "[logs]: https://logs.example",
        "1. Logs",
        "2. Logs",
        "# Logs #",
        "![never](never.png)",
        "<!-- never",
        "never -->",
        "<del>never</del>",
        "<span hidden>never</span>",
        "    never",
        "```",
        "~~~ never",
        "| never | logs |",
        "|---|---|",
        "[^1] never",
        "[^1]: sell",
        "*[WHO]: never",
        '!!! note "never"',
        "logs { #never }",
        "{: #never }",
        "never  ",
        "",
        "&never;",
        "_never_",
        "term\n:   never",
        "nev*er*",
        "n[ev](sell.md)er",
        "nev<b>er</b>",
        "ne&shy;ver",
        "&#110;ever",
        "ne\u00adver",
        "n__ev__er",
        "| never | logs | sell |",
        "never | logs | sell",
        "!!! never",
        "`ne`ver",
        "nev\\_er",
        "nev_er",
    ]
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)


@given(old=TEXTS, new=TEXTS)
@example(old="<div>\nwo<x <b>rd\n</div>", new="<div>\nword\n</div>")
@example(
    old="We keep logs.\n[^1]: sell", new="We keep logs.\n[^1]: sell\nWe keep logs.\n[^1]: sell"
)
def test_what_surely_differs_without_rendering_differs_when_rendered(old: str, new: str) -> None:
    if surely_differ(old, new):
        assert normalised_words(render(old)) != normalised_words(render(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("We keep logs.", "We keep no logs.", id="a plain word"),
        pytest.param(
            "See [us](https://a.example) now.",
            "See [us](https://a.example) then.",
            id="a plain word beside a link",
        ),
    ],
)
def test_a_plain_change_needs_no_rendering(old: str, new: str) -> None:
    assert surely_differ(old, new)


@pytest.mark.parametrize("trick", ["<", '<"', "[", "{"])
def test_a_plain_change_is_found_beside_what_is_never_closed(trick: str) -> None:
    hostile = trick * 100_000

    assert surely_differ(f"We keep logs.\n\n{hostile}", f"We keep data.\n\n{hostile}")
