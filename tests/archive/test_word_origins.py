"""How much of a text a Word document must hold to be written into it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.errors import ImportRefused
from archive.word_edits import EditedText
from archive.word_origins import check_likeness
from archive.workspace import Workspace, open_workspace
from tests.repositories import PolicyRepository, policy

PRIVACY = ("Privacy", "We keep logs.", "We sell nothing.", "Write to us.")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A repository of two policies, each with four clauses."""
    repository = PolicyRepository(tmp_path / "policies")
    texts = {
        "policy/privacy.md": policy("# Privacy\n\n" + "\n\n".join(PRIVACY[1:]), "2026-01-01"),
        "policy/terms.md": policy("# Terms\n\nBe kind.\n\nPay us.\n\nFarewell.", "2026-01-01"),
    }
    repository.commit(texts, "2026-01-01")
    with open_workspace(repository.root, today=date(2027, 1, 15)) as found:
        yield found


def an_edit(*, found: int, clauses: int = 4) -> EditedText:
    return EditedText(markdown="", remarks=(), changes=1, clauses=clauses, found=found)


def refusal(workspace: Workspace, *, found: int, clauses: tuple[str, ...]) -> str:
    terms = next(each for each in workspace.register if each.id == "terms")
    page = "".join(f"<p>{clause}</p>" for clause in clauses)
    with pytest.raises(ImportRefused) as refused:
        check_likeness(an_edit(found=found, clauses=5), page, terms, workspace, file="a.docx")
    return str(refused.value)


def test_half_of_the_clauses_is_enough(workspace: Workspace) -> None:
    terms = next(each for each in workspace.register if each.id == "terms")

    check_likeness(an_edit(found=2), "<p>Be kind.</p>", terms, workspace, file="a.docx")


def test_more_than_a_third_is_not(workspace: Workspace) -> None:
    assert "a.docx has 2 of the 5 clauses" in refusal(workspace, found=2, clauses=("Be kind.",))


@pytest.mark.parametrize(("held", "named"), [(2, False), (3, True)], ids=["half", "more"])
def test_a_policy_is_named_of_which_more_than_half_is_held(
    workspace: Workspace, held: int, *, named: bool
) -> None:
    told = refusal(workspace, found=0, clauses=PRIVACY[:held])

    assert ("It reads like `privacy`: `fairnotice import privacy a.docx`." in told) == named
