"""A check as a document for programs; `archive/schemas/check.schema.json` fixes its shape."""

from archive.faults import Fault
from notify import check_words as words
from notify.audiences import Reach
from notify.checks import Check
from notify.decision_drafts import Draft
from notify.judgements import Judgement
from notify.policy_checks import Due, PolicyCheck

FORMAT = 1  # raised only where a reader of the former form would be misled


def check_document(check: Check) -> dict[str, object]:
    """Return the document of `check --format json`."""
    proposal = check.proposal
    return {
        "format": FORMAT,
        "passes": check.errors == 0,
        "headline": words.headline(check),
        "errors": check.errors,
        "warnings": check.warnings,
        "today": proposal.after.today.isoformat(),
        "base": {
            "ref": proposal.base.name,
            "commit": proposal.base.parted,
            "settings": proposal.base.tip if proposal.head else None,
        },
        "head": proposal.head,
        "rules": check.rules,
        "record_changes": [{"path": c.path, "what": c.what} for c in check.record_changes],
        "policies": [_policy(policy, check) for policy in check.policies],
        "faults": [_fault(fault) for fault in check.faults],
    }


def _policy(policy: PolicyCheck, check: Check) -> dict[str, object]:
    change, revision = policy.change, policy.change.revision
    return {
        "id": change.policy.id,
        "lang": change.policy.language,
        "title": change.policy.title,
        "path": revision.path,
        "event": change.event,
        "revision": revision.id,
        "former": change.former.id if change.former else None,
        "effective": _day(revision.effective),
        "applies_from": _day(revision.applies_from),
        "changes": {kind.value: number for kind, number in policy.kinds.items()},
        "judgement": _judgement(policy.judgement) if policy.judgement else None,
        "passages": [
            {
                "heading": each.heading,
                "segments": [[segment.mark.value, segment.text] for segment in each.segments],
            }
            for each in policy.passages.shown
        ],
        "more_passages": policy.passages.more,
        "notice": _notice(policy, check),
        "faults": [_fault(fault) for fault in policy.faults],
        "write": [_draft(draft) for draft in policy.drafts],
    }


def _judgement(judgement: Judgement) -> dict[str, object]:
    assessment = judgement.assessment
    return {
        "judged": assessment.judged,
        "level": judgement.level,
        "effect": judgement.effect,
        "consent": judgement.consent,
        "must_be_told": judgement.must_be_told,
        "decided": judgement.decided,
        "assessed": {
            "level": assessment.level,
            "effect": assessment.effect,
            "consent": assessment.consent,
            "topics": list(assessment.topics),
        },
        "findings": [
            {
                "rule": one.rule,
                "topic": one.topic,
                "level": one.level,
                "effect": one.effect,
                "before": one.before,
                "after": one.after,
                "reason": one.reason,
            }
            for one in assessment.findings
        ],
        "decision": dict(words.decision(judgement.decision)) if judgement.decision else None,
    }


def _notice(policy: PolicyCheck, check: Check) -> dict[str, object]:
    timing = policy.timing
    return {
        "told": timing.told,
        "words": list(words.notice(policy, check)),
        "services": list(policy.services),
        "owed": str(timing.ground.period),
        "owed_by": str(timing.ground),
        "earliest": timing.earliest.isoformat(),
        "day": _day(timing.day),
        "act_by": _day(timing.act_by),
        "people": _reach(policy.reach) if policy.reach else None,
        "due": [_due(due) for due in policy.due],
    }


def _due(due: Due) -> dict[str, object]:
    return {
        "event": due.duty.event.kind,
        "what": due.duty.what,
        "services": list(due.duty.services),
        "people": _reach(due.reach) if due.reach else None,
    }


def _reach(reach: Reach) -> dict[str, object]:
    return {
        "told": reach.told,
        "not_told": reach.not_told,
        "by_other_means": reach.by_other_means,
        "services": [
            {
                "id": each.service.id,
                "title": each.service.title,
                "told": each.told,
                "not_told": each.not_told,
            }
            for each in reach.services
        ],
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "code": fault.code,
        "severity": fault.severity,
        "message": fault.message,
        "path": fault.path,
        "line": fault.line,
    }


def _draft(draft: Draft) -> dict[str, object]:
    return {
        "path": draft.path,
        "line": draft.line,
        "replaces": draft.replaces,
        "lines": list(draft.lines),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
