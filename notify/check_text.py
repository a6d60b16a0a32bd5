"""A check for a terminal: every line of plain text, none that begins with an author's words."""

from collections.abc import Iterator

from archive.faults import Fault
from archive.marked_sentences import in_brackets
from notify import check_words as words
from notify.checks import Check
from notify.excerpts import Excerpt
from notify.inert_text import line
from notify.policy_checks import PolicyCheck


def text_lines(check: Check) -> Iterator[str]:
    """Yield the lines of `fairnotice check` for people."""
    yield words.headline(check)
    yield line(words.against(check))
    if check.record_changes:
        yield ""
        yield "This changes the record or its rules:"
        yield from (line(f"  - {each.path}: {each.what}") for each in check.record_changes)
    for policy in check.policies:
        yield ""
        yield from _policy(policy, check)
    if check.faults:
        yield ""
        yield "Beside them:"
        yield from map(_fault, check.faults)


def _policy(policy: PolicyCheck, check: Check) -> Iterator[str]:
    path = policy.change.revision.path
    yield line(f"{words.name(policy)} in {path}: {words.event(policy)}, {words.day(policy)}")
    if policy.judgement is not None:
        yield f"  {words.judged(policy.judgement)}"
        yield from _findings(policy)
        yield from _silenced(policy, check)
    yield from (f"    | {_excerpt(each)}" for each in policy.passages.shown)
    if policy.passages.more:
        yield f"    and {words.count(policy.passages.more, 'more passage')}"
    if policy.judgement is not None and policy.judgement.decision is not None:
        for key, value in words.decision(policy.judgement.decision):
            yield line(f"  decided {key}: {value}")
    yield from (line(f"  {sentence}") for sentence in words.notice(policy, check))
    yield from map(_fault, policy.faults)
    yield from _drafts(policy)


def _findings(policy: PolicyCheck) -> Iterator[str]:
    shown, _ = words.findings(policy)
    for finding, weight in shown:
        yield line(f"  - {weight} · {finding.rule}: {finding.reason}")


def _silenced(policy: PolicyCheck, check: Check) -> Iterator[str]:
    for finding in words.silenced(policy):
        by = f"silenced by {check.proposal.settings.rules}"
        yield line(f"  - {by} · {finding.rule}: {finding.reason}")


def _excerpt(excerpt: Excerpt) -> str:
    heading = f"{excerpt.heading}: " if excerpt.heading else ""
    return line(f"{heading}{in_brackets(excerpt.segments)}")


def _fault(fault: Fault) -> str:
    place = f"{fault.path}:{fault.line}" if fault.line else fault.path
    return line(f"  {fault.severity} {place}: {fault.code}: {fault.message}")


def _drafts(policy: PolicyCheck) -> Iterator[str]:
    for draft in policy.drafts:
        where = f"{draft.path}:{draft.line}"
        if draft.replaces:
            lines = "1 line" if draft.replaces == 1 else f"{draft.replaces} lines"
            where += f", in the place of {lines}"
        yield line(f"  Write at {where}:")
        yield from (line(f"      {each}") for each in draft.lines)
