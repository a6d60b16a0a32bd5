"""The texts behind the register: Markdown, HTML and redlines by blob, each made once."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from archive.anchors import anchors_of
from archive.cache import Cache
from archive.changes import ENGINE
from archive.confined_rendering import render_all_confined, render_confined
from archive.front_matter import split
from archive.git_history import GitHistory
from archive.rendering import RENDERER
from archive.revisions import BlobId
from archive.stretches import same_words_unrendered
from archive.words import WORDS, shown_words, words_hash
from archive.workers import Workers

if TYPE_CHECKING:
    from archive.dates import FoundDate
    from archive.redlines import Redline

# Below this many texts to render a second process costs more than it saves.
WORTH_A_PROCESS: Final = 40

_Item = TypeVar("_Item")
_ANCHORS: Final = msgspec.json.Decoder(tuple[str, ...])
_LOST_ANCHORS: Final = msgspec.json.Decoder(dict[str, str | None])
Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


def decoded(data: bytes) -> str:
    """Return a file's bytes as text with plain line ends; old files are often Windows-1252."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Texts:
    """What each text says, by its blob, from git and the cache."""

    def __init__(
        self, history: GitHistory, cache: Cache, *, unpublished: Mapping[BlobId, bytes]
    ) -> None:
        self._history = history
        self.cache = cache
        self.workers = Workers()
        self._unpublished = dict(unpublished)
        # Neighbours in a history are asked for one after the other.
        self.raw = lru_cache(maxsize=4)(self._read_raw)
        self.effective = lru_cache(maxsize=64)(self._find_effective)
        self.source = lru_cache(maxsize=64)(self._read_source)
        self.html = lru_cache(maxsize=16)(self._read_html)
        self.words_hash = lru_cache(maxsize=None)(self._read_words_hash)
        self._words = lru_cache(maxsize=32)(lambda blob: shown_words(self.html(blob)))

    @property
    def root(self) -> Path:
        """The repository they are read from."""
        return self._history.root

    def is_unpublished(self, blob: BlobId) -> bool:
        """Return whether a text stands in the working tree alone."""
        return blob in self._unpublished

    def markdown(self, blob: BlobId) -> str:
        """Return the text without its front matter."""
        return split(self.source(blob))[1]

    def same_words_unrendered(self, old: BlobId, new: BlobId) -> bool | None:
        """Return whether two texts show equal words; None where each must be rendered to tell."""
        return same_words_unrendered(self.markdown(old), self.markdown(new))

    def same_words(self, old: BlobId, new: BlobId) -> bool:
        """Return whether two texts show equal normalised words."""
        known = self.same_words_unrendered(old, new)
        return self._words(old) == self._words(new) if known is None else known

    def same_but_date_unrendered(self, old: BlobId, new: BlobId, *, language: str) -> bool | None:
        """Return what `same_but_date` does; None where each must be rendered to tell."""
        return same_words_unrendered(*self._without_dates(old, new, language))

    def same_but_date(self, old: BlobId, new: BlobId, *, language: str) -> bool:
        """Return whether two texts show equal words once their own date statements are cut."""
        before, after = self._without_dates(old, new, language)
        known = same_words_unrendered(before, after)
        return _words_shown(before) == _words_shown(after) if known is None else known

    def anchors(self, blob: BlobId) -> tuple[str, ...]:
        """Return the anchors that a page has of a text, in reading order."""
        return self.kept_as(
            "anchors-of-text",
            _html_key(blob),
            lambda: json.dumps(anchors_of(self.html(blob))),
            read=_ANCHORS.decode,
        )

    def redline(self, old: BlobId, new: BlobId, *beside: BlobId) -> "Redline":
        """Return the redline from one text to another; what went to those beside it is a move."""
        from archive.redline_json import from_json  # noqa: PLC0415 - with the comparing engine

        key = " ".join((_redline_key(old, new), *beside))
        return self.kept_as(
            "redline",
            key,
            lambda: _compared((self.html(old), "\n".join(map(self.html, (new, *beside))))),
            read=from_json,
        )

    def lost_anchors(self, old: BlobId, new: BlobId) -> dict[str, str | None]:
        """Return each anchor that a later text lacks, with the one its clause has there, if any."""
        return self.kept_as(
            "anchors",
            _redline_key(old, new),
            lambda: _followed((self.html(old), self.html(new))),
            read=_LOST_ANCHORS.decode,
        )

    def kept(self, kind: str, key: str, make: Callable[[], str]) -> str:
        """Return what was made of texts once and is kept by its whole key; else make and keep it."""
        return self.kept_as(kind, key, make, read=str)

    def kept_as(
        self, kind: str, key: str, make: Callable[[], str], *, read: Callable[[str], _Item]
    ) -> _Item:
        """Return what was kept, or is made now and kept, as `read` reads it.

        What is kept and cannot be read is made again.
        """
        found = self.cache.read(kind, key, read)
        if found is None:
            made = make()
            self.cache.put(kind, key, made)
            found = read(made)
        return found

    def prepare(
        self,
        blobs: Iterable[BlobId],
        pairs: Sequence[tuple[BlobId, BlobId]] = (),
        *,
        progress: Progress,
    ) -> None:
        """Render texts and redlines that are not in the cache yet, on every core."""
        missing = [b for b in dict.fromkeys(blobs) if not self.cache.holds("html", _html_key(b))]
        self._render_all(missing, progress)
        self.prepare_pairs(
            pairs,
            kind="redline",
            key=_redline_key,
            make=_compared,
            doing="Comparing versions",
            progress=progress,
        )

    def prepare_anchors(
        self, pairs: Iterable[tuple[BlobId, BlobId]], *, progress: Progress
    ) -> None:
        """Follow the anchors that texts lost and that are not in the cache yet, on every core."""
        self.prepare_pairs(
            pairs,
            kind="anchors",
            key=_redline_key,
            make=_followed,
            doing="Following anchors",
            progress=progress,
        )

    def prepare_pairs(
        self,
        pairs: Iterable[tuple[BlobId, BlobId]],
        *,
        kind: str,
        key: Callable[[BlobId, BlobId], str],
        make: Callable[[tuple[str, str]], str],
        doing: str,
        progress: Progress,
    ) -> None:
        """Make what is kept of pairs of texts and is not in the cache yet, on every core."""
        absent = [pair for pair in dict.fromkeys(pairs) if not self.cache.holds(kind, key(*pair))]
        if len(absent) < WORTH_A_PROCESS:
            return
        for start, chunk in _chunks(absent):
            texts = [(self.html(old), self.html(new)) for old, new in chunk]
            answers = self.workers.map(make, texts, at_once=2)
            for done, (pair, answer) in enumerate(zip(chunk, answers, strict=True), start + 1):
                self.cache.put(kind, key(*pair), answer)
                progress(doing, done, len(absent))

    def prepare_words(self, blobs: Iterable[BlobId], *, progress: Progress) -> None:
        """Read the words of texts whose hash is not in the cache yet, on every core."""
        absent = [b for b in dict.fromkeys(blobs) if not self.cache.holds("words", _words_key(b))]
        if len(absent) < WORTH_A_PROCESS:
            return
        for start, chunk in _chunks(absent):
            hashes = self.workers.map(words_hash, map(self.html, chunk), at_once=8)
            for done, (blob, found) in enumerate(zip(chunk, hashes, strict=True), start + 1):
                self.cache.put("words", _words_key(blob), found)
                progress("Reading words", done, len(absent))

    def _render_all(self, blobs: Sequence[BlobId], progress: Progress) -> None:
        if len(blobs) < WORTH_A_PROCESS:
            return
        pages = render_all_confined(map(self.markdown, blobs))
        for done, (blob, page) in enumerate(zip(blobs, pages, strict=True), 1):
            self.cache.put("html", _html_key(blob), page)
            progress("Rendering texts", done, len(blobs))

    def _without_dates(self, old: BlobId, new: BlobId, language: str) -> tuple[str, str]:
        return self._without_date(old, language), self._without_date(new, language)

    def _without_date(self, blob: BlobId, language: str) -> str:
        markdown, span = self.markdown(blob), self.effective(blob, language).span
        return markdown if span is None else markdown[: span[0]] + markdown[span[1] :]

    def _read_raw(self, blob: BlobId) -> bytes:
        """Return a text byte for byte, front matter included."""
        return self._unpublished[blob] if blob in self._unpublished else self._history.read(blob)

    def _find_effective(self, blob: BlobId, language: str) -> "FoundDate":
        """Return the date that a text states outside its front matter."""
        from archive.dates import find_effective  # noqa: PLC0415 - most of what reads dates is patterns

        return find_effective(self.markdown(blob), language=language)

    def _read_source(self, blob: BlobId) -> str:
        return decoded(self.raw(blob))

    def _read_words_hash(self, blob: BlobId) -> str:
        return self.kept("words", _words_key(blob), lambda: words_hash(self.html(blob)))

    def _read_html(self, blob: BlobId) -> str:
        return self.kept("html", _html_key(blob), lambda: render_confined(self.markdown(blob)))


def _chunks(items: Sequence[_Item], size: int = 128) -> Iterable[tuple[int, Sequence[_Item]]]:
    return ((start, items[start : start + size]) for start in range(0, len(items), size))


def _compared(pair: tuple[str, str]) -> str:
    from archive.redline_json import to_json  # noqa: PLC0415 - large packages, and most builds
    from archive.redlines import compare  # noqa: PLC0415 - find every redline in the cache

    return to_json(compare(*pair))


def _followed(pair: tuple[str, str]) -> str:
    from archive.clause_places import lost_anchors  # noqa: PLC0415 - with the comparing engine

    return json.dumps(lost_anchors(*pair))


def _words_shown(markdown: str) -> str:
    return shown_words(render_confined(markdown))


def _html_key(blob: BlobId) -> str:
    return f"{RENDERER} {blob}"


def _words_key(blob: BlobId) -> str:
    return f"{WORDS} {_html_key(blob)}"


def _redline_key(old: BlobId, new: BlobId) -> str:
    return f"{RENDERER} {ENGINE} {old} {new}"
