"""What the working tree holds that a commit does not: read as bytes, with no help of git.

Git would run the filters that a repository configures, and follow what it is told to.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from archive.documents import DocumentPatterns, is_document
from archive.git_history import FileChange, GitHistory, blob_id
from archive.manifest import MANIFEST_FILE
from archive.revisions import BlobId, CommitId
from archive.settings import Settings
from archive.texts import decoded

Files = Mapping[str, bytes | None]  # by path; None: gone

_ALIKE: Final = 0.5  # of the lines, from which a file that came is one that went, as git has it
_MOST_LINES: Final = 5_000  # compared line by line; longer files are moved only whole


def unpublished_documents(history: GitHistory, settings: Settings) -> dict[str, bytes | None]:
    """Return the documents of the working tree that differ from the published branch."""
    published = history.commit_id(history.published_ref(settings.published))
    return unpublished_files(history, settings, since=published, also=lambda _: False)


def unpublished_files(
    history: GitHistory,
    settings: Settings,
    *,
    since: CommitId,
    also: Callable[[str], bool],
) -> dict[str, bytes | None]:
    """Return what differs from a commit: documents, and other files that are asked for."""
    published = history.blobs(since)
    found: dict[str, bytes | None] = {}
    for path in (*published, *_new_files(history, settings, published, also)):
        file = history.root / path
        if not (is_document(path) or also(path)):
            continue
        if file.is_symlink() or _behind_symlink(history.root, file):
            continue
        if not file.is_file():
            found[path] = None
        elif _differs(history, published.get(path), data := file.read_bytes()):
            found[path] = data
    return found


def as_changes(files: Files) -> list[FileChange]:
    """Return files as the changes of one commit that renames nothing."""
    return [
        FileChange(
            path=path,
            former_path=None,
            blob=None if data is None else blob_id(data),
            is_text=True,
        )
        for path, data in files.items()
    ]


def with_renames(changes: Iterable[FileChange], former: Mapping[str, str]) -> list[FileChange]:
    """Return changes in which a file that came under another name is told as renamed."""
    gone = set(former.values())
    return [
        change._replace(former_path=former.get(change.path))
        for change in changes
        if change.blob is not None or change.path not in gone
    ]


def renames(came: Mapping[str, str], gone: Mapping[str, str]) -> dict[str, str]:
    """Return the former path of each text that came and is, by its lines, one that is gone."""
    found: dict[str, str] = {}
    left = dict(gone)
    likely = sorted(
        (
            (_likeness(text, other), path, former)
            for path, text in came.items()
            for former, other in gone.items()
        ),
        reverse=True,
    )
    for likeness, path, former in likely:
        if likeness >= _ALIKE and path not in found and former in left:
            found[path] = former
            del left[former]
    return found


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    lines = one.splitlines(), other.splitlines()
    if max(map(len, lines)) > _MOST_LINES:
        return 0.0
    return SequenceMatcher(None, *lines, autojunk=False).ratio()


def _new_files(
    history: GitHistory,
    settings: Settings,
    published: Mapping[str, BlobId],
    also: Callable[[str], bool],
) -> Iterator[str]:
    """Yield the files the commit does not hold that the settings make a policy's text.

    A site that was built inside the repository is none: its pages are HTML too.
    """
    new = [path for path in history.working_paths() if path not in published]
    sites = {folder for path in new if (folder := _folder_of_a_site(path)) is not None}
    patterns, moves = DocumentPatterns(settings), dict(settings.moves)
    for path in new:
        named = path in moves or patterns.match(path) is not None
        if (named and not any(path.startswith(folder) for folder in sites)) or also(path):
            yield path


def _folder_of_a_site(path: str) -> str | None:
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == MANIFEST_FILE and slash else None


def _differs(history: GitHistory, published: BlobId | None, data: bytes) -> bool:
    """Compare without git's help, which would run the filters a repository configures."""
    if published is None:
        return True
    return blob_id(data) != published and decoded(data) != decoded(history.read(published))


def _behind_symlink(root: Path, file: Path) -> bool:
    """A policy is never read through a symbolic link: it may lead anywhere on the machine."""
    return not file.resolve().is_relative_to(root.resolve())
