"""`fairnotice diff` and `show` as Word documents, on real repositories."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.archive.word_reading import W, accepted, rejected, root_of, words
from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

DAY = ("--today", "2027-01-15")
OLD, NEW = "# Privacy\n\nWe keep logs for 30 days.", "# Privacy\n\nWe keep logs for 90 days."


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    found = PolicyRepository(tmp_path / "policies")
    found.commit({"policy/privacy.md": policy(OLD, "2026-01-01")}, "2026-01-01")
    found.commit({"policy/privacy.md": policy(NEW, "2026-06-01")}, "2026-06-01")
    return found


def test_two_versions_are_compared_in_word(repository: PolicyRepository, tmp_path: Path) -> None:
    file = tmp_path / "redline.docx"

    answer = fairnotice(
        "diff", "privacy@2026-01-01", "privacy@2026-06-01", "--format", "docx",
        "--output", str(file), *DAY, cwd=repository.root,
    )  # fmt: skip

    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert words(accepted(file.read_bytes())) == "Privacy We keep logs for 90 days."
    assert words(rejected(file.read_bytes())) == "Privacy We keep logs for 30 days."
    (inserted,) = root_of(file.read_bytes()).iter(f"{W}ins")
    when = datetime.fromisoformat(str(inserted.get(f"{W}date")))
    assert when.date().isoformat() == "2026-06-01"  # the new text's publication


def test_a_text_is_shown_as_a_word_document_without_changes(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    file = tmp_path / "privacy.docx"
    asked = ("show", "privacy", "--on", "2026-02-01", "--format", "docx", "--output", str(file))

    answer = fairnotice(*asked, *DAY, cwd=repository.root)

    assert (answer.status, answer.err) == (0, "")
    data = file.read_bytes()
    assert words(accepted(data)) == words(rejected(data)) == "Privacy We keep logs for 30 days."
    assert list(root_of(data).iter(f"{W}ins", f"{W}del")) == []


def test_what_word_cannot_hold_is_told(tmp_path: Path) -> None:
    for name, text in (("old.md", "We keep logs."), ("new.md", "We keep\x01 no logs.")):
        (tmp_path / name).write_text(text)

    answer = fairnotice(
        "diff", "old.md", "new.md", "--format", "docx", "--output", "redline.docx", cwd=tmp_path
    )

    assert answer.status == 0
    assert "1 character that no Word file can hold is written as U+FFFD" in answer.err


def test_a_place_that_cannot_be_written_is_answered(repository: PolicyRepository) -> None:
    answer = fairnotice(
        "show", "privacy", "--format", "docx", "--output", "no/such/folder.docx", *DAY,
        cwd=repository.root,
    )  # fmt: skip

    assert answer.status == 2
    assert answer.err == "fairnotice: no/such/folder.docx: No such file or directory\n"


def test_other_forms_go_to_a_file_as_well(repository: PolicyRepository, tmp_path: Path) -> None:
    file = tmp_path / "privacy.md"

    fairnotice("show", "privacy", "--output", str(file), *DAY, cwd=repository.root)

    assert "We keep logs for 90 days." in file.read_text()
