"""Real git repositories of policies, built by git itself in a temporary folder."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class PolicyRepository:
    """A repository in which each commit has the date a test gives it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "2026-01-01T12:00:00Z", authored: str = "") -> str:
        """Run git here; `at` is the committer's clock, `authored` the author's."""
        environment = os.environ | {
            "GIT_AUTHOR_NAME": "Legal",
            "GIT_AUTHOR_EMAIL": "legal@example.com",
            "GIT_COMMITTER_NAME": "Legal",
            "GIT_COMMITTER_EMAIL": "legal@example.com",
            "GIT_AUTHOR_DATE": authored or at,
            "GIT_COMMITTER_DATE": at,
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file without committing it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def commit(
        self, files: Mapping[str, str | bytes | None], at: str, *, authored: str = ""
    ) -> str:
        """Write files (None deletes one) and commit them; returns the commit's id."""
        for path, text in files.items():
            if text is None:
                (self.root / path).unlink()
            else:
                self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "Edit", at=moment(at), authored=authored)
        return self.git("rev-parse", "HEAD")

    def move(self, old: str, new: str, at: str, *, authored: str = "") -> str:
        """Rename a file and commit that."""
        self.rename(old, new)
        return self.commit({}, at, authored=authored)

    def rename(self, old: str, new: str) -> None:
        """Rename a file without committing it; what stands there is written over."""
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", "-f", old, new)

    def branch(self, name: str, *, start: str = "HEAD") -> None:
        """Begin a branch and stand on it."""
        self.git("switch", "-q", "-c", name, start)

    def switch(self, name: str) -> None:
        """Stand on a branch that exists."""
        self.git("switch", "-q", name)

    def merge(self, name: str, at: str) -> str:
        """Merge a branch into the one stood on, with a merge commit; returns that commit's id."""
        self.git("merge", "-q", "--no-ff", "-m", "Merge", name, at=moment(at))
        return self.git("rev-parse", "HEAD")

    def rebase(self, onto: str, at: str) -> None:
        """Rebase the branch stood on; authors' dates stay, committers' become this moment."""
        self.git("rebase", "-q", onto, at=moment(at), authored="")

    def revert(self, commit: str, at: str) -> str:
        """Take back what one commit did; returns the id of the commit that does."""
        self.git("revert", "--no-edit", commit, at=moment(at))
        return self.git("rev-parse", "HEAD")


def moment(at: str) -> str:
    """A moment as git takes it: noon where only the day is given."""
    return at if "T" in at else f"{at}T12:00:00Z"


def policy(body: str, effective: str | None = None, **front_matter: str) -> str:
    """A policy's file: front matter, where there is any, and a body."""
    declared = ({"effective": effective} if effective else {}) | front_matter
    if not declared:
        return f"{body}\n"
    lines = "".join(f"{key}: {value}\n" for key, value in declared.items())
    return f"---\n{lines}---\n{body}\n"
