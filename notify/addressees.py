"""Addressees: whether a text or a sentence speaks to the company's own staff and not to its readers.

Some companies publish how their staff are to work. What such a guide asks of "you" it asks of
staff: readers have no new duty by it and no promise. What a rule is sure of stands all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.front_matter import Level
from notify.doubts import DOUBT
from notify.findings import Effect, Finding
from notify.passages import Comparison, Passage
from notify.rules import Rules

_DUTIES = "conduct"  # the topic of what somebody must or must not do


def speaks_to_staff(comparison: Comparison, rules: Rules) -> bool:
    """Whether both texts say of themselves that they are for the company's own staff."""
    return all(rules.staff_texts.occurs_in(text) for text in (comparison.old, comparison.new))


def as_read_by_readers(
    findings: Iterable[Finding], passage: Passage, rules: Rules, *, staff_text: bool
) -> Iterator[Finding]:
    """Yield what was found in a sentence, with what only staff are asked to do as minor."""
    staff_sentence = rules.staff.occurs_in(passage.context)
    for finding in findings:
        rule = rules.rule(finding.rule)
        unsure = finding.rule == DOUBT or (rule is not None and rule.last_resort)
        duty = finding.topic == _DUTIES or unsure
        open_to_doubt = unsure or (rule is not None and not (rule.firm or rule.consent))
        if (staff_text and open_to_doubt) or (staff_sentence and duty):
            effect = Effect.NONE if duty else finding.effect
            yield replace(finding, level=Level.MINOR, effect=effect)
        else:
            yield finding
