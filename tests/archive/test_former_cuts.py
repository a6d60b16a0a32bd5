"""How a redline tells where the old text was cut into clauses and cells."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.clauses import parse
from archive.redlines import compare
from archive.rendering import render

ONE = "We may use your data to answer your questions and to keep our services safe."
OTHER = "You can withdraw your consent at any time, and nobody will ask you for a reason."
CUTS = re.compile(r' data-was="([^"]*)"')


def letters(text: str) -> str:
    return str(len("".join(text.split())))


@pytest.mark.parametrize(
    ("old", "new", "cuts"),
    [
        pytest.param(ONE, f"{ONE} {OTHER}", [], id="cut alike"),
        pytest.param(f"{ONE}\n\n{OTHER}", f"{ONE} {OTHER} Yes.",
                     [f"{letters(ONE)} {letters(OTHER)}"], id="joined"),
        pytest.param(f"{ONE} {OTHER}", f"{ONE}\n\n{OTHER}", [letters(ONE + OTHER)], id="parted"),
        pytest.param(f"{ONE}\n\n{OTHER}", f"{OTHER}\n\n{ONE}", [], id="moved"),
        pytest.param("| A | Bc |\n|---|---|\n| d | |", "| A |\n|---|\n| d |", ["1 2", "1 0"],
                     id="a column that went"),
        pytest.param("| A |\n|---|\n| d |", "| A | Bc |\n|---|---|\n| d | |", ["1", "1"],
                     id="a column that came"),
        pytest.param("| A |\n|---|\n| d |", "| A |\n|---|\n| e |", [], id="a cell reworded"),
        pytest.param("| “A” | B |\n|---|---|\n| d | e |", '| "A" |\n|---|\n| d |', ["3 1", "1 1"],
                     id="other glyphs"),
    ],
)  # fmt: skip
def test_the_letters_of_each_old_clause_are_told_where_it_was_cut_otherwise(
    old: str, new: str, cuts: list[str]
) -> None:
    assert CUTS.findall(compare(render(old), render(new)).html) == cuts


PARTS = st.lists(
    st.sampled_from(["We keep it. ", "You may ask. ", "\n\n", "| a | b |\n|---|---|\n| c | d |", "- x\n"]),
    max_size=8,
).map("".join)  # fmt: skip


@given(old=PARTS, new=PARTS)
@settings(max_examples=80)
def test_no_more_letters_are_told_than_the_old_text_has(old: str, new: str) -> None:
    told = CUTS.findall(compare(render(old), render(new)).html)

    known = sum(int(letters(block.exact)) for block in parse(render(old)).blocks)
    assert sum(int(count) for cuts in told for count in cuts.split()) <= known
