"""Pins: what the rules found, and which rules, noted beside the decision in the working file.

Rules change; what people had before them when they decided should be read years later.
"""

from collections.abc import Iterator
from typing import Final

from archive.declaration_writing import with_line_in_change
from archive.errors import UnreadableText
from archive.faults import Fault, Severity
from archive.front_matter import Assessed, read_front_matter, split
from archive.texts import decoded
from notify.assessment import Assessment
from notify.judgements import Judgement

_KEY: Final = "assessed"


def assessed_by(assessment: Assessment, rules: str) -> Assessed:
    """Return what is noted of an assessment."""
    return Assessed(
        level=assessment.level,
        effect=str(assessment.effect),
        consent=assessment.consent,
        rules=rules,
    )


def pin_faults(judgement: Judgement, path: str) -> Iterator[Fault]:
    """Yield that the rules find other than what is noted in the block that speaks."""
    noted = judgement.decision.assessed if judgement.decision else None
    if noted is None:
        return
    now = assessed_by(judgement.assessment, noted.rules)
    if now != noted:
        yield Fault(
            code="assessed-otherwise",
            severity=Severity.WARNING,
            message=f"`change: assessed:` notes {noted.level}, effect {noted.effect}, and the rules"
            f" find {now.level}, effect {now.effect}: read the change again and run `fairnotice"
            " check --write`",
            path=path,
        )


def pinned(data: bytes, found: Assessed) -> bytes:
    """Return a policy's file with what was found noted in its `change:` block.

    Raises UnreadableText where that cannot be written without touching anything else.
    """
    value = (
        f"{{level: {found.level}, effect: {found.effect}, consent: {str(found.consent).lower()},"
        f" rules: {found.rules}}}"
    )
    made = with_line_in_change(data, key=_KEY, value=value)
    was, now = decoded(data), decoded(made)
    change = read_front_matter(now, path="").change
    if change is None or change.assessed != found or split(was)[1] != split(now)[1]:
        raise UnreadableText("`assessed` has no place in its front matter; write `change:` anew")
    return made
