"""Which pictures of a text changed, and where that is told."""

import pytest

from archive.changed_pictures import changed_pictures
from archive.changes import ChangeKind
from archive.redline_documents import redline_document
from archive.redline_text import redline_text
from archive.redlines import compare
from archive.rendering import render
from archive.revisions import Language

WORDS = "We keep your records."
FEES = f"{WORDS}\n\n![Fees](fees.png)"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(WORDS, FEES, [("", "Fees")], id="added"),
        pytest.param(FEES, WORDS, [("Fees", "")], id="taken out"),
        pytest.param(FEES, f"{WORDS}\n\n![All fees](fees.png)", [("Fees", "All fees")], id="said"),
        pytest.param("See ![a](a.png) it.", "See it.", [("a", "")], id="among words"),
        pytest.param(
            "![a](a.png) ![b](b.png) ![a](a.png) it.", "![a](a.png) it.", [("b", ""), ("a", "")],
            id="one of two that say the same",
        ),
        pytest.param(WORDS, f"{WORDS}\n\n![](img/fees.png)", [("", "fees.png")], id="wordless"),
        pytest.param(WORDS, f"{WORDS}\n\n![]()", [("", "?")], id="of nothing"),
        pytest.param(WORDS, f"{WORDS}\n\nSee ![a](a.png).", [("", "a")], id="with new words"),
        pytest.param("| A | B |\n|---|---|\n| x | y |", "| A | B |\n|---|---|\n| x | ![a](a.png) y |",
            [("", "a")], id="in a cell"),
        pytest.param(FEES, f"{WORDS}\n\n![Fees](f2.png)", [], id="another file"),
        pytest.param(FEES, f"![Fees](fees.png)\n\n{WORDS}", [("", "Fees"), ("Fees", "")], id="elsewhere"),
    ],
)  # fmt: skip
def test_which_pictures_changed(old: str, new: str, found: list[tuple[str, str]]) -> None:
    redline = compare(render(old), render(new))

    assert [(each.old, each.new) for each in changed_pictures(redline)] == found
    assert not (found and redline.equal)


def test_a_picture_that_went_has_no_place_in_the_new_text() -> None:
    [gone] = changed_pictures(compare(render(FEES), render(WORDS)))
    [come] = changed_pictures(compare(render(WORDS), render(FEES)))

    assert (gone.clause, come.clause) == ("", "change-1")


def test_a_picture_alone_is_told_and_no_word_is_marked() -> None:
    redline = compare(render(WORDS), render(FEES))

    assert [change.kind for change in redline.changes] == [ChangeKind.FORMAT_ONLY]
    assert redline_text(redline, width=80, colour=False) == (
        "1 picture changed.\n\nPictures that were added, taken out or described otherwise:\n"
        "- no picture → “Fees”"
    )
    page = redline_document(redline, name="privacy", language=Language("en"))
    assert "<p>1 picture changed.</p>" in page
    assert "<li><bdi>“Fees”</bdi> was added</li>" in page


def test_pictures_are_told_beside_the_words_that_changed() -> None:
    redline = compare(render(FEES), render("We sell your records."))

    text = redline_text(redline, width=80, colour=False)
    assert text.startswith("1 reworded, 1 picture changed\n")
    assert text.endswith("\n- “Fees” → no picture")
