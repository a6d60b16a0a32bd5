"""The boundary beyond which git is abstracted: which file held which text at which commit.

One `git log` reads the whole first-parent history, one persistent `cat-file` the
texts. Nothing that an author writes (names, messages) is asked for, and nothing of
the repository's own configuration is obeyed, so neither can forge a record or run a
program. Commit and blob ids are opaque to everybody else.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import git

from archive.errors import NotARepository, ShallowHistory, UnreadableText
from archive.git_answers import (
    REGULAR_FILE,
    Commit,
    FileChange,
    commits_in,
    file_changes_in,
    moment,
    path_of,
)
from archive.git_isolation import ENVIRONMENT, LOG, SETTINGS
from archive.revisions import BlobId, CommitId

__all__ = ["Commit", "FileChange", "GitHistory", "blob_id", "root_of"]
_BRANCHES: Final = ("refs/remotes/", "refs/heads/")


def root_of(folder: Path) -> Path:
    """Return the top folder of the repository that a folder is in; its texts are not read.

    Raises NotARepository where there is none.
    """
    with GitHistory(folder) as history:
        return history.root


class GitHistory:
    """A git repository, open for reading."""

    def __init__(self, root: Path) -> None:
        try:
            self._repository = git.Repo(root, search_parent_directories=True)
        except (git.InvalidGitRepositoryError, git.NoSuchPathError) as error:
            raise NotARepository(
                f"{root} is not in a git repository: run this where your policies are kept in git,"
                " or start with `git init`"
            ) from error
        if self._repository.working_tree_dir is None:
            raise NotARepository(f"{root} is a bare repository: run this in a clone of it")
        self._repository.git.update_environment(**ENVIRONMENT)
        self.root: Final = Path(self._repository.working_tree_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes of git that are held open."""
        self._repository.close()

    def published_ref(self, name: str) -> str:
        """Return the branch readers see: origin/NAME, else NAME, else HEAD.

        Raises ShallowHistory where the clone holds only part of the history, since
        every date would then be wrong, and NotARepository where nothing is committed.
        """
        self.refuse_shallow()
        for ref, shown in (
            (f"refs/remotes/origin/{name}", f"origin/{name}"),
            (f"refs/heads/{name}", name),
            ("HEAD", "HEAD"),
        ):
            if self._resolve(ref):
                return shown
        raise NotARepository("nothing has been committed here yet: commit your policies first")

    def refuse_shallow(self) -> None:
        """Raise ShallowHistory where the clone holds only part of the history."""
        if self._run("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise ShallowHistory(
                "this clone is shallow, so the dates of its texts cannot be known: run"
                " `git fetch --unshallow`, or set `fetch-depth: 0` where a workflow checks out"
            )

    def commit_id(self, ref: str) -> CommitId:
        """Return the commit a ref stands for; raises UnreadableText where there is none."""
        found = self._resolve(ref)
        if found is None:
            raise UnreadableText(f"there is no commit `{ref}` in this repository")
        return found

    def committed(self, commit: CommitId) -> datetime | None:
        """Return when a commit was made by its committer's clock, in UTC.

        None where it states no date that git can read.
        """
        seconds = self._run("log", "-1", *LOG, "-s", "--format=%ct", "--end-of-options", commit)
        return moment(seconds.strip(b"\0\n"))

    @property
    def git_version(self) -> str:
        """The version of the git program, on which it depends what it calls a rename."""
        return ".".join(map(str, self._repository.git.version_info))

    def published_commits(
        self, ref: CommitId, *, since: CommitId | None = None
    ) -> Iterator[Commit]:
        """Yield the first-parent history up to a commit, oldest first.

        `since` leaves out that commit and everything it leads back to.
        """
        log = self._run(
            "log", "--first-parent", "--diff-merges=first-parent", "--reverse", *LOG, "-M",
            "--format=%H %ct", "--end-of-options", *_range(ref, since), "--",
        )  # fmt: skip
        yield from commits_in(log)

    def merge_base(self, one: CommitId, other: CommitId) -> CommitId | None:
        """Return the newest commit that leads to both of two; None where none does."""
        try:
            found = self._run("merge-base", "--end-of-options", one, other)
        except UnreadableText:
            return None
        return CommitId(found.split()[0].decode("ascii"))

    def changes_between(self, old: CommitId, new: CommitId) -> tuple[FileChange, ...]:
        """Return the files that differ between two commits, renames told as such."""
        answer = self._run(
            "diff-tree", "-r", "--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv",
            "--no-relative", "--ignore-submodules=none", f"-O{os.devnull}",
            "--end-of-options", old, new, "--",
        )  # fmt: skip
        return tuple(file_changes_in(answer))

    def size(self, blob: BlobId) -> int:
        """Return how many bytes a text has, without reading it."""
        return int(self._repository.odb.info(bytes.fromhex(blob)).size)

    def follows(self, commit: CommitId, former: CommitId) -> bool:
        """Return whether a commit's first parent is another one."""
        return self._resolve(f"{commit}^1") == former

    def first_seen(self, ref: CommitId, *, since: CommitId | None = None) -> dict[BlobId, datetime]:
        """Return when each text was first committed on any branch merged into a commit.

        `since` leaves out that commit and everything it leads back to.
        """
        log = self._run(
            "log", "--no-diff-merges", *LOG, "--no-renames",
            "--format=%H %ct", "--end-of-options", *_range(ref, since), "--",
        )  # fmt: skip
        seen: dict[BlobId, datetime] = {}
        for commit in commits_in(log):
            for change in commit.changes:
                if change.blob and commit.committed:
                    known = seen.get(change.blob)
                    seen[change.blob] = min(known, commit.committed) if known else commit.committed
        return seen

    def read(self, blob: BlobId) -> bytes:
        """Return a text byte for byte."""
        try:
            return bytes(self._repository.odb.stream(bytes.fromhex(blob)).read())
        except (ValueError, git.BadObject) as error:
            raise UnreadableText(
                f"git does not hold the text {blob}: where this clone was made with `--filter`, run"
                " `git fetch --refetch --no-filter`, or clone anew without it"
            ) from error

    def paths(self, ref: CommitId) -> tuple[str, ...]:
        """Return the path of every regular file at a commit."""
        return tuple(self.blobs(ref))

    def blobs(self, ref: CommitId) -> dict[str, BlobId]:
        """Return the text of every regular file at a commit, by its path."""
        return {path: blob for mode, path, blob in self._tree(ref) if mode in REGULAR_FILE}

    def links(self, ref: CommitId) -> tuple[str, ...]:
        """Return the path of every symbolic link and submodule at a commit."""
        return tuple(path for mode, path, _ in self._tree(ref) if mode not in REGULAR_FILE)

    def _tree(self, ref: CommitId) -> Iterator[tuple[bytes, str, BlobId]]:
        listing = self._run("ls-tree", "-r", "-z", "--end-of-options", ref)
        for entry in filter(None, listing.split(b"\0")):
            facts, _, path = entry.partition(b"\t")
            mode, _, blob = facts.split(b" ")
            yield mode, path_of(path), BlobId(blob.decode("ascii"))

    def holds(self, commit: CommitId, *, within: CommitId) -> bool:
        """Return whether a commit is still part of the history that leads to another."""
        try:
            self._run("merge-base", "--is-ancestor", "--end-of-options", commit, within)
        except UnreadableText:
            return False
        return True

    def working_paths(self) -> tuple[str, ...]:
        """Return the files of the working tree that git does not ignore, staged or not."""
        found = self._run("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        return tuple(sorted({path_of(path) for path in found.split(b"\0") if path}))

    def tracks(self, folder: str) -> bool:
        """Return whether git holds anything in a folder of that name, in letters of either case."""
        return bool(self._run("ls-files", "-z", "--", f":(top,icase){folder}"))

    def _resolve(self, ref: str) -> CommitId | None:
        """Return the commit of a branch, else of what git takes the name for.

        Git itself would prefer a tag called `origin/main` to the branch that readers see.
        """
        for folder in _BRANCHES if ref != "HEAD" and not ref.startswith("refs/") else ():
            if (found := self._verified(f"{folder}{ref}")) is not None:
                return found
        return self._verified(ref)

    def _verified(self, ref: str) -> CommitId | None:
        try:
            found = self._run(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
            )
        except UnreadableText:
            return None
        return CommitId(found.split()[-1].decode("ascii"))

    def _run(self, *arguments: str) -> bytes:
        options = (*SETTINGS, f"safe.directory={self.root}")
        prefix = [part for option in options for part in ("-c", option)]
        try:
            answer = self._repository.git.execute(
                ["git", *prefix, *arguments], stdout_as_string=False, strip_newline_in_stdout=False
            )
        except git.GitCommandError as error:
            reason = str(error.stderr).strip().removeprefix("stderr:").strip().strip("'")
            raise UnreadableText(f"git {arguments[0]}: {reason or 'failed'}") from error
        return bytes(answer)


def blob_id(data: bytes) -> BlobId:
    """Return git's own name for a text that git may not hold yet."""
    header = f"blob {len(data)}\0".encode()
    return BlobId(hashlib.sha1(header + data, usedforsecurity=False).hexdigest())


def _range(ref: CommitId, since: CommitId | None) -> tuple[str, ...]:
    return (ref,) if since is None else (ref, f"^{since}")
