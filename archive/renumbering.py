"""Renumbering: whether other numbers are all that a clause has new, and the right ones."""

from collections.abc import Iterable, Sequence
from typing import Final

from archive.clauses import Block, Document
from archive.labels import label_length
from archive.runs import Element

_ONE: Final = frozenset(
    "annex appendix article chapter clause exhibit paragraph part schedule section § abschnitt "
    "artikel ziffer".split()
)
_SEVERAL: Final = frozenset(
    "annexes appendices articles chapters clauses exhibits paragraphs parts schedules sections §§ "
    "abschnitte ziffern".split()
)
_LISTED: Final = frozenset("and or to through und oder bis ,".split())  # in "Sections 7, 8 and 9"
_WITHIN: Final = frozenset("( ) . -".split())  # in "Section 7(2)"
_NO_NAME: Final = frozenset("a an any each every no this that such diese dieser diesem".split())
# What may stand behind the number of a clause. Behind a figure stands what it counts: after
# "In this section 15", "days" is no reference but a deadline.
_GOES_ON: Final = frozenset(
    "above are as below can describes do does explains for governs had has have if in is may must of "
    "on says sets shall should states that under was were when where which will with applies apply "
    "gelten gilt ist oben sind und unten".split()
)
_COUNTING: Final = frozenset({"start", "type", "reversed"})  # how a list counts its items

Numbers = dict[str, set[str]]


def renumbered_labels(pairs: Iterable[tuple[Block, Block]]) -> Numbers:
    """Return which new labels the labels of the old text became."""
    numbers: Numbers = {}
    for old, new in pairs:
        before, after = _label(old), _label(new)
        if before and after:
            numbers.setdefault(before, set()).add(after)
    return numbers


def _label(block: Block) -> str:
    label = block.keys[: label_length(block.keys)]
    return next((key for key in reversed(label) if key.replace(".", "").isalnum()), "")


def only_renumbered(old: Block, new: Block, numbers: Numbers) -> bool:
    """Whether a clause differs in its label only, or in references to renumbered clauses."""
    before = old.keys[label_length(old.keys) :]
    after = new.keys[label_length(new.keys) :]
    return len(before) == len(after) and all(
        was == now or (now in numbers.get(was, ()) and _is_reference(before, at))
        for at, (was, now) in enumerate(zip(before, after, strict=True))
    )


def _is_reference(keys: Sequence[str], at: int) -> bool:
    """Whether a number is a clause's: a word for clauses stands before it, no counted thing behind."""
    following = keys[at + 1].lower() if at + 1 < len(keys) else ""
    if following[:1].isalnum() and following not in _GOES_ON | _LISTED:
        return False
    nouns = _ONE | _SEVERAL
    for place in range(at - 1, -1, -1):
        key = keys[place].lower()
        if key in nouns:
            return _named(keys, place, at)
        if key not in _LISTED | _WITHIN and not key[:1].isdigit():
            return False
    return False


def _named(keys: Sequence[str], noun: int, at: int) -> bool:
    """Whether a word for clauses names those whose numbers follow it: one, or a list of several."""
    if noun and keys[noun - 1].lower() in _NO_NAME:
        return False
    between = {key.lower() for key in keys[noun + 1 : at]}
    return keys[noun].lower() in _SEVERAL or not between & _LISTED


def has_numberings(document: Document) -> bool:
    """Whether any list says how it counts; most count from 1."""
    return any(
        step.element.tag == "ol" and _numbering(step.element)
        for step in document.steps
        if step.element is not None and step.element.attributes
    )


def numberings(document: Document, number: int) -> list[dict[str, str]]:
    """Return how the lists count that begin with a clause, named by its place."""
    around = document.blocks[number - 1].path if number else ()
    path = document.blocks[number].path
    return [_numbering(each) for each in path if each.tag == "ol" and each not in around]


def _numbering(element: Element) -> dict[str, str]:
    """Return from where, with what and whether backwards a list counts, where it says so."""
    said = {name: value for name, value in element.attributes if name in _COUNTING}
    return {name: value for name, value in said.items() if (name, value) != ("start", "1")}
