"""Owing: a duty to tell with the notice that is owed, and what a person should know of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.settings import Settings
from notify.carriers import NoticeId
from notify.duties import Duty
from notify.periods_owed import PeriodOwed, PromisedBy, period_owed
from notify.plans import NoticePeriod, PlannedNotice
from notify.profiles import AtOnce


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A duty to tell, and the notice that is owed with it."""

    duty: Duty
    owed: PeriodOwed

    @property
    def last_day(self) -> date:
        """The last day on which people may be told."""
        return self.owed.last_day_to_tell(self.duty.tell_before)

    def is_late(self, today: date) -> bool:
        """Whether people told today would be told too late."""
        return not self.owed.is_kept(told=today, effective=self.duty.tell_before)

    def period(self, today: date) -> NoticePeriod:
        """Return what the plan of a day says of the period."""
        longest = self.owed.longest(today)
        return NoticePeriod(
            policy_id=self.duty.original.policy.id,
            revision=self.duty.subject,
            period=longest.period,
            reason=str(longest),
            last_day=self.last_day,
        )

    def warnings(self, today: date) -> Iterator[str]:
        """Yield what a person should know of the period before approving."""
        decision, owed = self.duty.at_once, self.owed
        if decision and decision.at_once and self.is_late(today):
            reason = AtOnce(decision.at_once)
            answer = owed.answer_to(reason, told=today, effective=self.duty.tell_before)
            yield f"{self.duty.original.revision.path}: applies at once ({reason}): {answer}"
        if self.duty.comes_with_publication and self.is_late(today):
            yield (
                f"{self.duty.original.revision.path}: this has been so since {self.duty.day}, and"
                " people are told after it; tell them soon"
            )
        for doubt in owed.doubts:
            place = f"{doubt.path}:{doubt.line}" if doubt.line else doubt.path
            yield f"{place}: {doubt.message}"


def without_a_medium(
    new: Iterable[Owing], notices: Sequence[PlannedNotice], unreached: Mapping[NoticeId, int]
) -> Iterator[str]:
    """Yield how many people no mail can reach, where a law wants them told on a durable medium."""
    for one in new:
        policy = one.duty.original.policy.id
        number = sum(
            unreached.get(planned.notice.id, 0)
            for planned in notices
            if any(item.policy_id == policy for item in planned.notice.items)
        )
        for profile in one.owed.profiles:
            if number and profile.medium:
                people = "1 person has" if number == 1 else f"{number:,} people have"
                yield (
                    f"{one.duty.original.revision.path}: {people} no address; the {profile.title}"
                    f" wants them told on {profile.medium}, such as a letter ({profile.where})"
                )


def owing(duty: Duty, *, settings: Settings, promised_by: PromisedBy) -> Owing:
    """Return a duty with what is owed by the text before it, by the settings and by every law.

    A decision that narrows who is told does not narrow which laws stand.
    """
    owed = period_owed(
        policy=duty.original.policy.id,
        services=duty.original.revision.services,
        settings=settings,
        in_force=promised_by(duty.original.former),
    )
    return Owing(duty=duty, owed=owed)
