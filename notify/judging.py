"""Judging: everything the rules find in one redline, sentence by sentence and section by section."""

from collections.abc import Iterator

from archive.redlines import Redline
from notify.evidence import findings_in
from notify.findings import Finding
from notify.passages import comparison_of
from notify.rules import Rules
from notify.sections import section_findings


def findings_of(redline: Redline, rules: Rules) -> Iterator[Finding]:
    """Yield why each change of a redline matters, by the rules."""
    comparison = comparison_of(redline, rules)
    for passage in comparison.passages:
        yield from findings_in(passage, comparison, rules)
    yield from section_findings(comparison, rules)
