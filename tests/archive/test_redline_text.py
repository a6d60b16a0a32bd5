"""A redline at the terminal: changes with what stands beside them, told without colour."""

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.redline_text import in_numbers, redline_text
from archive.redlines import Redline, compare
from archive.rendering import render

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
PARTS = [f"Paragraph {n} says something about matter {n} of ours." for n in range(9)]


def shown(old: str, new: str, *, width: int = 80, colour: bool = False) -> str:
    return redline_text(compare(render(old), render(new)), width=width, colour=colour)


def test_changes_stand_with_a_paragraph_on_either_side() -> None:
    new = [*PARTS[:4], "Paragraph 4 says everything about matter 4 of ours.", *PARTS[5:]]

    assert shown("\n\n".join(PARTS), "\n\n".join(new)).split("\n") == [
        "1 reworded",
        "Marks: [-struck-] {+inserted+}",
        "",
        "… 3 unchanged paragraphs …",
        "",
        "Paragraph 3 says something about matter 3 of ours.",
        "",
        "Paragraph 4 says [-something-]{+everything+} about matter 4 of ours.",
        "",
        "Paragraph 5 says something about matter 5 of ours.",
        "",
        "… 3 unchanged paragraphs …",
    ]


def test_a_single_short_paragraph_between_changes_is_shown() -> None:
    row = "| Purpose | Data | Basis |{}\n|---|---|---|{}\n| Renting | Name | Contract |{}"
    old, new = row.format("", "", ""), row.format(" Kept |", "---|", " 6 years |")
    long = [PARTS[0], " ".join(PARTS), PARTS[1]]

    assert shown(old, new).split("\n\n")[1:] == [
        "… 2 unchanged paragraphs …", "Basis", "{+Kept+}", "Renting", "Name", "Contract", "{+6 years+}",
    ]  # fmt: skip
    apart = "\n\n".join([f"A. {PARTS[0]}", *long, f"B. {PARTS[0]}"])
    assert "… 1 unchanged paragraph …" in shown("\n\n".join(["A.", *long, "B."]), apart)


def test_moves_are_told_from_what_comes_and_goes() -> None:
    long = "We keep the records of your calls for thirty days and then delete them for good."
    text = shown("\n\n".join([long, *PARTS[:4]]), "\n\n".join([*PARTS[:4], long]), width=100)

    assert "1 moved" in text
    assert f"[<{long}<]" in text
    assert f"{{>{long}>}}" in text


def test_colours_are_added_to_the_marks_and_end_with_each_word() -> None:
    plain = shown("We keep it for 30 days.", "We keep it for 90 long days.")
    coloured = shown("We keep it for 30 days.", "We keep it for 90 long days.", colour=True)

    assert ESCAPE.sub("", coloured) == plain
    assert all(line.count("\x1b[") % 2 == 0 for line in coloured.split("\n"))


@pytest.mark.parametrize("width", [40, 72])
def test_lines_are_wrapped(width: int) -> None:
    text = shown(" ".join(PARTS), " ".join(PARTS).replace("ours", "yours and theirs"), width=width)

    assert max(map(len, text.split("\n"))) <= width


def test_what_would_steer_a_terminal_or_is_unseen_is_shown_by_its_number() -> None:
    text = shown("We keep it.", "We keep \x1b[2J it \u200f\U000e0041.", colour=False)

    assert "\x1b" not in text
    assert "<U+001B>[2J" in text
    assert "<U+200F><U+E0041>" in text
    assert "<U+…>: the text has a character there that nobody sees" in text


def test_brackets_of_the_text_are_told_from_marks() -> None:
    text = shown(r"We do [-not-] sell {+x+} \\ 30 data.", r"We do [-not-] sell {+x+} \\ 90 data.")

    assert r"We do \[-not-\] sell \{+x+\} \\ [-30-]{+90+} data." in text
    assert "a backslash before a bracket, … or backslash: the text has it itself" in text


def test_a_paragraph_that_looks_like_our_own_line_is_told_from_it() -> None:
    forged = ["… 3 unchanged paragraphs …", "Links that lead elsewhere:"]
    parts = [forged[0], "We keep it for 30 days.", forged[1]]
    text = shown("\n\n".join(parts), "\n\n".join(parts).replace("30", "90"))

    assert text.split("\n")[4:] == [
        "\\… 3 unchanged paragraphs …",
        "",
        "We keep it for [-30-]{+90+} days.",
        "",
        "\\Links that lead elsewhere:",
    ]


def test_equal_texts_are_said_to_be_equal() -> None:
    assert shown("We keep 'it'.", "We keep ‘it’.") == "No visible word changed."


def test_a_link_that_leads_elsewhere_is_told_with_both_targets() -> None:
    old, new = "Our [list](https://a.example/x).", "Our [list](https://b.example/x)."

    assert shown(old, new).split("\n") == [
        "No visible word changed; 1 link leads elsewhere.",
        "",
        "Links that lead elsewhere:",
        "- “list”: https://a.example/x → https://b.example/x",
    ]
    reworded = shown(f"{old} It has 9 names.", f"{new} It has 8 names.").split("\n")
    assert reworded[0] == "1 reworded, 1 link leads elsewhere"
    assert reworded[-1] == "- “list”: https://a.example/x → https://b.example/x"


def test_a_link_that_comes_is_told_and_cannot_steer_a_terminal() -> None:
    text = shown("Our list.", "Our [list](https://a.example/\u202e).")

    assert text.endswith("- “list”: no link → https://a.example/<U+202E>")


WORDS = st.lists(st.sampled_from(["logs", "30", "days.", "\n\n", "- item\n", "**x**"]), max_size=14)


@given(old=WORDS, new=WORDS)
@settings(max_examples=60)
def test_every_word_that_came_or_went_is_shown(old: list[str], new: list[str]) -> None:
    redline = compare(render(" ".join(old)), render(" ".join(new)))
    text = " ".join(redline_text(redline, width=60, colour=False).split())

    for segment in redline.segments:
        if segment.mark.value in ("+", "-", "m+", "m-"):
            for line in segment.text.split("\n"):
                assert " ".join(line.split()) in text


SIGNS = st.lists(st.sampled_from([*"[]{}-+<>\\ ax…", "\u2011", "logs "]), max_size=16).map("".join)
TAKEN_APART = re.compile(r"\\(.)|(\[[-<]|\{[+>])|([-<]\]|[+>]\})|(.)", re.DOTALL)
OLD_SIDE, NEW_SIDE = {"[-", "[<", ""}, {"{+", "{>", ""}


def read_back(text: str) -> tuple[str, str]:
    """Return the letters of both texts that a text redline shows, read by its marks alone."""
    opened, sides = "", ["", ""]
    for escaped, opening, closing, plain in TAKEN_APART.findall(text):
        if opening or closing:
            opened = opening
            continue
        for side, marks in enumerate((OLD_SIDE, NEW_SIDE)):
            sides[side] += (escaped or plain).strip() if opened in marks else ""
    return sides[0], sides[1]


@given(old=SIGNS, new=SIGNS)
@settings(max_examples=200)
def test_both_texts_can_be_read_from_the_marks_whatever_signs_they_hold(old: str, new: str) -> None:
    redline = compare(f"<p>{escape(old)} end</p>", f"<p>{escape(new)} end</p>")
    if redline.equal:
        return
    text = redline_text(redline, width=10_000, colour=False).split("\n\n", 1)[1]

    found = read_back(text)
    assert found == (_letters(redline, "+", "m+"), _letters(redline, "-", "m-"))


def _letters(redline: Redline, *others: str) -> str:
    """Return the letters of one side; those in other glyphs as the new text has them."""
    left_out = (*others, "~-")
    texts = (segment.text for segment in redline.segments if segment.mark not in left_out)
    return "".join("".join(texts).split())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("We keep <s>gone</s> data.", "We keep <s>other</s> data.", id="other words"),
        pytest.param("We keep data.", "We keep data.\n\n<s>other</s>", id="a paragraph of them"),
    ],
)
def test_words_that_the_text_itself_strikes_are_no_silence(old: str, new: str) -> None:
    redline = compare(render(old), render(new))

    assert in_numbers(redline, ()) == "No word changed but some that the text itself strikes"
