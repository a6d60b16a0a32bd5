"""Words that had to come down are shown nowhere; their dates, hash and reason stay."""

import json
from pathlib import Path

import pytest

from tests.archive.histories.reading import codes, register_of
from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

pytestmark = pytest.mark.slow

SECRET = "We named a person whom a court protects."
REASON = "Order of the court of 3 June 2026"


@pytest.fixture
def redacted(tmp_path: Path) -> PolicyRepository:
    """Three texts, of which the second had to come down."""
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/a.md": policy("# A\n\nFirst words.", "2026-01-01")}, "2026-01-01")
    repository.commit({"policy/a.md": policy(f"# A\n\n{SECRET}", "2026-03-01")}, "2026-03-01")
    take_down(repository, repository.git("rev-parse", "HEAD:policy/a.md"))
    repository.commit({"policy/a.md": policy("# A\n\nLast words.", "2026-06-01")}, "2026-06-01")
    return repository


def take_down(repository: PolicyRepository, blob: str) -> None:
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{blob}"\nreason = "{REASON}"\n')


def test_show_gives_dates_hash_reason_and_where_git_holds_it(redacted: PolicyRepository) -> None:
    answer = fairnotice("show", "a", "--on", "2026-04-01", cwd=redacted.root)

    assert SECRET not in answer.out
    assert f"The text was taken down: {REASON}" in answer.out
    assert "Published 2026-03-01, effective 2026-03-01" in answer.out
    assert "SHA-256 " in answer.out
    assert "Git still holds it: " in answer.out


@pytest.mark.parametrize(
    "pair", [("a@2026-01-01", "a@2026-03-01"), ("a@2026-03-01", "a@2026-06-01")]
)
def test_diff_compares_neither_side(redacted: PolicyRepository, pair: tuple[str, str]) -> None:
    answer = fairnotice("diff", *pair, cwd=redacted.root)

    assert (answer.status, answer.out) == (2, "")
    assert "a@2026-03-01: the text was taken down" in answer.err


def test_versions_keeps_its_dates_and_gives_no_hash_of_its_words(
    redacted: PolicyRepository,
) -> None:
    answer = fairnotice("versions", "--format", "json", cwd=redacted.root)

    (found,) = json.loads(answer.out)["policies"]
    revision = found["versions"][1]["revisions"][0]
    assert (revision["words"], revision["redacted"]) == (None, REASON)
    assert revision["applies_from"] == "2026-03-01"
    assert revision["blob"].startswith("sha256:")


def test_a_text_may_be_named_by_its_sha256(redacted: PolicyRepository) -> None:
    blob = register_of(redacted).policies[0].revisions[1].sha256
    take_down(redacted, f"sha256:{blob}")

    assert SECRET not in fairnotice("show", "a", "--on", "2026-04-01", cwd=redacted.root).out
    assert codes(register_of(redacted)) == []


def test_a_redaction_that_names_no_text_is_a_fault(redacted: PolicyRepository) -> None:
    take_down(redacted, "0123456789abcdef")

    assert codes(register_of(redacted)) == ["unknown-redaction"]


def test_words_that_stand_in_another_text_too_are_a_fault(redacted: PolicyRepository) -> None:
    again = policy(f"# A\n\n{SECRET}", "2026-07-01")
    redacted.commit({"policy/a.md": again}, "2026-07-01")

    assert codes(register_of(redacted)) == ["incomplete-redaction"]


def test_the_title_of_a_newest_text_that_came_down_is_not_shown(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/a-b.md": policy(f"# {SECRET}\n\nWords.")}, "2026-01-01")
    take_down(repository, repository.git("rev-parse", "HEAD:policy/a-b.md"))

    assert register_of(repository).policies[0].title == "a b"
