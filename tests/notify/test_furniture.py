"""What does a recorded page repeat that nobody reads?"""

import pytest

from notify.counterparts import Sentence
from notify.furniture import without_furniture
from notify.rules import load_rules
from tests.notify.changes import a_redline

RULES = load_rules()


def left(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    [change, *_] = a_redline(("Logs stay here.", "Logs remain here.")).changes
    sentences: list[Sentence] = [(change, before, after) for before, after in pairs]
    return [(before, after) for _, before, after in without_furniture(sentences, RULES)]


def test_a_badge_that_comes_again_and_again_is_furniture() -> None:
    standing = ("", "We build houses.")
    assert left(("", "Badge round"), standing, ("", "Badge round"), ("", "Badge round")) == [
        standing
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("No refunds", id="words that bind"),
        pytest.param("After 30 days", id="a number"),
        pytest.param("Advertising partner", id="a sensitive topic"),
        pytest.param("The house stands by the river", id="too long for a button"),
    ],
)
def test_what_may_mean_something_stays_however_often_it_comes(words: str) -> None:
    assert left(*[("", words)] * 3) == [("", words)] * 3


def test_what_comes_twice_may_be_an_entry_of_two_lists() -> None:
    assert left(*[("", "Badge round")] * 2) == [("", "Badge round")] * 2
