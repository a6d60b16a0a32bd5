"""Wording: what became of the words of clauses that were matched, sentence by sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive import cells, sentences
from archive.cells import CellPair
from archive.changes import Quote
from archive.clause_words import ClauseWords
from archive.clauses import Block, Kind
from archive.marked_sentences import joined_cells, marked, shortened
from archive.marks import OLD_ONLY, Mark
from archive.pieces import Word, inserted, kept, struck
from archive.runs import Run, Token, look_alike
from archive.sentences import SentencePair, Span
from archive.vocabulary import Vocabulary
from archive.word_diff import Run as Shared
from archive.word_diff import common_runs, without_crumbs


class Wording(NamedTuple):
    """The marked words of each new run, and the sentences that differ."""

    leaves: list[list[Word]]
    sentences: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]  # the same sentences, their words marked
    links: tuple[tuple[str, str], ...]  # the old and new targets of links whose words stayed
    left: list[list[Word]]  # the old words of each old run, as they are marked
    columns: tuple[CellPair, ...] = ()  # which cell of a row was compared with which


def compare_wording(
    old_blocks: Sequence[Block],
    new_blocks: Sequence[Block],
    vocabulary: Vocabulary,
    *,
    columns: Sequence[CellPair] = (),
) -> Wording:
    """Return what was kept, struck and inserted between matched clauses.

    Rows are compared by their table's columns, where it is known which are which; else by the
    words of their cells.
    """
    old, new = ClauseWords(old_blocks), ClauseWords(new_blocks)
    comparison = _Comparison(old, new, vocabulary, columns)
    comparison.run()
    differing, quotes = comparison.differing, comparison.quotes
    if comparison.old.is_row and differing:  # one cell alone says too little
        differing = [(old_blocks[0].text, new_blocks[0].text)]
        quotes = [joined_cells(quotes)]
    leaves = comparison.leaves
    return Wording(
        leaves,
        tuple(differing),
        tuple(quote for quote in quotes if any(part.mark is not Mark.KEPT for part in quote)),
        tuple(_changed_links(leaves)),
        comparison.left,
        tuple(comparison.columns),
    )


def one_sided(block: Block, mark: Mark) -> list[list[Word]]:
    """Return a clause that only one of the texts has, each of its runs as one long word."""
    return [[one_sided_word(leaf.whole, mark)] if leaf.text else [] for leaf in block.leaves]


def one_sided_word(token: Token, mark: Mark) -> Word:
    """Return a word that only one of the texts has at this place."""
    return struck(token, mark) if mark in OLD_ONLY else inserted(token, mark)


def sentences_of(block: Block) -> list[str]:
    """Return the sentences of a clause; those of a row's cells are one."""
    if block.kind is Kind.ROW:
        return [block.text] if block.text else []
    words = ClauseWords([block])
    if len(words.sentences) == 1:
        return [block.text] if block.text else []
    return [text for text in map(words.text, words.sentences) if text]


class _Unit(NamedTuple):
    """Sentences of both texts that are compared with each other and with no others."""

    olds: Sequence[Span]
    news: Sequence[Span]
    leaf: int | None  # the new run in which struck words are shown; None: where they stood

    @property
    def begin(self) -> tuple[int, int]:
        """Where the words begin."""
        return self._place(0, 0)

    @property
    def end(self) -> tuple[int, int]:
        """Where the words end."""
        return self._place(-1, 1)

    @property
    def spans(self) -> tuple[Span, Span]:
        """All its words, of the old text and of the new one."""
        (old, new), (old_end, new_end) = self.begin, self.end
        return Span(old, old_end), Span(new, new_end)

    def _place(self, sentence: int, side: int) -> tuple[int, int]:
        old = self.olds[sentence][side] if self.olds else 0
        return old, self.news[sentence][side] if self.news else 0


class _Comparison:
    """Goes through two clauses side by side and marks their words."""

    def __init__(
        self,
        old: ClauseWords,
        new: ClauseWords,
        vocabulary: Vocabulary,
        columns: Sequence[CellPair],
    ) -> None:
        self.old, self.new, self._vocabulary = old, new, vocabulary
        self.columns = columns
        self._old_code, self._new_code = vocabulary.encode(old.keys), vocabulary.encode(new.keys)
        self.leaves: list[list[Word]] = [[] for _ in new.runs]
        self.left: list[list[Word]] = [[] for _ in old.runs]
        self.differing: list[tuple[str, str]] = []
        self.quotes: list[Quote] = []
        self._leaf = 0  # where struck words are shown

    def run(self) -> None:
        for unit in self._units():
            if unit.leaf is not None:
                self._leaf = unit.leaf
            pairs = self._pairs(unit)
            runs = without_crumbs(self._shared(unit, pairs), self._weight)
            self._mark(unit, runs)
            if self.old.is_row:
                self.quotes.append(marked(self.old, self.new, *unit.spans, runs))
            else:
                self.quotes += self._quotes(pairs, runs)

    def _units(self) -> Iterator[_Unit]:
        """Yield what is compared by itself: all sentences, or those of a row's cells in turn."""
        old, new = self.old, self.new
        if not old.is_row or not new.is_row:
            yield _Unit(old.sentences, new.sentences, None)
            return
        if not self.columns:
            self.columns = cells.align(old.cells(self._vocabulary), new.cells(self._vocabulary))
        before, after = _by_cell(old), _by_cell(new)
        for a, b in self.columns:
            yield _Unit(before.get(a, ()), after.get(b, ()), b)

    def _pairs(self, unit: _Unit) -> list[SentencePair]:
        """Return which words of a unit are compared with which: sentence by sentence."""
        pairs = sentences.align(
            [self._old_code[slice(*span)] for span in unit.olds],
            [self._new_code[slice(*span)] for span in unit.news],
        )
        return [
            SentencePair(_stretch(unit.olds, pair.old), _stretch(unit.news, pair.new))
            for pair in pairs
        ]

    def _shared(self, unit: _Unit, pairs: Iterable[SentencePair]) -> Iterator[Shared]:
        """Yield the runs of words that both have, sentence by sentence; note those that differ."""
        yield Shared(*unit.begin, 0)
        for olds, news in pairs:
            before, after = self._old_code[slice(*olds)], self._new_code[slice(*news)]
            for run in common_runs(before, after, self._vocabulary):
                yield Shared(olds.start + run.old, news.start + run.new, run.length)
            if before != after:
                texts = self.old.text(olds), self.new.text(news)
                self.differing += [texts] if texts[0] != texts[1] else []
        yield Shared(*unit.end, 0)

    def _quotes(self, pairs: Iterable[SentencePair], runs: Sequence[Shared]) -> Iterator[Quote]:
        """Yield the sentences that were not kept as they stood, marked by the runs that were."""
        ends = [run.old + run.length for run in runs]
        for olds, news in pairs:
            first = bisect_right(ends, olds.start)
            if any(_keeps(run, olds, news) for run in runs[first : first + 1]):
                continue
            last = bisect_left(runs, olds.end, key=_old_start)
            yield shortened(marked(self.old, self.new, olds, news, runs[first:last]))

    def _weight(self, run: Shared) -> float:
        return self._vocabulary.weight(self._old_code[run.old : run.old + run.length])

    def _mark(self, unit: _Unit, runs: Iterable[Shared]) -> None:
        i, j = unit.begin
        for run in runs:
            self._edit(Span(i, run.old), Span(j, run.new))
            i, j = run.old + run.length, run.new + run.length
            if run.length:
                self._keep(Span(run.old, i), Span(run.new, j))

    def _edit(self, old: Span, new: Span) -> None:
        if old.start == old.end and new.start == new.end:
            return
        if new.start < new.end:
            self._leaf = self.new.run_at(new.start)
        for run, token in self.old.stretches(*old):
            self._add(run, struck(token))
        for run, token in self.new.stretches(*new):
            self._leaf = run
            self._add(None, inserted(token))

    def _keep(self, old: Span, new: Span) -> None:
        i, j = old.start, new.start
        while i < old.end:
            run, at, left = self.old.place(i)
            leaf, at_new, room = self.new.place(j)
            length = min(left, room, old.end - i)
            self._leaf = leaf
            self._keep_in_run(run, Span(at, at + length), Span(at_new, at_new + length))
            i, j = i + length, j + length

    def _keep_in_run(self, run: int, old: Span, new: Span) -> None:
        """Keep words as one where they differ in nothing or in what all of them stand in.

        Else keep each half of them by itself.
        """
        one, other = self.old.runs[run], self.new.runs[self._leaf]
        length = old.end - old.start
        if length == 1:
            for word in kept(self.old.word(run, old.start), self.new.word(self._leaf, new.start)):
                self._add(run if word.old is not None else None, word)
        elif not self.old.is_told_apart(run, old.start) and _may_be_one(one, old, other, new):
            self._add(run, Word(Mark.KEPT, one.stretch(*old), other.stretch(*new)))
        else:
            half, half_new = old.start + length // 2, new.start + length // 2
            self._keep_in_run(run, Span(old.start, half), Span(new.start, half_new))
            self._keep_in_run(run, Span(half, old.end), Span(half_new, new.end))

    def _add(self, run: int | None, word: Word) -> None:
        self.leaves[self._leaf].append(word)
        if run is not None:
            self.left[run].append(word)


def _by_cell(words: ClauseWords) -> dict[int | None, list[Span]]:
    """Return the sentences of a row by the number of the cell they stand in."""
    found: dict[int | None, list[Span]] = {}
    for span in words.sentences:
        found.setdefault(words.run_at(span.start), []).append(span)
    return found


def _old_start(run: Shared) -> int:
    return run.old


def _keeps(run: Shared, olds: Span, news: Span) -> bool:
    """Whether a run of shared words holds all of a sentence and of what it was."""
    return (
        run.old <= olds.start
        and olds.end <= run.old + run.length
        and (news.start - run.new, news.end - run.new) == (olds.start - run.old, olds.end - run.old)
    )


def _may_be_one(one: Run, its: Span, other: Run, others: Span) -> bool:
    if not one.is_plain or not other.is_plain:
        return False
    parts, other_parts = one.cut(*its), other.cut(*others)
    if len(parts) == len(other_parts) == 1:
        return parts[0].text == other_parts[0].text
    return look_alike(parts, other_parts)


def _stretch(spans: Sequence[Span], numbers: Span) -> Span:
    if numbers.start == numbers.end:
        return Span(0, 0)
    return Span(spans[numbers.start].start, spans[numbers.end - 1].end)


def _changed_links(leaves: list[list[Word]]) -> Iterator[tuple[str, str]]:
    """Yield the old and new target of each link whose words were kept, once."""
    seen = set()
    for leaf in leaves:
        for word in leaf:
            if word.old is not None and word.new is not None:
                targets = _target(word.old), _target(word.new)
                if targets[0] != targets[1] and targets not in seen:
                    seen.add(targets)
                    yield targets


def _target(token: Token) -> str:
    for element in token.within:
        if element.tag == "a":
            return dict(element.attributes).get("href", "")
    return ""
