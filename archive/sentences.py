"""Sentences: where each ends, and which of the old ones is which of the new ones."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from archive.chains import Link, best_chain, unique_links
from archive.glyphs import IMAGE
from archive.recutting import Group, recut, shares

_ENDS: Final = frozenset(".!?;。！？；")
_UNSPACED_ENDS: Final = frozenset("。！？；")
_CLOSERS: Final = frozenset("\"')]")
_OPENERS: Final = frozenset("\"'([")
_ABBREVIATIONS: Final = frozenset(
    "cf cl co corp dept dr e.g eg ext gmbh i.e ie inc incl jr llc ltd mr mrs ms prof sr st u.k u.s "
    "u.s.a v vs bzw ca usw z.b d.h".split()
)
_BEFORE_NUMBERS: Final = frozenset(
    "abs art arts fig figs no nos nr p para paras pp sec secs sect vol".split()
)
_ALIKE: Final = 0.40
_LARGEST: Final = 4_000  # pairs of sentences that are compared one by one
_LONGEST: Final = 400_000_000  # words times words from which on sentences are not


class Span(NamedTuple):
    """Some words of a text, from one to before another."""

    start: int
    end: int


class SentencePair(NamedTuple):
    """Old words and the new ones that took their place; either may be empty."""

    old: Span
    new: Span


def cut(
    keys: Sequence[str], is_apart: Callable[[int], bool], starts: frozenset[int] = frozenset()
) -> list[Span]:
    """Return the sentences of some words, told by what each is compared by.

    White space stands before those that are apart; a sentence also begins at each of the starts.
    """
    cuts = [0]
    after_ends = {} if _ENDS.isdisjoint(keys[:-1]) else dict(_after_ends(keys))
    for at in sorted(starts.union(after_ends)):
        if at in starts or (
            _begins(keys, at, after=max(after_ends[at], cuts[-1]), since=cuts[-1])
            and (keys[at - 1] in _UNSPACED_ENDS or is_apart(at))
        ):
            cuts.append(at)
    cuts.append(len(keys))
    return [Span(a, b) for a, b in pairwise(cuts) if b > a]


def _after_ends(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of words before which a sentence may have ended, each with its end mark."""
    for end in [place for place, key in enumerate(keys) if key in _ENDS]:
        at = end + 1
        while at < len(keys):
            yield at, end
            if keys[at] not in _CLOSERS:
                break
            at += 1


def _begins(keys: Sequence[str], at: int, *, after: int, since: int) -> bool:
    """Whether a sentence begins here, at a word after white space; `after` may have ended one."""
    if not _looks_like_a_beginning(keys[at].removeprefix("\0")):
        return False
    last = after
    if keys[last] not in _ENDS or last == since:
        return False
    if keys[last] != ".":
        return True
    before = keys[last - 1].lower()
    if last - since < 2 or before in _ABBREVIATIONS:  # the label "4." at the head; "Inc."
        return False
    if before in _BEFORE_NUMBERS:
        return not keys[at][:1].isdigit()
    return len(before) > 1 or before.isdigit()  # not "J. Smith"


def _looks_like_a_beginning(key: str) -> bool:
    first = key[:1]
    small = first.isalpha() and first.islower()
    return first in _OPENERS or first in ("", IMAGE) or (first.isalnum() and not small)


def align(old: list[str], new: list[str]) -> list[SentencePair]:
    """Return which encoded sentences belong together; the spans count sentences.

    Every sentence stands in exactly one pair, and the pairs follow both texts.
    """
    links = best_chain(
        Link(link.old, link.new, float(len(old[link.old]))) for link in _equal_links(old, new)
    )
    pairs: list[SentencePair] = []
    i = j = 0
    for link in [*links, Link(len(old), len(new), 0.0)]:
        pairs += _align_gap(old, new, Span(i, link.old), Span(j, link.new))
        if link.old < len(old):
            pairs.append(SentencePair(Span(link.old, link.old + 1), Span(link.new, link.new + 1)))
        i, j = link.old + 1, link.new + 1
    return pairs


def _equal_links(old: list[str], new: list[str]) -> list[Link]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    links = [Link(at, at, 1.0) for at in range(start)]
    middle = unique_links(old[start : len(old) - end], new[start : len(new) - end])
    links += [Link(link.old + start, link.new + start, 1.0) for link in middle]
    links += [Link(len(old) - end + at, len(new) - end + at, 1.0) for at in range(end)]
    return links


def _align_gap(old: list[str], new: list[str], olds: Span, news: Span) -> list[SentencePair]:
    """Return the pairs between two anchors, where no sentence is unique and equal."""
    before, after = old[slice(*olds)], new[slice(*news)]
    few = len(before) * len(after) <= _LARGEST
    found = _pairs_by_table(before, after) if few else _pairs_by_words(before, after)
    pairs: list[SentencePair] = []
    i, j = olds.start, news.start
    for group in recut(before, after, found):
        old_span = Span(group.old.start + olds.start, group.old.stop + olds.start)
        new_span = Span(group.new.start + news.start, group.new.stop + news.start)
        pairs += _unpaired(Span(i, old_span.start), Span(j, new_span.start))
        pairs.append(SentencePair(old_span, new_span))
        i, j = old_span.end, new_span.end
    return pairs + _unpaired(Span(i, olds.end), Span(j, news.end))


def _unpaired(olds: Span, news: Span) -> list[SentencePair]:
    return [
        *(SentencePair(Span(at, at + 1), Span(news.start, news.start)) for at in range(*olds)),
        *(SentencePair(Span(olds.end, olds.end), Span(at, at + 1)) for at in range(*news)),
    ]


def _pairs_by_table(old: list[str], new: list[str]) -> list[Group]:
    """Return the best pairing, in which two sentences may also have become one or one two."""
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            for a, b in ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1)):
                if a > i or b > j:
                    continue
                value = best[i - a][j - b]
                if a and b:
                    gain = _gain("".join(old[i - a : i]), "".join(new[j - b : j]))
                    if gain <= 0:
                        continue
                    value += gain
                if value > best[i][j] or step[i][j] == (0, 0):
                    best[i][j], step[i][j] = value, (a, b)
    return _follow(step, rows, columns)


def _follow(step: list[list[tuple[int, int]]], i: int, j: int) -> list[Group]:
    pairs = []
    while i or j:
        a, b = step[i][j]
        if a and b:
            pairs.append(Group(range(i - a, i), range(j - b, j)))
        i, j = i - a, j - b
    pairs.reverse()
    return pairs


def _gain(old: str, new: str) -> float:
    if len(old) * len(new) > _LONGEST:
        return 0.0  # too long to be compared as wholes: their words decide
    ratio = Indel.normalized_similarity(old, new, score_cutoff=_ALIKE)
    return (ratio - _ALIKE + 0.03) * (len(old) + len(new)) if ratio else 0.0


def _pairs_by_words(old: list[str], new: list[str]) -> list[Group]:
    """Return a pairing of very many sentences, by the words they share in the whole."""
    links = [
        Link(i, j, float(count))
        for i, j, count in shares(old, new, least=1)
        if 2 * count >= _ALIKE * (len(old[i]) + len(new[j]))
    ]
    return [
        Group(range(link.old, link.old + 1), range(link.new, link.new + 1))
        for link in best_chain(links)
    ]
