"""Which words are compared by one spelling: whole spellings only, the longest first."""

from pathlib import Path

import pytest

from notify.rules_file import parse
from notify.same_spellings import by_first_words, in_one_spelling, spellings_in

_FILE = """
[[same]]
words = ["e mail", "email"]

[[same]]
words = ["in order to", "to"]

[[same]]
words = ["in", "within"]

[[same]]
words = ["upon", "on"]
"""
SAME = by_first_words(
    one
    for many in parse(Path("rules.toml"), _FILE, kinds=("same",)).read("same", spellings_in)
    for one in many
)


@pytest.mark.parametrize(
    ("words", "compared"),
    [
        ("by e mail", "by email"),
        ("in order to ask", "to ask"),
        ("in order", "within order"),
        ("upon", "on"),
        ("e", "e"),
        ("e mail upon e mail", "email on email"),
        ("nothing of it", "nothing of it"),
        ("", ""),
    ],
)
def test_words_with_several_spellings_have_one(words: str, compared: str) -> None:
    assert in_one_spelling(words.split(), SAME) == compared.split()
