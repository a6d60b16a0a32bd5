"""A DOCX file's words in forms that few readers know: they get through all the same."""

import pytest

from archive.imported_texts import DOCX, ForeignFile, ImportedText, read_foreign
from archive.rendering import render
from tests.archive.docx_files import docx, p, r
from tests.archive.test_docx_documents import redline

RUBY = f"<w:r><w:ruby><w:rt>{r('kana')}</w:rt><w:rubyBase>{r('kanji')}</w:rubyBase></w:ruby></w:r>"
ROW = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
DELETED = '<w:trPr><w:del w:author="A. Author"/></w:trPr>'


def imported(*body: str) -> ImportedText:
    return read_foreign(ForeignFile(suffix=DOCX[0], data=docx(*body)))


@pytest.mark.parametrize(
    "form",
    [
        pytest.param('<w:fldSimple w:instr="REF a">{}</w:fldSimple>', id="a field"),
        pytest.param('<w:dir w:val="rtl">{}</w:dir>', id="a direction"),
        pytest.param('<w:bdo w:val="rtl">{}</w:bdo>', id="a forced direction"),
    ],
)
def test_words_within_other_forms_stay(form: str) -> None:
    found = imported(p("It costs ", form.format(r("5 EUR")), " a month."))

    assert found.markdown == "It costs 5 EUR a month.\n"
    assert found.remarks == ()


def test_characters_stay_without_the_reading_above_them_which_is_told() -> None:
    found = imported(p("a ", RUBY, " b"))

    assert found.markdown == "a kanji b\n"
    assert "kana" in " ".join(found.remarks)


def test_a_column_that_went_leaves_no_empty_one() -> None:
    old = "| A | X | B |\n|---|---|---|\n| c | x | d |\n| e | y | f |"
    new = "| A | B |\n|---|---|\n| c | d |\n| e | f |"

    found = read_foreign(ForeignFile(suffix=DOCX[0], data=redline(old, new).data))

    assert render(found.markdown) == render(new)


def test_a_row_that_went_is_no_loss_of_words() -> None:
    gone, kept = ROW.format(DELETED, p("gone")), ROW.format("", p("kept"))

    found = imported(f"<w:tbl>{gone}{kept}</w:tbl>", p("end"))

    assert render(found.markdown) == render("| kept |\n|---|\n\nend")
    assert len(found.remarks) == 1  # that a change was taken as accepted


def test_a_table_that_went_leaves_nothing() -> None:
    found = imported(f"<w:tbl>{ROW.format(DELETED, p('gone'))}</w:tbl>", p("end"))

    assert found.markdown == "end\n"
