"""Judging: everything the rules find in one redline, sentence by sentence, section by section, link by link."""

from dataclasses import dataclass, replace

from archive.redlines import Redline
from notify.addressees import as_read_by_readers, speaks_to_staff
from notify.evidence import findings_in
from notify.findings import Finding, highest
from notify.link_findings import link_findings
from notify.passages import Comparison, comparison_of
from notify.picture_findings import picture_findings
from notify.rules import Rules
from notify.sections import section_findings
from notify.traits import only_informs
from notify.weighing import Found, weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Why a change matters, and what the company's own rules silence of it."""

    heard: tuple[Finding, ...]
    silenced: tuple[Finding, ...]


def findings_of(redline: Redline, rules: Rules) -> Findings:
    """Return why each change of a redline matters, by the rules and their weights."""
    pictures = (Found(findings=(one,)) for one in picture_findings(redline.changes))
    found = (*found_in(comparison_of(redline, rules), rules), *pictures)
    return Findings(
        heard=weighed([_heard(one, rules) for one in found], rules),
        silenced=tuple(f for one in found for f in one.findings if f.rule in rules.silenced),
    )


def found_in(comparison: Comparison, rules: Rules) -> tuple[Found, ...]:
    """Return what the rules find, sentence by sentence, then in whole sections and in links."""
    staff_text, informs = speaks_to_staff(comparison, rules), only_informs(comparison.new, rules)
    sentences = (
        Found(findings=tuple(found), passage=passage, informs=informs)
        for passage in comparison.passages
        for found in [
            as_read_by_readers(
                findings_in(passage, comparison, rules), passage, rules, staff_text=staff_text
            )
        ]
    )
    sections = (Found(findings=(one,)) for one in section_findings(comparison, rules))
    links = (Found(findings=(one,)) for one in link_findings(comparison.replaced, rules))
    return (*sentences, *sections, *links)


def _heard(found: Found, rules: Rules) -> Found:
    """Return what was found as the company's own rules have it: some silenced, some raised."""
    findings = (
        replace(finding, level=highest((finding.level, rules.raised[finding.rule])))
        if finding.rule in rules.raised
        else finding
        for finding in found.findings
        if finding.rule not in rules.silenced
    )
    return replace(found, findings=tuple(findings))
