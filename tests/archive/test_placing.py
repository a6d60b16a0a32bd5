"""Struck blocks stand where they are valid, whatever the old page was."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.redlines import compare
from archive.rendering import clean
from tests.benchmarks import pages

TAGS = (
    "a b blockquote br caption code dd details dl dt em figure h1 hr img li ol p pre q s "
    "small span sub summary table tbody td th thead tr ul div"
).split()
ELEMENTS = st.recursive(
    st.sampled_from(["we may", "not", "30 days. ", "A; b", " ", "\n"]),
    lambda inner: st.builds(
        "<{}{}>{}{}".format,
        st.sampled_from(TAGS),
        st.sampled_from(["", ' id="x"', ' id="change-1"', ' href="#x"']),
        st.lists(inner, max_size=3).map("".join),
        st.sampled_from(["", "</{}>"]),
    ),
    max_leaves=12,
)
PAGES = (
    st.lists(ELEMENTS, max_size=4)
    .map(lambda found: clean("".join(found)))
    .filter(lambda page: clean(page) == page)  # else a browser makes another page of it again
)


def test_a_line_break_between_items_leaves_nothing_in_the_list() -> None:
    old = "<ol><li>One.</li><br><li>Two.</li></ol>"
    new = "<ol><li>One.</li><li>Two.</li></ol>"

    assert bare(old, new) == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "<ul><li>One.</li>Stray words.</ul>",
            "<ul><li>One.</li></ul>",
            "<ul><li>One.</li><li><del>Stray words.</del></li></ul>",
            id="words of a list that no item holds become an item",
        ),
        pytest.param(
            "<ul>Stray words.</ul><p>End.</p>",
            "<p>End.</p>",
            "<ul><li><del>Stray words.</del></li></ul><p>End.</p>",
            id="so do those of a list that is gone",
        ),
        pytest.param(
            "<ul><p>Stray.</p><li>One.</li></ul>",
            "<ul><li>One.</li></ul>",
            "<ul><li><p><del>Stray.</del></p></li><li>One.</li></ul>",
            id="a paragraph of a list that no item holds stands in one",
        ),
        pytest.param(
            "<h2>Logs<div>We keep them.</div></h2><p>End.</p>",
            "<p>End.</p>",
            "<h2><del>Logs</del></h2><div><del>We keep them.</del></div><p>End.</p>",
            id="a block inside a heading stands beside it",
        ),
        pytest.param(
            "<p>End.</p><em><div>We keep them.</div></em>",
            "<p>End.</p>",
            "<p>End.</p><div><del>We keep them.</del></div>",
            id="a block inside emphasis stands without it",
        ),
        pytest.param(
            "<p>End.</p><li>We keep them.</li>",
            "<p>End.</p>",
            "<p>End.</p><del>We keep them.</del>",
            id="an item of no list is words",
        ),
        pytest.param(
            "<table><caption>Our uses</caption><tbody><tr><td>a</td></tr></tbody></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
            "<table><caption><del>Our uses</del></caption><tbody><tr><td>a</td></tr></tbody></table>",
            id="the title of a table stays in the table",
        ),
        pytest.param(
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            "<h1><span>One <hr> two</span></h1>",
            "<table><tbody><tr><td><del>a</del></td><td><del>b</del></td></tr></tbody></table>"
            "<h1><span><ins>One </ins><hr><ins> two</ins></span></h1>",
            id="a table that is gone stands before what may not hold it",
        ),
    ],
)
def test_struck_blocks_stand_in_what_may_hold_them(old: str, new: str, expected: str) -> None:
    assert bare(old, new) == expected


@given(old=PAGES, new=PAGES)
def test_a_redline_has_no_fault_that_the_new_page_has_not(old: str, new: str) -> None:
    found = compare(old, new).html

    assert not pages.faults(found) - pages.faults(new)
    ids = re.findall(r'<[a-z][^>]* id="([^"]*)"', found)
    assert len(ids) == len(set(ids))


@given(old=PAGES, new=PAGES)
def test_accepting_all_of_a_redline_gives_the_elements_of_the_new_page(old: str, new: str) -> None:
    found = elements(compare(old, new).html)

    assert [tag for tag in found if tag != "ins"] == elements(new)


def elements(page: str) -> list[str]:
    """The elements of a page without the marks and the struck blocks of a redline."""
    return list(_elements(html5lib.parse(page, namespaceHTMLElements=False)))


def _elements(element: Element) -> Iterator[str]:
    for child in element:
        classes = child.get("class", "").split()
        struck = "removed" in classes or child.tag == "del"
        if struck:
            continue
        if child.tag != "span":  # an empty one may bear the name of a change
            yield child.tag
        yield from _elements(child)


def bare(old: str, new: str) -> str:
    """The redline without names, classes and line breaks."""
    found = re.sub(r'<span class="[^"]*" id="[^"]*"></span>', "", compare(old, new).html)
    return re.sub(r' (?:class|id)="[^"]*"|\n', "", found)
