"""What nobody has decided yet in a Word document: its tracked changes and comments, one by one."""

import pytest

from archive.docx_packages import read_docx_package
from tests.archive.docx_files import docx, p, part

COMMENT = '<w:comment w:author="A. Author" w:date="2027-01-02T10:00:00Z"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@pytest.mark.parametrize("form", [TRANSITIONAL, STRICT], ids=["as Word saves it", "strict"])
def test_a_comment_is_told_in_both_forms_of_the_format(form: str) -> None:
    comments = part("comments", COMMENT).replace(TRANSITIONAL, form)

    package = read_docx_package(docx(p("Words."), parts={"word/comments.xml": comments}))

    assert package.undecided == ("comment by A. Author on 2027-01-02: “Why?”",)


def test_a_row_is_told_once_with_its_cells_apart() -> None:
    by = 'w:author="A. Author" w:date="2027-01-02T10:00:00Z"'
    cells = "".join(
        f"<w:tc><w:p><w:ins {by}><w:r><w:t>{words}</w:t></w:r></w:ins></w:p></w:tc>"
        for words in ("Rides", "90 days")
    )
    table = f"<w:tbl><w:tr><w:trPr><w:ins {by}/></w:trPr>{cells}</w:tr></w:tbl>"

    package = read_docx_package(docx(table))

    assert package.undecided == ("row inserted by A. Author on 2027-01-02: “Rides | 90 days”",)


def test_words_that_go_from_a_row_that_comes_are_told() -> None:
    struck = "<w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
    row = f"<w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p>{struck}</w:p></w:tc></w:tr>"

    package = read_docx_package(docx(f"<w:tbl>{row}</w:tbl>"))

    assert package.undecided == ("row inserted: “30”", "deleted: “30”")


def test_comments_are_told_whatever_their_part_is_called() -> None:
    parts = {"word/remarks7.xml": part("comments", COMMENT)}

    package = read_docx_package(docx(p("Words."), parts=parts))

    assert package.undecided == ("comment by A. Author on 2027-01-02: “Why?”",)
    assert package.remarks == ("1 comment left out",)
