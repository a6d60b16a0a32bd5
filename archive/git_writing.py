"""The other half of the git boundary: making commits, for sample histories alone."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import git


def start_repository(root: Path) -> None:
    """Make an empty repository whose branch is main."""
    git.Repo.init(root, initial_branch="main").close()


def commit_files(
    root: Path, files: Mapping[str, bytes], *, at: datetime, author: str, message: str
) -> None:
    """Write files and commit them, with one date for author and committer."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    name, _, address = author.rstrip(">").partition(" <")
    with git.Repo(root) as repository:
        repository.index.add(list(files))
        actor = git.Actor(name, address)
        repository.index.commit(
            message, author=actor, committer=actor, author_date=at, commit_date=at
        )
