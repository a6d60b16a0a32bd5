"""Lesser changes: what was published and nobody must be told of, for those who asked for all of it.

A lesser change is mailed to subscribers alone, at once or with the digest of a week. It never makes
a notice that is owed, and never holds one up.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from archive.redactions import redaction_of
from archive.register import Policy, Register
from archive.revisions import Revision, Source, State
from archive.settings import Settings
from archive.settings_checks import WEEKDAYS
from notify.announcements import lesser_of
from notify.decisions import revision_key
from notify.duties import Baseline, Duty, Judgements, Step, first_day
from notify.formers import former_text
from notify.notices import RedlineOf, changed_passages
from notify.words_owed import originals

# Nobody wants a mail about a comma of last year, because plans were not made for so long.
TOLD_WITHIN: Final = timedelta(days=90)  # of publication
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class LesserChange(Duty):
    """One change that nobody must be told of, as a plan lists it for those who asked for it."""

    gathered: bool  # whether the digest of this week holds it

    @property
    def key(self) -> str:
        """What tells it from everything else that is listed with it, in order of publication."""
        return f"{self.original.policy.id} {self.published.isoformat()} {self.subject}"

    @property
    def published(self) -> datetime:
        """When its text was published, in UTC."""
        return self.original.revision.published.astimezone(UTC)

    @property
    def explains_itself(self) -> bool:
        """The marked words say what changed, where the legal team wrote no summary."""
        return True

    @property
    def decided(self) -> bool:
        """Whether people judged all of it, and not the rules alone."""
        return all(judgement.decided for judgement in self.judgements)


@dataclass(frozen=True, kw_only=True)
class LesserChanges:
    """The lesser changes that a plan may list; judged when somebody asks for them."""

    register: Register
    judgements: Judgements
    baseline: Baseline | None  # None: a first plan, which lists nothing of the past
    settings: Settings
    redline_of: RedlineOf
    now: datetime

    @cached_property
    def published(self) -> tuple[datetime, ...]:
        """When each text was published that may bring one, oldest first, in UTC."""
        moments = {
            revision.published.astimezone(UTC)
            for policy in self._policies
            for revision in policy.revisions
            if self._is_fresh(revision)
        }
        return tuple(sorted(moments))

    @cached_property
    def all(self) -> tuple[LesserChange, ...]:
        """Every lesser change that has settled, by publication."""
        found = [change for policy in self._policies for change in self._of(policy)]
        return tuple(sorted(found, key=lambda one: (one.published, one.key)))

    def last_before(self, moment: datetime) -> datetime | None:
        """Return when the last text until a moment was published; None where there is none.

        Whoever asked between the same two publications is to hear of the same changes.
        """
        place = bisect_right(self.published, moment.astimezone(UTC))
        return self.published[place - 1] if place else None

    @property
    def _policies(self) -> list[Policy]:
        return originals(self.register, self.settings.language)

    def _of(self, policy: Policy) -> Iterator[LesserChange]:
        """Yield the changes of a policy; what was mended while it settled is one with its mend."""
        for place, revision in enumerate(policy.revisions):
            if not self._is_fresh(revision) or self._settles(revision) > self.now:
                continue
            if self._was_mended(policy, place):
                continue
            way = list(self._way(policy, place))
            change = self._change(policy, way[::-1]) if way else None
            if change and changed_passages(change, change.original, self.redline_of) is not None:
                yield change

    def _way(self, policy: Policy, place: int) -> Iterator[int]:
        """Yield the place of a text, and of those before it that it mended; the newest first."""
        revisions = policy.revisions
        while self._is_lesser(revisions[place]):
            yield place
            former = former_text(policy, place)
            if former is None:
                return
            place = revisions.index(former)
            if not self._was_mended(policy, place):
                return

    def _is_lesser(self, revision: Revision) -> bool:
        """Whether a text may be listed, and nobody must be told of it."""
        if not self._is_fresh(revision) or revision.state is State.WITHDRAWN:
            return False
        if redaction_of(revision, self.settings.redactions) is not None:
            return False
        judgement = self.judgements.get(revision_key(revision))
        return judgement is not None and not judgement.must_be_told

    def _was_mended(self, policy: Policy, place: int) -> bool:
        """Whether another text took the place of one before it had settled."""
        revision, later = policy.revisions[place], policy.revisions[place + 1 :]
        return any(
            former_text(policy, place + 1 + number) is revision
            for number, each in enumerate(later)
            if each.published < self._settles(revision)
        )

    def _change(self, policy: Policy, way: Sequence[int]) -> LesserChange:
        revisions = [policy.revisions[place] for place in way]
        return LesserChange(
            original=Step(
                policy=policy, revision=revisions[-1], former=former_text(policy, way[0])
            ),
            translations=tuple(self._translations(policy, revisions)),
            covered=tuple(lesser_of(each.id) for each in revisions),
            judgements=tuple(self.judgements[revision_key(each)] for each in revisions),
            services=revisions[-1].services,
            gathered=self._settles(revisions[-1]) <= self._digest,
        )

    def _translations(self, policy: Policy, way: Sequence[Revision]) -> Iterator[Step]:
        """Yield the same change in other languages, where one commit brought it in both."""
        for other in self.register:
            if other.id != policy.id or other.language == policy.language or len(way) > 1:
                continue
            for place, revision in enumerate(other.revisions):
                if revision.commit == way[0].commit and revision.state is way[0].state:
                    yield Step(policy=other, revision=revision, former=former_text(other, place))

    def _is_fresh(self, revision: Revision) -> bool:
        """Whether a text was published by people, after the first plan and not too long ago."""
        if self.baseline is None or revision.preview or revision.source is Source.EARLIER:
            return False
        past = self.baseline.covers(
            revision.id, first_day=first_day(revision), published_on=revision.published_on
        )
        return not past and revision.published > self.now - TOLD_WITHIN

    def _settles(self, revision: Revision) -> datetime:
        return revision.published + timedelta(hours=self.settings.notice.settle_hours)

    @cached_property
    def _digest(self) -> datetime:
        """When the last week ended: what had settled by then is gathered."""
        today = self.register.today
        since = (today.weekday() - WEEKDAYS.index(self.settings.notice.digest_day)) % _WEEK
        return _begin_of(today - timedelta(days=since), self.settings)


def _begin_of(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, time.min, tzinfo=settings.timezone)
