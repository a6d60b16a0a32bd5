"""What the list above a redline quotes of each change, and how its words are marked."""

import pytest

from archive.changes import Change, ChangeKind
from archive.marks import Mark
from archive.redlines import compare
from archive.rendering import render
from site_overrides.change_summaries import SummarisedChange, summarised
from tests.site_overrides.builders import IN_ENGLISH


def a_change(kind: ChangeKind, *sentences: tuple[str, str]) -> Change:
    return Change(
        kind=kind, clause="change-1", heading="", before="Old.", after="New.", sentences=sentences
    )


def quoted(change: Change) -> tuple[str, ...]:
    return tuple(
        " ".join(f"{segment.mark}{segment.text}" for segment in quote)
        for quote in summarised(IN_ENGLISH, change).quotes
    )


@pytest.mark.parametrize(
    ("change", "quotes"),
    [
        pytest.param(a_change(ChangeKind.ADDED), ("+New.",), id="added"),
        pytest.param(a_change(ChangeKind.REMOVED), ("-Old.",), id="removed"),
        pytest.param(a_change(ChangeKind.MOVED), ("=New.",), id="moved without a new word"),
        pytest.param(a_change(ChangeKind.SPLIT), ("=New.",), id="split without a new word"),
        pytest.param(a_change(ChangeKind.SPLIT, ("", "2.3")), ("+2.3",), id="split and numbered"),
        pytest.param(
            a_change(ChangeKind.REWORDED, ("A.", "B."), ("", "C.")),
            ("-A. +B.", "+C."),
            id="reworded, by its sentences",
        ),
    ],
)
def test_the_list_quotes_what_differs_and_marks_it(change: Change, quotes: tuple[str, ...]) -> None:
    assert quoted(change) == quotes


def changes(old: str, new: str) -> list[SummarisedChange]:
    return [summarised(IN_ENGLISH, change) for change in compare(render(old), render(new)).changes]


def test_the_words_of_a_sentence_are_marked_as_in_the_redline() -> None:
    [found] = changes("We may not sell it, ever.", "We may sell it!")

    [quote] = found.quotes
    assert "".join(f"{segment.mark}{segment.text}" for segment in quote) == (
        "=We -may not+may= sell it-, ever.+!"
    )


ONE = "We may use your data to answer your questions and to keep our services safe for all."
OTHER = "You can withdraw your consent at any time, and nobody will ask you for a reason."


def test_a_paragraph_that_was_split_is_quoted_and_told_into_how_many() -> None:
    [split] = changes(f"{ONE} {OTHER}", f"{ONE}\n\n{OTHER}")
    [merged] = changes(f"{ONE}\n\n{OTHER}", f"{ONE} {OTHER}")

    for found in (split, merged):
        [[words]] = found.quotes
        assert words.mark is Mark.KEPT
        assert words.text == "We may use your data to answer your questions and to keep …"
    assert (split.note, merged.note) == ("into 2 parts", "from 2 parts")


def test_a_clause_that_moved_is_told_from_where_and_a_section_that_moved_is_not() -> None:
    rest = "## Use\n\nOne more of these clauses says what you may and may not do here."
    old = f"## Data\n\n{ONE}\n\n{OTHER}\n\n{rest}"
    [moved] = changes(old, f"## Data\n\n{OTHER}\n\n{rest}\n\n{ONE}")
    section = changes(f"## Data\n\n{ONE}\n\n{rest}", f"{rest}\n\n## Data\n\n{ONE}")

    assert (moved.heading, moved.moved_from) == ("Use", "Data")
    assert {(found.moved_from, found.kind) for found in section} == {("", ChangeKind.MOVED)}


def test_a_section_that_moved_and_has_another_number_is_told_by_both() -> None:
    rest = "## {}. Use\n\nOne more of these clauses says what you may and may not do here."
    rest += "\n\nAnd another.\n\nAnd one more.\n\nAnd the last."
    old, new = rest.format(2), rest.format(1)

    found = changes(f"## 1. Data\n\n{ONE}\n\n{old}", f"{new}\n\n## 2. Data\n\n{ONE}")

    moved, *_along = (each for each in found if each.kind is ChangeKind.MOVED)
    assert ["".join(f"{word.mark}{word.text}" for word in quote) for quote in moved.quotes] == [
        "-1+2=. Data"
    ]


def test_long_sentences_are_shortened_between_words_and_the_fourth_is_counted() -> None:
    change = a_change(ChangeKind.REWORDED, (" ".join(["word"] * 60), "A."), *[("B.", "C.")] * 4)

    found = summarised(IN_ENGLISH, change)

    struck = found.quotes[0][0]
    assert struck.mark is Mark.STRUCK
    assert struck.text.endswith("word …")
    assert len(struck.text) <= 182
    assert (len(found.quotes), found.more) == (3, 2)
