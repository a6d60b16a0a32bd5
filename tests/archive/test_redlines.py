"""A redline is exact, its HTML valid, and it shows what a lawyer would mark: nothing more."""

import re
from collections import Counter

import html5lib
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.changes import Change, ChangeKind
from archive.clauses import visible_text
from archive.marked_sentences import in_brackets
from archive.marks import Mark
from archive.redlines import Redline, compare
from archive.rendering import render

PARAGRAPHS = (
    "We keep the records of your calls for thirty days and then delete them for good.",
    "You may ask us for a copy of your account data at any time, free of charge.",
    "Our processors act on written instructions only. They never sell what they see, ever.",
    "Analytics tell us how often a button is pressed, not who pressed it.",
    "Disputes are heard by the courts of the place where you live.",
)


def redline(old: str, new: str) -> Redline:
    return compare(render(old), render(new))


def kinds(found: Redline) -> list[ChangeKind]:
    return [change.kind for change in found.changes]


def only_change(found: Redline) -> Change:
    (change,) = found.changes
    return change


def side(found: Redline, *left_out: Mark) -> str:
    kept = (segment.text for segment in found.segments if segment.mark not in left_out)
    return " ".join("".join(kept).split())


def old_side(found: Redline) -> str:
    return side(found, Mark.INSERTED, Mark.MOVED_TO, Mark.GLYPHS_TO)


def new_side(found: Redline) -> str:
    return side(found, Mark.STRUCK, Mark.MOVED_FROM, Mark.GLYPHS_FROM)


def marked(found: Redline, mark: Mark) -> list[str]:
    return [segment.text.strip() for segment in found.segments if segment.mark is mark]


def accepted(html: str) -> lxml.html.HtmlElement:
    """Return the page of a redline as it is when everything is accepted."""
    body = page(html)
    for element in list(body.iter()):
        gone = element.tag == "del" or "removed" in (element.get("class") or "").split()
        anchor = element.tag == "span" and (element.get("id") or "").startswith("change-")
        if (gone or anchor) and element.getparent() is not None:
            element.drop_tree()
    for element in list(body.iter("ins")):
        element.drop_tag()
    return body


def page(html: str) -> lxml.html.HtmlElement:
    body = lxml.html.document_fromstring(f"<html><body>{html}</body></html>").find("body")
    assert body is not None
    return body


def outline(body: lxml.html.HtmlElement) -> list[tuple[str, int]]:
    return [(str(e.tag), len(list(e.iterancestors()))) for e in body.iter()]


def parse_errors(html: str) -> Counter[str]:
    parser = html5lib.HTMLParser()
    parser.parse(f"<!doctype html><html><head><title>t</title></head><body>{html}</body></html>")
    return Counter(error[1] for error in parser.errors)


def check_laws(old_html: str, new_html: str) -> Redline:
    found = compare(old_html, new_html)
    assert old_side(found) == visible_text(old_html)
    assert new_side(found) == visible_text(new_html)
    assert not parse_errors(found.html) - parse_errors(old_html) - parse_errors(new_html)
    assert not re.search(r"<(?:ins|del)[^>]*>[^<]*<(?!/(?:ins|del)>|br>|img)", found.html)
    ids = re.findall(r' id="([^"]*)"', found.html)
    assert len(ids) == len(set(ids))
    names = [change.clause for change in found.changes]
    assert len(set(names)) == len(names)
    assert set(names) <= set(ids)
    assert outline(accepted(found.html)) == outline(page(new_html))
    assert found == compare(old_html, new_html)
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("We keep logs.", "We keep logs.", [], id="equal texts have no change"),
        pytest.param(
            "We keep logs for 30 days.",
            "We keep logs for 90 days.",
            [ChangeKind.REWORDED],
            id="another word rewords the clause",
        ),
        pytest.param(
            PARAGRAPHS[0],
            "\n\n".join(PARAGRAPHS[:2]),
            [ChangeKind.ADDED],
            id="a further paragraph is added",
        ),
        pytest.param(
            "\n\n".join(PARAGRAPHS[:2]),
            PARAGRAPHS[1],
            [ChangeKind.REMOVED],
            id="a missing paragraph is removed",
        ),
        pytest.param(
            "\n\n".join(PARAGRAPHS),
            "\n\n".join((*PARAGRAPHS[1:], PARAGRAPHS[0])),
            [ChangeKind.MOVED],
            id="a paragraph that stands elsewhere moved",
        ),
        pytest.param(
            "\n\n".join(PARAGRAPHS),
            "\n\n".join((*PARAGRAPHS[1:], PARAGRAPHS[0].replace("thirty", "ninety"))),
            [ChangeKind.MOVED_REWORDED],
            id="a paragraph that moved with another word is both",
        ),
        pytest.param(
            PARAGRAPHS[2],
            PARAGRAPHS[2].replace("only. They", "only.\n\nThey"),
            [ChangeKind.SPLIT],
            id="one paragraph became two",
        ),
        pytest.param(
            PARAGRAPHS[2].replace("only. They", "only.\n\nThey"),
            PARAGRAPHS[2],
            [ChangeKind.MERGED],
            id="two paragraphs became one",
        ),
        pytest.param(
            "## 4. Your rights\n\nText.",
            "## 5. Your rights\n\nText.",
            [ChangeKind.RENUMBERED],
            id="a heading with another number is renumbered",
        ),
        pytest.param(
            "(a) You may leave at any time.",
            "(b) You may leave at any time.",
            [ChangeKind.RENUMBERED],
            id="a letter is a label as well",
        ),
        pytest.param(
            "[Opt out](https://a.example) here.",
            "[Opt out](https://b.example) here.",
            [ChangeKind.FORMAT_ONLY],
            id="another link target is format only",
        ),
        pytest.param(
            "You *may* leave.", "You **may** leave.", [ChangeKind.FORMAT_ONLY], id="emphasis"
        ),
        pytest.param(
            'You can\'t "opt" out - ever.',
            "You can’t “opt” out – ever.",
            [ChangeKind.FORMAT_ONLY],
            id="curly quotes and dashes",
        ),
        pytest.param(
            "We keep <s>gone words</s> data.",
            "We keep <s>other words</s> data.",
            [ChangeKind.FORMAT_ONLY],
            id="words that the text itself strikes",
        ),
        pytest.param(
            "We keep no data.",
            "We keep <s>no</s> data.",
            [ChangeKind.REWORDED],
            id="a word that the text strikes from now on",
        ),
        pytest.param(
            "We keep your\nlogs for days.",
            "We keep\nyour logs\nfor days.",
            [],
            id="lines broken elsewhere",
        ),
        pytest.param(
            "3. One.\n4. Two.",
            "5. One.\n6. Two.",
            [ChangeKind.FORMAT_ONLY],
            id="a list that begins with another number",
        ),
        pytest.param(
            "Above.\n\n3. One.\n    1. Inner.\n4. Two.",
            "Above.\n\n3. One.\n    7. Inner.\n4. Two.",
            [ChangeKind.FORMAT_ONLY],
            id="an inner list that begins with another number",
        ),
        pytest.param(
            "3. One.\n4. Two.",
            "2. None.\n3. One.\n4. Two.",
            [ChangeKind.ADDED],
            id="an item before the others, which keep their numbers",
        ),
        pytest.param(
            "1. One.\n2. Two.",
            '<ol start="1"><li>One.</li><li>Two.</li></ol>',
            [],
            id="a list that says it counts from one",
        ),
        pytest.param("Text.\n\n\n\nMore.", "Text.\n\nMore.", [], id="blank lines"),
        pytest.param("Your *data*.", "Your _data_.", [], id="the same markup written otherwise"),
    ],
)
def test_every_change_has_its_kind(old: str, new: str, expected: list[ChangeKind]) -> None:
    found = check_laws(render(old), render(new))

    assert kinds(found) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("[a b](https://a.example)", "[a b](https://b.example)", id="link target"),
        pytest.param('It\'s "so" - yes...', "It’s “so” — yes…", id="glyphs"),
        pytest.param("a b\nc", "a\nb c", id="wrapping"),
        pytest.param("- a b\n- c d", "- a b\n\n- c d", id="a loose list"),
        pytest.param("**pri**vacy counts", "privacy counts", id="markup inside a word"),
        pytest.param("pri\u00advacy\u200b counts", "privacy counts", id="invisible characters"),
        pytest.param("caf\u00e9 hours", "cafe\u0301 hours", id="composed characters"),
        pytest.param("![a](a.png) text", "![a](b.png) text", id="another file"),
    ],
)
def test_what_readers_cannot_read_is_not_marked(old: str, new: str) -> None:
    found = check_laws(render(old), render(new))

    assert found.equal
    assert "<ins" not in found.html
    assert "<del" not in found.html


def test_a_changed_link_target_is_listed_with_both_targets() -> None:
    change = only_change(
        redline("[Opt out](https://a.example) now.", "[Opt out](https://b.example) now.")
    )

    assert change.links == (("https://a.example", "https://b.example"),)


def test_the_sign_of_a_new_footnote_is_all_that_its_sentence_has_new() -> None:
    note = "\n\n[^1]: Unless you tell us about it."
    found = check_laws(
        render("We hold no health data."), render(f"We hold no health data[^1].{note}")
    )

    sign, note_text = (each for each in found.segments if each.mark is Mark.INSERTED)
    assert sign.text == "1"
    assert "Unless" in note_text.text
    assert not any(segment.mark is Mark.STRUCK for segment in found.segments)


def test_a_section_that_moves_to_another_level_takes_its_lettered_heading_along() -> None:
    price = "The price is shown before you book, and insurance is part of it."
    duties = (
        "## B. Duties\n\nYou keep the boat clean.\n\nYou wear a jacket.\n\nYou come back in time."
    )
    old = f"## A. Contract\n\n### A.2 Price\n\n{price}\n\n{duties}"
    new = f"## A. Contract\n\n{duties}\n\n## F. Price\n\n{price}"

    (move,) = (each for each in check_laws(render(old), render(new)).changes if not each.along)

    assert move.kind is ChangeKind.MOVED
    assert (move.before, move.after) == ("A.2 Price", "F. Price")


def test_other_glyphs_are_segments_of_their_own() -> None:
    found = redline("You can't opt out.", "You can’t opt out.")

    assert marked(found, Mark.GLYPHS_FROM) == ["'"]
    assert marked(found, Mark.GLYPHS_TO) == ["’"]
    assert found.equal


def test_words_struck_in_the_text_itself_count_as_removed() -> None:
    found = redline("We never sell data.", "<del>We never sell data.</del>")

    assert not found.equal
    assert only_change(found).after == ""
    assert only_change(found).sentences == (("We never sell data.", ""),)
    assert "<s><ins>" in found.html


def test_a_move_is_shown_at_both_places() -> None:
    found = redline("\n\n".join(PARAGRAPHS), "\n\n".join((*PARAGRAPHS[1:], PARAGRAPHS[0])))
    change = only_change(found)

    assert f'<del class="moved">{PARAGRAPHS[0]}</del>' in found.html
    assert f'<ins class="moved">{PARAGRAPHS[0]}</ins>' in found.html
    assert f'data-moved-to="{change.clause}" id="{change.clause}-from"' in found.html
    assert marked(found, Mark.MOVED_FROM) == marked(found, Mark.MOVED_TO) == [PARAGRAPHS[0]]
    assert not found.equal


def test_a_moved_clause_shows_its_other_words_at_each_place() -> None:
    moved = PARAGRAPHS[0].replace("thirty", "ninety")
    found = redline("\n\n".join(PARAGRAPHS), "\n\n".join((*PARAGRAPHS[1:], moved)))

    assert marked(found, Mark.STRUCK) == ["thirty"]
    assert marked(found, Mark.INSERTED) == ["ninety"]
    assert only_change(found).sentences == ((PARAGRAPHS[0], moved),)


def test_a_split_marks_no_word() -> None:
    found = redline(PARAGRAPHS[2], PARAGRAPHS[2].replace("only. They", "only.\n\nThey"))

    assert found.equal
    assert only_change(found).sentences == ()


def test_a_reference_that_follows_its_renumbered_section_is_renumbered() -> None:
    old = "## 4. Fees\n\nPay.\n\n## 5. Exit\n\nGo.\n\nAs Section 5 says, you may leave."
    new = "## 5. Fees\n\nPay.\n\n## 6. Exit\n\nGo.\n\nAs Section 6 says, you may leave."

    assert kinds(redline(old, new)) == [ChangeKind.RENUMBERED] * 3


FIFTEEN = "".join(f"## {n}. Part {n}\n\nWords of part number {n}.\n\n" for n in range(1, 16))
FOURTEEN = FIFTEEN.replace("## 14. Part 14\n\nWords of part number 14.\n\n", "").replace(
    "## 15.", "## 14."
)


@pytest.mark.parametrize(
    "reference",
    [
        "As Section 15 says, you may leave.",
        "This is governed by section 15.",
        "See Sections 3, 5 and 15 of these terms.",
        "Sections 3, 15 and 5 apply.",
        "Section 15(2) applies to you.",
        "You may leave (Section 15).",
    ],
)
def test_a_number_named_as_a_clauses_follows_its_clause(reference: str) -> None:
    found = redline(FIFTEEN + reference, FOURTEEN + reference.replace("15", "14"))

    assert found.changes[-1].kind is ChangeKind.RENUMBERED
    assert ChangeKind.REWORDED not in kinds(found)


@pytest.mark.parametrize(
    "figure",
    [
        "In this section 15 days are granted.",
        "Under Section 2, 15 days are granted.",
        "Under § 2 (15 days) you may object.",
        "As a part, 15 days are granted.",
        "In this clause 15 of them are named.",
        "Under Section 2, 15 of you may object.",
        "Section 15 days pass.",
    ],
)
def test_a_figure_beside_a_word_for_clauses_is_no_reference(figure: str) -> None:
    found = redline(FIFTEEN + figure, FOURTEEN + figure.replace("15", "14"))

    assert kinds(found).count(ChangeKind.REWORDED) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Logs live 30 days.", "Logs live 90 days.", id="a term"),
        pytest.param(
            "## 5. Exit\n\nSection 5 applies.", "## 5. Exit\n\nSection 7 applies.", id="a reference"
        ),
        pytest.param("30 days after notice.", "60 days after notice.", id="a term at the head"),
        pytest.param("4.2 million users", "5.1 million users", id="a figure at the head"),
    ],
)
def test_other_numbers_are_not_renumbering(old: str, new: str) -> None:
    assert kinds(redline(old, new)) == [ChangeKind.REWORDED]


def test_no_sentence_is_named_that_reads_as_it_did() -> None:
    found = redline("We <s>never</s> keep logs. Bye.", "We <s>always</s> keep logs. Bye.")

    assert only_change(found).sentences == ()
    assert only_change(found).quotes == ()
    assert marked(found, Mark.STRUCK) == ["never"]
    assert marked(found, Mark.INSERTED) == ["always"]


def test_sentences_are_paired_and_only_differing_ones_named() -> None:
    change = only_change(
        redline(
            "We log calls. We keep logs for 30 days, e.g. Calls by Acme Inc. Only. Ask us! Thanks.",
            "We log calls. We keep logs for 90 days, e.g. Calls by Acme Inc. Only. Thanks.",
        )
    )

    assert change.sentences == (
        (
            "We keep logs for 30 days, e.g. Calls by Acme Inc. Only.",
            "We keep logs for 90 days, e.g. Calls by Acme Inc. Only.",
        ),
        ("Ask us!", ""),
    )


def test_a_change_names_the_section_it_stands_in() -> None:
    change = only_change(redline("## Logs\n\nKept 30 days.", "## Logs\n\nKept 90 days."))

    assert change.heading == "Logs"
    assert (change.before, change.after) == ("Kept 30 days.", "Kept 90 days.")


def test_a_lone_article_does_not_survive_between_changes() -> None:
    found = redline(
        "This concerns the disabling of the content.", "This concerns the choice by the owner."
    )

    assert marked(found, Mark.STRUCK) == ["disabling of the content."]


TABLE = (
    "| Name | Task | Place |\n|---|---|---|\n| Acme | Hosting | Germany |\n| Bolt | Mail | Spain |"
)


@pytest.mark.parametrize(
    ("old", "new", "struck", "inserted"),
    [
        pytest.param(TABLE, TABLE.replace("Germany", "Malta"), ["Germany"], ["Malta"], id="a cell"),
        pytest.param(
            TABLE, TABLE.rsplit("\n", 1)[0], ["Bolt\nMail\nSpain"], [], id="a row removed"
        ),
        pytest.param(
            TABLE,
            re.sub(r"\|[^|]*\|$", "|", TABLE, flags=re.MULTILINE),
            ["Place", "Germany", "Spain"],
            [],
            id="the last column removed",
        ),
        pytest.param(
            re.sub(r"^\|[^|]*\|", "|", TABLE, flags=re.MULTILINE),
            TABLE,
            [],
            ["Name", "Acme", "Bolt"],
            id="a first column inserted",
        ),
    ],
)
def test_tables_are_compared_cell_by_cell(
    old: str, new: str, struck: list[str], inserted: list[str]
) -> None:
    found = check_laws(render(old), render(new))

    assert [" ".join(text.split()) for text in marked(found, Mark.STRUCK)] == [
        " ".join(text.split()) for text in struck
    ]
    assert marked(found, Mark.INSERTED) == inserted


NESTED = "- one thing\n    - inner first\n    - inner second\n- two things"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            NESTED,
            NESTED.replace("    - inner second\n", ""),
            "<li>one thing<ul><li>inner first</li><li><del>inner second</del></li></ul></li>",
            id="an inner item removed",
        ),
        pytest.param(
            NESTED,
            "- one thing\n- two things",
            "<li>one thing<ul><li><del>inner first</del></li><li><del>inner second</del></li></ul>",
            id="an inner list removed",
        ),
        pytest.param(
            f"{TABLE}\n\nEnd.",
            "End.",
            "<table><thead><tr><th><del>Name</del></th>",
            id="a whole table removed",
        ),
    ],
)
def test_removed_blocks_stand_where_they_are_valid(old: str, new: str, expected: str) -> None:
    found = check_laws(render(old), render(new))

    assert expected in re.sub(r' (?:class|id)="[^"]*"|\n', "", found.html)


def test_nothing_is_cut_across_rows_that_stayed() -> None:
    """The words of a paragraph below a table are none of those above it."""
    old = "| h | a for the the the |\n|---|---|\n| a for the the the | x |\n\nthe the the the a 4."
    new = "the\n\nthe\n\nthe\n\nthe\n\nthe\n\n| h | the |\n|---|---|\n| the | x |"

    check_laws(render(old), render(new))


def test_heading_ids_are_kept_and_names_never_clash_with_them() -> None:
    found = check_laws(render("# Change 1\n\nOld words."), render("# Change 1\n\nNew words."))

    assert 'id="change-1">Change 1' in found.html
    assert [change.clause for change in found.changes] == ["change-2"]


def test_the_name_of_a_moved_clauses_old_place_never_clashes_either() -> None:
    moving = "We keep the records of your calls for thirty days and then delete them for good."
    others = [f"Paragraph {n} says something about matter {n} of ours." for n in range(4)]
    heading = "# Ours {: #change-1-from }"

    html = redline(
        "\n\n".join([heading, moving, *others]), "\n\n".join([heading, *others, moving])
    ).html

    ids = re.findall(r' id="([^"]*)"', html)
    assert sorted(ids) == ["change-1-from", "change-2", "change-2-from"]


def test_a_link_round_struck_clauses_leads_nowhere() -> None:
    html = compare(
        '<p>We keep it.</p><a href="https://a.example" id="old"><div>Gone for good.</div></a>',
        "<p>We keep it.</p>",
    ).html

    assert "Gone for good." in html
    assert "href" not in html


def test_an_element_that_holds_a_space_alone_is_written_once() -> None:
    found = check_laws("", '<p>We <span id="x"> </span>keep logs.</p>')

    assert found.html.count('id="x"') == 1


def test_text_never_becomes_markup() -> None:
    found = compare("<p>a &lt;b&gt; c</p>", "<p>a &lt;script&gt;x&lt;/script&gt; c</p>")

    assert "<script" not in found.html
    assert "<ins>script&gt;x&lt;/script</ins>" in found.html


WORDS = st.sampled_from(
    "the data we keep for 30 90 days. You may opt - out; “so” it's 4. a".split()
)
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
BLOCKS = st.one_of(
    LINES,
    LINES.map("## {}".format),
    LINES.map("**{}** and".format),
    st.lists(LINES, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(LINES, min_size=1, max_size=3).map(
        lambda items: "\n".join(f"{'    ' * (n % 2)}1. {i}" for n, i in enumerate(items))
    ),
    LINES.map(lambda line: f"| h | {line} |\n|---|---|\n| {line} | x |"),
    LINES.map("> {}".format),
    LINES.map("    {}".format),
    LINES.map("Term\n:   {}".format),
    LINES.map("[{}](https://example.com/x)<br>more<br>".format),
    LINES.map('<a id="x"></a><em>{}</em>'.format),
    LINES.map('!!! note "Note"\n    {}\n\n    - more'.format),
    LINES.map("See[^1].\n\n[^1]: {}".format),
    LINES.map("<div><p>{}</p><ul><li>one</li></ul></div>".format),
    LINES.map("<s>{}</s> and more".format),
)
DOCUMENTS = st.lists(BLOCKS, max_size=6).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(old=DOCUMENTS, new=DOCUMENTS)
def test_the_laws_hold_for_any_two_documents(old: str, new: str) -> None:
    check_laws(render(old), render(new))


@settings(max_examples=60, deadline=None)
@given(old=DOCUMENTS)
def test_a_text_compared_with_itself_has_no_change(old: str) -> None:
    found = check_laws(render(old), render(old))

    assert found.changes == ()
    assert found.equal


MIRRORED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


WORDED = [
    (text, text.replace(" ", " hardly ", 1), text.replace(". ", ".\n\n")) for text in PARAGRAPHS
]
TEXTS = st.tuples(*(st.sampled_from(("", *wordings)) for wordings in WORDED)).map(
    lambda texts: "\n\n".join(filter(None, texts))
)


@settings(max_examples=60, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_kinds_are_mirrored_when_the_texts_change_places(old: str, new: str) -> None:
    there, back = kinds(redline(old, new)), kinds(redline(new, old))

    assert Counter(MIRRORED.get(kind, kind) for kind in there) == Counter(back)


@pytest.mark.parametrize("sign", [chr(code) for code in range(0x1C, 0x20)], ids=ascii)
def test_a_separator_that_nobody_sees_shifts_no_mark(sign: str) -> None:
    found = redline("We keep logs for ever.", f"We keep{sign}your logs for ever.")

    assert [text.strip(f"{sign} ") for text in marked(found, Mark.INSERTED)] == ["your"]
    assert old_side(found) == "We keep logs for ever."
    assert new_side(found) == "We keep your logs for ever."


@settings(max_examples=150, deadline=None)
@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_any_two_unicode_texts_have_a_redline(old: str, new: str) -> None:
    old_html, new_html = render(_encodable(old)), render(_encodable(new))
    found = compare(old_html, new_html)

    assert old_side(found) == visible_text(old_html)
    assert new_side(found) == visible_text(new_html)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


SECTION = "## Data\n\nWe keep your records for thirty days and then delete all of them."
OTHERS = (
    "## Use\n\nOne more of these clauses says what you may and may not do here.\n\n"
    "## Law\n\nThe law of the place where you live applies to all of this."
)


def test_a_section_that_moves_is_one_move() -> None:
    found = redline(f"{SECTION}\n\n{OTHERS}", f"{OTHERS}\n\n{SECTION}")

    assert kinds(found) == [ChangeKind.MOVED, ChangeKind.MOVED]
    assert [change.along for change in found.changes] == [False, True]
    assert found.html.count("change-place") == 1


def test_what_moves_elsewhere_or_is_reworded_on_the_way_is_a_change_of_its_own() -> None:
    reworded = SECTION.replace("thirty", "ninety")
    end = "You may always ask us for a copy of every record that is yours alone."
    moved = redline(f"{SECTION}\n\n{OTHERS}", f"{OTHERS}\n\n{reworded}")
    apart = redline(f"{SECTION}\n\n{end}\n\n{OTHERS}", f"{end}\n\n{OTHERS}\n\n{SECTION}")
    turned = redline(f"{end}\n\n{SECTION}\n\n{OTHERS}", f"{OTHERS}\n\n{SECTION}\n\n{end}")

    assert [change.along for change in moved.changes] == [False, False]
    assert [change.along for change in apart.changes] == [False, True]
    assert [change.along for change in turned.changes] == [False, True, False]


def test_the_rows_of_a_table_lose_the_column_that_its_head_lost() -> None:
    old = (
        "| Data | Kept for | Basis | Shared |\n| --- | --- | --- | --- |\n"
        "| Logs | 30 days | consent | no |\n| Names | 2 years | contract | yes |"
    )
    new = (
        "| Data | Basis | Shared |\n| --- | --- | --- |\n"
        "| Logs | interest | no |\n| Names | contract | yes |"
    )

    def quotes(found: Redline) -> list[str]:
        return [in_brackets(quote) for change in found.changes for quote in change.quotes]

    assert quotes(redline(old, new)) == [
        "Data | [-Kept for-] | Basis | Shared",
        "Logs | [-30 days-] | [-consent-]{+interest+} | no",
        "Names | [-2 years-] | contract | yes",
    ]
    assert quotes(redline(new, old)) == [
        "Data | {+Kept for+} | Basis | Shared",
        "Logs | {+30 days+} | [-interest-]{+consent+} | no",
        "Names | {+2 years+} | contract | yes",
    ]
