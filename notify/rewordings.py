"""Rewordings: what a rule makes of a sentence that stood before and stands now in other words."""

from itertools import takewhile
from typing import Final

from notify.cut_conditions import cut_off
from notify.one_sided import only_in, touching
from notify.passages import Passage
from notify.patterns import Pattern
from notify.rules import Rule, Rules, When
from notify.sentence_words import WORD

REWORDINGS: Final = frozenset(
    {When.REPLACED, When.EXTENDED, When.SHORTENED, When.FOLLOWED, When.MOVED, When.CUT_OFF}
)
_JOINING: Final = frozenset({"and", "or"})  # which go and come where a list grows
_NEAR: Final = 3  # words that a name right after a phrase may have
_IN_NAMES: Final = frozenset({"the", "of"})


def reworded(rule: Rule, passage: Passage, rules: Rules) -> tuple[str, ...]:
    """Return the words that a rule about rewordings goes by, or none where it does not apply."""
    within, unless = rule.within, rule.unless
    stood = bool(passage.before and passage.after) and _stood(rule, passage)
    held = stood and (within is None or within.occurs_in(passage.context))
    if not held or (unless is not None and unless.occurs_in(passage.context)):
        return ()
    match rule.when:
        case When.REPLACED:
            words = _replaced(rule, passage)
        case When.EXTENDED:
            words = passage.inserted if _grew(rule.find, passage, passage.before) else ()
        case When.SHORTENED:
            words = passage.struck if _grew(rule.find, passage, passage.after) else ()
        case When.FOLLOWED:
            words = _followed(rule.find, passage, rules)
        case When.CUT_OFF:
            words = cut_off(rule.find, passage.before, passage.after)
        case _:
            words = _moved(rule.find, passage)
    return words


def _replaced(rule: Rule, passage: Passage) -> tuple[str, ...]:
    """Return the words that went and those that came for them."""
    if rule.to is None:
        return ()
    went = only_in(passage.before, passage.after, rule.find) or _whole(rule.find, passage.struck)
    came = only_in(passage.after, passage.before, rule.to) or _whole(rule.to, passage.inserted)
    if not went or not came:
        return ()
    touched = touching(came, passage.came) or touching(went, passage.went)
    return (*went, *came) if touched else ()


def _whole(find: Pattern, runs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the runs that are nothing but what is looked for, which may stand elsewhere as well."""
    return tuple(run for run in runs if any(word == run for word, _ in find.found_in(run)))


def _stood(rule: Rule, passage: Passage) -> bool:
    """Whether the words stood before: of what grows or shrinks, in what leads it in as well."""
    grows = rule.when in (When.EXTENDED, When.SHORTENED)
    return rule.find.occurs_in(passage.before) or (grows and rule.find.occurs_in(passage.lead_in))


def _grew(find: Pattern, passage: Passage, shorter: str) -> bool:
    """Whether the shorter of two sentences holds the words, and all of it stands in the longer."""
    lost = passage.went if shorter == passage.before else passage.came
    return lost <= _JOINING and (find.occurs_in(shorter) or find.occurs_in(passage.lead_in))


def _followed(find: Pattern, passage: Passage, rules: Rules) -> tuple[str, ...]:
    """Return what follows the words now, where it differs from what followed them before."""
    went = _after(find, passage.before, rules) & passage.went
    came = _after(find, passage.after, rules) & passage.came
    return tuple(sorted(came)) if went and came else ()


def _after(find: Pattern, sentence: str, rules: Rules) -> set[str]:
    """Return the words of the name that follows: "the State of Norway", up to the next "by"."""
    found: set[str] = set()
    for _, (_, end) in find.found_in(sentence):
        words = [word for word in WORD.findall(sentence[end:].casefold()) if word not in _IN_NAMES]
        found.update(takewhile(lambda word: word not in rules.trivial, words[:_NEAR]))
    return found


def _moved(find: Pattern, passage: Passage) -> tuple[str, ...]:
    """Return the words that went from one place of the sentence and came into another."""
    went, came = (
        {word.casefold() for run in runs for word, _ in find.found_in(run)}
        for runs in (passage.struck, passage.inserted)
    )
    return tuple(sorted(went & came))
