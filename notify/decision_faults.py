"""What is wrong with a decision, held against the assessment of the same revision."""

from collections.abc import Iterator

from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock
from archive.revisions import Revision
from notify.assessment import Assessment
from notify.findings import Effect
from notify.judgements import Judgement, lowers_without_reason


def decision_faults(
    judgement: Judgement, revision: Revision, former: Revision | None
) -> Iterator[tuple[str, str]]:
    """Yield the code of each fault, and what to write where."""
    assessment, decision = judgement.assessment, judgement.decision
    block = revision.front_matter.change
    if decision is None and block not in (None, ChangeBlock()) and former is not None:
        yield (
            "stale-change",
            (
                "the `change:` block is the former revision's and says nothing about this one: "
                "write it anew, or remove it"
            ),
        )
    if not assessment.judged and not judgement.decided:
        yield (
            "not-judged",
            (
                f"no rules judge a text in `{revision.language}`: read the change and write "
                "`change: level:`"
            ),
        )
    if decision is not None:
        yield from _faults_of(decision, assessment)
    yield from _missing(judgement)


def _faults_of(decision: ChangeBlock, assessment: Assessment) -> Iterator[tuple[str, str]]:
    if lowers_without_reason(assessment, decision):
        yield (
            "lowering-without-reason",
            (
                f"`change: level: {decision.level}` is below the assessment ({assessment.level}), "
                "which stands: write `change: reason:`, or remove the level"
            ),
        )
    yield from _half_said(decision)
    found = {finding.rule for finding in assessment.findings}
    for one in decision.contested:
        if one.rule not in found:
            rules = ", ".join(f"`{rule}`" for rule in sorted(found)) or "none"
            yield (
                "contested-unknown",
                (
                    f"`{one.rule}` is no finding of this change (they are: {rules}): remove it "
                    "from `change: contested:`"
                ),
            )
        elif not one.reason.strip():
            yield (
                "contested-without-reason",
                f"`{one.rule}` is contested without a reason and stands: write `reason:` beside it",
            )


def _half_said(decision: ChangeBlock) -> Iterator[tuple[str, str]]:
    """Yield what a decision asks for and does not say enough about."""
    if decision.at_once and not decision.reason.strip():
        yield (
            "at-once-without-reason",
            (
                f"`change: at_once: {decision.at_once}` counts for nothing without its reason, which"
                " page and mail give: write `change: reason:`"
            ),
        )
    if decision.services and not decision.reason.strip():
        yield (
            "narrowing-without-reason",
            "`change: services:` tells only some people: write under `change: reason:` why",
        )
    absent = [
        f"`{key}:`" for key, value in (("to", decision.to), ("day", decision.day)) if not value
    ]
    if decision.kind == TRANSFER_OF_CONTROL and absent:
        yield (
            "transfer-incomplete",
            (
                f"a transfer of control must be told before it happens: write {' and '.join(absent)}"
                " under `change:`, who takes over and when"
            ),
        )


def _missing(judgement: Judgement) -> Iterator[tuple[str, str]]:
    decision = judgement.decision or ChangeBlock()
    reduced = judgement.effect in (Effect.REDUCES, Effect.BOTH)
    if judgement.must_be_told and not decision.summary.strip():
        yield (
            "missing-summary",
            (
                "people must be told of this change: say in plain words under `change: summary:` "
                "what changes for them"
            ),
        )
    if (reduced or judgement.consent) and not decision.choices.strip():
        cause = "it reduces their rights" if reduced else "it asks for their consent"
        yield (
            "missing-choices",
            f"say under `change: choices:` what readers can do, where and until when: {cause}",
        )
    if judgement.assessment.consent and decision.consent is None:
        yield (
            "unanswered-consent",
            (
                "personal data may be used in a new way: write `change: consent: required` or "
                "`change: consent: not-needed`"
            ),
        )
