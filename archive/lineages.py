"""Which file is which document: its path at every commit, through moves and deletions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from archive.git_history import Commit, FileChange
from archive.revisions import BlobId, CommitId

_BEFORE_EVERYTHING: Final = datetime.fromtimestamp(0, UTC)  # no commit of git can be older
# A file moved aside and another moved into its place within this time are one swap.
_SWAP: Final = timedelta(hours=1)


class Sighting(NamedTuple):
    """What stood at a document's path after one commit; `blob` is None where nothing did."""

    position: int  # of the commit in the published history
    commit: CommitId
    published: datetime
    path: str
    blob: BlobId | None


@dataclass(slots=True)
class Lineage:
    """One document's sightings, oldest first."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path it had, oldest first."""
        return tuple(dict.fromkeys(sighting.path for sighting in self.sightings))

    @property
    def present(self) -> bool:
        """Whether it stands in the tree at the last commit read."""
        return self.sightings[-1].blob is not None


def trace_lineages(
    commits: Iterable[Commit], *, is_document: Callable[[str], bool]
) -> tuple[Lineage, ...]:
    """Return the lineage of every document, in the order they first appeared.

    A rename continues the lineage; a file put back at a path resumes the lineage
    that left the path, and so does another file moved there moments later: a draft that
    takes the place of the text moved aside is that text's next one. Publication times never go back (the later of a commit's own
    and its predecessor's counts), since committers' clocks do.
    """
    tracing = _Tracing(is_document=is_document)
    for commit in commits:
        tracing.take_in(commit)
    return tuple(tracing.lineages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Departure:
    """A document that left a path, by a rename or for good."""

    lineage: Lineage
    position: int
    moment: datetime


@dataclass(slots=True, kw_only=True)
class _Tracing:
    is_document: Callable[[str], bool]
    lineages: list[Lineage] = field(default_factory=list)
    live: dict[str, Lineage] = field(default_factory=dict)
    left: dict[str, _Departure] = field(default_factory=dict)
    clock: datetime = _BEFORE_EVERYTHING
    position: int = 0

    def take_in(self, commit: Commit) -> None:
        self.position += 1
        self.clock = max(self.clock, commit.committed or self.clock)
        moved = {
            change.former_path: self.live.pop(change.former_path)
            for change in commit.changes
            if change.former_path is not None and change.former_path in self.live
        }
        self.left.update({path: self._departure(lineage) for path, lineage in moved.items()})
        for change in commit.changes:
            if change.blob is None or not change.is_text:
                self._leave(change.path, commit)
        for change in commit.changes:
            if change.blob is not None and change.is_text:
                self._arrive(change, moved, commit)

    def _leave(self, path: str, commit: Commit) -> None:
        lineage = self.live.pop(path, None)
        if lineage is not None:
            self.left[path] = self._departure(lineage)
            self._record(lineage, path, None, commit)

    def _departure(self, lineage: Lineage) -> _Departure:
        return _Departure(lineage=lineage, position=self.position, moment=self.clock)

    def _arrive(self, change: FileChange, moved: dict[str, Lineage], commit: Commit) -> None:
        mover = moved.get(change.former_path) if change.former_path else None
        if not self.is_document(change.path):
            if mover is not None and change.former_path is not None:
                self._record(mover, change.former_path, None, commit)
            return
        swapped = None if mover is None else self._swapped(change.path, mover)
        if swapped is not None and mover is not None and change.former_path is not None:
            self._record(mover, change.former_path, None, commit)
        lineage = swapped or mover or self.live.get(change.path) or self._resumed(change.path)
        if lineage is None:
            lineage = Lineage()
            self.lineages.append(lineage)
        self.live[change.path] = lineage
        self._record(lineage, change.path, change.blob, commit)

    def _resumed(self, path: str) -> Lineage | None:
        departure = self.left.get(path)
        return departure.lineage if departure and not departure.lineage.present else None

    def _swapped(self, path: str, mover: Lineage) -> Lineage | None:
        """Return the document that left a path moments before another was moved there.

        What it became elsewhere since then is a document of its own: the copy put aside.
        """
        departure = self.left.get(path)
        if (
            departure is None
            or departure.lineage is mover
            or departure.position == self.position
            or self.clock - departure.moment > _SWAP
        ):
            return None
        swapped = departure.lineage
        aside = [each for each in swapped.sightings if each.position >= departure.position]
        if swapped.present:
            copy = Lineage(sightings=aside)
            self.lineages.append(copy)
            self.live[aside[-1].path] = copy
        swapped.sightings = swapped.sightings[: -len(aside)]
        return swapped

    def _record(self, lineage: Lineage, path: str, blob: BlobId | None, commit: Commit) -> None:
        lineage.sightings.append(
            Sighting(
                position=self.position,
                commit=commit.id,
                published=self.clock,
                path=path,
                blob=blob,
            )
        )
