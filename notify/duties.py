"""Duties to tell: what the register and the judgements say must be told, and about which day.

The first plan of a ledger is a baseline: nothing that had already taken effect is a duty
afterwards, whatever is imported, renamed or lost. Who has been told is not decided here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock, Consent, Level
from archive.register import Policy, Register
from archive.revisions import Language, PolicyId, Revision, RevisionId, Source, State
from notify.decisions import Judgement, RevisionKey, revision_key
from notify.findings import Effect, Finding, highest, together

Judgements = Mapping[RevisionKey, Judgement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The day of a ledger's first plan, and what had taken effect by then."""

    day: date
    left_out: frozenset[RevisionId]

    def covers(self, revision: Revision) -> bool:
        """Whether a revision belongs to the past that nobody is mailed about."""
        if _first_day(revision) > self.day or revision.published_on > self.day:
            return False
        return revision.published_on < self.day or revision.id in self.left_out


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
        return _first_day(self.original.revision)

    def day_for(self, joined: date | None) -> date:
        """The first day for a reader; later for those who had joined before it was published."""
        revision = self.original.revision
        existing = revision.front_matter.existing
        had_joined = joined is None or joined < revision.published_on
        return max(existing, self.day) if existing and had_joined else self.day

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


def duties(
    register: Register,
    judgements: Judgements,
    *,
    baseline: Baseline | None,
    since: date | None = None,
    language: Language,
) -> tuple[Duty, ...]:
    """Return what must be told, by day and policy; without a baseline, this is the first plan.

    `since` brings in what was published from that day on, though it belongs to the past.
    """
    first = baseline or Baseline(day=register.today, left_out=_published_by(register))
    found = [
        duty
        for policy in _originals(register, language)
        for revision in policy.revisions
        if revision.state in (State.SCHEDULED, State.IN_FORCE)
        if (way := _way_to(policy, revision, first, since))
        if (duty := _duty(register, policy, way, judgements)) is not None
    ]
    return tuple(sorted(found, key=lambda duty: (duty.day, duty.original.policy.id)))


def withdrawn(
    register: Register,
    judgements: Judgements,
    *,
    announced: Collection[RevisionId],
    standing: Sequence[Duty],
    language: Language,
) -> tuple[Duty, ...]:
    """Return what was announced and then taken back, with nothing in its place that must be told."""
    replaced = {revision for duty in standing for revision in duty.covered}
    found = [
        _duty(register, policy, [revision], judgements)
        for policy in _originals(register, language)
        for revision in policy.revisions
        if revision.state is State.WITHDRAWN and revision.id in announced
        if revision.id not in replaced
    ]
    return tuple(duty for duty in found if duty is not None)


def days_of(revision: Revision) -> frozenset[date]:
    """Return the days from which a text applies, for those who join later and those who had joined."""
    first = _first_day(revision)
    existing = revision.front_matter.existing
    return frozenset((first, max(existing, first) if existing else first))


def days_now(register: Register, judgements: Judgements) -> Mapping[RevisionId, frozenset[date]]:
    """Return of every text on which days it applies, or what mended it; none if it does not stand.

    A mend is a later text of which nobody must be told.
    """
    found: dict[RevisionId, frozenset[date]] = {}
    for policy in register:
        after: frozenset[date] = frozenset()
        for revision in reversed(policy.revisions):
            if revision.state in (State.SCHEDULED, State.IN_FORCE):
                after = days_of(revision)
            found[revision.id] = found.get(revision.id, frozenset()) | after
            judgement = judgements.get(revision_key(revision))
            if judgement is None or judgement.must_be_told:
                after = frozenset()
    return found


def first_baseline(register: Register) -> Baseline:
    """Return the baseline of a first plan today: all that had taken effect, judged or not."""
    everything = Baseline(day=register.today, left_out=_published_by(register))
    past = (r for policy in register for r in policy.revisions if everything.covers(r))
    return replace(everything, left_out=frozenset(r.id for r in past))


def _duty(
    register: Register, policy: Policy, way: list[Revision], judgements: Judgements
) -> Duty | None:
    """Return the duty that the last text on a way brings, or None where nothing must be told."""
    judged = [(r.id, judgements[revision_key(r)]) for r in way if revision_key(r) in judgements]
    covered = tuple(revision for revision, judgement in judged if judgement.must_be_told)
    if not covered:
        return None
    return Duty(
        original=_step(policy, way[-1], way),
        translations=_translations(register, policy, way[-1]),
        covered=covered,
        judgements=tuple(judgement for _, judgement in judged),
        services=_services_told([judgement for _, judgement in judged], way[-1]),
    )


def _services_told(judged: list[Judgement], revision: Revision) -> tuple[str, ...]:
    """Return the services of the text, unless every decision on the way narrows who is told."""
    telling = [judgement.decision for judgement in judged if judgement.must_be_told]
    narrowed = [decision.services if decision else () for decision in telling]
    if all(narrowed):
        return tuple(dict.fromkeys(service for some in narrowed for service in some))
    return revision.services


def _way_to(
    policy: Policy, revision: Revision, baseline: Baseline, since: date | None
) -> list[Revision]:
    """Return a text and those before it that nobody can have been told of by any other duty.

    A significant text that was replaced by a spelling mend before its day, or by a second
    change within days, must not be lost with it.
    """
    revisions = policy.revisions
    way: list[Revision] = []
    for candidate in reversed(revisions[: revisions.index(revision) + 1]):
        if way and candidate.state not in (State.WITHDRAWN, State.SUPERSEDED):
            break
        if not _is_fresh(candidate, baseline, since):
            break
        way.insert(0, candidate)
    return way


def _is_fresh(revision: Revision, baseline: Baseline, since: date | None) -> bool:
    if revision.preview or revision.source is Source.EARLIER:
        return False  # not published, or brought in after the fact
    asked_for = since is not None and revision.published_on >= since
    return asked_for or not baseline.covers(revision)


def _step(policy: Policy, revision: Revision, way: list[Revision]) -> Step:
    """Compare with the text that applies to the reader now, or applied until this one did."""
    if revision.state is State.SCHEDULED:
        return Step(policy=policy, revision=revision, former=policy.in_force)
    before = [
        r
        for r in policy.revisions
        if r.applies_from and r not in way and r.applies_from <= _first_day(revision)
    ]
    former = max(before, key=lambda r: r.applies_from or date.min, default=None)
    return Step(policy=policy, revision=revision, former=former)


def _translations(register: Register, original: Policy, revision: Revision) -> tuple[Step, ...]:
    """Return the same change in other languages, where the translation has kept pace."""
    return tuple(
        _step(policy, translated, [translated])
        for policy in register
        if policy.id == original.id and policy.language != original.language
        for translated in policy.revisions[-1:]
        if translated.state is revision.state
        and (translated.front_matter.translates or translated.effective) == revision.effective
    )


def _originals(register: Register, language: Language) -> list[Policy]:
    """Return each policy once: in the site's language where there is one, else as it stands."""
    originals: dict[PolicyId, Policy] = {}
    for policy in register:
        if policy.language == language or policy.id not in originals:
            originals[policy.id] = policy
    return [policy for policy in originals.values() if not policy.retired]


def _first_day(revision: Revision) -> date:
    return revision.applies_from or revision.effective or revision.published_on


def _published_by(register: Register) -> frozenset[RevisionId]:
    return frozenset(r.id for policy in register for r in policy.revisions)
