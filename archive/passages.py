"""Passages: the clauses of both texts in the order in which a redline shows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.alignment import Alignment, Match
from archive.cells import CellPair
from archive.changed_pictures import pictures_changed
from archive.changes import Change, ChangeKind, Quote
from archive.clauses import Block, Document, Kind
from archive.marks import Mark
from archive.pieces import Word
from archive.renumbering import (
    Numbers,
    has_numberings,
    numberings,
    only_renumbered,
    renumbered_labels,
)
from archive.runs import Run, Token
from archive.vocabulary import Vocabulary
from archive.wording import Wording, compare_wording, one_sided, one_sided_word, sentences_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One place of a redline: clauses that belong together, or one that stands alone."""

    kind: ChangeKind | None  # None where nothing changed, and where a moved clause stood
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    places: tuple[int, ...]  # numbers of the new blocks; none where only the old text is shown
    leaves: list[list[Word]]  # of the new blocks; of the old one where none is shown
    sentences: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Quote, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    along: bool = False  # it moved with the clause that stands before it in both texts
    moved: int | None = None  # number of the old block that moved, at both of its places

    def change(self, clause: str) -> Change | None:
        """Return the change under a name, or None where nothing changed."""
        if self.kind is None:
            return None
        heading = (self.new or self.old)[0].heading
        return Change(
            kind=self.kind,
            clause=clause,
            heading=heading,
            before="\n".join(block.text for block in self.old),
            after="\n".join(block.text for block in self.new),
            sentences=self.sentences,
            quotes=self.quotes,
            pictures=self.pictures,
            links=self.links,
            along=self.along,
            moved_from=self._origin(heading),
        )

    def _origin(self, heading: str) -> str:
        if self.moved is None or not self.old:
            return ""
        origin = self.old[0].heading
        return "" if origin in (heading, self.old[0].text) else origin


def passages(
    old: Document, new: Document, alignment: Alignment, vocabulary: Vocabulary
) -> list[Passage]:
    """Return the clauses of both texts in reading order: the struck before the inserted."""
    return list(_Reader(old, new, alignment, vocabulary).passages())


class _Reader:
    """Goes through both texts side by side."""

    def __init__(
        self, old: Document, new: Document, alignment: Alignment, vocabulary: Vocabulary
    ) -> None:
        self._old, self._new, self._vocabulary = old, new, vocabulary
        self._matches = alignment.matches
        self._moved_from = {move.old[0]: move for move in alignment.moves}
        self._moved_to = {move.new[0]: move for move in alignment.moves}
        self._wordings: dict[int, Wording] = {}
        self._columns: dict[tuple[int, ...], Sequence[CellPair]] = {}
        pairs = [
            (old.blocks[match.old[0]], new.blocks[match.new[0]])
            for match in (*alignment.matches, *alignment.moves)
            if old.blocks[match.old[0]].exact != new.blocks[match.new[0]].exact
        ]
        self._numbers: Numbers = renumbered_labels(pairs)
        self._renamed = {anchors for pair in pairs for anchors in _renamed_anchors(*pair)}
        self._has_numberings = has_numberings(old) or has_numberings(new)

    def passages(self) -> Iterator[Passage]:
        i = j = 0
        for match in [*self._matches, None]:
            stop = match.old[0] if match else len(self._old.blocks)
            new_stop = match.new[0] if match else len(self._new.blocks)
            first = j + self._going_on(range(i, stop), range(j, new_stop))
            yield from map(self._inserted, range(j, first))
            yield from map(self._struck, range(i, stop))
            yield from map(self._inserted, range(first, new_stop))
            if match:
                yield self._matched(match)
                i, j = match.old[-1] + 1, match.new[-1] + 1

    def _going_on(self, removed: range, added: range) -> int:
        """Return how many added blocks go on with a list or table that the removed ones do not."""
        if not removed or not added or not removed.start or not added.start:
            return 0
        if _outermost(self._old, removed.start) is _outermost(self._old, removed.start - 1):
            return 0
        before = _outermost(self._new, added.start - 1)
        return sum(1 for number in added if _outermost(self._new, number) is before)

    def _struck(self, number: int) -> Passage:
        block = self._old.blocks[number]
        move = self._moved_from.get(number)
        if move:
            return Passage(
                kind=None,
                old=(block,),
                new=(),
                places=(),
                leaves=_left_behind(self._wording(move)),
                moved=number,
            )
        leaves = one_sided(block, Mark.STRUCK)
        pictures = pictures_changed(chain.from_iterable(leaves))
        return Passage(
            kind=ChangeKind.REMOVED if block.text else _wordless(pictures),
            old=(block,),
            new=(),
            places=(),
            leaves=leaves,
            pictures=pictures,
            sentences=tuple((sentence, "") for sentence in sentences_of(block)),
        )

    def _inserted(self, number: int) -> Passage:
        block = self._new.blocks[number]
        move = self._moved_to.get(number)
        if move:
            return self._arrived(move)
        leaves = one_sided(block, Mark.INSERTED)
        pictures = pictures_changed(chain.from_iterable(leaves))
        return Passage(
            kind=ChangeKind.ADDED if block.text else _wordless(pictures),
            old=(),
            new=(block,),
            places=(number,),
            leaves=leaves,
            pictures=pictures,
            sentences=tuple(("", sentence) for sentence in sentences_of(block)),
        )

    def _arrived(self, move: Match) -> Passage:
        wording = self._wording(move)
        old, new = self._old.blocks[move.old[0]], self._new.blocks[move.new[0]]
        words = [word for leaf in wording.leaves for word in leaf]
        reworded = _differ(words) and not only_renumbered(old, new, self._numbers)
        before = self._moved_from.get(move.old[0] - 1)
        return Passage(
            kind=ChangeKind.MOVED_REWORDED if reworded else ChangeKind.MOVED,
            along=not reworded and before is not None and before.new[0] == move.new[0] - 1,
            old=(old,),
            new=(new,),
            places=move.new,
            leaves=_come(wording),
            sentences=wording.sentences,
            quotes=wording.quotes,
            pictures=pictures_changed(chain.from_iterable(wording.leaves)),
            links=wording.links,
            moved=move.old[0],
        )

    def _wording(self, move: Match) -> Wording:
        number = move.old[0]
        if number not in self._wordings:
            self._wordings[number] = self._compare(
                [self._old.blocks[number]], [self._new.blocks[move.new[0]]]
            )
        return self._wordings[number]

    def _compare_rows(self, old: Block, new: Block) -> Wording:
        """Compare two rows by the columns of the first in their tables that lost one or got one."""
        tables = _table(old), _table(new), len(old.cells), len(new.cells)
        wording = self._compare([old], [new], columns=self._columns.get(tables, ()))
        if any(None in pair for pair in wording.columns):
            self._columns.setdefault(tables, wording.columns)
        return wording

    def _compare(
        self, olds: Sequence[Block], news: Sequence[Block], *, columns: Sequence[CellPair] = ()
    ) -> Wording:
        """Compare clauses; a link follows its heading to another anchor without leading elsewhere."""
        wording = compare_wording(olds, news, self._vocabulary, columns=columns)
        links = tuple(pair for pair in wording.links if pair not in self._renamed)
        return wording._replace(links=links)

    def _matched(self, match: Match) -> Passage:
        olds = tuple(self._old.blocks[number] for number in match.old)
        news = tuple(self._new.blocks[number] for number in match.new)
        if _look_alike(olds, news):
            leaves = [
                [Word(Mark.KEPT, one.whole, other.whole)] if other.text else []
                for one, other in _runs(olds[0], news[0])
            ]
            kind = ChangeKind.FORMAT_ONLY if self._numbered_otherwise(match) else None
            return Passage(kind=kind, old=olds, new=news, places=match.new, leaves=leaves)
        is_row = olds[0].kind is Kind.ROW
        wording = self._compare_rows(olds[0], news[0]) if is_row else self._compare(olds, news)
        return Passage(
            kind=self._kind(match, wording),
            old=olds,
            new=news,
            places=match.new,
            leaves=wording.leaves,
            sentences=wording.sentences,
            quotes=wording.quotes,
            pictures=pictures_changed(chain.from_iterable(wording.leaves)),
            links=wording.links,
        )

    def _kind(self, match: Match, wording: Wording) -> ChangeKind | None:
        if len(match.new) != len(match.old):
            return ChangeKind.SPLIT if len(match.new) > len(match.old) else ChangeKind.MERGED
        words = [word for leaf in wording.leaves for word in leaf]
        if len(match.new) > 1:  # cut at other places
            return ChangeKind.REWORDED if _differ(words) else ChangeKind.FORMAT_ONLY
        old, new = self._old.blocks[match.old[0]], self._new.blocks[match.new[0]]
        if _differ(words):
            renumbered = only_renumbered(old, new, self._numbers)
            return ChangeKind.RENUMBERED if renumbered else ChangeKind.REWORDED
        format_differs = (
            wording.links or _format_differs(old, new, words) or self._numbered_otherwise(match)
        )
        return ChangeKind.FORMAT_ONLY if format_differs else None

    def _numbered_otherwise(self, match: Match) -> bool:
        """Whether a clause is the first of a list in both texts, and the list counts otherwise."""
        if not self._has_numberings:
            return False
        before, after = numberings(self._old, match.old[0]), numberings(self._new, match.new[0])
        return len(before) == len(after) and before != after


def _renamed_anchors(old: Block, new: Block) -> Iterator[tuple[str, str]]:
    """Yield links to a clause of the old text, each with the one to the same clause now."""
    for one, other in zip(old.path, new.path, strict=False):
        names = dict(one.attributes).get("id"), dict(other.attributes).get("id")
        if all(names) and names[0] != names[1]:
            yield f"#{names[0]}", f"#{names[1]}"


def _look_alike(olds: tuple[Block, ...], news: tuple[Block, ...]) -> bool:
    """Whether a clause is what it was, to the letter and in the same elements."""
    if len(olds) > 1 or len(news) > 1 or len(olds[0].leaves) != len(news[0].leaves):
        return False
    old, new = olds[0], news[0]
    return (
        old.kind is new.kind
        and old.path[-1].tag == new.path[-1].tag
        and all(one.looks_like(other) for one, other in _runs(old, new))
    )


def _runs(old: Block, new: Block) -> Iterator[tuple[Run, Run]]:
    return zip(old.leaves, new.leaves, strict=True)


def _wordless(pictures: tuple[tuple[str, str], ...]) -> ChangeKind | None:
    """Return the kind of a clause without words that only one text has."""
    return ChangeKind.FORMAT_ONLY if pictures else None


def _table(row: Block) -> int:
    """Return the number of the table in which a row stands."""
    return next((element.number for element in reversed(row.path) if element.tag == "table"), 0)


def _outermost(document: Document, number: int) -> object:
    path = document.blocks[number].path
    return path[1] if len(path) > 1 else None


def _left_behind(wording: Wording) -> list[list[Word]]:
    """Return the words of a moved clause at its old place: all struck, the kept ones as moved."""
    return [
        [
            one_sided_word(word.old, Mark.STRUCK if word.new is None else Mark.MOVED_FROM)
            for word in leaf
            if word.old is not None
        ]
        for leaf in wording.left
    ]


def _come(wording: Wording) -> list[list[Word]]:
    """Return the words of a moved clause at its new place, the kept ones as moved."""
    return [
        [
            one_sided_word(word.new, Mark.INSERTED if word.old is None else Mark.MOVED_TO)
            for word in leaf
            if word.new is not None
        ]
        for leaf in wording.leaves
    ]


def _differ(words: Iterable[Word]) -> bool:
    """Whether words came or went that count; those that the text itself strikes do not."""
    return any(
        word.mark in (Mark.STRUCK, Mark.INSERTED) and not _strikes_itself(word.old or word.new)
        for word in words
    )


def _strikes_itself(token: Token | None) -> bool:
    return token is not None and token.struck


def _format_differs(old: Block, new: Block, words: Iterable[Word]) -> bool:
    if old.kind is not new.kind or old.path[-1].tag != new.path[-1].tag:
        return True
    return any(
        word.old is None
        or word.new is None
        or word.old.text != word.new.text
        or _elements(word.old) != _elements(word.new)
        for word in words
    )


def _elements(token: Token) -> list[list[str]]:
    return [[element.tag for element in part.within] for part in token.parts if part.text]
