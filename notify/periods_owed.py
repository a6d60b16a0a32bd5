"""Periods owed: how long before its day a change must be told, why, and who says so.

The period is the longest of what the text in force promises, what the settings promise and what
the legal profiles ask. Nothing else shortens it. A reason to apply at once does not either: it
says why the period is not kept, and each law accepts it or does not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import PolicyId, Revision
from archive.settings import SETTINGS_FILE, Settings
from archive.texts import Texts
from notify.errors import NotifyError
from notify.notice_periods import Period, days
from notify.policy_sentences import quoted
from notify.profiles import OWN, AtOnce, Profile, profiles_of
from notify.promises import NOTHING_PROMISED, Promises, promises_of


class InvalidPeriodOwed(NotifyError):
    """A period owed was asked to be what it cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What the text in force promises about its own changes."""

    path: str | None = None  # None: there is no text in force
    promises: Promises = NOTHING_PROMISED
    taken_in: tuple["InForce", ...] = ()  # the texts that it makes its own by `incorporates`


PromisedBy = Callable[[Revision | None], InForce]  # reads the text in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason for a period of notice: how long, in words, and where it is written."""

    period: Period
    reason: str  # "the settings promise 30 days"
    source: str  # as a lawyer cites it
    profile: str  # the profile that asks for it; "own" for what the organisation promises itself
    path: str | None = None  # of the text that promises it
    line: int | None = None
    quote: str = ""  # the promise, word for word

    def __str__(self) -> str:
        if not self.quote:
            return f"{self.reason} ({self.source})"
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{self.reason} ({place}: {quoted(self.quote)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the laws that stand say to a reason for which a change applies at once."""

    reason: AtOnce
    accepting: tuple[Profile, ...]
    refusing: tuple[Ground, ...]  # what grants no such exception

    @property
    def _accepted(self) -> list[tuple[Profile, str]]:
        return [(p, f"{p.law}, {p.at_once_source}") for p in self.accepting]

    def __str__(self) -> str:
        accepted = " and ".join(f"the {p.title} ({source})" for p, source in self._accepted)
        still = " and ".join(str(ground) for ground in self.refusing)
        if not accepted:
            return f"no law that stands here accepts {self.reason}; {still}"
        verb = "accepts" if len(self.accepting) == 1 else "accept"
        first = f"{accepted} {verb} {self.reason}"
        return f"{first}; still, {still}" if still else first


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What the text in force may promise, and a person must read."""

    path: str | None  # of the text; None: there is none
    line: int | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOwed:
    """The notice owed before a change applies, with every reason; the longest counts."""

    grounds: tuple[Ground, ...]  # never empty
    profiles: tuple[Profile, ...]
    doubts: tuple[Doubt, ...] = ()  # what may be a longer promise; nothing here can be sure of it

    def __post_init__(self) -> None:
        if not self.grounds:
            raise InvalidPeriodOwed("a period owed needs a reason; no days are a period too")

    def earliest_day(self, told: date) -> date:
        """Return the first day on which the change may apply to people told on a day."""
        return max(ground.period.earliest_day(told) for ground in self.grounds)

    def last_day_to_tell(self, effective: date) -> date:
        """Return the last day on which people may be told of a change that applies from a day."""
        return min(ground.period.last_day_to_tell(effective) for ground in self.grounds)

    def is_kept(self, *, told: date, effective: date) -> bool:
        """Return whether people told on a day were told in time for a change."""
        return self.earliest_day(told) <= effective

    def broken(self, *, told: date, effective: date) -> tuple[Ground, ...]:
        """Return what asks for more time than people told on a day are given."""
        return tuple(g for g in self.grounds if g.period.earliest_day(told) > effective)

    def longest(self, told: date) -> Ground:
        """Return the reason that asks for the most when people are told on a day.

        A month can be longer or shorter than thirty days. Of equals the first stands: the
        promise of the text, then the settings', then the laws'.
        """
        return max(self.grounds, key=lambda ground: ground.period.earliest_day(told))

    def too_late(self, *, told: date, day: date, what: str = "the text applies") -> str:
        """Say why people told on a day are told too late of what happens on another."""
        longest = self.longest(told)
        return (
            f"{what} from {day}; to people told on {told}, {longest.period} of notice are owed, the"
            f" day of telling not counted, as {longest}; the last lawful day of telling was"
            f" {self.last_day_to_tell(day)}; the earliest lawful day is {self.earliest_day(told)}:"
            " move it there"
        )

    def answer_to(self, reason: AtOnce, *, told: date, effective: date) -> Answer:
        """Return which laws let a change apply from a day, told on a day, for a reason.

        A law whose own period is kept needs no exception and is not named.
        """
        broken = self.broken(told=told, effective=effective)
        asking = {ground.profile for ground in broken}
        accepting = [p for p in self.profiles if p.id in asking and reason in p.at_once]
        accepted = {profile.id for profile in accepting}
        return Answer(
            reason=reason,
            accepting=tuple(accepting),
            refusing=tuple(ground for ground in broken if ground.profile not in accepted),
        )


def period_owed(
    *, policy: PolicyId, services: Iterable[str], settings: Settings, in_force: InForce
) -> PeriodOwed:
    """Return the notice owed to the people of a policy that covers some services; none means all."""
    profiles = profiles_of(policy, services, settings)
    return PeriodOwed(
        grounds=(
            *_promised(in_force),
            _own(settings),
            *(ground for profile in profiles if (ground := _of(profile)) is not None),
        ),
        profiles=profiles,
        doubts=tuple(_doubts(in_force)),
    )


def promised_by(
    revision: Revision | None, *, policies: Collection[Policy], texts: Texts, settings: Settings
) -> InForce:
    """Return what a text in force promises, and what the texts promise that it takes in.

    One that had to come down is not quoted.
    """
    if revision is None or redaction_of(revision, settings.redactions) is not None:
        return InForce()
    promises = promises_of(texts, revision.blob, language=revision.language)
    others = [policy for policy in policies if policy.id != revision.policy_id]  # nobody twice
    taken_in = (
        promised_by(text, policies=others, texts=texts, settings=settings)
        for text in _incorporated(revision, others)
    )
    return InForce(path=revision.path, promises=promises, taken_in=tuple(taken_in))


def _incorporated(revision: Revision, policies: Collection[Policy]) -> Iterator[Revision]:
    """Yield the texts in force that a text takes in: in its own language where there is one."""
    for name in revision.front_matter.incorporates:
        named = [policy for policy in policies if policy.id == name and policy.in_force]
        same = [policy for policy in named if policy.language == revision.language]
        originals = [policy for policy in named if policy.original is None]
        yield from (p.in_force for p in (same or originals or named)[:1] if p.in_force)


def nothing_promised(revision: Revision | None) -> InForce:
    """Return that a text in force promises nothing, for who has not read it."""
    return InForce(path=revision.path if revision else None)


def _promised(in_force: InForce) -> Iterator[Ground]:
    for promise in in_force.promises.found:
        if promise.period is not None:
            yield Ground(
                period=promise.period,
                reason=f"the text in force promises {promise.period}",
                source="the text in force",
                profile=OWN,
                path=in_force.path,
                line=promise.line,
                quote=promise.quote,
            )
    for each in in_force.taken_in:
        yield from _promised(each)


def _doubts(in_force: InForce) -> Iterator[Doubt]:
    path = in_force.path
    for promise in in_force.promises.unclear:
        message = "may promise a period of notice, which is not counted: " + quoted(promise.quote)
        yield Doubt(path=path, line=promise.line, message=message)
    if not in_force.promises.language_known:
        message = "which notice the text promises cannot be read in its language: read it"
        yield Doubt(path=path, line=None, message=message)
    for each in in_force.taken_in:
        yield from _doubts(each)


def _own(settings: Settings) -> Ground:
    period = days(settings.notice.days)
    return Ground(
        period=period,
        reason=f"the settings promise {period}",
        source=f"{SETTINGS_FILE}, [notice] days",
        profile=OWN,
    )


def _of(profile: Profile) -> Ground | None:
    if profile.period is None:
        return None
    return Ground(
        period=profile.period,
        reason=f"the {profile.title} asks for {profile.period}",
        source=profile.where,
        profile=profile.id,
    )
