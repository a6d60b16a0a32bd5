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
