"""Read a repository's texts in a process of its own: barely, or as the register.

Run as `python -m tests.benchmarks.reading bare|register` inside the repository; prints what it
took as JSON.
"""

import json
import re
import resource
import sys
import time
from datetime import date
from os import cpu_count
from pathlib import Path

import git

from archive.documents import DocumentPatterns
from archive.git_history import GitHistory
from archive.settings import load_settings
from archive.workspace import open_workspace

_WORD = re.compile(r"\w+")
TODAY = date(2030, 1, 1)


def read_barely() -> int:
    """Read each text of the published branch once and pass over its words."""
    repository = git.Repo(Path.cwd())
    patterns = DocumentPatterns(load_settings(Path.cwd()))
    with GitHistory(Path.cwd()) as history:
        commits = history.published_commits(history.commit_id("HEAD"))
        changes = [change for commit in commits for change in commit.changes]
    blobs = {change.blob for change in changes if change.blob and patterns.match(change.path)}
    for blob in blobs:
        text = bytes(repository.odb.stream(bytes.fromhex(blob)).read()).decode("utf-8", "replace")
        _WORD.findall(text)
    return len(blobs)


def read_register() -> int:
    """Read the register; returns how many revisions it has."""
    with open_workspace(Path.cwd(), today=TODAY) as workspace:
        return sum(len(policy.revisions) for policy in workspace.register)


if __name__ == "__main__":
    started = time.perf_counter()
    found = {"bare": read_barely, "register": read_register}[sys.argv[1]]()
    seconds = time.perf_counter() - started
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    together = own + workers * (cpu_count() or 1)
    print(json.dumps({"found": found, "seconds": seconds, "together_mb": together}))  # noqa: T201
