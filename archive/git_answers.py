"""What git answers about commits and files, read into values.

Fields come in a fixed order and end with a null byte, so that no author's words can forge one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from archive.errors import UnreadableText
from archive.revisions import BlobId, CommitId

# Git prints nothing for a date that it cannot read.
_COMMIT_HEADER: Final = re.compile(rb"([0-9a-f]{40,64}) (\d*)")
_FILE_HEADER: Final = re.compile(
    rb":[0-7]{6} ([0-7]{6}) [0-9a-f]{40,64} ([0-9a-f]{40,64}) ([A-Z])\d*"
)
# Git keeps moments far beyond the last year of a calendar; no true clock comes near either.
_LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)
REGULAR_FILE: Final = frozenset({b"100644", b"100755"})


class FileChange(NamedTuple):
    """What one commit did to one file; `blob` is None where the file is gone."""

    path: str
    former_path: str | None  # set when git saw a rename
    blob: BlobId | None
    is_text: bool  # False for symbolic links and submodules, which are never read


class Commit(NamedTuple):
    """One commit of the published branch, and the files it changed against its first parent."""

    id: CommitId
    committed: datetime | None  # UTC; the committer's clock; None: no date that git can read
    changes: tuple[FileChange, ...]


def commits_in(log: bytes) -> Iterator[Commit]:
    """Read the answer of `git log --raw -z`: fields come in a fixed order, so none can be forged.

    Raises UnreadableText at a field that is neither a commit nor a file: one that was left out
    would give its texts to the commit before.
    """
    fields = iter(log.split(b"\0"))
    commit: Commit | None = None
    changes: list[FileChange] = []
    for field in fields:
        fact = field.lstrip(b"\n")
        if not fact:
            continue
        if commit is not None and (file := _FILE_HEADER.fullmatch(fact)):
            changes.append(_change(file, fields))
        elif header := _COMMIT_HEADER.fullmatch(fact):
            if commit is not None:
                yield commit._replace(changes=tuple(changes))
            name = CommitId(header[1].decode("ascii"))
            commit, changes = Commit(id=name, committed=moment(header[2]), changes=()), []
        else:
            place = commit.id if commit else "its beginning"
            raise UnreadableText(
                f"git log: what stands after {place} cannot be read: {fact[:80]!r}"
            )
    if commit is not None:
        yield commit._replace(changes=tuple(changes))


def file_changes_in(answer: bytes) -> Iterator[FileChange]:
    """Read the answer of `git diff-tree --raw -z`; raises UnreadableText at what is no file."""
    fields = iter(answer.split(b"\0"))
    for field in fields:
        if not field:
            continue
        header = _FILE_HEADER.fullmatch(field)
        if header is None:
            raise UnreadableText(f"git diff-tree: this cannot be read: {field[:80]!r}")
        yield _change(header, fields)


def moment(seconds: bytes) -> datetime | None:
    """Return a committer's moment; no later than a calendar goes, and None where there is none."""
    if not seconds:
        return None
    return datetime.fromtimestamp(min(int(seconds), int(_LATEST.timestamp())), UTC)


def _change(header: re.Match[bytes], fields: Iterator[bytes]) -> FileChange:
    mode, blob, status = header.groups()
    path = path_of(next(fields))
    former = None
    if status in (b"R", b"C"):
        former, path = path, path_of(next(fields))
    gone = status == b"D"
    return FileChange(
        path=path,
        former_path=former if status == b"R" else None,
        blob=None if gone else BlobId(blob.decode("ascii")),
        is_text=gone or mode in REGULAR_FILE,
    )


def path_of(path: bytes) -> str:
    """Return a path as git prints it; bytes that are no UTF-8 are shown as escapes."""
    return path.decode("utf-8", errors="backslashreplace")
