"""A text that comes back from Word changes what was changed there, and not a byte besides."""

import difflib
from datetime import UTC, datetime

import pytest

from archive.docx_documents import Labels, text_as_docx
from archive.front_matter import split
from archive.imported_texts import ForeignFile, ImportedText, read_foreign
from archive.rendering import render
from archive.revisions import Language
from archive.word_edits import EditedText, edited, links_of
from archive.words import normalised_words
from tests.archive.word_texts import CHANGES, TEXT, changed
from tests.conftest import ROOT

LABELS = Labels(title="privacy", language=Language("en"), at=datetime(2027, 3, 1, tzinfo=UTC))
SAMPLES = sorted((ROOT / "archive/sample/texts").glob("*.md"))


def from_word(markdown: str, *, links: frozenset[str] | None = None) -> ImportedText:
    """A text as it comes back when it was saved as a Word document."""
    html = render(markdown)
    data = text_as_docx(html, LABELS).data
    known = links_of(html) if links is None else links
    return read_foreign(ForeignFile(suffix=".docx", data=data, links=known))


def back(old: str, new: str) -> EditedText:
    return edited(old, render(from_word(new).markdown))


def changed_lines(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize("sample", [TEXT, *(split(f.read_text())[1] for f in SAMPLES)])
def test_a_text_that_was_not_changed_comes_back_byte_for_byte(sample: str) -> None:
    found = from_word(sample)

    assert found.remarks == ()
    back = edited(sample, render(found.markdown))
    assert (back.markdown, back.remarks, back.changes) == (sample, (), 0)
    assert back.found == back.clauses > 0


WANTED = {
    "a word": ["-We keep *logs* for **thirty** days. See [the terms](https://example.com/terms) and [below](#rights).",
               "+We keep *logs* for **ninety** days. See [the terms](https://example.com/terms) and [below](#rights)."],
    "a link's target": ["-We keep *logs* for **thirty** days. See [the terms](https://example.com/terms) and [below](#rights).",
                        "+We keep *logs* for **thirty** days. See [the terms](https://example.com/rules) and [below](#rights)."],
    "a split": ["-We collect your name. We never sell it to anyone at all.",
                "+We collect your name.", "+", "+We never sell it to anyone at all."],
    "an item gone": ["-- Your bank account"],
    "an item more": ["+- Your pay slip"],
    "a row gone": ["-| Mail | 1 year   |"],
    "a row more": ["+| Calls | 2 years |"],
    "a column more": ["-| Data | Kept for |", "-|------|----------|", "-| Logs | 30 days  |", "-| Mail | 1 year   |",
                      "+| Data | Kept for | Why |", "+| --- | --- | --- |", "+| Logs | 30 days | law |", "+| Mail | 1 year | law |"],
    "a heading made text": ["-## Rights", "+Rights"],
    "a paragraph moved": ["+", "+> A quotation of some length, of what the law says about all this.",
                          "-> A quotation of some length, of what the law says about all this.", "-"],
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_only_the_lines_of_a_clause_that_changed_are_written(name: str) -> None:
    found = back(TEXT, changed(*CHANGES[name]))

    assert changed_lines(TEXT, found.markdown) == WANTED[name]
    assert found.remarks == ()


@pytest.mark.parametrize("name", CHANGES)
def test_the_words_are_those_of_the_document(name: str) -> None:
    new = changed(*CHANGES[name])

    found = back(TEXT, new)

    assert normalised_words(render(found.markdown)) == normalised_words(render(new))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Long lines\nthat are wrapped\nby hand.", "Long lines that are folded by hand.",
         "Long lines\nthat are folded\nby hand."),
        ("See [us](us.md) for *more*.", "See [us](us.md) for all of *more*.",
         "See [us](us.md) for all of *more*."),
        ("Keep `a_b` and 1 * 2.", "Keep `a_b` and 1 * 3.", "Keep `a_b` and 1 * 3."),
        ("We say <b>so</b> here.", "We say <b>so</b> there.", "We say <b>so</b> there."),
        ("One.\n\n***\n\nTwo.", "One.\n\n***\n\nTwo and three.", "One.\n\n***\n\nTwo and three."),
        ("Nothing new.", "Nothing *new* [under_it] <here>.",
         "Nothing *new* \\[under\\_it\\] ."),
    ],
    ids=["wrapped", "relative link", "signs", "raw HTML", "a rule", "markup as words"],
)  # fmt: skip
def test_markup_round_the_words_that_changed_stays(old: str, new: str, wanted: str) -> None:
    assert back(old, new).markdown.strip() == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("*one two* three four five", "two three four five", "two three four five"),
        ("**Note:** we keep it for ten days.", "we keep it for ten days.",
         "we keep it for ten days."),
        ("**Note:** we keep it for ten days.", "**Beware:** we keep it for ten days.",
         "**Beware:** we keep it for ten days."),
        ("**one two** more words.", "\\*two more words.", "\\*two more words."),
        ("- **Logs** for ten days\n- Names", "- Logs for nine days\n- Names",
         "- **Logs** for nine days\n- Names"),
    ],
    ids=["its first word", "all of it", "other words", "signs as words", "in an item"],
)  # fmt: skip
def test_emphasis_at_the_head_of_a_clause_is_no_part_of_what_opens_it(
    old: str, new: str, wanted: str
) -> None:
    found = back(old, new)

    assert (found.markdown, found.by_hand) == (wanted, ())


def test_a_line_that_ends_among_new_words_ends_in_the_markdown() -> None:
    found = back("One four of all.", "One two<br>three four of all.")

    assert " ".join(render(found.markdown).split()) == "<p>One two<br> three four of all.</p>"


def test_quotes_that_word_turned_are_left_as_they_are() -> None:
    assert back("We say 'yes'.", "We say ‘yes’.").markdown == "We say 'yes'."


def test_other_emphasis_is_told_and_not_written() -> None:
    found = back("We never sell.", "We **never** sell.")

    assert found.markdown == "We never sell."
    assert found.remarks == (
        "1 clause with the same words, but other emphasis in the file: left as they are",
    )


def test_a_hostile_link_does_not_get_in() -> None:
    page = '<p>See <a href="javascript:alert(1)">us now</a>.</p>'

    found = edited("See us.", page)

    assert "javascript" not in found.markdown


RICH = """# Privacy

!!! warning "The essentials"
    You can ask for a copy or for deletion at any time.

We rely on the contract with you.[^why] We keep it for ten days.

Locker
:   A cabinet, or a counter in a shop, where parcels
    are left.

<div class="box">
<p>We never sell data.</p> <p>Nor do we rent it.</p>
</div>

## 8. Children {: #children }

??? note
    A second note.

[^why]: We weighed the safety of lockers, and marketing. Ask us.
"""

IN_PLACE = {
    "an admonition": ("copy or for deletion at", "copy, deletion or correction at"),
    "an admonition's title": ("The essentials", "In brief"),
    "a footnote": ("and marketing", "and fraud"),
    "a clause with a footnote": ("for ten days", "for nine days"),
    "words at a footnote's mark": ("the contract with you", "the contract with all of you"),
    "a definition": ("counter in a shop", "counter in a shop or kiosk"),
    "a term": ("Locker\n", "Parcel locker\n"),
    "raw HTML": ("never sell", "never sell or give"),
    "raw HTML on the same line": ("Nor do we rent", "Nor do we lend"),
    "a heading with an anchor": ("8. Children", "9. Children"),
}


def of_lawyer(old: str, new: str) -> str:
    assert RICH.count(old) == 1
    return RICH.replace(old, new)


@pytest.mark.parametrize("name", IN_PLACE)
def test_a_clause_that_is_more_than_its_words_is_changed_in_its_place(name: str) -> None:
    new = of_lawyer(*IN_PLACE[name])

    found = back(RICH, new)

    assert (found.markdown, found.by_hand) == (new, ())


BY_HAND = {
    "two paragraphs of an admonition": (
        ("copy or for deletion", "copy.\n\n    You can ask for deletion"), 4,
    ),
    "an admonition's words gone": (("    You can ask for a copy or for deletion at any time.\n", ""), 4),
    "emphasis in a clause with a footnote": (("ten days.", "ten days and *some* nights."), 6),
    "a mark of a footnote gone": (("with you.[^why]", "with you."), 6),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_what_cannot_be_written_with_certainty_is_left_to_a_person(name: str) -> None:
    change, line = BY_HAND[name]

    found = back(RICH, of_lawyer(*change))

    assert found.markdown == RICH
    assert [each.line for each in found.by_hand] == [line]


def test_what_a_person_has_to_write_is_said_in_words() -> None:
    found = back(RICH, of_lawyer("ten days.", "ten days and *some* nights."))

    (clause,) = found.by_hand
    assert clause.sentence() == (
        "the Word document says “We rely on the contract with you.1 We keep it for ten days and some"
        " nights.” and not “We rely on the contract with you.1 We keep it for ten days.”: write it"
        " there by hand"
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("# A\n\n## Sharing\n\nWords here.", "# A\n\n## 9\\. Sharing\n\nWords here.",
         "# A\n\n## 9. Sharing\n\nWords here."),
        ("# A\n\nWords here.", "# A\n\nWords here.\n\n## 9. Sharing in C\\#",
         "# A\n\nWords here.\n\n## 9. Sharing in C\\#"),
        ("# A\n\nWords here.", "# A\n\nWords here.\n\n9\\. Sharing.",
         "# A\n\nWords here.\n\n9\\. Sharing."),
        ("Words of Section 2 here.", "Words of Section 2. Or 3. here.",
         "Words of Section 2. Or 3. here."),
    ],
    ids=["a number before a heading", "a new heading", "a paragraph", "within a line"],
)  # fmt: skip
def test_nothing_is_escaped_that_markdown_takes_for_words(old: str, new: str, wanted: str) -> None:
    assert back(old, new).markdown == wanted


def test_a_section_that_moved_is_written_there_under_its_new_number() -> None:
    one = "## {}. Children\n\nOur services are not for children at all.\n\n"
    two = "## {}. Security\n\nWe encrypt what we keep, on its way and at rest.\n\n"
    three = "## {}. Cookies\n\nWe set *no* cookies for advertising, ever.\n"
    old = one.format(1) + two.format(2) + three.format(3)
    new = two.format(1) + one.format(2) + three.format(3)

    assert back(old, new).markdown == new


def test_an_admonition_that_moved_and_was_reworded_is_left_to_a_person() -> None:
    box = '!!! note "For parents"\n    Our services are not for children {} at all, ever, anywhere.\n\n'
    rest = (
        "We encrypt what we keep, on its way and at rest.\n\nWe set no cookies for advertising.\n"
    )
    old = f"{box.format('of six')}{rest}"

    found = back(old, f"{rest}\n{box.format('of seven')}")

    assert found.markdown == old
    assert found.by_hand


def test_words_that_the_text_itself_strikes_are_changed_as_well() -> None:
    found = back("We keep <s>gone</s> data.", "We keep <s>other</s> data.")

    assert found.markdown.strip() == "We keep <s>other</s> data."
