"""Redlines of policies with very many versions leave out what did not change."""

import re

from archive.redlines import compare
from archive.rendering import render
from site_overrides.unchanged_stretches import shortened, to_whole_text
from tests.site_overrides.builders import Page

PARTS = [
    f"## Part {n}\n\nThis is what part {n} says at some length about the things that it is about,"
    f" of which there are many more than one would think, and [it](#part-9) says so."
    for n in range(40)
]


def short(change: int) -> str:
    new = list(PARTS)
    new[change] = new[change].replace("many more", "far fewer")
    redline = compare(render("\n\n".join(PARTS)), render("\n\n".join(new)))
    return to_whole_text(shortened(redline.html))


def test_long_unchanged_stretches_are_links_to_the_new_text() -> None:
    page = short(20)

    notes = re.findall(r'<p class="fn-left-out".*?</p>', page)
    assert [Page(note).words for note in notes] == [
        "40 unchanged passages, with “Part 0”. Read them in the new text",
        "37 unchanged passages, with “Part 22”. Read them in the new text",
    ]
    assert [Page(note).links for note in notes] == [["../#part-0"], ["../#part-22"]]


def test_what_changed_stays_with_a_passage_on_either_side() -> None:
    words = Page(short(20)).words

    assert "Part 20" in words
    assert "far fewer" in words
    assert "Part 21" in words
    assert "Part 30" not in words


def test_links_to_what_was_left_out_lead_to_the_new_text() -> None:
    page = short(20)

    assert 'href="../#part-9"' in page
    assert 'href="#part-9"' not in page


def test_a_short_text_stays_whole() -> None:
    redline = compare(render("One.\n\nTwo.\n\nThree."), render("One.\n\nTwo.\n\nFour."))

    assert shortened(redline.html) == redline.html


def test_nothing_but_unchanged_stretches_is_lost() -> None:
    blocks = "\n\n".join(f"- item {n}\n- other {n}\n\nAnd words." for n in range(3))
    redline = compare(render(blocks), render(f"{blocks}\n\nMore."))

    assert shortened(redline.html) == redline.html
