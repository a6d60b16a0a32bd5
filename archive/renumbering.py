"""Renumbering: whether other numbers are all that a clause has new, and the right ones."""

from collections.abc import Iterable, Sequence
from typing import Final

from archive.clauses import Block
from archive.labels import label_length
from archive.wording import Edit

_REFERENCES: Final = frozenset(
    "annex annexes appendix article articles chapter clause clauses exhibit paragraph paragraphs "
    "part parts schedule section sections § §§ abschnitt artikel ziffer".split()
)
_BETWEEN: Final = frozenset("and or to through und bis , - ( )".split())  # in "Sections 7, 8 and 9"

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


def only_renumbered(old: Block, new: Block, edits: Iterable[Edit], numbers: Numbers) -> bool:
    """Whether a clause differs in its label only, or in references to renumbered clauses."""
    old_label, new_label = label_length(old.keys), label_length(new.keys)
    for edit in edits:
        in_label = edit.old.end <= old_label and edit.new.end <= new_label
        if not in_label and not _follows(edit, old.keys, new.keys, numbers):
            return False
    return True


def _follows(edit: Edit, old: Sequence[str], new: Sequence[str], numbers: Numbers) -> bool:
    """Whether each number became the one that its clause became."""
    struck, inserted = old[slice(*edit.old)], new[slice(*edit.new)]
    if len(struck) != len(inserted) or not _is_reference(old, edit.old.start):
        return False
    return all(
        before == after or after in numbers.get(before, ())
        for before, after in zip(struck, inserted, strict=True)
    )


def _is_reference(keys: Sequence[str], at: int) -> bool:
    """Whether the words before a number say that it is a clause's."""
    while at > 0:
        at -= 1
        key = keys[at].lower()
        if key in _REFERENCES:
            return True
        if key not in _BETWEEN and not key[:1].isdigit():
            return False
    return False
