"""A text is read as the clauses a reader sees."""

import pytest

from archive.clauses import Kind, parse, visible_text
from archive.errors import UnreadableText
from archive.rendering import render


def test_each_clause_has_its_kind_text_and_section() -> None:
    document = parse(
        render(
            "Intro.\n\n## Logs\n\nKept **30** days.\n\n- one\n    - two\n\n"
            "| a | b |\n|---|---|\n| c | d |\n\nTerm\n:   Meaning\n\n```\ncode\n```\n"
        )
    )

    assert [(block.kind, block.text, block.heading) for block in document.blocks] == [
        (Kind.PARAGRAPH, "Intro.", ""),
        (Kind.HEADING, "Logs", "Logs"),
        (Kind.PARAGRAPH, "Kept 30 days.", "Logs"),
        (Kind.ITEM, "one", "Logs"),
        (Kind.ITEM, "two", "Logs"),
        (Kind.ROW, "a | b", "Logs"),
        (Kind.ROW, "c | d", "Logs"),
        (Kind.ITEM, "Term", "Logs"),
        (Kind.ITEM, "Meaning", "Logs"),
        (Kind.CODE, "code", "Logs"),
    ]


def test_words_the_text_itself_strikes_are_visible_but_do_not_count() -> None:
    (block,) = parse("<p>We <del>never</del> sell.</p>").blocks

    assert block.text == "We sell."
    assert visible_text("<p>We <del>never</del> sell.</p>") == "We never sell."


def test_blocks_and_line_breaks_part_words() -> None:
    assert visible_text("<p>one<br>two</p><p>three</p>") == "one two three"


def test_markup_inside_a_word_does_not_part_it() -> None:
    (block,) = parse("<p><b>pri</b>vacy</p>").blocks

    assert [token.text for token in block.tokens] == ["privacy"]


def test_a_text_nested_beyond_reading_is_an_error_and_not_cut_short() -> None:
    with pytest.raises(UnreadableText, match="200 deep"):
        parse("<div>" * 201 + "words" + "</div>" * 201)
