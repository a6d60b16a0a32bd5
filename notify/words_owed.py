"""Words owed: the texts that must be told, as the register and the judgements say.

The first plan of a ledger is a baseline: nothing that had already taken effect is a duty
afterwards, whatever is imported, renamed or lost. Who has been told is not decided here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from archive.register import Policy, Register
from archive.revisions import Language, PolicyId, Revision, RevisionId, Source, State
from notify.decisions import Judgement, revision_key
from notify.duties import Baseline, Duty, Judgements, Step, days_of, first_day
from notify.standing_assessments import must_be_told


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
        for policy in originals(register, language)
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
        for policy in originals(register, language)
        for revision in policy.revisions
        if revision.state is State.WITHDRAWN and revision.id in announced
        if revision.id not in replaced
    ]
    return tuple(duty for duty in found if duty is not None)


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
    past = (r for policy in register for r in policy.revisions if _is_past(r, everything))
    return replace(everything, left_out=frozenset(r.id for r in past))


def _duty(
    register: Register, policy: Policy, way: list[Revision], judgements: Judgements
) -> Duty | None:
    """Return the duty that the last text on a way brings, or None where nothing must be told."""
    judged = [(r, judgements[revision_key(r)]) for r in way if revision_key(r) in judgements]
    covered = tuple(revision.id for revision, judgement in judged if _by_words(revision, judgement))
    if not covered:
        return None
    return Duty(
        original=_step(policy, way[-1], way),
        translations=_translations(register, policy, way[-1]),
        covered=covered,
        judgements=tuple(judgement for _, judgement in judged),
        services=_services_told([judgement for _, judgement in judged], way[-1]),
    )


def _by_words(revision: Revision, judgement: Judgement) -> bool:
    """Whether a text must be told; a transfer of control declared for it later is told by itself."""
    declared_later = revision.datings[-1].transfer and not revision.datings[0].transfer
    if declared_later:
        return must_be_told(judgement.assessment.level, judgement.effect)
    return judgement.must_be_told


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
    return asked_for or not _is_past(revision, baseline)


def _is_past(revision: Revision, baseline: Baseline) -> bool:
    day, published_on = first_day(revision), revision.published_on
    return baseline.covers(revision.id, first_day=day, published_on=published_on)


def _step(policy: Policy, revision: Revision, way: list[Revision]) -> Step:
    """Compare with the text that applies to the reader now, or applied until this one did."""
    if revision.state is State.SCHEDULED:
        return Step(policy=policy, revision=revision, former=policy.in_force)
    before = [
        r
        for r in policy.revisions
        if r.applies_from and r not in way and r.applies_from <= first_day(revision)
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


def originals(register: Register, language: Language) -> list[Policy]:
    """Return each policy once: in the site's language where there is one, else as it stands."""
    originals: dict[PolicyId, Policy] = {}
    for policy in register:
        if policy.language == language or policy.id not in originals:
            originals[policy.id] = policy
    return [policy for policy in originals.values() if not policy.retired]


def _published_by(register: Register) -> frozenset[RevisionId]:
    return frozenset(r.id for policy in register for r in policy.revisions)
