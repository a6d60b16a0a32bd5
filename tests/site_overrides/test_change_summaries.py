"""What the list above a redline quotes of each change, and how its words are marked."""

import pytest

from archive.changes import Change, ChangeKind
from archive.marks import Mark
from site_overrides.change_summaries import summarised


def a_change(kind: ChangeKind, *sentences: tuple[str, str]) -> Change:
    return Change(
        kind=kind, clause="change-1", heading="", before="Old.", after="New.", sentences=sentences
    )


def quoted(change: Change) -> tuple[str, ...]:
    return tuple(
        " ".join(f"{segment.mark}{segment.text}" for segment in quote)
        for quote in summarised(change).quotes
    )


@pytest.mark.parametrize(
    ("change", "quotes"),
    [
        pytest.param(a_change(ChangeKind.ADDED), ("+New.",), id="added"),
        pytest.param(a_change(ChangeKind.REMOVED), ("-Old.",), id="removed"),
        pytest.param(a_change(ChangeKind.MOVED), (), id="moved without a new word"),
        pytest.param(a_change(ChangeKind.SPLIT), ("-Old. +New.",), id="split"),
        pytest.param(
            a_change(ChangeKind.REWORDED, ("A.", "B."), ("", "C.")),
            ("-A. +B.", "+C."),
            id="reworded, by its sentences",
        ),
        pytest.param(
            a_change(
                ChangeKind.REWORDED, ("We keep logs for 30 days.", "We keep logs for 90 days.")
            ),
            ("=We keep logs for -30 +90 =days.",),
            id="one word of a sentence",
        ),
        pytest.param(
            a_change(ChangeKind.REWORDED, ("We may not sell it to you.", "We may sell it to you.")),
            ("=We -may not +may =sell it to you.",),
            id="a negation, with its verb",
        ),
    ],
)
def test_the_list_quotes_what_differs_and_marks_it(change: Change, quotes: tuple[str, ...]) -> None:
    assert quoted(change) == quotes


def test_long_sentences_are_shortened_between_words_and_the_fourth_is_counted() -> None:
    change = a_change(ChangeKind.REWORDED, ("word " * 60, "A."), *[("B.", "C.")] * 4)

    found = summarised(change)

    struck = found.quotes[0][0]
    assert struck.mark is Mark.STRUCK
    assert struck.text.endswith("word …")
    assert len(struck.text) <= 182
    assert (len(found.quotes), found.more) == (3, 2)
