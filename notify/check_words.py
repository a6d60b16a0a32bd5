"""The sentences of a check, the same in every form it is given in."""

from collections.abc import Iterator, Sequence
from typing import Final

from archive.changes import ChangeKind
from archive.front_matter import ChangeBlock
from archive.revisions import State
from notify.audiences import Reach
from notify.checks import Check
from notify.excerpts import by_weight
from notify.findings import Effect, Finding
from notify.judgements import Judgement
from notify.policy_checks import PolicyCheck
from notify.proposed_changes import Event
from notify.timely_changes import told_when

_EVENTS: Final = {
    Event.FIRST_TEXT: "a first text",
    Event.WORDS: "other words",
    Event.DECLARATION: "another date or other services, no word",
    Event.DECISION: "another decision, no word",
    Event.FORM: "no visible word",
    Event.RETIREMENT: "retired",
    Event.WITHDRAWAL: "the announced text is taken back",
}
_EFFECTS: Final = {
    Effect.NONE: "no effect on rights",
    Effect.REDUCES: "reduces rights",
    Effect.EXPANDS: "expands rights",
    Effect.BOTH: "reduces and expands rights",
}


def headline(check: Check) -> str:
    """Return the verdict in one sentence, and in a second that the record or its rules change."""
    record = " It changes the record or its rules." if check.record_changes else ""
    if not check.policies and not check.all_faults:
        return f"No policy would change.{record}"
    told = sum(policy.timing.told or bool(policy.due) for policy in check.policies)
    people = f"people must be told of {count(told, 'change')}" if told else "nobody must be told"
    if check.errors:
        warned = f" and {count(check.warnings, 'warning')}" if check.warnings else ""
        found = f"{count(check.errors, 'error')}{warned} to mend before this is merged"
    elif check.warnings:
        found = f"{count(check.warnings, 'warning')} to look at"
    else:
        found = "Nothing is wrong"
    return f"{found}; {people}.{record}"


def against(check: Check) -> str:
    """Return what was held against what, and the day it was judged for."""
    proposal = check.proposal
    head = "The working tree" if proposal.head is None else f"Commit `{proposal.head[:10]}`"
    return (
        f"{head} against `{proposal.base.name}` (`{proposal.base.parted[:10]}`), as if published on"
        f" {proposal.after.today}; rules `{check.rules}`"
    )


def name(policy: PolicyCheck) -> str:
    """Return a policy's lasting name with its language."""
    return f"{policy.change.policy.id} ({policy.change.policy.language})"


def event(policy: PolicyCheck) -> str:
    """Return what would happen to a policy, and how many clauses changed in which way."""
    kinds = [
        f"{number} {kind.value.replace('-', ' and ')}"
        for kind, number in policy.kinds.items()
        if kind is not ChangeKind.FORMAT_ONLY
    ]
    words = _EVENTS[policy.change.event]
    return f"{words}: {', '.join(kinds)}" if kinds else words


def day(policy: PolicyCheck) -> str:
    """Return from when the text would apply."""
    revision = policy.change.revision
    if policy.change.event is Event.RETIREMENT:
        return "ends when it is merged"
    if revision.applies_from is None:
        return "never applies"
    if revision.state is State.SCHEDULED:
        later = f", {revision.existing} for those who joined before" if revision.existing else ""
        return f"applies from {revision.applies_from}{later}"
    if policy.change.is_of_the_past:
        return f"applied from {revision.applies_from}"
    return (
        "applies when it is merged"
        if revision.preview
        else f"applies since {revision.applies_from}"
    )


def judged(judgement: Judgement) -> str:
    """Return what stands: level, effect and consent, and that people or rules say so."""
    consent = ", asks for consent" if judgement.consent else ""
    if not judgement.assessment.judged:
        # What no rule has read may well have an effect: none is claimed, only what is known.
        known = "" if judgement.effect is Effect.NONE else f", {_EFFECTS[judgement.effect]}"
        return f"{judgement.level}{known}{consent} (not judged: no rules for this language)"
    stands = f"{judgement.level}, {_EFFECTS[judgement.effect]}{consent}"
    assessed = judgement.assessment
    if (judgement.level, judgement.effect) != (assessed.level, assessed.effect):
        found = f"{assessed.level}, {_EFFECTS[assessed.effect]}"
        return f"{stands} (decided; the rules found: {found})"
    return f"{stands} (decided)" if judgement.decided else stands


def findings(policy: PolicyCheck, most: int | None = None) -> tuple[list[tuple[Finding, str]], str]:
    """Return the weightiest findings, each with its level, effect and topic, and how many are left."""
    found = by_weight(policy.judgement.assessment.findings) if policy.judgement else []
    every = list({(one.rule, one.reason): one for one in found}.values())  # each said once
    shown = [(one, f"{one.level}, {_EFFECTS[one.effect]}, {one.topic}") for one in every[:most]]
    left = len(every) - len(shown)
    return shown, f"and {count(left, 'more finding')}" if left else ""


def silenced(policy: PolicyCheck) -> Iterator[Finding]:
    """Yield what the company's own rules silence, each said once."""
    found = policy.judgement.assessment.silenced if policy.judgement else ()
    yield from {(one.rule, one.reason): one for one in found}.values()


def decision(block: ChangeBlock) -> Iterator[tuple[str, str]]:
    """Yield what the legal team wrote, key by key."""
    values = {
        "level": block.level,
        "reason": block.reason,
        "summary": block.summary,
        "choices": block.choices,
        "consent": block.consent,
        "kind": block.kind,
        "to": block.to,
        "day": block.day,
        "at_once": block.at_once,
        "withdraws": block.withdraws,
        "services": ", ".join(block.services),
        "from": ", ".join(block.origins),
    }
    yield from ((key, str(value).strip()) for key, value in values.items() if value)
    yield from ((f"contested {one.rule}", one.reason) for one in block.contested)


def notice(policy: PolicyCheck, check: Check) -> Iterator[str]:
    """Yield whom the change would tell, how many they are, and by when it must be merged."""
    timing = policy.timing
    for due in policy.due:
        yield f"A notice of its own is due, since {due.duty.what}."
        yield _reach(due.reach) if due.reach else _whose(due.duty.services, check)
    if not timing.told and policy.due:
        return
    if not timing.told:
        yield f"Nobody will be mailed: {_why_nobody(policy)}."
        return
    if policy.reach is not None:
        yield _reach(policy.reach)
        yield from _by_service(policy.reach)
    else:
        yield _whose(policy.services, check)
    yield (
        f"Notice of {timing.ground.period} is owed: {timing.ground}. Merged and approved"
        f" today{told_when(timing)}, the change may apply from {timing.earliest}."
    )
    today = check.proposal.after.today
    if timing.day is not None and timing.act_by is not None and timing.act_by >= today:
        yield f"For {timing.day}: merge and approve by {timing.act_by}."


def told_with_the_original(policy: PolicyCheck) -> bool:
    """Whether a text is a translation whose people the notice about the original tells."""
    judgement = policy.judgement
    return policy.change.is_translation and judgement is not None and judgement.must_be_told


def _why_nobody(policy: PolicyCheck) -> str:
    if told_with_the_original(policy):
        return "the notice about the original tells of it"
    if policy.change.event is Event.WITHDRAWAL:
        return "write to those who were told of it already"
    if policy.judgement is None:
        return "no word changes"
    if policy.judgement.must_be_told:
        return "no new day is set for a text that applies already"
    return f"the change is {policy.judgement.level} and reduces no right"


def _reach(reach: Reach) -> str:
    others = f", {reach.not_told:,} will not" if reach.not_told else ""
    has = "has" if reach.by_other_means == 1 else "have"
    letters = (
        f"; {reach.by_other_means:,} more {has} no address and must be told by other means"
        if reach.by_other_means
        else ""
    )
    people = "1 person" if reach.told == 1 else f"{reach.told:,} people"
    told = f"{people} will be mailed" if reach.told else "Nobody on the list will be mailed"
    return f"{told}{others}{letters}."


def _whose(services: Sequence[str], check: Check) -> str:
    whose = f"The people of {', '.join(services)}" if services else "All readers"
    return f"{whose} must be told. {_no_list(check)}"


def _by_service(reach: Reach) -> Iterator[str]:
    for each in reach.services:
        yield f"{each.service.title}: {each.told:,} told, {each.not_told:,} not told"


def _no_list(check: Check) -> str:
    if check.audience_problem:
        return f"How many they are is not known: {check.audience_problem}."
    return "How many they are is not known: there is no list of recipients here."


def count(number: int, what: str) -> str:
    """Return a number with what it counts."""
    return f"1 {what}" if number == 1 else f"{number} {what}s"
