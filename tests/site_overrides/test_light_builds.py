"""A build that finds every text in the cache loads nothing of what makes texts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.repositories import PolicyRepository, policy

ROOT: Final = Path(__file__).parents[2]
# Each takes longer to load, or more memory, than many archived pages take to write.
HEAVY: Final = (
    *("asyncio", "bs4", "lxml", "mammoth", "nh3", "pebble", "rapidfuzz", "rich", "sendgrid"),
    *("sqlalchemy", "ssl", "urllib.request", "archive.clauses", "archive.git_writing"),
    *("archive.chromium", "archive.docx_documents"),
    *("archive.clause_records", "archive.runs", "site_overrides.shown_clauses"),
    *("archive.dates", "archive.policy_reading", "archive.versions"),
    *("mkdocs.commands.serve", "notify.evidence", "notify.rules"),
)
BUILD: Final = """
import sys, fairnotice
sys.argv[1:] = ["build", "--today", "2027-06-01"]
try:
    fairnotice.main()
finally:
    print("loaded:", *sorted(sys.modules))
"""


def loaded_by_a_build(root: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


@pytest.mark.slow
def test_a_build_with_all_texts_kept_loads_only_what_it_uses(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "policies")
    words = "We keep what you give us. " * 50
    made.write("fairnotice.toml", 'downloads = ["docx"]\n')
    made.commit({"policy/terms.md": policy(f"# Terms\n\n{words}", "2027-03-01")}, "2027-02-01")
    text = policy(f"# Terms\n\n## Keeping\n\n{words}And no more.", "2027-04-01")
    made.commit({"policy/terms.md": text}, "2027-03-20")

    first, second = loaded_by_a_build(made.root), loaded_by_a_build(made.root)

    assert {"pebble", "rapidfuzz", "archive.docx_documents"} <= first
    assert sorted(second.intersection(HEAVY)) == []
