"""Weighing: whether what was found in a change adds up to something that people must be told.

A rule that is sure stands alone. Of the others each sentence has a chance to matter, which its
traits give; the chances of all sentences together decide. One more never makes it less.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.front_matter import Level
from notify.doubts import DOUBT
from notify.findings import Effect, Finding
from notify.link_findings import LINK
from notify.passages import Passage
from notify.rules import Rules, When
from notify.traits import traits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the rules found in one sentence, or in a section as a whole."""

    findings: tuple[Finding, ...]
    passage: Passage | None = None
    informs: bool = False  # whether it stands in a text that only informs


def weighed(found: Sequence[Found], rules: Rules) -> tuple[Finding, ...]:
    """Return the findings with their chances; all minor where they do not add up.

    A rule's finding that readers lose something keeps that effect, so they are told of it. Only
    the guess about words that no rule knows is taken back.
    """
    findings = []
    against = 1.0  # the chance that no sentence matters
    for one in found:
        chance = chance_of(one, rules)
        against *= 1 - chance
        findings += [_with(chance, finding, rules) for finding in one.findings]
    if 1 - against >= rules.weights.threshold:
        return tuple(findings)
    return tuple(_lowered(finding) for finding in findings)


def chance_of(found: Found, rules: Rules) -> float:
    """Return how likely readers want to be told of one sentence: 1 where a rule is sure."""
    if any(_is_serious(finding) and is_firm(finding, rules) for finding in found.findings):
        return 1.0
    traits = open_traits(found, rules)
    return 0.0 if traits is None else rules.weights.chance(traits)


def open_traits(found: Found, rules: Rules) -> frozenset[str] | None:
    """Return the traits that a chance depends on; None where no rule found anything serious."""
    serious = [finding for finding in found.findings if _is_serious(finding)]
    if not serious:
        return None
    if found.passage is None:
        return frozenset()
    return traits_of(found.passage, serious, rules, informs=found.informs)


def is_firm(finding: Finding, rules: Rules) -> bool:
    """Whether a finding stands alone: quantities, reversals, links, what asks for consent."""
    if finding.rule in rules.raised:
        return True
    rule = rules.rule(finding.rule)
    if rule is None:
        return finding.rule == LINK or finding.rule in rules.quantity_findings
    return rule.firm or rule.consent or rule.when is When.REPLACED


def _with(chance: float, finding: Finding, rules: Rules) -> Finding:
    sure = not _is_serious(finding) or is_firm(finding, rules)
    return finding if sure else replace(finding, chance=round(chance, 2))


def _is_serious(finding: Finding) -> bool:
    return finding.level is Level.SIGNIFICANT


def _lowered(finding: Finding) -> Finding:
    """Return a finding that does not add up; what a rule says it does to readers stands."""
    if not _is_serious(finding):
        return finding
    effect = Effect.NONE if finding.rule == DOUBT else finding.effect
    return replace(finding, level=Level.MINOR, effect=effect)
