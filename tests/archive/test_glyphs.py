"""Which stretches of text are one word, and which words are the same in other type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import glyphs


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in glyphs.words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We keep logs.", ["We", "keep", "logs", "."], id="words and punctuation"),
        pytest.param("don’t can't", ["don’t", "can't"], id="an apostrophe inside is the word's"),
        pytest.param("happy.tools 4.2", ["happy.tools", "4.2"], id="a dot inside is the word's"),
        pytest.param("10,000 a,b", ["10,000", "a", ",", "b"], id="a comma only between figures"),
        pytest.param("third-party", ["third", "-", "party"], id="a hyphen parts words"),
        pytest.param(
            "See https://example.com/a?b=c, or me@example.com.",
            ["See", "https://example.com/a?b=c", ",", "or", "me@example.com", "."],
            id="an address is one word without the punctuation after it",
        ),
        pytest.param("個人データ", list("個人データ"), id="scripts without spaces go by character"),
        pytest.param("e\u0301te\u0301", ["e\u0301te\u0301"], id="accents belong to their letters"),
        pytest.param("a --- b", ["a", "---", "b"], id="dashes in a row are one"),
        pytest.param("a\x1cb \x1f c", ["a", "b", "c"], id="separators of records are white space"),
    ],
)
def test_a_text_is_cut_into_words(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("“", '"', id="quotes"),
        pytest.param("don’t", "don't", id="apostrophes"),
        pytest.param("—", "--", id="dashes"),
        pytest.param("…", "...", id="an ellipsis"),
        pytest.param("pri\u00advacy", "privacy", id="a soft hyphen"),
        pytest.param("e\u0301", "\u00e9", id="composed letters"),
    ],
)
def test_other_glyphs_have_the_same_key(one: str, other: str) -> None:
    assert glyphs.key(one) == glyphs.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Service", "service", id="capitals"),
        pytest.param(".", ",", id="punctuation"),
        pytest.param("30", "31", id="figures"),
        pytest.param("\u202e", "", id="a character that turns the reading direction"),
    ],
)
def test_what_can_matter_has_another_key(one: str, other: str) -> None:
    assert glyphs.key(one) != glyphs.key(other)


@given(
    text=st.text(st.sampled_from("ab 1,.'-_:/(…é"), max_size=30).filter(
        lambda text: "://" not in text
    )
)
def test_a_text_is_cut_alike_whatever_stands_further_on(text: str) -> None:
    assert cut(f"{text} me@example.com é")[:-2] == cut(text)


@given(text=st.text(st.characters(codec="utf-8"), max_size=30))
def test_words_have_as_many_keys_as_they_are_cut_into(text: str) -> None:
    assert len(glyphs.keys(text)) == len(cut(text)) == len(glyphs.pieces(text)) // 2
