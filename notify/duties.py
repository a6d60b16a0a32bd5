"""Duties to tell: one change that must be told, with its day, its reasons and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock, Consent, Level
from archive.register import Policy
from archive.revisions import Revision, RevisionId
from notify.decisions import Judgement, RevisionKey
from notify.findings import Effect, Finding, highest, together

Judgements = Mapping[RevisionKey, Judgement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The day of a ledger's first plan, and what had taken effect by then."""

    day: date
    left_out: frozenset[RevisionId]

    def covers(self, told: RevisionId, *, first_day: date, published_on: date) -> bool:
        """Whether what came about on a day belongs to the past that nobody is mailed about."""
        if first_day > self.day or published_on > self.day:
            return False
        return published_on < self.day or told in self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From the text that applied before to a text that must be told of, in one language."""

    policy: Policy
    revision: Revision
    former: Revision | None  # None: there was no text before


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One policy's change for one day that must be told, with every judgement about it."""

    original: Step
    translations: tuple[Step, ...]
    covered: tuple[RevisionId, ...]  # the revisions that must be told, oldest first, never empty
    judgements: tuple[Judgement, ...]  # of every revision on the way, oldest first
    services: tuple[str, ...]  # whose people are told; none means all

    @property
    def day(self) -> date:
        """The first day on which the text applies."""
        return first_day(self.original.revision)

    def day_for(self, joined: date | None) -> date:
        """The first day for a reader; later for those who had joined before it was published."""
        revision = self.original.revision
        existing = revision.front_matter.existing
        had_joined = joined is None or joined < revision.published_on
        return max(existing, self.day) if existing and had_joined else self.day

    @property
    def days(self) -> frozenset[date]:
        """The days on which the text first applies to somebody."""
        return days_of(self.original.revision)

    @property
    def key(self) -> str:
        """What tells it from everything else that one notice says."""
        return self.original.policy.id

    @property
    def subject(self) -> RevisionId:
        """What it is about: the text."""
        return self.original.revision.id

    @property
    def comes_with_publication(self) -> bool:
        """Whether nothing could have been planned before it came about; a text can wait for its day."""
        return False

    @property
    def explains_itself(self) -> bool:
        """Whether a notice needs no words of the legal team."""
        return False

    @property
    def last_touched(self) -> datetime:
        """When the text was published, or its day declared anew, whichever came last; in UTC."""
        revision = self.original.revision
        moments = (revision.published, *(dating.published for dating in revision.datings))
        return max(moments).astimezone(UTC)

    @property
    def tell_before(self) -> date:
        """The day before which everybody who had joined is told.

        Control never passes to somebody else before people know of it.
        """
        passing = (d.day for d in self.decisions if d.kind == TRANSFER_OF_CONTROL and d.day)
        return min([self.day_for(None), *passing])

    @property
    def level(self) -> Level:
        """The highest level of anything on the way."""
        return highest(judgement.level for judgement in self.judgements)

    @property
    def effect(self) -> Effect:
        """What everything on the way does to readers' rights, taken together."""
        return together(judgement.effect for judgement in self.judgements)

    @property
    def decisions(self) -> tuple[ChangeBlock, ...]:
        """The legal team's words, the newest first."""
        return tuple(j.decision for j in reversed(self.judgements) if j.decision)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why the change matters, the newest judgement first."""
        return tuple(f for j in reversed(self.judgements) for f in j.assessment.findings)

    @property
    def summary(self) -> str:
        """The legal team's newest summary; empty where none was written."""
        return next((d.summary.strip() for d in self.decisions if d.summary.strip()), "")

    @property
    def choices(self) -> str:
        """What readers can do, in the legal team's words; empty where nothing was written."""
        return next((d.choices.strip() for d in self.decisions if d.choices.strip()), "")

    @property
    def consent(self) -> Consent | None:
        """Whether those concerned are asked; None while the legal team has not said."""
        return next((d.consent for d in self.decisions if d.consent), None)

    @property
    def asks_consent(self) -> bool:
        """Whether the question of consent is raised, by the rules or by people."""
        return any(j.consent for j in self.judgements) or self.consent is Consent.REQUIRED

    @property
    def at_once(self) -> ChangeBlock | None:
        """The decision that lets the change apply without waiting, which needs its reason."""
        return next((d for d in self.decisions if d.at_once and d.reason.strip()), None)


def days_of(revision: Revision) -> frozenset[date]:
    """Return the days from which a text applies, for those who join later and those who had joined."""
    first = first_day(revision)
    existing = revision.front_matter.existing
    return frozenset((first, max(existing, first) if existing else first))


def first_day(revision: Revision) -> date:
    """Return the day on which a text first applies, as far as is known."""
    return revision.applies_from or revision.effective or revision.published_on
