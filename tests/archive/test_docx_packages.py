"""DOCX files from outside: what is opened, what is refused, and what a person is told of it."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from archive.docx_packages import read_docx_package
from archive.errors import UnreadableText
from tests.archive.docx_files import STYLES, deleted, docx, inserted, p, part, r

PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
OBJECT = "<w:r><w:object/></w:r>"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EQUATION = (
    f'<m:oMathPara xmlns:m="{MATH}"><m:oMath><m:sSup><m:e><m:r><m:t>a</m:t></m:r></m:e><m:sup>'
    "<m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:r><m:t>+b\x9b[2J</m:t></m:r></m:oMath></m:oMathPara>"
)
EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><d>&i;</d>"
)


def twice_the_same_name() -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<one/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("word/document.xml", "<two/>")
    return packed.getvalue()


def of_many_files() -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as package:
        for number in range(2_001):
            package.writestr(f"word/{number}.xml", "")
    return packed.getvalue()


def of_another_compression() -> bytes:
    """A file whose header names a compression that does not exist."""
    data = bytearray(docx(p("Text")))
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.find(sign)
        while place != -1:
            data[place + offset] = 99
            place = data.find(sign, place + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("made", "advice"),
    [
        pytest.param(lambda: b"no archive at all", "no DOCX file that can be opened", id="no ZIP"),
        pytest.param(lambda: docx(p("x"))[:-40], "damaged", id="cut off"),
        pytest.param(
            lambda: docx(parts={"word/document.xml": "<a><b></a>"}), "is no XML", id="broken XML"
        ),
        pytest.param(
            lambda: docx(parts={"word/document.xml": EXTERNAL}),
            "document type",
            id="a file's entity",
        ),
        pytest.param(
            lambda: docx(parts={"word/document.xml": LAUGHS}),
            "is no XML that is safe",
            id="a billion laughs",
        ),
        pytest.param(
            lambda: docx(parts={"word/styles.xml": LAUGHS}),
            "is no XML that is safe",
            id="laughs elsewhere",
        ),
        pytest.param(
            lambda: docx(parts={"word/document.xml": LAUGHS.encode("utf-16")}),
            "is no XML that is safe",
            id="in UTF-16",
        ),
        pytest.param(
            lambda: docx(parts={"word/document.xml": "<a>" * 9_000 + "</a>" * 9_000}),
            "is no XML",
            id="deep",
        ),
        pytest.param(
            lambda: docx(parts={"word/document.xml": b" " * 17_000_000}),
            "unpacks to 17 MB",
            id="a text bomb",
        ),
        pytest.param(
            lambda: docx(parts={"word/media/a.png": b"\0" * 101_000_000}),
            "unpacks to 101 MB",
            id="a bomb",
        ),
        pytest.param(of_many_files, "2,001 files", id="a bomb of files"),
        pytest.param(twice_the_same_name, "two files of one name", id="two of one name"),
        pytest.param(
            of_another_compression, "no DOCX file that can be opened", id="a strange packing"
        ),
    ],
)
def test_what_is_not_opened_says_why(made: Callable[[], bytes], advice: str) -> None:
    data = made()

    with pytest.raises(UnreadableText, match=advice):
        read_docx_package(data)


ELSEWHERE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/mycomments.xml"/></Relationships>'
)


def test_a_file_whose_text_lies_elsewhere_is_refused() -> None:
    other = part("document", f"<w:body>{p(inserted('We may sell.', 'A. Author'))}</w:body>")
    data = docx(p("Decoy."), parts={"_rels/.rels": ELSEWHERE, "word/mycomments.xml": other})

    with pytest.raises(UnreadableText, match=r"elsewhere than in word/document\.xml"):
        read_docx_package(data)


def style(name: str, properties: str, *, based: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:styleId="{name}">{base}<w:rPr>{properties}</w:rPr></w:style>'


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        pytest.param(p(r("gone", "<w:vanish/>"), "stays"), "stays", id="a run"),
        pytest.param(p(r("gone", '<w:rStyle w:val="Ghost"/>'), "stays"), "stays", id="its style"),
        pytest.param(p(r("gone", '<w:rStyle w:val="Heir"/>'), "stays"), "stays", id="inherited"),
        pytest.param(p("gone", style="Ghost") + p("stays"), "stays", id="its paragraph's style"),
        pytest.param(
            p(r("stays", '<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>')),
            "stays",
            id="shown again",
        ),
        pytest.param(p(r("stays", '<w:rStyle w:val="Ring"/>')), "stays", id="a ring of styles"),
    ],
)
def test_words_that_word_does_not_show_are_no_words(hidden: str, shown: str) -> None:
    styles = part(
        "styles",
        style("Ghost", "<w:vanish/>")
        + style("Heir", "", based="Ghost")
        + style("Ring", "", based="Ring2")
        + style("Ring2", "", based="Ring"),
    )

    found = read_docx_package(docx(hidden, parts={"word/styles.xml": styles}))

    assert found.words.strip() == shown
    assert ("hidden words left out" in found.remarks) == ("gone" in hidden)


def test_words_struck_twice_are_struck() -> None:
    found = read_docx_package(docx(p(r("We never sell.", "<w:dstrike/>"))))

    with ZipFile(io.BytesIO(found.data)) as package:
        written = package.read("word/document.xml").decode()
    assert "<w:strike/>" in written
    assert "dstrike" not in written


def test_a_zip_of_another_kind_is_told_as_that() -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")

    with pytest.raises(UnreadableText, match=r"no word/document\.xml"):
        read_docx_package(packed.getvalue())


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        pytest.param(
            docx(p(inserted("new", "A. Author"), deleted("old", "B. Author"))),
            "tracked changes by A. Author, B. Author taken as accepted: 1 insertion, 1 deletion;"
            " check that this is the text that applied",
            id="tracked changes",
        ),
        pytest.param(
            docx(p(inserted("new", "Eve\x9b[2J"))),
            "tracked changes by Eve\ufffd[2J taken as accepted: 1 insertion, 0 deletions;"
            " check that this is the text that applied",
            id="an author whose name a terminal would obey",
        ),
        pytest.param(
            docx(p("x"), parts={"word/comments.xml": part("comments", "<w:comment/><w:comment/>")}),
            "2 comments left out",
            id="comments",
        ),
        pytest.param(
            docx(p("x", r("y", "<w:vanish/>"))), "hidden words left out", id="hidden words"
        ),
        pytest.param(
            docx(p("It costs ", EQUATION, ".")),
            "an equation is left out: “a2+b\ufffd[2J”; write it in words or figures",
            id="an equation",
        ),
        pytest.param(docx(p("x", OBJECT)), "1 picture or drawing left out", id="an object"),
        pytest.param(docx(p("x", PICTURE)), "1 picture or drawing left out", id="pictures"),
        pytest.param(
            docx(
                p("x"), parts={"word/footer1.xml": part("ftr", p("Effective", r(" May 1, 2019")))}
            ),
            "its footer is left out: “Effective May 1, 2019”",
            id="a footer, which often holds the date",
        ),
        pytest.param(
            docx(p("Data", style="heading1", numbered=(2, 0))),
            "Word numbers its headings by itself: their numbers are left out, so write them in",
            id="numbered headings",
        ),
        pytest.param(
            docx(
                p("Data", numbered=(2, 0)),
                parts={"word/numbering.xml": part("numbering", '<w:numFmt w:val="lowerLetter"/>')},
            ),
            "lists that Word letters (a), (b), (i) may be numbered 1, 2, 3 here: compare them",
            id="lettered lists",
        ),
    ],
)
def test_what_a_person_should_look_at_is_said(data: bytes, remark: str) -> None:
    assert read_docx_package(data).remarks == (remark,)


def test_of_many_equations_the_first_are_named_and_the_rest_are_counted() -> None:
    remarks = read_docx_package(docx(p(*[EQUATION] * 7))).remarks

    assert len(remarks) == 6
    assert remarks[-1] == "2 more equations left out"


@pytest.mark.parametrize("name", ["altChunk", "subDoc"])
def test_a_file_that_takes_in_another_is_refused(name: str) -> None:
    with pytest.raises(UnreadableText, match="takes in a piece of another file"):
        read_docx_package(docx(p("x"), f'<w:{name} r:id="rId9"/>'))


def test_a_plain_file_needs_no_remark() -> None:
    package = read_docx_package(docx(p("Title", style="Title"), p("We keep", r(" logs."))))

    assert package.remarks == ()
    assert package.words.split() == ["Title", "We", "keep", "logs."]


def test_only_xml_that_was_understood_is_handed_on() -> None:
    data = docx(
        p("x"),
        parts={
            "word/embeddings/object.bin": b"MZ",
            "word/media/a.png": b"\x89PNG",
            "word/styles.xml": f"<!-- said --><?php ?>{part('styles', STYLES).partition('?>')[2]}",
        },
    )

    with ZipFile(io.BytesIO(read_docx_package(data).data)) as package:
        assert [name for name in package.namelist() if not name.endswith((".xml", ".rels"))] == []
        styles = package.read("word/styles.xml")
    assert b"said" not in styles
    assert b"php" not in styles


def test_an_object_without_a_plain_form_keeps_its_words() -> None:
    text = f"<mc:AlternateContent><mc:Choice>{r('kept')}</mc:Choice></mc:AlternateContent>"

    assert read_docx_package(docx(p(f"<w:r/>{text}"))).words.split() == ["kept"]


def test_a_part_is_unpacked_no_further_than_the_size_it_names() -> None:
    size = 50_000_000
    data = docx(p("x"), parts={"word/styles.xml": b" " * size})
    named = data.replace(struct.pack("<L", size), struct.pack("<L", 1_000))
    tracemalloc.start()

    with pytest.raises(UnreadableText, match="damaged"):
        read_docx_package(named)
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert named != data
    assert taken < size / 10
