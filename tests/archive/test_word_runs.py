"""Words are replaced where they stand once in the Markdown, and nowhere else."""

import pytest

from archive.redlines import mark
from archive.word_runs import exchanged, replaced_in_place

CASES = {
    "an admonition": ('!!! x "T"\n    A copy or for deletion at any time.', "A copy or for deletion at any time.",
                      "A copy, deletion or correction at any time.",
                      '!!! x "T"\n    A copy, deletion or correction at any time.'),
    "a footnote with its way back": ("[^a]: Claims, and direct marketing.", "Claims, and direct marketing. ↩",
                                     "Claims, and fraud prevention. ↩", "[^a]: Claims, and fraud prevention."),
    "a wrapped definition": (":   A shop,\n    where it is.\n", "A shop, where it is.",
                             "A shop or kiosk, where it is now.", ":   A shop or kiosk,\n    where it is now.\n"),
    "a mark of a footnote": ("for it.[^i] More words here.", "for it.1 More words here.",
                             "for it.1 More good words here.", "for it.[^i] More good words here."),
    "the first word goes": ("So we say words.", "So we say words.", "We say words.", "We say words."),
    "the last word goes": ("We say words here\n", "We say words here", "We say words", "We say words\n"),
    "a word comes at the end": ("<p>We say</p>", "We say", "We say so", "<p>We say so</p>"),
    "a word comes first": ("<p>we say so</p>", "we say so", "Then we say so", "<p>Then we say so</p>"),
    "markup as words": ("<p>We say so.</p>", "We say so.", "We say *it* so.", "<p>We say \\*it\\* so.</p>"),
    "beside one of two": ("a day or a day", "a day or a day", "a day or a week", "a day or a week"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_words_are_replaced_at_the_one_place_where_they_stand(name: str) -> None:
    markdown, old, new, wanted = CASES[name]

    (section,) = mark(f"<p>{old}</p>", f"<p>{new}</p>").sections

    assert replaced_in_place(markdown, section.leaves) == wanted


@pytest.mark.parametrize(
    "markdown",
    ["We keep **all** logs for ten days.", "We keep logs for ten days. We keep logs for ten days."],
    ids=["markup between", "two places"],
)
def test_nothing_is_replaced_where_no_one_place_is_named(markdown: str) -> None:
    page = (
        "<p>We keep all logs for ten days.</p>"
        if "all" in markdown
        else "<p>We keep logs for ten days.</p>"
    )
    (section,) = mark(page, "<p>We hold no records for ten days.</p>" if "all" in markdown
                      else page.replace("ten", "nine")).sections  # fmt: skip

    assert replaced_in_place(markdown, section.leaves) is None


def test_emphasis_that_comes_with_words_is_not_written() -> None:
    (section,) = mark(
        "<p>We never sell data.</p>", "<p>We never <b>ever</b> sell data.</p>"
    ).sections

    assert replaced_in_place("<p>We never sell data.</p>", section.leaves) is None


def test_a_whole_clause_is_exchanged_where_it_stands_once() -> None:
    marked = mark("<p>The essentials</p>", "<p>In brief</p>")
    old, new = marked.old.blocks[0].tokens, marked.new.blocks[0].tokens

    assert exchanged('!!! note "The essentials"\n', old, new) == '!!! note "In brief"\n'
    assert exchanged("The essentials\n\nThe essentials", old, new) is None


def test_words_are_looked_up_with_as_many_beside_them_as_name_one_place() -> None:
    """Twelve words on either side, and no more: what is named by the thirteenth alone is left."""
    last = " ".join(f"w{number}" for number in range(11))

    for beside, wanted in ((last, True), (f"{last} w11", False)):
        markdown = f"one {beside} day, two {beside} day"
        # Where the text itself strikes some, its words are told apart.
        page = f"<p><s>x</s> {markdown}</p>"
        (section,) = mark(page, f"<p><s>x</s> one {beside} day, two {beside} week</p>").sections
        found = replaced_in_place(f"{markdown}\n\n{beside} day", section.leaves)
        assert found == (f"one {beside} day, two {beside} week\n\n{beside} day" if wanted else None)


def test_nothing_is_replaced_where_one_place_begins_before_another_ends() -> None:
    """The words of a gap with those beside it may name a place that stands above the one before."""
    old, new = "b c, then a b d", "b x, then a b e"
    (section,) = mark(f"<p>{old}</p>", f"<p>{new}</p>").sections

    assert replaced_in_place("then a b d. b c, ", section.leaves) is None
