"""Files from outside, read: their words survive, what could harm a reader does not."""

import pytest

from archive.errors import UnreadableText
from archive.imported_texts import ForeignFile, ImportedText, read_foreign
from archive.rendering import render
from tests.archive.docx_files import docx, inserted, link, p, part, r, table

PIXEL = '<img src="https://tracker.example.com/pixel.gif?reader=17" alt="">'


def from_docx(*body: str, **parts: dict[str, str]) -> ImportedText:
    return read_foreign(ForeignFile(suffix=".docx", data=docx(*body, **parts)))


def from_page(page: str | bytes) -> ImportedText:
    data = page if isinstance(page, bytes) else page.encode()
    return read_foreign(ForeignFile(suffix=".html", data=data))


def test_a_word_file_keeps_its_headings_lists_tables_links_and_emphasis() -> None:
    found = from_docx(
        p("Privacy Policy", style="Title"),
        p("Data", style="heading2"),
        p("We keep ", r("your name", "<w:b/>"), ", see ", link("our page", "rId7"), "."),
        p("Logs", numbered=(1, 0)),
        p("of calls", numbered=(1, 1)),
        p("First", numbered=(2, 0)),
        table(("Purpose", "Basis"), ("Support", "Contract"), header=True),
        links={"rId7": "https://example.com/data"},
    )

    assert found.markdown == (
        "# Privacy Policy\n\n## Data\n\n"
        "We keep **your name**, see [our page](https://example.com/data).\n\n"
        "-   Logs\n    -   of calls\n\n1.  First\n\n"
        "| Purpose | Basis |\n| --- | --- |\n| Support | Contract |\n"
    )
    assert found.title == "Privacy Policy"
    assert found.remarks == ()


def test_tracked_insertions_of_a_word_file_are_in_its_text() -> None:
    found = from_docx(p("We keep logs", inserted(" for thirty days", "A. Author"), "."))

    assert "We keep logs for thirty days." in found.markdown
    assert "A. Author" in found.remarks[0]


def test_footnotes_of_a_word_file_stay_with_their_links() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{p("Except calls.")}</w:footnote>')
    found = from_docx(
        p("We keep logs.", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        parts={"word/footnotes.xml": notes},
    )

    assert "Except calls." in found.markdown
    assert 'href="#docx-footnote-2"' in render(found.markdown)
    assert 'id="docx-footnote-2"' in render(found.markdown)


@pytest.mark.parametrize(
    "to", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_a_link_that_is_no_address_leaves_its_words(to: str) -> None:
    word = from_docx(p("Our ", link("page", "rId7"), "."), links={"rId7": to})
    page = from_page(f'<p>Our <a href="{to}">page</a>.</p>')

    assert word.markdown == page.markdown == "Our page.\n"


def test_a_saved_page_gives_its_text_and_nothing_that_acts() -> None:
    found = from_page(
        "<!DOCTYPE html><html><head><title>Privacy | Example</title><style>p{}</style></head>"
        "<body onload='steal()'><nav>Home Shop</nav><main><h1>Privacy</h1>"
        f"<p onclick='steal()'>We keep logs.{PIXEL}<script>steal()</script>"
        "<iframe src='https://example.com'></iframe><p hidden>Secret</p>"
        "<form><button>Accept</button></form><svg onload='x'><text>y</text></svg></main>"
        "<footer>Imprint</footer></body></html>"
    )

    assert found.markdown == "# Privacy\n\nWe keep logs.\n"
    assert found.title == "Privacy"
    assert found.remarks == (
        "taken is its <main>; the rest of the page is left out",
        "1 picture left out",
    )


def test_a_page_keeps_the_machine_date_that_settles_its_day() -> None:
    found = from_page(
        '<p>Effective <time datetime="2018-05-04T00:00">4/5/18</time></p><p>Text.</p>'
    )

    assert '<time datetime="2018-05-04">4/5/18</time>' in found.markdown


def test_links_within_the_old_site_are_left_out_and_counted() -> None:
    found = from_page(
        '<p>See <a href="/terms">terms</a> and <a href="https://example.com">us</a>.</p>'
    )

    assert found.markdown == "See terms and [us](https://example.com).\n"
    assert found.remarks == ("1 link within the old site left out",)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<meta charset=iso-8859-1><p>Größe</p>".encode("latin-1"), id="as it says"),
        pytest.param("<p>Größe</p>".encode(), id="UTF-8 without a word"),
        pytest.param("<p>Größe</p>".encode("utf-16"), id="with a byte order mark"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(page: bytes) -> None:
    assert from_page(page).markdown == "Größe\n"


def test_declarations_in_a_page_or_word_file_are_words() -> None:
    page = from_page("<hr><p>effective: 2020-01-01</p><hr><p>Text.</p>")
    word = from_docx(p("---"), p("effective: 2020-01-01"), p("---"))

    assert not page.markdown.startswith("---")
    assert not word.markdown.startswith("---")


def test_markdown_is_taken_as_it_is() -> None:
    text = "---\ntitle: T\n---\n# Heading *here*\n\nWe keep logs.\n"
    found = read_foreign(ForeignFile(suffix=".md", data=text.encode()))

    assert found == ImportedText(markdown=text, title="Heading here")


@pytest.mark.parametrize(
    ("suffix", "data", "advice"),
    [
        (".md", b"# Title alone\n", "no text below its headings"),
        (".html", b"<nav>Home</nav>", "no text below its headings"),
        (".docx", docx(p("Title", style="Title")), "no text below its headings"),
        (".md", b"x" * 2_000_001, "longer than 2,000,000 characters"),
        (".html", b"<p>" + b"x" * 20_000_000, "more than 20 MB"),
    ],
)
def test_what_is_no_text_of_a_policy_is_refused(suffix: str, data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableText, match=advice):
        read_foreign(ForeignFile(suffix=suffix, data=data))
