"""Which sentence that went is the one that came elsewhere?"""

import pytest

from notify.counterparts import Sentence, with_counterparts
from tests.notify.changes import a_redline

STANDING = ("Logs stay here.", "Logs remain here.")
OLD = "We will not give your messages to anybody else."
NEW = "We will give your messages to anybody else."


def paired(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    [change, *_] = a_redline(STANDING).changes
    sentences: list[Sentence] = [(change, before, after) for before, after in pairs]
    return [(before, after) for _, before, after in with_counterparts(sentences, str.split)]


def test_a_sentence_that_moved_and_lost_a_not_is_shown_with_what_it_was() -> None:
    assert paired((OLD, ""), STANDING, ("", NEW)) == [STANDING, (OLD, NEW)]


def test_of_several_the_most_alike_are_paired() -> None:
    close = "We will give your messages to anybody."
    assert paired((OLD, ""), ("", close), ("", NEW)) == [("", close), (OLD, NEW)]


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param((("Sent by us.", ""), ("", "Sent by you.")), id="a few words are too common"),
        pytest.param(
            ((OLD, ""), ("", "The house stands beside a wide river in the north.")),
            id="other words are another sentence",
        ),
        pytest.param(((OLD, OLD), ("", NEW)), id="a sentence that stands on both sides is no half"),
    ],
)
def test_others_stay_apart(pairs: tuple[tuple[str, str], ...]) -> None:
    assert paired(*pairs) == list(pairs)
