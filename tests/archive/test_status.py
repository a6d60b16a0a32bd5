"""Is the site the one that would be built today? Its status says what it was built from."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.errors import InvalidStatus
from archive.register import Register
from archive.revisions import CommitId
from archive.status import next_flip, read_status, staleness, status_bytes, status_of
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy
from tests.schemas import violations

COMMIT = CommitId("0123456789" * 4)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The terms as they apply from February and, announced, from July 2026; read in May."""
    repository = PolicyRepository(tmp_path_factory.mktemp("policies"))
    first = policy("# Terms\n\nFirst.", "2026-02-01")
    repository.commit({"policy/terms.md": first}, "2026-01-10")
    repository.commit({"policy/terms.md": policy("# Terms\n\nNext.", "2026-07-01")}, "2026-04-10")
    with open_workspace(repository.root, today=date(2026, 5, 1)) as workspace:
        return workspace.register


@pytest.mark.parametrize(
    ("today", "flip"),
    [
        pytest.param("2026-01-31", "2026-02-01", id="the first text is still to come"),
        pytest.param("2026-02-01", "2026-07-01", id="on the day itself the next one counts"),
        pytest.param("2026-06-30", "2026-07-01", id="the eve"),
        pytest.param("2026-07-01", None, id="nothing more is announced"),
    ],
)
def test_the_next_day_another_text_applies(
    register: Register, today: str, flip: str | None
) -> None:
    seen = replace(register, today=date.fromisoformat(today))

    assert next_flip(seen) == (flip and date.fromisoformat(flip))


@pytest.mark.parametrize(
    ("today", "flip"),
    [
        pytest.param("2026-06-30", "2026-07-01", id="the day for everybody comes first"),
        pytest.param("2026-07-01", "2026-08-01", id="then the day for those who joined before"),
        pytest.param("2026-08-01", None, id="nothing more is announced"),
    ],
)
def test_the_day_for_earlier_members_counts(tmp_path: Path, today: str, flip: str | None) -> None:
    repository = PolicyRepository(tmp_path)
    first, later = "# Terms\n\nFirst.", "# Terms\n\nNext."
    repository.commit({"policy/terms.md": policy(first, "2026-02-01")}, "2026-01-10")
    text = policy(later, "2026-07-01", existing="2026-08-01")
    repository.commit({"policy/terms.md": text}, "2026-04-10")
    with open_workspace(repository.root, today=date.fromisoformat(today)) as workspace:
        found = next_flip(workspace.register)

    assert found == (flip and date.fromisoformat(flip))


def test_what_was_written_is_read_again_and_is_as_the_schema_says(register: Register) -> None:
    status = status_of(register)
    written = status_bytes(status)

    assert read_status(written) == status
    assert violations(json.loads(written), "archive/schemas/status.schema.json") == []
    assert json.loads(written)["built_at"] == "2026-05-01"


@pytest.mark.parametrize(
    ("commit", "today", "codes"),
    [
        pytest.param(None, "2026-05-01", [], id="built today from this commit"),
        pytest.param(None, "2026-06-30", [], id="built long ago, and nothing has changed"),
        pytest.param(None, "2026-07-01", ["flip-passed"], id="another text applies today"),
        pytest.param(COMMIT, "2026-05-01", ["other-commit"], id="built from another commit"),
        pytest.param(COMMIT, "2026-08-01", ["other-commit", "flip-passed"], id="both"),
    ],
)
def test_a_stale_site_is_told(
    register: Register, commit: CommitId | None, today: str, codes: list[str]
) -> None:
    status = replace(status_of(register), commit=commit or register.read_at)
    seen = replace(register, today=date.fromisoformat(today))

    assert [each.code for each in staleness(status, seen)] == codes


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b'{"counts": []}'])
def test_what_is_no_status_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidStatus):
        read_status(data)
