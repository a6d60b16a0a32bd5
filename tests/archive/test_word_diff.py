"""Which words stay: as many as a reader can use, and no crumbs between changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clauses import parse
from archive.vocabulary import Vocabulary
from archive.word_diff import Run, common_runs, longest_common, without_crumbs


def runs(old: str, new: str) -> list[str]:
    vocabulary = Vocabulary()
    one, other = (parse(f"<p>{text}</p>").blocks[0].tokens for text in (old, new))
    found = common_runs(
        vocabulary.encode([t.key for t in one]),
        vocabulary.encode([t.key for t in other]),
        vocabulary,
    )
    return [" ".join(token.text for token in one[run.old : run.old + run.length]) for run in found]


def test_common_ends_stay() -> None:
    assert runs("we keep old logs", "we keep new logs") == ["we keep", "logs"]


def test_one_word_of_content_is_worth_keeping() -> None:
    assert runs("x alpha content y", "p q content r") == ["content"]


def test_a_lone_article_or_comma_is_not() -> None:
    assert runs("alpha the beta , gamma", "delta the eta , theta") == []


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        pytest.param("you may not post", "you may post", ["you", "post"], id="gone"),
        pytest.param("you may post", "you may not post", ["you", "post"], id="come"),
        pytest.param("you may not post", "you may not share", ["you may not"], id="in both"),
        pytest.param(
            "you may not post lurid media here",
            "you may post what is ours , you may not share lurid media there",
            ["you", "may not", "lurid media"],
            id="with another clause before it",
        ),
    ],
)
def test_a_negation_is_shown_with_its_verb(old: str, new: str, kept: list[str]) -> None:
    assert runs(old, new) == kept


@given(old=st.text("abcde", max_size=30), new=st.text("abcde", max_size=30))
def test_long_texts_share_words_in_order(old: str, new: str) -> None:
    at = Run(0, 0, 0)
    for run in longest_common(old, new):
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
        assert run.old >= at.old + at.length
        assert run.new >= at.new + at.length
        at = run


def test_huge_texts_are_cut_at_words_that_surely_match() -> None:
    old = "".join(chr(0x4000 + n) for n in range(12_000))
    new = old[:5_000] + "ab" + old[5_000:]

    assert sum(run.length for run in longest_common(old, new)) >= 11_990


@pytest.mark.parametrize(
    ("runs_in_order", "expected"),
    [
        pytest.param(
            [Run(0, 0, 1), Run(5, 5, 1), Run(9, 9, 0)], [Run(0, 0, 0), Run(9, 9, 0)],
            id="no lone word is kept before, between or behind long changes",
        ),
        pytest.param(
            [Run(0, 0, 1), Run(2, 2, 1), Run(3, 3, 0)], [Run(0, 0, 1), Run(2, 2, 1)],
            id="one is at the ends, beside a short change",
        ),
        pytest.param(
            [Run(0, 0, 1), Run(1, 20, 1), Run(2, 21, 0)], [Run(0, 0, 1), Run(1, 20, 1)],
            id="and where words came, but none went",
        ),
    ],
)  # fmt: skip
def test_lone_words_beside_a_long_change_are_no_help(
    runs_in_order: list[Run], expected: list[Run]
) -> None:
    assert without_crumbs(runs_in_order, lambda run: 0.3 * run.length) == expected
