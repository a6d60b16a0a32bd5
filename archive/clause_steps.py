"""What became of each clause from one text of a policy to the next, as it is kept for a pair."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from archive.alignment import align
from archive.clause_html import Written, write_clauses
from archive.clauses import Document, parse
from archive.likeness import Clause, Likeness, read_clauses
from archive.vocabulary import Vocabulary

_Pairs = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # old places, new places
_STEP: Final = msgspec.json.Decoder(tuple[tuple[int | Written, ...], _Pairs])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseStep:
    """The clauses of a text, and which of the text before each came from; by their places."""

    clauses: tuple[Written, ...]
    pairs: _Pairs


def step_json(pair: tuple[str, str]) -> str:
    """Return the step from one cleaned text to another; a clause that stays whole is its place."""
    old, new = parse(pair[0]), parse(pair[1])
    places = {written: place for place, written in enumerate(write_clauses(old))}
    clauses = [places.get(written, list(written)) for written in write_clauses(new)]
    return json.dumps([clauses, _pairs(old, new)], ensure_ascii=False, separators=(",", ":"))


def read_step(text: str, before: Sequence[Written]) -> ClauseStep:
    """Return what `step_json` wrote, given the clauses of the text before."""
    clauses, pairs = _STEP.decode(text)
    return ClauseStep(
        clauses=tuple(before[each] if isinstance(each, int) else each for each in clauses),
        pairs=pairs,
    )


def checked_step(text: str) -> str:
    """Return what `step_json` wrote as it is; anything else is a ValueError."""
    _STEP.decode(text)
    return text


def _pairs(old: Document, new: Document) -> list[tuple[list[int], list[int]]]:
    vocabulary = Vocabulary()
    olds, news = read_clauses(old, vocabulary), read_clauses(new, vocabulary)
    old_places, new_places = _places(olds), _places(news)
    alignment = align(olds, news, Likeness(vocabulary))
    return [
        ([old_places[n] for n in match.old], [new_places[n] for n in match.new])
        for match in (*alignment.matches, *alignment.moves)
    ]


def _places(clauses: Sequence[Clause]) -> dict[int, int]:
    return {clause.number: place for place, clause in enumerate(clauses)}
