"""Is what CHECKING.md quotes what a check says, and is its answer an answer?"""

import re
from datetime import date
from pathlib import Path

import pytest

from archive.fault_codes import FAULTS, PROPOSALS
from notify.check_markdown import markdown_comment
from notify.checks import Check
from tests.notify.proposals import PRIVACY, check_of, privacy

PAGE = (Path(__file__).parents[1] / "CHECKING.md").read_text(encoding="utf-8")
FILE = "policy/privacy.md"


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """A right is cut in nine days, and nothing is said of it."""
    changed = privacy(90, "2026-12-01")
    return check_of(tmp_path_factory.mktemp("page"), {FILE: PRIVACY}, {FILE: changed})


@pytest.mark.parametrize(
    "words",
    [
        "**short-notice**: this applies from 2026-12-01, in 9 days, and notice of 30 days is owed",
        "set `effective` to 2026-12-24 or a later day",
        "significant, reduces rights, retention (`retention-longer`): We keep recordings for 90 days",
        "Notice of 30 days is owed",
        "Merged and approved today, told 1 day after merging, the change may apply from 2026-12-24.",
    ],
)
def test_what_the_page_quotes_is_said(words: str, check: Check) -> None:
    assert check.proposal.after.today == date(2026, 11, 22)
    assert words in PAGE
    assert words in markdown_comment(check)


def test_the_answer_on_the_page_answers(tmp_path: Path) -> None:
    (answer,) = re.findall(r"```yaml\n(---\n.*?---\n)```", PAGE, re.DOTALL)
    body = privacy(90).split("---\n")[-1]

    assert check_of(tmp_path, {FILE: PRIVACY}, {FILE: answer + body}).all_faults == ()


def test_the_page_names_faults_that_exist() -> None:
    named = re.findall(r"\*\*([a-z]+-[a-z-]+)\*\*", PAGE)

    assert named
    assert [code for code in named if code not in FAULTS | PROPOSALS] == []
