"""What git is told to ignore, without a word of a file that is there already being lost."""

from pathlib import Path

import pytest

from archive.errors import UnreadableText
from archive.ignored_folders import ignore_generated
from tests.commands import fairnotice
from tests.repositories import PolicyRepository


@pytest.mark.parametrize(
    ("before", "tracked", "after", "said"),
    [
        pytest.param(None, [], b"/site/\n/outbox/\n", "/site/ and /outbox/ written", id="no file"),
        pytest.param(
            b"*.log", [], b"*.log\n/site/\n/outbox/\n", "/site/ and /outbox/ added",
            id="a last line without its end",
        ),
        pytest.param(b"site\noutbox/\n", [], b"site\noutbox/\n", "left as it is", id="all known"),
        pytest.param(b"/site/\r\n", [], b"/site/\r\n/outbox/\n", "/outbox/ added", id="one known"),
        pytest.param(b"\xff\n", [], b"\xff\n/site/\n/outbox/\n", "added", id="no UTF-8"),
        pytest.param(
            None, ["site/terms.md", "a.md"], b"/outbox/\n", "/outbox/ written",
            id="policies in a folder of that name",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_added(
    tmp_path: Path, before: bytes | None, tracked: list[str], after: bytes, said: str
) -> None:
    file = tmp_path / ".gitignore"
    if before is not None:
        file.write_bytes(before)

    assert ignore_generated(tmp_path, tracked).endswith(said)

    assert file.read_bytes() == after
    assert ignore_generated(tmp_path, tracked) == ".gitignore: left as it is"


def test_nothing_is_written_through_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("*.log\n")
    (tmp_path / ".gitignore").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnreadableText, match="no file of its own"):
        ignore_generated(tmp_path, [])
    assert (tmp_path / "elsewhere").read_text() == "*.log\n"


def test_a_built_site_is_not_for_git(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "legal")
    made.commit({"legal/privacy.md": "# Privacy\n\nWe keep logs.\n"}, "2026-01-01")

    answer = fairnotice("init", cwd=made.root)
    (made.root / "site").mkdir()
    (made.root / "site" / "index.html").write_text("built")

    assert ".gitignore: /site/ and /outbox/ written" in answer.out
    assert "site" not in made.git("status", "--porcelain", "--untracked-files=all")
