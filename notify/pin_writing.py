"""Writing what the rules found into the working files of a check."""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import UnreadableText
from notify.checks import Check
from notify.pins import assessed_by, pinned
from notify.policy_checks import PolicyCheck
from notify.proposed_changes import Event


def write_pins(check: Check) -> Iterator[str]:
    """Note in each changed working file what was found, and yield a line about each.

    A file whose block is the former decision is left alone: that block is to be written anew.
    """
    for policy in check.policies:
        if policy.judgement is None or policy.change.event not in (Event.WORDS, Event.FIRST_TEXT):
            continue
        path = policy.change.revision.path
        if "stale-change" in {fault.code for fault in policy.faults}:
            yield f"{path}: not written: its `change:` block is about the former text"
        else:
            yield f"{path}: {_write(check.proposal.history.root / path, policy, check.rules)}"


def _write(file: Path, policy: PolicyCheck, rules: str) -> str:
    if policy.judgement is None or file.is_symlink():
        return "not written"
    data = file.read_bytes()
    try:
        made = pinned(data, assessed_by(policy.judgement.assessment, rules))
    except UnreadableText as error:
        return f"not written: {error}"
    if made == data:
        return "the assessment stands there already"
    file.write_bytes(made)
    return "the assessment was written into `change:`"
