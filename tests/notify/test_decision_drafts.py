"""What is to be written where? Lines that mend a file when they are pasted and filled in."""

from datetime import date

import pytest

from archive.declaration_places import places_in
from archive.front_matter import Level, read_front_matter
from notify.decision_drafts import Draft, drafts

MISSING = ("missing-summary", "missing-choices")
SUMMARY = "summary: # what changes for readers, in plain words"
CHOICES = "choices: # what readers can do, where and until when"


def made(text: str, *codes: str, speaks: bool = False, states_its_day: bool = False) -> list[Draft]:
    found = drafts(
        set(codes),
        path="policy/privacy.md",
        places=places_in(text),
        level=Level.SIGNIFICANT,
        speaks=speaks,
        earliest=date(2027, 3, 1),
        states_its_day=states_its_day,
    )
    return list(found)


def pasted(text: str, found: list[Draft]) -> str:
    lines = text.splitlines()
    for draft in sorted(found, key=lambda each: each.line, reverse=True):
        lines[draft.line - 1 : draft.line - 1 + draft.replaces] = draft.lines
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        pytest.param("Logs.\n", False, id="no front matter"),
        pytest.param("---\nid: a\n---\nLogs.\n", False, id="no block"),
        pytest.param("---\nid: a\nchange:\n    level: minor\n---\nLogs.\n", True, id="a block"),
        pytest.param(
            "---\nchange:\n  level: minor\n  reason: x\nid: a\n---\nLogs.\n", False, id="an old one"
        ),
        pytest.param("---\neffective: 2026-01-01\n---\nLogs.\n", False, id="a date"),
    ],
)
def test_pasting_what_is_told_and_filling_it_in_mends_the_file(text: str, speaks: bool) -> None:  # noqa: FBT001
    whole = pasted(text, made(text, *MISSING, "short-notice", speaks=speaks))
    filled = whole.replace("# what", "What")
    front_matter = read_front_matter(filled, path="")

    assert front_matter.faults == ()
    assert front_matter.effective == date(2027, 3, 1)
    assert front_matter.change is not None
    assert front_matter.change.summary.startswith("What changes")
    assert front_matter.change.choices.startswith("What readers can do")
    assert filled.endswith("Logs.\n")


def test_what_is_pasted_and_left_unfilled_is_no_summary() -> None:
    text = "---\nid: a\n---\nLogs.\n"
    front_matter = read_front_matter(pasted(text, made(text, *MISSING)), path="")

    assert [fault.code for fault in front_matter.faults] == ["front-matter-text"] * 2


def test_a_day_that_the_text_itself_states_is_mended_there() -> None:
    assert made("Effective date: May 4, 2026\n\nLogs.\n", "retroactive", states_its_day=True) == []


def test_an_old_block_that_says_nothing_is_replaced() -> None:
    (draft,) = made("---\nchange:\n  level: minor\n---\nLogs.\n", "stale-change")

    assert (draft.line, draft.replaces) == (2, 2)
    assert draft.lines[0] == "change:"
