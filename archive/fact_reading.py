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
from archive.text_facts import FactBook, Learnt
from archive.texts import Progress, Texts

# Below this many texts a second process costs more than it saves.
_WORTH_A_PROCESS: Final = 500
_AT_ONCE: Final = 48  # texts of one document that a worker takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Texts that followed one another in one document, and the language it is in."""

    blobs: tuple[BlobId, ...]
    language: str


def read_facts(
    books: Iterable[tuple[FactBook, Succession]], texts: Texts, *, progress: Progress
) -> None:
    """Fill the books of long histories with what is not known yet of their texts."""
    unread = [(book, part) for book, each in books for part in _unread(book, texts, each)]
    parts = [part for _, part in unread]
    total = sum(len(part.blobs) for part in parts)
    if total < _WORTH_A_PROCESS:
        return
    done = 0
    with ProcessPoolExecutor(
        cpu_count(), mp_context=get_context("spawn"), initializer=_open, initargs=(texts.root,)
    ) as workers:
        for (book, part), learnt in zip(unread, workers.map(_learn, parts), strict=True):
            book.take_in(learnt)
            done += len(part.blobs)
            progress("Reading texts", done, total)


def _unread(book: FactBook, texts: Texts, succession: Succession) -> Iterator[Succession]:
    """Yield the parts of which something is unknown; each begins with the last text before it."""
    blobs = [blob for blob in succession.blobs if not texts.is_unpublished(blob)]
    start = 0
    while start < len(blobs):
        before = blobs[max(0, start - 1)]
        if book.knows(before, blobs[start], language=succession.language):
            start += 1
        else:
            part = (before, *blobs[start : start + _AT_ONCE])
            yield Succession(blobs=part, language=succession.language)
            start += _AT_ONCE


_opened: list[Texts] = []  # in a worker: the one repository it reads


def _open(root: Path) -> None:
    nothing_kept = Cache(Path(os.devnull))  # what a worker finds out is kept by its parent
    _opened.append(Texts(GitHistory(root), nothing_kept, unpublished={}))


def _learn(part: Succession) -> Learnt:
    book = FactBook(_opened[0])
    book.read(part.blobs, language=part.language)
    return book.learnt
