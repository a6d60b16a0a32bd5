"""A text's heading, its sections, and the words that a screen reader hears around changes."""

from markupsafe import Markup

from site_overrides.texts_on_pages import (
    Section,
    sections,
    split_heading,
    with_scrolling_tables,
    with_spoken_marks,
)


def test_the_heading_a_text_begins_with_is_told_from_the_rest() -> None:
    heading, rest = split_heading('<h1 id="p">Privacy &amp; <em>you</em></h1>\n<p>Words.</p>')

    assert heading == Markup("Privacy &amp; you")
    assert rest == "\n<p>Words.</p>"


def test_a_text_without_a_heading_stays_whole() -> None:
    html = "<p>Words.</p><h1>Later</h1>"

    assert split_heading(html) == (None, html)


def test_sections_are_two_levels_deep() -> None:
    html = '<h2 id="a">One</h2><h3 id="b">Part</h3><h4 id="c">Not</h4><h2 id="d">T<b>w</b>o</h2>'

    assert sections(html) == (
        Section(
            anchor="a", title=Markup("One"), parts=(Section(anchor="b", title=Markup("Part")),)
        ),
        Section(anchor="d", title=Markup("Two")),
    )


def test_smaller_headings_first_are_sections_too() -> None:
    assert [section.anchor for section in sections('<h3 id="a">A</h3><h2 id="b">B</h2>')] == [
        "a",
        "b",
    ]


def test_changes_are_said_aloud_and_their_words_stay() -> None:
    spoken = with_spoken_marks('We keep <del>30</del><ins>90</ins> <ins class="moved">x</ins>')

    assert spoken.count('<span class="fn-spoken">') == 6
    for words in ("[removed: ", "[added: ", "[moved here: "):
        assert words in spoken


def test_a_table_scrolls_by_itself_and_is_named() -> None:
    html = with_scrolling_tables('<table id="x"><tr><td><table></table></td></tr></table><table>')

    assert html.startswith(
        '<div class="fn-scroll" role="region" aria-label="Table 1" tabindex="0">'
        '<table class="fn-table" id="x"><tr><td><table></table></td></tr></table></div>'
    )
    assert 'aria-label="Table 2"' in html
