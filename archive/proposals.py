"""Proposals: what a branch or the working tree would change if it were published now.

A branch may be a stranger's. So it is read as blobs alone; the settings, and whatever else
decides how it is read, come from the commit it is to be merged into; and nothing is kept
where the branch could have put it before.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from archive.cache import Cache
from archive.documents import is_document
from archive.errors import NoPolicies, UnreadableText
from archive.git_history import FileChange, GitHistory, blob_id
from archive.guarded_files import guard_of
from archive.register import Register
from archive.register_reading import read_register
from archive.revisions import CommitId
from archive.settings import SETTINGS_FILES, Settings, load_settings, settings_in
from archive.texts import Progress, Texts, decoded, silent
from archive.working_tree import as_changes, renames, unpublished_files, with_renames
from archive.workspace import own_cache

LONGEST_FILE: Final = 2_000_000  # bytes; the longest policy known has 150,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a proposal is held against."""

    name: str  # as it was asked for: "origin/main"
    tip: CommitId  # where the settings and the rules come from
    parted: CommitId  # the newest commit that the proposal has in common with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The register as it is and as it would be, and the files that make the difference."""

    base: Base
    head: CommitId | None  # None: the working tree
    changes: tuple[FileChange, ...]
    too_long: tuple[str, ...]  # files that are left out, as no policy is so long
    settings: Settings
    before: Register
    after: Register
    texts: Texts
    history: GitHistory

    def trusted(self, path: str) -> bytes | None:
        """Return a file that decides how things are read: the base's, or one's own; None without.

        Raises UnreadableText where one's own cannot be read.
        """
        if self.head is not None:
            blob = self.history.blobs(self.base.tip).get(path)
            return None if blob is None else self.history.read(blob)
        file = self.history.root / path
        try:
            return file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise UnreadableText(f"{path}: cannot be read: {error.strerror}") from error

    def files(self, path: str) -> tuple[bytes | None, bytes | None]:
        """Return a changed file as it is and as it would be; None where it is not there."""
        old = self.history.blobs(self.base.parted).get(path)
        new = next((change.blob for change in self.changes if change.path == path), None)
        return (
            None if old is None else self.history.read(old),
            None if new is None else self.texts.raw(new),
        )


@contextmanager
def open_proposal(
    root: Path, *, base: str | None, today: date | None = None, progress: Progress = silent
) -> Iterator[Proposal]:
    """Open what the checked-out commit changes against a base, or the working tree without one.

    Raises ArchiveError and InvalidSettings, each saying what to do.
    """
    with GitHistory(root) as history:
        if base is None:
            yield _read(_of_working_tree(history), today=today, progress=progress)
        else:
            with TemporaryDirectory(prefix="fairnotice-") as folder:
                opened = _of_branch(history, base, Cache(Path(folder) / "cache"))
                yield _read(opened, today=today, progress=progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """What differs, before any register is read."""

    base: Base
    head: CommitId | None
    changes: Sequence[FileChange]
    sizes: Mapping[str, int]  # in bytes, of the files that stand there
    settings: Settings
    texts: Texts
    history: GitHistory


def _of_branch(history: GitHistory, name: str, cache: Cache) -> _Opened:
    tip, head = _tip(history, name), history.commit_id("HEAD")
    blobs = history.blobs(tip)
    settings = settings_in(
        {path: history.read(blobs[path]) for path in SETTINGS_FILES if path in blobs}
    )
    base = Base(name=name, tip=tip, parted=_parted(history, head, tip, name=name))
    changes = history.changes_between(base.parted, head)
    return _Opened(
        base=base,
        head=head,
        changes=changes,
        sizes={c.path: history.size(c.blob) for c in changes if c.blob and c.is_text},
        settings=settings,
        texts=Texts(history, cache, unpublished={}),
        history=history,
    )


def _of_working_tree(history: GitHistory) -> _Opened:
    settings = load_settings(history.root)
    name = history.published_ref(settings.published)
    tip = history.commit_id(name)
    parted = _parted(history, history.commit_id("HEAD"), tip, name=name)
    files = unpublished_files(
        history, settings, since=parted, also=lambda path: guard_of(path, settings) is not None
    )
    there = {path: data for path, data in files.items() if data is not None}
    return _Opened(
        base=Base(name=name, tip=tip, parted=parted),
        head=None,
        changes=with_renames(as_changes(files), _renamed(history, parted, files)),
        sizes={path: len(data) for path, data in there.items()},
        settings=settings,
        texts=Texts(
            history,
            own_cache(history),
            unpublished={blob_id(data): data for data in there.values()},
        ),
        history=history,
    )


def _read(opened: _Opened, *, today: date | None, progress: Progress) -> Proposal:
    """Read the register twice: as the base has it, and with what is proposed."""
    today = today or datetime.now(opened.settings.timezone).date()
    too_long = {
        path for path, size in opened.sizes.items() if size > LONGEST_FILE and is_document(path)
    }
    changes = tuple(opened.changes)
    before, after = (
        _register(opened, proposed, today=today, progress=progress)
        for proposed in ((), tuple(c for c in changes if c.path not in too_long))
    )
    if before is None and after is None:
        patterns = ", ".join(f"`{pattern}`" for pattern in opened.settings.documents)
        raise NoPolicies(f"no policy found: no file matches {patterns}; set `documents`")
    empty = Register(
        read_at=opened.base.parted, ref=opened.base.name, today=today, policies=(), faults=()
    )
    return Proposal(
        base=opened.base,
        head=opened.head,
        changes=changes,
        too_long=tuple(sorted(too_long)),
        settings=opened.settings,
        before=before or empty,
        after=after or empty,
        texts=opened.texts,
        history=opened.history,
    )


def _register(
    opened: _Opened, proposed: Sequence[FileChange], *, today: date, progress: Progress
) -> Register | None:
    """Return the register with some changes; None where it would have no policy."""
    try:
        return read_register(
            opened.history,
            opened.settings,
            opened.texts,
            today=today,
            progress=progress,
            base=opened.base.parted,
            unpublished=proposed,
        )
    except NoPolicies:
        return None


def _tip(history: GitHistory, name: str) -> CommitId:
    """Return the commit of a base; a branch that is not here is looked for at the origin."""
    try:
        return history.commit_id(name)
    except UnreadableText:
        try:
            return history.commit_id(f"origin/{name}")
        except UnreadableText:
            raise UnreadableText(
                f"there is no commit `{name}` here to check against: name the branch that this one"
                " is to be merged into, as in --base origin/main, and fetch it first"
            ) from None


def _parted(history: GitHistory, head: CommitId, tip: CommitId, *, name: str) -> CommitId:
    history.refuse_shallow()
    parted = history.merge_base(head, tip)
    if parted is None:
        raise UnreadableText(f"`{name}` and what is checked out have no commit in common")
    return parted


def _renamed(
    history: GitHistory, parted: CommitId, files: Mapping[str, bytes | None]
) -> dict[str, str]:
    """Return the former path of each document that the working tree has under another name."""
    blobs = history.blobs(parted)
    came = {
        path: decoded(data)
        for path, data in files.items()
        if data is not None and path not in blobs and is_document(path)
    }
    gone = {
        path: decoded(history.read(blobs[path]))
        for path, data in files.items()
        if data is None and is_document(path)
    }
    return renames(came, gone) if came and gone else {}
