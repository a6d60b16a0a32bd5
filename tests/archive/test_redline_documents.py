"""A redline that stands alone: it says what its marks mean, loads nothing and steers nothing."""

import lxml.html
import pytest

from archive.redline_documents import redline_document
from archive.redlines import compare
from archive.rendering import render
from archive.revisions import Language


def document(
    old: str, new: str, *, name: str = "old.md new.md", language: str = "en"
) -> lxml.html.HtmlElement:
    redline = compare(render(old), render(new))
    return lxml.html.document_fromstring(
        redline_document(redline, name=name, language=Language(language))
    )


def words(page: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.findall(f".//{path}")]


def test_it_holds_the_text_its_numbers_and_what_the_marks_mean() -> None:
    page = document("We keep it 30 days.", "We keep it 90 days.")

    assert words(page, "header/p") == [
        "old.md new.md",
        "Passages: 1 reworded.",
        "Inserted words are underlined. Struck words are crossed out.",
    ]
    assert words(page, "main") == ["We keep it 3090 days."]
    assert page.find(".//footer") is None


@pytest.mark.parametrize(
    ("language", "around", "direction", "told"),
    [
        pytest.param("de", "de", "ltr", "Eingefügte Wörter", id="a language of the catalogues"),
        pytest.param("de-at", "de", "ltr", "Eingefügte Wörter", id="one of its kind"),
        pytest.param("ar", "ar", "rtl", "الكلمات المُدرجة", id="one from right to left"),
        pytest.param("cy", "en", "ltr", "Inserted words", id="one that no catalogue has"),
    ],
)
def test_it_speaks_the_language_of_its_text(
    language: str, around: str, direction: str, told: str
) -> None:
    page = document("We keep it 30 days.", "We keep it 90 days.", language=language)

    assert (page.get("lang"), page.get("dir")) == (around, direction)
    assert page.find(".//main").get("lang") == language
    assert told in words(page, "header/p")[2]


def test_pictures_and_links_are_told_in_the_language_too() -> None:
    page = document(
        "![Fees](a.png) The [list](https://a.example/).",
        "![All fees](a.png) The [list](https://b.example/).",
        language="fr",
    )

    assert words(page, "header/p")[1].endswith("1 image a changé. 1 lien mène ailleurs.")
    assert words(page, "footer//li") == [
        "“All fees” au lieu de “Fees”",
        "“list” : de https://a.example/ à https://b.example/",
    ]


def test_moved_words_are_explained_where_there_are_some() -> None:
    one = "We keep the records of your calls for thirty days and then delete them for good."
    other = "You may ask us for a copy of all that we hold about you, at any time, for nothing."
    page = document(f"{one}\n\n{other}\n\nYes.", f"{other}\n\nYes.\n\n{one}")

    assert "Moved words have a dotted line" in words(page, "header/p")[2]


def test_links_that_lead_elsewhere_stand_below_as_text() -> None:
    page = document("The [list](https://a.example/?x&amp;y).", "The [list](https://b.example/).")

    assert words(page, "header/p")[1] == "No visible word changed. 1 link leads elsewhere."
    assert words(page, "li") == ["“list” from https://a.example/?x&y to https://b.example/"]
    assert page.findall(".//footer//a") == []


def test_readers_at_a_keyboard_come_to_the_text_and_to_its_first_change() -> None:
    page = document("**We** keep it.\n\nWe keep it 30 days.", "We keep it.\n\nWe keep it 90 days.")
    same = document("We keep it.", "We keep it.")

    text, change = page.findall(".//nav/a")
    assert page.get_element_by_id(text.get("href").lstrip("#")).tag == "main"
    assert page.get_element_by_id(change.get("href").lstrip("#")).text_content() == (
        "We keep it 3090 days."
    )
    assert words(same, "nav/a") == ["Skip to the text"]


@pytest.mark.parametrize("name", ["<script>x</script>", '"><img src=x>'])
def test_no_name_and_no_text_brings_elements_of_its_own(name: str) -> None:
    page = document("![p](https://a.example/p.png)", "<script>y</script> Yes.", name=name)

    assert words(page, "title") == [name]
    assert page.findall(".//script") == []
    policy = page.find(".//meta[@http-equiv]").get("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_equal_texts_are_said_to_be_equal() -> None:
    assert (
        words(document("We keep it.", "We keep it."), "header/p")[1] == "No visible word changed."
    )
