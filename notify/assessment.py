"""What a change means for people: the program's judgement of a redline, with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from archive.front_matter import Level
from notify.findings import Effect, Finding, highest, together

if TYPE_CHECKING:
    from archive.redlines import Redline
    from notify.rules import Rules

__all__ = ["Assessment", "Effect", "Finding", "assess", "assess_first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The program's judgement of one revision."""

    judged: bool  # False where no rules apply to the language
    level: Level
    effect: Effect
    consent: bool
    topics: tuple[str, ...]
    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()  # what rules found that the company's own rules silence


_UNCHANGED: Final = Assessment(
    judged=True,
    level=Level.EDITORIAL,
    effect=Effect.NONE,
    consent=False,
    topics=(),
    findings=(),
)
_NOT_JUDGED: Final = Assessment(
    judged=False,
    level=Level.SIGNIFICANT,
    effect=Effect.NONE,
    consent=False,
    topics=(),
    findings=(),
)


def assess(redline: "Redline", *, language: str, rules: "Rules") -> Assessment:
    """Return what a change means for the people the policy is for, and why.

    Without a changed word or link there is nothing to judge in any language; with a word, a
    language without rules is not judged and counts as significant until people decide.
    """
    relinked = any(change.links for change in redline.changes)
    if not _is_in(language, rules):
        return _UNCHANGED if redline.equal else _NOT_JUDGED
    if redline.equal and not relinked:
        return _UNCHANGED
    from notify.judging import findings_of  # noqa: PLC0415 - most of a history is never judged

    found = findings_of(redline, rules)
    return replace(_assessment(found.heard, rules), silenced=found.silenced)


def assess_first(*, language: str, rules: "Rules") -> Assessment:
    """Return the judgement of a first text: new to everybody, so significant unless decided."""
    if not _is_in(language, rules):
        return _NOT_JUDGED
    first = Finding(
        rule="first-text",
        topic="other",
        level=Level.SIGNIFICANT,
        effect=Effect.NONE,
        before="",
        after="",
        reason="This is the first text of the policy.",
    )
    return _assessment([first], rules)


def _assessment(findings: Iterable[Finding], rules: "Rules") -> Assessment:
    found = tuple(findings)
    asking = {rule.id for rule in rules.rules if rule.consent}
    return Assessment(
        judged=True,
        level=highest(finding.level for finding in found),
        effect=together(finding.effect for finding in found),
        consent=any(finding.rule in asking for finding in found),
        topics=tuple(sorted({finding.topic for finding in found})),
        findings=found,
    )


def _is_in(language: str, rules: "Rules") -> bool:
    return language.casefold().split("-")[0] == rules.language
