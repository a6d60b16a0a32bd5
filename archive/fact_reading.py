"""The facts of a long history's texts, read on every core before they are asked for.

Each worker takes a part of one document's history, so that a text is read once and compared
with the one before it while both are at hand.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Final

from archive.cache import Cache
from archive.git_history import GitHistory
from archive.revisions import BlobId
from archive.text_facts import FactBook, Learnt, Pair
from archive.texts import Progress, Texts

# Below this many texts a second process costs more than it saves.
_WORTH_A_PROCESS: Final = 500
_AT_ONCE: Final = 48  # texts of one document that a worker takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Texts that followed one another in one document, and the language it is in."""

    blobs: tuple[BlobId, ...]
    language: str

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Each text with the one before it, the first with itself; none twice."""
        pairs = zip((*self.blobs[:1], *self.blobs), self.blobs, strict=False)
        return tuple({frozenset(pair): pair for pair in pairs}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    pairs: tuple[Pair, ...]
    language: str


def read_facts(
    books: Iterable[tuple[FactBook, Succession]], texts: Texts, *, progress: Progress
) -> None:
    """Fill the books of long histories with what is not known yet of their texts."""
    unread = [(book, part) for book, each in books for part in _unread(book, texts, each)]
    parts = [part for _, part in unread]
    total = sum(len(part.pairs) for part in parts)
    if total < _WORTH_A_PROCESS:
        return
    done = 0
    with ProcessPoolExecutor(
        cpu_count(), mp_context=get_context("spawn"), initializer=_open, initargs=(texts.root,)
    ) as workers:
        for (book, part), learnt in zip(unread, workers.map(_learn, parts), strict=True):
            book.take_in(learnt)
            done += len(part.pairs)
            progress("Reading texts", done, total)


def _unread(book: FactBook, texts: Texts, succession: Succession) -> Iterator[_Part]:
    """Yield in parts what is unknown of a document's texts."""
    pairs = [
        pair
        for pair in succession.pairs
        if not any(map(texts.is_unpublished, pair))
        and not book.knows(pair, language=succession.language)
    ]
    for start in range(0, len(pairs), _AT_ONCE):
        part = tuple(pairs[start : start + _AT_ONCE])
        yield _Part(pairs=part, language=succession.language)


_opened: list[Texts] = []  # in a worker: the one repository it reads


def _open(root: Path) -> None:
    nothing_kept = Cache(Path(os.devnull))  # what a worker finds out is kept by its parent
    _opened.append(Texts(GitHistory(root), nothing_kept, unpublished={}))


def _learn(part: _Part) -> Learnt:
    book = FactBook(_opened[0])
    book.read(part.pairs, language=part.language)
    return book.learnt
