"""A check as one comment on GitHub or GitLab: the verdict first, details folded, quotations inert."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from archive.faults import Fault, Severity
from archive.marks import Mark
from notify import check_words as words
from notify.checks import Check
from notify.excerpts import Excerpt
from notify.inert_text import code, fenced, line, prose
from notify.policy_checks import PolicyCheck

LIMIT: Final = 65_536  # characters GitHub takes in a comment; GitLab takes more
_ROOM: Final = LIMIT - 1_000  # for what is said where something had to be left out
# By which the comment of an earlier run is found, to be replaced.
MARKER: Final = "<!-- fairnotice-check -->"
_WIDTH: Final = 92  # columns of a quoted passage; a code block does not wrap by itself
_LONGEST: Final = 700  # characters of one sentence
_LONGEST_PATH: Final = 200
# Bytes of the lists at the head, so that the verdict always has its place.
_ROOM_FOR_CHANGES: Final = 8_000
_ROOM_FOR_ROWS: Final = 8_000
_ROOM_FOR_FAULTS: Final = 24_000
_MOST_FINDINGS: Final = 20  # of one text


def markdown_comment(check: Check) -> str:
    """Return the comment, never longer than a service takes; what is left out is counted."""
    head = "\n".join(_head(check))
    foot = f"\n\n{prose(words.against(check))}"
    room = _ROOM - _length(head) - _length(foot)
    shown, left_out = [], 0
    for policy in check.policies:
        block = "\n".join(_details(policy, check))
        if left_out or _length(block) + 2 > room:
            left_out += 1
            continue
        room -= _length(block) + 2
        shown.append(f"\n\n{block}")
    cut = (
        f"\n\nThis comment is full: the details of {left_out} of {len(check.policies)} changed texts"
        " are left out. `fairnotice check` shows all of them."
        if left_out
        else ""
    )
    return f"{head}{''.join(shown)}{cut}{foot}\n"


def _length(text: str) -> int:
    """Count as the strictest service does: by bytes."""
    return len(text.encode("utf-8", "replace"))


def _head(check: Check) -> Iterator[str]:
    mark = "❌" if check.errors else "⚠️" if check.warnings or check.record_changes else "✅"
    yield MARKER
    yield f"### {mark} {prose(words.headline(check))}"
    if check.record_changes:
        changes = [
            f"- {_place(each.path)}: {_sentence(each.what)}" for each in check.record_changes
        ]
        yield from ("", "**This changes the record or its rules:**", "")
        yield from _first(changes, _ROOM_FOR_CHANGES, "- and {} more files")
    if check.policies:
        rows = [_row(policy, check) for policy in check.policies]
        yield from (
            "",
            "| policy | what changes | it is | applies | told |",
            "|---|---|---|---|---|",
        )
        yield from _first(rows, _ROOM_FOR_ROWS, "| and {} more | | | | |")
    if check.all_faults:
        yield from ("", "**To mend:**" if check.errors else "**To look at:**", "")
        faults = [_fault(fault) for fault in check.all_faults]
        more = "- and {} more faults: `fairnotice check` lists them"
        yield from _first(faults, _ROOM_FOR_FAULTS, more)


def _first(lines: list[str], room: int, more: str) -> Iterator[str]:
    """Yield the lines that so many bytes hold, and how many more there are."""
    for number, each in enumerate(lines):
        room -= _length(each) + 1
        if room < 0:
            yield more.format(len(lines) - number)
            return
        yield each


def _row(policy: PolicyCheck, check: Check) -> str:
    stands = words.judged(policy.judgement) if policy.judgement else "–"
    cells = (
        f"{code(policy.change.policy.id)} ({policy.change.policy.language})",
        *map(prose, (words.event(policy), stands, words.day(policy))),
        prose(_told(policy, check)),
    )
    return f"| {' | '.join(cells)} |"


def _told(policy: PolicyCheck, check: Check) -> str:
    if policy.due and not policy.timing.told:
        return "by a notice of its own"
    if not policy.timing.told:
        return "with the original" if words.told_with_the_original(policy) else "nobody"
    if policy.reach is not None:
        return f"{policy.reach.told:,} of {policy.reach.told + policy.reach.not_told:,}"
    return "not known" if check.audience_problem else "no list of recipients here"


def _fault(fault: Fault) -> str:
    mark = "❌" if fault.severity is Severity.ERROR else "⚠️"
    place = f"{fault.path}:{fault.line}" if fault.line else fault.path
    return f"- {mark} {_place(place)} **{fault.code}**: {_sentence(fault.message)}"


def _details(policy: PolicyCheck, check: Check) -> Iterator[str]:
    change = policy.change
    yield "<details>"
    yield (
        f"<summary><code>{change.policy.id}</code> ({change.policy.language}): what it means, what"
        " changes, whom it tells</summary>"
    )
    place = _place(change.revision.path)
    yield from ("", f"In {place}: {prose(f'{words.event(policy)}; {words.day(policy)}')}.")
    if policy.judgement is not None:
        yield from ("", f"**What it means:** {prose(words.judged(policy.judgement))}.", "")
        yield from _findings(policy)
        yield from _silenced(policy, check)
    if policy.passages.shown:
        yield from ("", "**What changes:**", "")
        yield from fenced(list(_diff(policy.passages.shown)), "diff")
    if policy.passages.more:
        yield from ("", f"and {words.count(policy.passages.more, 'more passage')}.")
    yield from _decision(policy)
    yield from ("", "**Notice:**", "")
    yield from (f"- {prose(sentence)}" for sentence in words.notice(policy, check))
    yield from _drafts(policy)
    yield from ("", "</details>")


def _findings(policy: PolicyCheck) -> Iterator[str]:
    shown, more = words.findings(policy, _MOST_FINDINGS)
    if not shown and policy.judgement is not None and policy.judgement.assessment.judged:
        yield "No word changed in a way that means anything else."
    elif not shown:
        yield "No rule reads this language: somebody who does must say what the change means."
    for finding, weight in shown:
        yield f"- {prose(weight)} ({code(finding.rule)}): {_sentence(finding.reason)}"
    if more:
        yield f"- {more}: `fairnotice check` lists them"


def _silenced(policy: PolicyCheck, check: Check) -> Iterator[str]:
    for finding in words.silenced(policy):
        by = f"silenced by {code(str(check.proposal.settings.rules))}"
        yield f"- {by} ({code(finding.rule)}): {_sentence(finding.reason)}"


def _decision(policy: PolicyCheck) -> Iterator[str]:
    block = policy.judgement.decision if policy.judgement else None
    if block is not None:
        yield from ("", "**Decided in `change:`:**", "")
        yield from (f"- {code(key)}: {_sentence(value)}" for key, value in words.decision(block))


def _drafts(policy: PolicyCheck) -> Iterator[str]:
    for draft in policy.drafts:
        where = f"{draft.path}:{draft.line}"
        instead = ""
        if draft.replaces:
            lines = "1 line" if draft.replaces == 1 else f"{draft.replaces} lines"
            instead = f", in the place of {lines}"
        yield from ("", f"**Write** at {_place(where)}{instead}:", "")
        yield from fenced(list(draft.lines), "yaml")


def _diff(passages: Sequence[Excerpt]) -> Iterator[str]:
    """Yield passages as they were and as they would be, each line with its sign before it."""
    heading = ""
    for passage in passages:
        if passage.heading and passage.heading != heading:
            yield f"@@ {_cut(line(passage.heading))} @@"
        heading = passage.heading
        in_both = any(segment.mark is Mark.KEPT for segment in passage.segments)
        for sign, own in (("-", Mark.STRUCK), ("+", Mark.INSERTED)):
            if in_both or any(segment.mark is own for segment in passage.segments):
                side = (s.text for s in passage.segments if s.mark in (Mark.KEPT, own))
                yield from (f"{sign} {part}" for part in wrap(line("".join(side).strip()), _WIDTH))


def _sentence(text: str) -> str:
    return prose(_cut(text))


def _place(path: str) -> str:
    short = path if len(path) <= _LONGEST_PATH else f"…{path[-_LONGEST_PATH:]}"
    return code(short)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
