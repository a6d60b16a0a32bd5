"""Which words of a sentence are marked where it is quoted, and how much stands around them."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.changes import Quote
from archive.marked_sentences import CONTEXT, in_brackets, quotes_of
from archive.marks import Mark, Segment
from archive.redlines import Redline, compare
from archive.rendering import render

ROW = "| Data | Kept |\n| --- | --- |\n| {} | {} |\n| Names | until you close your account |"
WORDS = "We may not sell keep your data for 30 90 days. Partners, never! 1. (a) It’s “so”; ~~no~~"
SENTENCES = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14).map(" ".join)
CLAUSES = st.one_of(
    SENTENCES,
    SENTENCES.map(lambda words: f"## {words}"),
    SENTENCES.map(lambda words: f"- {words}\n- We **keep** logs. {words}"),
    SENTENCES.map(lambda words: ROW.format(words, "[30 days](https://a.example)")),
    st.just(
        "We use **data** to answer. We keep logs for 30 days, and [not](https://a.example) more."
    ),
)
TEXTS = st.lists(CLAUSES, max_size=5).map("\n\n".join)


def a_redline(old: str, new: str) -> Redline:
    return compare(render(old), render(new))


def quoted(old: str, new: str) -> list[str]:
    """The quotes of all changes between two texts, marked with brackets."""
    changes = a_redline(old, new).changes
    return [in_brackets(quote) for change in changes for quote in quotes_of(change)]


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        pytest.param(
            "We keep records for 30 days.",
            "We keep records for 90 days.",
            "We keep records for [-30-]{+90+} days.",
            id="a word",
        ),
        pytest.param(
            "We keep your name, address and records.",
            "We keep your name and records.",
            "We keep your name[-, address-] and records.",
            id="without the full stop or comma beside it",
        ),
        pytest.param(
            "We keep your records.",
            "We keep your records for 90 days.",
            "We keep your records {+for 90 days+}.",
            id="at the end",
        ),
        pytest.param(
            "We may not sell it to you.",
            "We may sell it to you.",
            "We [-may not-]{+may+} sell it to you.",
            id="a negation, with its verb",
        ),
        pytest.param(
            "We never sell your data.",
            "We never sell your data! ![seal](s.png)",
            "We never sell your data[-.-]{+!+}",
            id="a picture is no word",
        ),
        pytest.param(
            ROW.format("Logs", "30 days"),
            ROW.format("Logs", "90 days"),
            "Logs | [-30-]{+90+} days",
            id="a row, with all its cells",
        ),
        pytest.param("It’s kept 30 days.", "It's kept 90 days.", "It's kept [-30-]{+90+} days.",
            id="the glyphs of kept words are the new text's",
        ),
    ],
)  # fmt: skip
def test_the_words_that_changed_are_marked(old: str, new: str, quote: str) -> None:
    assert quoted(old, new) == [quote]


def test_what_only_one_text_has_is_quoted_sentence_by_sentence() -> None:
    old, new = "## Data\n\nWe keep it. We use it.", "## Data"

    assert quoted(old, new) == ["[-We keep it.-]", "[-We use it.-]"]
    assert quoted(new, old) == ["{+We keep it.+}", "{+We use it.+}"]


def test_a_long_unchanged_stretch_is_shortened() -> None:
    kept = " ".join(f"w{n}" for n in range(80))

    [quote] = quoted(f"Alpha {kept} Beta", f"Gamma {kept} Delta")

    head = " ".join(f"w{n}" for n in range(CONTEXT))
    tail = " ".join(f"w{n}" for n in range(80 - CONTEXT, 80))
    assert quote == f"[-Alpha-]{{+Gamma+}} {head} … {tail} [-Beta-]{{+Delta+}}"


def test_no_single_word_gives_way_to_a_sign_that_one_was_left_out() -> None:
    kept = " ".join(f"w{n}" for n in range(2 * CONTEXT + 1))

    [quote] = quoted(f"Alpha {kept} Beta", f"Gamma {kept} Delta")

    assert kept in quote


def test_the_beginning_and_the_end_are_shortened_on_the_side_that_nothing_changed() -> None:
    kept = " ".join(f"w{n}" for n in range(CONTEXT + 2))

    [before] = quoted(f"{kept} more", f"{kept} less")
    [after] = quoted(f"more {kept}", f"less {kept}")

    assert before.startswith("… w2 w3")
    assert after.endswith("w11 …")


def letters(segments: Iterable[Segment], *marks: Mark) -> Counter[str]:
    """What stands under some marks, without spaces and what stands between a row's cells."""
    text = "".join(segment.text for segment in segments if segment.mark in marks)
    return Counter("".join(text.split()).replace("|", ""))


@given(old=TEXTS, new=TEXTS)
@example(old="A b. We. Keep it all.", new="C d. We. Sell it not.")  # one sentence stays for nothing
def test_a_quote_marks_just_what_the_redline_marks(old: str, new: str) -> None:
    redline = a_redline(old.replace("~~", ""), new.replace("~~", ""))

    segments = [s for change in redline.changes for quote in quotes_of(change) for s in quote]
    for mark in (Mark.STRUCK, Mark.INSERTED):
        assert letters(segments, mark) == letters(redline.segments, mark)


@given(old=SENTENCES, new=SENTENCES)
def test_a_quote_reads_as_the_new_sentence_without_its_struck_words(old: str, new: str) -> None:
    redline = a_redline(f"It says: {old}", f"It says: {new}")

    for change in redline.changes:
        for quote in quotes_of(change):
            assert "…" in in_brackets(quote) or side(quote, Mark.INSERTED) in change.after
            assert "…" in in_brackets(quote) or plain(side(quote, Mark.STRUCK)) in plain(
                change.before
            )


def side(quote: Quote, mark: Mark) -> str:
    shown = "".join(segment.text for segment in quote if segment.mark in (Mark.KEPT, mark))
    return " ".join(shown.split())


def plain(text: str) -> str:
    """A text with the quotes of the new one."""
    return text.translate(str.maketrans("“”’", '""\''))
