"""What the rules found is noted beside the decision, and a later doubt shows."""

from pathlib import Path

import pytest

from archive.errors import UnreadableText
from archive.front_matter import Assessed, Level, read_front_matter
from archive.proposals import open_proposal
from notify.check_standards import standards_for
from notify.checks import Check, check_proposal
from notify.pin_writing import write_pins
from notify.pins import pinned
from tests.commands import fairnotice
from tests.notify.proposals import PRIVACY, TODAY, TOLD, check_of, privacy, said
from tests.repositories import PolicyRepository

FILE = "policy/privacy.md"
FOUND = Assessed(level=Level.SIGNIFICANT, effect="reduces", consent=True, rules="12ab+34cd")


def checked(root: Path) -> Check:
    with open_proposal(root, base=None, today=TODAY) as proposal:
        return check_proposal(proposal, standards_for(proposal))


def test_what_was_found_can_be_read_again() -> None:
    made = pinned(b"---\nid: a\n---\nLogs.\n", FOUND)
    change = read_front_matter(made.decode(), path="").change

    assert change is not None
    assert change.assessed == FOUND


def test_what_cannot_be_read_again_is_not_written() -> None:
    with pytest.raises(UnreadableText, match="write `change:` anew"):
        pinned(b"---\nid: a\nid: [\n---\nLogs.\n", FOUND)


def test_the_working_file_gets_one_line_and_the_next_check_is_content(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({FILE: PRIVACY}, "2026-01-01")
    file = repository.write(FILE, privacy(90, "2027-03-01", TOLD))
    before = file.read_text().splitlines()

    found = checked(tmp_path)
    assert list(write_pins(found)) == [f"{FILE}: the assessment was written into `change:`"]
    after = file.read_text().splitlines()

    (line,) = [each for each in after if each not in before]
    assert line == (
        f"  assessed: {{level: significant, effect: reduces, consent: false, rules: {found.rules}}}"
    )
    assert [each for each in after if each in before] == before
    again = checked(tmp_path)
    assert said(again) == []
    assert list(write_pins(again)) == [f"{FILE}: the assessment stands there already"]


def test_the_report_names_the_lines_of_the_file_as_it_was_written(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({FILE: PRIVACY}, "2026-01-01")
    file = repository.write(FILE, privacy(90, "2027-03-01"))

    answer = fairnotice("check", "--write", "--today", str(TODAY), cwd=tmp_path)

    assert file.read_text().count("change:") == 1
    assert "      change:" not in answer.out.splitlines()
    below = file.read_text().splitlines().index("change:") + 3
    assert f"  Write at {FILE}:{below}:" in answer.out.splitlines()


def test_a_note_that_the_rules_do_not_bear_out_is_a_warning(tmp_path: Path) -> None:
    note = "  assessed: {level: minor, effect: none, consent: false, rules: 12ab}\n"
    found = check_of(tmp_path, {FILE: PRIVACY}, {FILE: privacy(90, "2027-03-01", TOLD + note)})

    assert said(found) == [f"warning {FILE}:6 assessed-otherwise"]


def test_a_note_alone_makes_no_former_decision_speak(tmp_path: Path) -> None:
    note = "  assessed: {level: minor, effect: none, consent: false, rules: 12ab}\n"
    typo = "change:\n  level: editorial\n  reason: A comma.\n"
    found = check_of(
        tmp_path,
        {FILE: privacy(30, head=typo)},
        {FILE: privacy(90, "2027-03-01", typo + note)},
    )

    assert [each.split()[-1] for each in said(found)] == [
        "missing-summary",
        "missing-choices",
        "stale-change",
    ]
    assert list(write_pins(found)) == [
        f"{FILE}: not written: its `change:` block is about the former text"
    ]
