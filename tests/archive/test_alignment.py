"""Which clause is which, and which one moved: the bounds, each with a clause on both its sides."""

import pytest

from archive.alignment import Alignment, align
from archive.clauses import parse
from archive.likeness import Likeness, read_clauses
from archive.vocabulary import Vocabulary

BEFORE, AFTER = "Alpha beta gamma delta.", "Epsilon zeta eta theta."
PATTERN = "You can use our service {} {} to store and share any of your files with others."
NAMES = "Amber Birch Cedar Daisy Elder Fern Gorse Hazel".split()


def aligned(old: list[str], new: list[str]) -> Alignment:
    documents = [parse("".join(f"<p>{each}</p>" for each in texts)) for texts in (old, new)]
    vocabulary = Vocabulary()
    olds, news = (read_clauses(document, vocabulary) for document in documents)
    return align(olds, news, Likeness(vocabulary))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        pytest.param(
            ["We keep logs of visits for thirty days."],
            ["We keep some logs while the law requires it."],
            [((1,), (1,))],
            id="less like each other, alone between their neighbours",
        ),
        pytest.param(
            ["We keep logs of visits for thirty days.", "Nobody sells anything here."],
            ["We keep some logs while the law requires it.", "Children need parental consent."],
            [],
            id="the same two beside others that changed",
        ),
        pytest.param(
            ["We keep logs of visits for thirty days."],
            ["Children need parental consent."],
            [],
            id="nothing alike",
        ),
    ],
)
def test_two_clauses_are_one_reworded(
    old: list[str], new: list[str], pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    found = aligned([BEFORE, *old, AFTER], [BEFORE, *new, AFTER])

    assert found.matches[1:-1] == pairs


@pytest.mark.parametrize(
    ("clause", "moves"),
    [
        pytest.param("Never sold.", [], id="three words and marks are alike by chance"),
        pytest.param("Never sold here.", [((0,), (9,))], id="four are not"),
    ],
)
def test_an_equal_clause_that_stands_elsewhere_moved(
    clause: str, moves: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    others = [f"{BEFORE} {name}." for name in NAMES]

    assert aligned([clause, *others, "Old end."], ["New head.", *others, clause]).moves == moves


@pytest.mark.parametrize(
    ("names", "moves"),
    [
        pytest.param("Amber Juniper", [], id="one word of its own in common"),
        pytest.param("Amber Birch", [((0,), (2,))], id="both words"),
    ],
)
def test_a_reworded_clause_moved_when_it_shares_words_of_its_own(
    names: str, moves: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    """Clauses of one pattern are alike, whichever of them is meant."""
    old = [PATTERN.format(*each.split()) for each in ("Amber Birch", "Cedar Daisy", "Elder Fern")]
    new = [PATTERN.format(*each.split()) for each in (names, "Kapok Larch", "Maple Oak")]
    new[0] = new[0].replace("any of ", "")

    assert aligned([*old, BEFORE, AFTER], [BEFORE, AFTER, *new]).moves == moves
