"""Publications: each state of a policy's file that the public could read, in order."""

from dataclasses import dataclass
from datetime import date, datetime

from archive.front_matter import FrontMatter
from archive.revisions import BlobId, CommitId, EffectiveSource, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A text that a commit brought to the published branch."""

    commit: CommitId
    published: datetime  # UTC, never earlier than the publication before it
    published_on: date  # the same in the configured time zone
    path: str
    source: Source
    blob: BlobId
    sha256: str
    body: str  # the hash of the text without its front matter
    effective: date | None
    effective_source: EffectiveSource
    front_matter: FrontMatter
    first_recorded: datetime
    date_unclear: bool = False  # it states a date that is none, or several
    preview: bool = False
    derived: date | None = None  # the date its text gives, where the settings declare another


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A commit that took the policy off the published branch, or moved it among the retired.

    Of the next text alone: a commit that took that one out of its folder.
    """

    commit: CommitId
    published: datetime
    published_on: date
    source: Source = Source.GIT
