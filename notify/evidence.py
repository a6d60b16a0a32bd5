"""Evidence: what the rules find in one changed sentence."""

from collections.abc import Iterable, Iterator
from typing import Final

from archive.front_matter import Level
from notify.doubts import DOUBT, doubt_about, is_label, tells_of_changes
from notify.findings import Effect, Finding
from notify.link_findings import LINK
from notify.one_sided import fold, folded, only_in, touching
from notify.passages import Comparison, Passage
from notify.patterns import Pattern
from notify.picture_findings import PICTURE
from notify.quantities import Amount, changed_amounts
from notify.quoting import QUOTED, listed, quoted
from notify.rewordings import REWORDINGS, reworded
from notify.rules import Quantity, Rule, Rules, When

FINDINGS: Final = (  # the names of findings that no rule of the file makes
    DOUBT,
    LINK,
    PICTURE,
    "section-added",
    "section-removed",
    "text-replaced-by-link",
)
_BREAKS: Final = (". ", "; ", ", then ", " and then ")
_CELLS: Final = " | "  # stands between the cells of a row
_CLAUSES: Final = (*_BREAKS, _CELLS, ", and ", ", but ", " and we ", " and you ", ", we ", ", you ")


def findings_in(passage: Passage, comparison: Comparison, rules: Rules) -> tuple[Finding, ...]:
    """Return what the rules find; where they find nothing, that words changed all the same."""
    if tells_of_changes(passage, rules):
        return (doubt_about(passage, rules),)
    found = (*_quantities(passage, rules), *_words(passage, comparison, rules))
    return found or (doubt_about(passage, rules),)


def _quantities(passage: Passage, rules: Rules) -> Iterator[Finding]:
    for old, new in changed_amounts(passage.before, passage.after):
        rule = _rule_of(old, new, passage, rules)
        if rule is None:
            continue
        longer = new.size > old.size
        same_currency = new.currency == old.currency
        effect = rule.more if longer else rule.less
        yield Finding(
            rule=f"{rule.id}-{_direction(rule.unit, longer=longer) if same_currency else 'currency'}",
            topic=rule.topic,
            level=Level.SIGNIFICANT,
            effect=effect if same_currency else Effect.BOTH,
            before=passage.before,
            after=passage.after,
            reason=_instead(passage.after, new, old),
            clause=passage.clause,
        )


def _rule_of(old: Amount, new: Amount, passage: Passage, rules: Rules) -> Quantity | None:
    """Return the rule that the nearest words call for.

    These are the clause's; then those that lead in the list or table; then the sentence's;
    then the heading's. Without any, a number in a label says nothing.
    """
    clause = f"{_clause(passage.before, old)}\n{_clause(passage.after, new)}"
    sentence = f"{passage.before}\n{passage.after}"
    scopes = (
        clause,
        f"{clause}\n{passage.lead_in}",
        f"{sentence}\n{passage.lead_in}",
        f"{sentence}\n{passage.around}",
    )
    own = [one for one in rules.quantities if one.unit == old.unit]
    for scope in scopes:
        for rule in own:
            if rule.within is not None and _holds(rule.within, rule.unless, scope):
                return rule
    if is_label(passage, rules):
        return None
    rest = (one for one in own if one.within is None)
    return next((one for one in rest if _holds(None, one.unless, sentence)), None)


def _clause(sentence: str, amount: Amount) -> str:
    """Return the part of a sentence that a quantity stands in."""
    start, end = amount.span
    return f"{_last(sentence[:start], _CLAUSES)}{amount.words}{_first(sentence[end:], _CLAUSES)}"


def _last(head: str, breaks: Iterable[str]) -> str:
    return head[max((head.rfind(mark) + len(mark) for mark in breaks if mark in head), default=0) :]


def _first(tail: str, breaks: Iterable[str]) -> str:
    return tail[: min((tail.find(mark) for mark in breaks if mark in tail), default=len(tail))]


def _holds(within: Pattern | None, unless: Pattern | None, text: str) -> bool:
    return (within is None or within.occurs_in(text)) and not (unless and unless.occurs_in(text))


def _direction(unit: str, *, longer: bool) -> str:
    if unit == "time":
        return "longer" if longer else "shorter"
    return "higher" if longer else "lower"


def _instead(sentence: str, new: Amount, old: Amount) -> str:
    """Return the clause around the new quantity, with what stood there before."""
    start, end = new.span
    head, tail = _last(sentence[:start], _BREAKS), _first(sentence[end:], _BREAKS)
    head = "…" + head[-QUOTED:] if len(head) > QUOTED else head
    tail = tail[:QUOTED].rstrip() + "…" if len(tail) > QUOTED else tail.rstrip(" .;:")
    told = f"{head}{new.words} instead of {old.words}{tail}"
    return f"{told[:1].upper()}{told[1:]}."


def _words(passage: Passage, comparison: Comparison, rules: Rules) -> Iterator[Finding]:
    found, label = False, is_label(passage, rules)
    for rule in rules.that_know(passage.before, passage.after, passage.lead_in, passage.around):
        if rule.last_resort and found:
            return
        if words := _evidence(rule, passage, comparison, rules, label=label):
            found = found or rule.level is Level.SIGNIFICANT
            yield Finding(
                rule=rule.id,
                topic=rule.topic,
                level=rule.level,
                effect=rule.effect,
                before=passage.before,
                after=passage.after,
                reason=rule.reason.format(
                    words=listed(words),
                    before=quoted(passage.before, words),
                    after=quoted(passage.after, words),
                ),
                clause=passage.clause,
            )


def _evidence(
    rule: Rule, passage: Passage, comparison: Comparison, rules: Rules, *, label: bool
) -> tuple[str, ...]:
    """Return the words that a rule goes by, or none where it does not apply."""
    if rule.when in (When.LISTED, When.UNLISTED):
        entry = rule.labels or label or _CELLS in passage.before + passage.after
        return _listing(rule, passage) if entry else ()
    if label and not rule.labels:
        return ()
    if rule.when in REWORDINGS:
        return reworded(rule, passage, rules)
    return _one_sided(rule, passage, comparison)


def _one_sided(rule: Rule, passage: Passage, comparison: Comparison) -> tuple[str, ...]:
    """Return the words that came, or that went; the quickest look first, for most rules find none."""
    here, there = passage.after, passage.before
    changed, elsewhere = passage.came, comparison.old
    if rule.when is When.DROPPED:
        here, there, changed, elsewhere = there, here, passage.went, comparison.new
    if not changed or not rule.find.occurs_in(here):
        return ()
    if not _holds(rule.within, rule.unless, f"{passage.around}\n{here}"):
        return ()
    if rule.reworded and not (there and _count(rule.find, here) > _count(rule.find, there)):
        return ()
    words = touching(only_in(here, there, rule.find), changed)
    if rule.anywhere and words:
        known = folded(rule.find, elsewhere)
        words = tuple(word for word in words if fold(word) not in known)
    return words


def _listing(rule: Rule, passage: Passage) -> tuple[str, ...]:
    """Return the name that came into a list or went from it; with `labels`, any entry at all."""
    came, went = (passage.after, passage.before)
    around = passage.lead_in if rule.labels else passage.around
    if rule.when is When.UNLISTED:
        came, went = went, came
    leads = came.casefold() == passage.heading.casefold() or came.rstrip().endswith(":")
    if went or leads or not rule.find.occurs_in(around):
        return ()
    return (came,) if _holds(rule.within, rule.unless, around) else ()


def _count(find: Pattern, text: str) -> int:
    return len(find.found_in(text))
