"""Renumbering: whether other numbers are all that a clause has new, and the right ones."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from archive.clauses import Block
from archive.labels import label_length
from archive.marks import Mark, Word
from archive.runs import Token

_REFERENCES: Final = frozenset(
    "annex annexes appendix article articles chapter clause clauses exhibit paragraph paragraphs "
    "part parts schedule section sections § §§ abschnitt artikel ziffer".split()
)
_BETWEEN: Final = frozenset("and or to through und bis , - ( )".split())  # in "Sections 7, 8 and 9"

Numbers = dict[str, set[str]]


class _Run(NamedTuple):
    """What was struck and inserted at one place, and where that is in both clauses."""

    struck: list[Token]
    inserted: list[Token]
    old: int
    new: int


def renumbered_labels(pairs: Iterable[tuple[Block, Block]]) -> Numbers:
    """Return which new labels the labels of the old text became."""
    numbers: Numbers = {}
    for old, new in pairs:
        before, after = _label(old), _label(new)
        if before and after:
            numbers.setdefault(before, set()).add(after)
    return numbers


def _label(block: Block) -> str:
    label = block.tokens[: label_length(block.tokens)]
    return " ".join(token.key for token in label if token.key.replace(".", "").isalnum()).split(
        " "
    )[-1]


def only_renumbered(old: Block, new: Block, words: Sequence[Word], numbers: Numbers) -> bool:
    """Whether a clause differs in its label only, or in references to renumbered clauses."""
    old_label, new_label = label_length(old.tokens), label_length(new.tokens)
    for run in _runs(words):
        in_label = (
            run.old + len(run.struck) <= old_label and run.new + len(run.inserted) <= new_label
        )
        if not in_label and not _follows(run, old.tokens, numbers):
            return False
    return True


def _runs(words: Sequence[Word]) -> Iterator[_Run]:
    run = _Run([], [], 0, 0)
    old = new = 0
    for word in words:
        if word.mark is Mark.KEPT:
            if run.struck or run.inserted:
                yield run
            old, new = old + 1, new + 1
            run = _Run([], [], old, new)
        elif word.old is not None:
            run.struck.append(word.old)
            old += 1
        elif word.new is not None:
            run.inserted.append(word.new)
            new += 1
    if run.struck or run.inserted:
        yield run


def _follows(run: _Run, tokens: Sequence[Token], numbers: Numbers) -> bool:
    """Whether each number became the one that its clause became."""
    if len(run.struck) != len(run.inserted) or not _is_reference(tokens, run.old):
        return False
    return all(
        old.key == new.key or new.key in numbers.get(old.key, ())
        for old, new in zip(run.struck, run.inserted, strict=True)
    )


def _is_reference(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before a number say that it is a clause's."""
    while at > 0:
        at -= 1
        key = tokens[at].key.lower()
        if key in _REFERENCES:
            return True
        if key not in _BETWEEN and not key[:1].isdigit():
            return False
    return False
