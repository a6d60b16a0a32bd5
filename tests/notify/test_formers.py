"""Which text does a revision change? The one in its own file, not the one published before it."""

from datetime import date
from pathlib import Path

import pytest

from archive.workspace import open_workspace
from notify.decisions import RegisterJudgements
from notify.formers import former_text, revision_key
from tests.repositories import PolicyRepository, policy

NOW = policy("We keep logs for 30 days.", "2026-01-01")
ANNOUNCED = policy("We keep logs for 90 days.", "2026-09-01")


def changed(repository: PolicyRepository) -> list[tuple[str, str | None]]:
    """The words of each text, and of the text it changes."""
    with open_workspace(repository.root, today=date(2026, 6, 1)) as workspace:
        (found,) = workspace.register
        formers = [former_text(found, place) for place in range(len(found.revisions))]
        return [
            (
                workspace.texts.markdown(revision.blob).strip(),
                None if former is None else workspace.texts.markdown(former.blob).strip(),
            )
            for revision, former in zip(found.revisions, formers, strict=True)
        ]


def test_a_first_text_changes_none(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": NOW}, "2026-01-01")

    assert changed(repository) == [("We keep logs for 30 days.", None)]


def test_a_mend_beside_an_announced_text_changes_the_present_one(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": NOW}, "2026-01-01")
    repository.commit({"policy/next/privacy.md": ANNOUNCED}, "2026-03-01")
    mend = policy("We keep all logs for 30 days.", "2026-05-01")
    repository.commit({"policy/privacy.md": mend}, "2026-05-01")
    later = policy("We keep logs for 60 days.", "2026-09-01")
    repository.commit({"policy/next/privacy.md": later}, "2026-05-02")

    assert changed(repository) == [
        ("We keep logs for 30 days.", None),
        ("We keep logs for 90 days.", "We keep logs for 30 days."),
        ("We keep all logs for 30 days.", "We keep logs for 30 days."),
        ("We keep logs for 60 days.", "We keep logs for 90 days."),
    ]


def test_an_announced_text_that_was_put_in_place_is_the_one_changed_next(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": NOW}, "2026-01-01")
    repository.commit({"policy/next/privacy.md": ANNOUNCED}, "2026-03-01")
    repository.commit(
        {"policy/next/privacy.md": None, "policy/privacy.md": ANNOUNCED}, "2026-04-01"
    )
    after = policy("We keep no logs.", "2026-09-01")
    repository.commit({"policy/privacy.md": after}, "2026-04-02")

    assert changed(repository)[-1] == ("We keep no logs.", "We keep logs for 90 days.")


def test_a_text_that_comes_after_an_absence_changes_the_last_one(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/privacy.md": NOW, "policy/terms.md": "Be kind.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": None}, "2026-02-01")
    repository.commit({"policy/privacy.md": ANNOUNCED, "policy/terms.md": None}, "2026-03-01")

    with open_workspace(repository.root, today=date(2026, 6, 1)) as workspace:
        privacy = next(each for each in workspace.register if each.id == "privacy")
        assert former_text(privacy, 1) is privacy.revisions[0]


SECOND = "We may end an account that harms others. You can appeal within 30 days."
WHOLE = f"Be kind to everybody you meet here.\n\n{SECOND}\n"
PART = "Be kind to everybody you meet here.\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        pytest.param("", True, id="words that are gone"),
        pytest.param(
            "---\nchange:\n  from: [terms]\n---\n",
            False,
            id="words that another policy took over",
        ),
    ],
)
def test_what_went_to_another_policy_is_a_move(
    head: str,
    told: bool,  # noqa: FBT001  # a column of the table
    tmp_path: Path,
) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": WHOLE}, "2026-01-01")
    repository.commit(
        {"policy/terms.md": PART, "policy/conduct.md": f"{head}{SECOND}\n"}, "2026-02-01"
    )

    with open_workspace(tmp_path, today=date(2026, 6, 1)) as workspace:
        judgements = RegisterJudgements(workspace.register, workspace.texts)
        conduct, terms = workspace.register

        assert judgements[revision_key(terms.revisions[-1])].must_be_told is told
        assert judgements[revision_key(conduct.revisions[0])].must_be_told
