"""What stands about a revision: the assessment, the legal team's decision, and both together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from archive.faults import Fault, Severity
from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock, Consent, Level
from archive.register import Policy, Register
from archive.revisions import PolicyId, Revision
from archive.texts import Texts
from notify.assessment import Assessment, assess, assess_first
from notify.decision_faults import decision_faults
from notify.findings import Effect, together
from notify.formers import (
    RevisionKey,
    former_text,
    is_still_announced,
    revision_key,
    texts_taken_over,
)
from notify.judgements import Judgement, lowers_without_reason
from notify.standing_assessments import (
    as_the_original,
    gives_another_version,
    with_small_steps,
)

if TYPE_CHECKING:
    from notify.rules import Rules

__all__ = ["Judgement", "RegisterJudgements", "RevisionKey", "judge", "revision_key"]


class RegisterJudgements(Mapping[RevisionKey, Judgement]):
    """What stands about every revision of a register, judged when it is first asked for.

    Most of a long history is never asked about: what nobody decided is not shown, and
    nobody is told about the past. So the rules are read when they are first needed.
    """

    def __init__(
        self,
        register: Register,
        texts: Texts,
        rules_for: "Callable[[PolicyId], Rules] | None" = None,
    ) -> None:
        self._texts = texts
        self._rules_for = rules_for or _program_rules
        self._steps: dict[RevisionKey, Assessment] = {}
        self._judged: dict[RevisionKey, Judgement] = {}
        self._taken_over = texts_taken_over(register)
        self._places = {
            revision_key(revision): (policy, place)
            for policy in register
            for place, revision in enumerate(policy.revisions)
        }

    def __getitem__(self, key: RevisionKey) -> Judgement:
        """Return what stands about one revision."""
        if key not in self._judged:
            policy, place = self._places[key]
            told = self._told_before(policy, place)
            for later in range(told, place + 1):
                each = revision_key(policy.revisions[later])
                if each not in self._judged:
                    self._judged[each] = self._judge(policy, later, told)
                told = later if self._judged[each].must_be_told else told
        return self._judged[key]

    def __contains__(self, key: object) -> bool:
        """Return whether a revision belongs to the register, without judging it."""
        return key in self._places

    def __iter__(self) -> Iterator[RevisionKey]:
        """Yield the revisions of each policy in order of publication."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many revisions there are."""
        return len(self._places)

    def _told_before(self, policy: Policy, place: int) -> int:
        """Return the place of the last text before that people were to be told of, or the first."""
        for earlier in range(place - 1, 0, -1):
            revision, former = policy.revisions[earlier], former_text(policy, earlier)
            step = self._step(policy, earlier)
            if judge(step, revision=revision, former=former).must_be_told:
                return earlier
        return 0

    def _judge(self, policy: Policy, place: int, told: int) -> Judgement:
        revision = policy.revisions[place]
        former = former_text(policy, place)
        assessment = self._step(policy, place)
        beside = is_still_announced(policy.revisions[told]) and not is_still_announced(revision)
        if told < place - 1 and assessment.findings and not beside:
            since_told = self._compared(policy, policy.revisions[told], revision)
            assessment = with_small_steps(assessment, since_told)
        if not assessment.judged and place == len(policy.revisions) - 1:
            assessment = self._translated(assessment, policy, revision, former)
        return judge(assessment, revision=revision, former=former)

    def _step(self, policy: Policy, place: int) -> Assessment:
        """Return what a revision changed in the text whose place it takes."""
        key = revision_key(policy.revisions[place])
        if key not in self._steps:
            revision, former = policy.revisions[place], former_text(policy, place)
            self._steps[key] = (
                assess_first(language=revision.language, rules=self._rules_for(policy.id))
                if former is None
                else self._compared(policy, former, revision)
            )
        return self._steps[key]

    def _compared(self, policy: Policy, old: Revision, new: Revision) -> Assessment:
        beside = (
            text.blob
            for text in self._taken_over.get(revision_key(old), ())
            if text.published <= new.published
        )
        redline = self._texts.redline(old.blob, new.blob, *beside)
        return assess(redline, language=new.language, rules=self._rules_for(policy.id))

    def _translated(
        self, unjudged: Assessment, policy: Policy, revision: Revision, former: Revision | None
    ) -> Assessment:
        """Return what stands about the text that a translation gives, where it newly gives it."""
        original = policy.original
        if original is None or original.revision is None:
            return unjudged
        stands = self.get((original.id, original.language, original.revision))
        if stands is None or not gives_another_version(revision, former):
            return unjudged
        return as_the_original(unjudged, stands.level, stands.effect, stands.assessment)


@cache
def _program_rules(policy: PolicyId) -> "Rules":  # noqa: ARG001 - the same for all
    from notify.rules import load_rules  # noqa: PLC0415 - more than a thousand patterns

    return load_rules()


def judge(assessment: Assessment, *, revision: Revision, former: Revision | None) -> Judgement:
    """Return what stands about a revision after the decision that speaks for it.

    Raising is free. Lowering needs a reason, and silences nothing that reduces
    rights: an effect is denied only finding by finding, each with its reason.
    """
    decision = _speaking(revision, former)
    heard = Judgement(
        assessment=assessment,
        decision=decision,
        level=_level(assessment, decision),
        effect=_effect(assessment, decision),
        consent=_consent(assessment, decision),
        faults=(),
    )
    faults = (
        Fault(
            code=code,
            severity=Severity.WARNING if code == "stale-change" else Severity.ERROR,
            message=message,
            path=revision.path,
            commit=revision.commit,
        )
        for code, message in decision_faults(heard, revision, former)
    )
    return replace(heard, faults=tuple(faults))


def _speaking(revision: Revision, former: Revision | None) -> ChangeBlock | None:
    """Return the block that the revision brought or altered; last year's does not speak (S1)."""
    block = revision.front_matter.change
    return None if former is not None and block == former.front_matter.change else block


def _level(assessment: Assessment, decision: ChangeBlock | None) -> Level:
    if decision is not None and decision.kind == TRANSFER_OF_CONTROL:
        return Level.SIGNIFICANT
    if decision is None or decision.level is None or lowers_without_reason(assessment, decision):
        return assessment.level
    return decision.level


def _effect(assessment: Assessment, decision: ChangeBlock | None) -> Effect:
    denied = {one.rule for one in decision.contested if one.reason.strip()} if decision else set()
    if not denied:
        return assessment.effect
    return together(one.effect for one in assessment.findings if one.rule not in denied)


def _consent(assessment: Assessment, decision: ChangeBlock | None) -> bool:
    if decision is None or decision.consent is None:
        return assessment.consent
    return decision.consent is Consent.REQUIRED
