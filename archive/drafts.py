"""Drafts: revisions while their history is being read, before `versions` makes them final."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from archive.faults import Fault
from archive.publications import Publication
from archive.revisions import BlobId, Dating, EffectiveSource, Ending, Source
from archive.version_addresses import Place, Placed

UnreadDate = Callable[[BlobId, BlobId], str | None]


@dataclass(slots=True, kw_only=True, eq=False)
class Draft:
    """A revision while its history is being read."""

    first: Publication
    newest: Publication
    datings: list[Dating]
    effective: date | None
    effective_source: EffectiveSource
    undated: bool
    starts_run: bool  # the first text, or the first after an absence
    dated_on: date  # the day its effective date was declared
    returns_to: "Draft | None" = None  # the newest earlier one with the same text
    withdrawn_on: date | None = None  # the day it was taken back
    applies_from: date | None = None
    applies_until: date | None = None
    ended_on: date | None = None  # the day an absence ended it
    former_places: list[Place] = field(default_factory=list)
    held_since: date | None = None  # the day it already applied from when its date line was mended
    existing: date | None = None  # the day declared for people who joined before publication
    existing_since: date | None = None  # the day another such day was declared, in time
    ended: Ending | None = None  # when it ceased to stand on the published branch

    @property
    def applies_at_the_earliest(self) -> date:
        """max(effective, published): what readers could rely on.

        A mended date line does not unsay that the words had applied already; a day that
        was declared for the past is a correction, and counts as declared.
        """
        if self.held_since is not None:
            return self.held_since
        if self.effective is None:
            return self.first.published_on
        if self.is_declared:
            return self.effective
        return max(self.effective, self.dated_on)

    @property
    def binds_existing_from(self) -> date:
        """The same for people who joined before its publication: never an earlier day."""
        days = (self.applies_at_the_earliest, self.existing, self.existing_since)
        return max(day for day in days if day is not None)

    @property
    def placed(self) -> Placed:
        """What decides under which address it stands."""
        return Placed(self.starts_run, self.effective, self.first.published_on)

    @property
    def has_day_for_existing(self) -> bool:
        """Whether people who joined before its publication have a later day than others."""
        return self.binds_existing_from > self.applies_at_the_earliest

    @property
    def is_declared(self) -> bool:
        """Whether its day was declared after the fact, in settings or for an earlier text."""
        return self.effective_source in (EffectiveSource.OVERRIDE, EffectiveSource.DECLARED)


@dataclass(slots=True)
class Reading:
    """The state of reading one policy's publications.

    `unread_date` tells which words of a text look like a date that the text before had not.
    """

    unread_date: UnreadDate
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # What stands in the policy's own file, and what in the folder of next texts.
    standing: dict[Source, Draft] = field(default_factory=dict)
    # The newest draft that each text, without its front matter, belonged to.
    by_body: dict[str, Draft] = field(default_factory=dict)
