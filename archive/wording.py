"""Wording: what became of the words of clauses that were matched, sentence by sentence."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from archive import cells, sentences
from archive.clauses import Block, Kind
from archive.marks import OLD_ONLY, Mark, Word, inserted, kept, struck
from archive.runs import Token, plain_text
from archive.sentences import Span
from archive.vocabulary import Vocabulary
from archive.word_diff import common_runs


class Side(NamedTuple):
    """The words of some clauses of one text, one after the other."""

    tokens: tuple[Token, ...]
    code: str
    starts: tuple[int, ...]  # where each run begins: a paragraph, a cell
    sentences: tuple[Span, ...]
    row: bool

    def leaf_at(self, place: int) -> int:
        """Return the number of the run in which a word stands."""
        return bisect_right(self.starts, place) - 1

    def cells(self) -> list[str]:
        """Return the words of each cell of a row, encoded."""
        return [self.code[a:b] for a, b in pairwise((*self.starts, len(self.code)))]


class Wording(NamedTuple):
    """The marked words of each new leaf, and the sentences that differ."""

    leaves: list[list[Word]]
    sentences: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]  # the old and new targets of links whose words stayed


def read_side(blocks: Sequence[Block], vocabulary: Vocabulary) -> Side:
    """Return the words of some clauses, cut into sentences; leaves never share one."""
    leaves = [leaf for block in blocks for leaf in block.leaves]
    tokens = tuple(token for leaf in leaves for token in leaf.tokens)
    starts = tuple(accumulate((len(leaf.tokens) for leaf in leaves), initial=0))[:-1]
    return Side(
        tokens,
        vocabulary.encode(tokens),
        starts,
        tuple(sentences.cut(tokens, frozenset(starts))),
        blocks[0].kind is Kind.ROW,
    )


def compare_wording(
    old_blocks: Sequence[Block], new_blocks: Sequence[Block], vocabulary: Vocabulary
) -> Wording:
    """Return what was kept, struck and inserted between matched clauses."""
    old, new = read_side(old_blocks, vocabulary), read_side(new_blocks, vocabulary)
    leaves: list[list[Word]] = [[] for _ in new.starts]
    differing: list[tuple[str, str]] = []
    leaf = 0
    for olds, news in _sentence_pairs(old, new):
        if news.start < news.end:
            leaf = new.leaf_at(news.start)
        for at, word in _words(old, new, olds, news, vocabulary):
            if at is not None:
                leaf = new.leaf_at(at)
            leaves[leaf].append(word)
        pair = (
            plain_text(old.tokens[olds.start : olds.end]),
            plain_text(new.tokens[news.start : news.end]),
        )
        if old.code[olds.start : olds.end] != new.code[news.start : news.end] and any(pair):
            differing.append(pair)
    if old.row and differing:
        differing = [(old_blocks[0].text, new_blocks[0].text)]  # one cell alone says too little
    return Wording(leaves, tuple(differing), tuple(_changed_links(leaves)))


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
    spans = sentences.cut(block.tokens, frozenset())
    texts = (plain_text(block.tokens[span.start : span.end]) for span in spans)
    return [text for text in texts if text]


def _sentence_pairs(old: Side, new: Side) -> Iterator[tuple[Span, Span]]:
    """Yield matched sentences as stretches of words; a cell's only with those of its cell."""
    if not old.row or not new.row:
        yield from _aligned(old, new, old.sentences, new.sentences)
        return
    for a, b in cells.align(old.cells(), new.cells()):
        olds = [span for span in old.sentences if a is not None and old.leaf_at(span.start) == a]
        news = [span for span in new.sentences if b is not None and new.leaf_at(span.start) == b]
        yield from _aligned(old, new, olds, news)


def _aligned(
    old: Side, new: Side, olds: Sequence[Span], news: Sequence[Span]
) -> Iterator[tuple[Span, Span]]:
    pairs = sentences.align(
        [old.code[span.start : span.end] for span in olds],
        [new.code[span.start : span.end] for span in news],
    )
    for pair in pairs:
        yield _stretch(olds, pair.old), _stretch(news, pair.new)


def _stretch(spans: Sequence[Span], numbers: Span) -> Span:
    if numbers.start == numbers.end:
        return Span(0, 0)
    return Span(spans[numbers.start].start, spans[numbers.end - 1].end)


def _words(
    old: Side, new: Side, olds: Span, news: Span, vocabulary: Vocabulary
) -> Iterator[tuple[int | None, Word]]:
    """Yield the words of two matched sentences, with the place of those of the new text."""
    i, j = olds.start, news.start
    runs = common_runs(old.code[slice(*olds)], new.code[slice(*news)], vocabulary)
    stops = [(olds.start + r.old, news.start + r.new, r.length) for r in runs]
    for stop, new_stop, length in [*stops, (olds.end, news.end, 0)]:
        for token in old.tokens[i:stop]:
            yield None, struck(token)
        for at in range(j, new_stop):
            yield at, inserted(new.tokens[at])
        for k in range(length):
            for word in kept(old.tokens[stop + k], new.tokens[new_stop + k]):
                yield (None if word.new is None else new_stop + k), word
        i, j = stop + length, new_stop + length


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
