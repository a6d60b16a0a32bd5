"""The words of some clauses of one text, one after the other, cut into sentences."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from archive import sentences
from archive.clauses import Block, Kind
from archive.computed_once import once
from archive.runs import Token
from archive.sentences import Span
from archive.vocabulary import Vocabulary


class ClauseWords:
    """Gives the words by their places; those of a long stretch as one, where nobody asks for each."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.runs = [leaf for block in blocks for leaf in block.leaves]
        self.is_row = blocks[0].kind is Kind.ROW
        self._ends = [*accumulate(len(run.keys) for run in self.runs)]
        self.starts = [0, *self._ends][:-1]
        self.keys: Sequence[str] = (
            self.runs[0].keys
            if len(self.runs) == 1
            else [key for run in self.runs for key in run.keys]
        )

    @once
    def sentences(self) -> list[Span]:
        """The sentences; paragraphs and cells never share one."""
        return sentences.cut(self.keys, self.is_apart, frozenset(self.starts[1:]))

    def cells(self, vocabulary: Vocabulary) -> list[str]:
        """Return the words of each cell of a row, encoded."""
        return [vocabulary.encode(run.keys) for run in self.runs]

    def run_at(self, place: int) -> int:
        """Return the number of the run in which a word stands."""
        return bisect_right(self._ends, place)

    def place(self, at: int) -> tuple[int, int, int]:
        """Return the run in which a word stands, its place there, and how many are left from it."""
        run = self.run_at(at)
        return run, at - self.starts[run], self._ends[run] - at

    def word(self, run: int, at: int) -> Token:
        """Return the word at a place of a run."""
        found = self.runs[run]
        if found.is_plain and not self.is_told_apart(run, at):
            return found.stretch(at, at + 1)
        return found.tokens[at]

    def is_told_apart(self, run: int, at: int) -> bool:
        """Whether a word begins a further run: where these were joined, it is known as itself."""
        return run > 0 and at == 0

    def is_apart(self, place: int) -> bool:
        """Whether white space stands before a word."""
        run = self.run_at(place) if len(self.runs) > 1 else 0
        return self.runs[run].is_apart(place - self.starts[run])

    def text(self, span: Span) -> str:
        """Return some words as text, without those that the text itself strikes."""
        if len(self.runs) == 1:
            return self.runs[0].between(*span) if span.start < span.end else ""
        parts = (self.runs[run].between(a, b) for run, a, b in self._in_runs(*span))
        return " ".join(part for part in parts if part)

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, Token]]:
        """Yield words in order, each with its run; those of one plain run as one."""
        if self.is_one_plain_run and start < end:
            yield 0, self.runs[0].stretch(start, end)
            return
        for run, a, b in self._in_runs(start, end):
            for place in range(a, b):
                yield run, self.word(run, place)

    @once
    def is_one_plain_run(self) -> bool:
        """Whether stretches are given as one word: several runs are told apart by their words."""
        return len(self.runs) == 1 and self.runs[0].is_plain

    def _in_runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        while start < end:
            run = self.run_at(start)
            stop = min(end, self._ends[run])
            yield run, start - self.starts[run], stop - self.starts[run]
            start = stop
