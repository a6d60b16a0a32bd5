"""What is known of each text without reading it again: its hash, its dates, whose words equal whose.

Reading a register asks the same of the same texts every time; what was answered once is
kept beside the rendered texts, by blob, in one entry of the cache.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final

from archive import kept_front_matter
from archive.cache import Cache
from archive.dates import find_effective
from archive.front_matter import FrontMatter, is_unclosed, read_front_matter, split
from archive.placeholders import is_placeholder
from archive.rendering import RENDERER
from archive.revisions import BlobId, CommitId, EffectiveSource
from archive.texts import Texts
from archive.words import WORDS

# Raise it when the same text gives other facts than before: new date rules, another form.
_FACTS: Final = "f7"
_KEY: Final = f"{_FACTS} {RENDERER} {WORDS}"

_UNCLOSED: Final = (
    "front-matter-unclosed",
    "the front matter that begins here never ends, so nothing in it counts: write `---` below it",
    1,
)

Pair = tuple[BlobId, BlobId]
# What is known of texts by blob and language, of pairs, and of heads: the book's three parts.
Learnt = tuple[dict[str, dict[str, Any]], dict[str, bool], dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What one text says about itself."""

    sha256: str
    body: str  # the hash of the text without its front matter
    placeholder: bool  # it holds no text yet
    head: str  # the front matter as written, fences included; empty where there is none
    lines_before: int  # the body
    effective: date | None  # as the body states it, by a machine date or a labelled line
    effective_source: EffectiveSource
    date_faults: tuple[tuple[str, str, int], ...]  # code, message, line of the body
    date_line: int | None  # of the body


class FactBook:
    """The facts of every text of a repository, computed when first asked for."""

    def __init__(self, texts: Texts, cache: Cache | None) -> None:
        kept = None if cache is None else cache.get("facts", _KEY)
        book = {"texts": {}, "same": {}, "heads": {}} if kept is None else json.loads(kept)
        self._texts = texts
        self._cache = cache
        self._known: dict[str, dict[str, Any]] = book["texts"]
        self._same: dict[str, bool] = book["same"]
        self._heads: dict[str, dict[str, Any]] = book["heads"]
        self._declared: dict[str, FrontMatter] = {}
        self._asked: dict[tuple[BlobId, str], TextFacts] = {}
        self._grown = False

    def of(self, blob: BlobId, *, language: str) -> TextFacts:
        """Return the facts of a text."""
        asked = (blob, language)
        if asked not in self._asked:
            key = f"{blob} {language}"
            if key not in self._known:
                self._known[key] = self._read(blob, language)
                self._grown = True
            self._asked[asked] = _facts(self._known[key])
        return self._asked[asked]

    def front_matter(self, head: str, *, path: str, commit: CommitId | None = None) -> FrontMatter:
        """Return what a text's head declares; few heads are without a fellow in a long history."""
        if head not in self._declared:
            if head not in self._heads:
                read = read_front_matter(head, path=path, commit=commit)
                declared = kept_front_matter.kept(read)
                if declared is None:
                    return read
                self._heads[head] = declared
                self._grown = True
            self._declared[head] = kept_front_matter.restored(self._heads[head])
        return self._declared[head]

    def same_words(self, old: BlobId, new: BlobId) -> bool:
        """Return whether two texts show equal normalised words."""
        return old == new or self._ask(
            _pair_key(old, new), lambda: self._texts.same_words(old, new)
        )

    def same_but_date(self, old: BlobId, new: BlobId, *, language: str) -> bool:
        """Return whether they do once their own date statements are cut."""
        return self._ask(
            f"{_pair_key(old, new)} {language}",
            lambda: self._texts.same_but_date(old, new, language=language),
        )

    def undecided(self, pairs: Iterable[Pair]) -> tuple[BlobId, ...]:
        """Return the texts that must be rendered to tell whether neighbours' words are equal."""
        doubtful = (
            pair
            for pair in dict.fromkeys(pairs)
            if not self._decide(*pair, _pair_key(*pair), self._texts.same_words_unrendered)
        )
        return tuple(dict.fromkeys(blob for pair in doubtful for blob in pair))

    def knows(self, blobs: Sequence[BlobId], *, language: str) -> bool:
        """Return whether nothing is left to read of texts that followed one another."""
        return all(f"{blob} {language}" in self._known for blob in blobs) and all(
            old == new or _pair_key(old, new) in self._same for old, new in pairwise(blobs)
        )

    def read(self, blobs: Sequence[BlobId], *, language: str) -> None:
        """Take in what texts that followed one another say, as far as none must be rendered."""
        before: BlobId | None = None
        for blob in blobs:
            self.front_matter(self.of(blob, language=language).head, path="")
            if before is not None:
                self._compare(before, blob, language)
            before = blob

    def learnt(self) -> Learnt:
        """Return everything it knows."""
        return self._known, self._same, self._heads

    def take_in(self, learnt: Learnt) -> None:
        """Add what another book knows."""
        texts, same, heads = learnt
        self._known.update(texts)
        self._same.update(same)
        self._heads.update(heads)
        self._grown = True

    def keep(self) -> None:
        """Keep what was learnt, where anything was."""
        if self._grown and self._cache is not None:
            book = json.dumps(
                {"texts": self._known, "same": self._same, "heads": self._heads},
                ensure_ascii=False,
            )
            self._cache.put("facts", _KEY, book)
            self._grown = False

    def _compare(self, old: BlobId, new: BlobId, language: str) -> None:
        """Compare two texts, without their dates as well where these may be all that differs."""
        key = _pair_key(old, new)
        self._decide(old, new, key, self._texts.same_words_unrendered)
        if old != new and self._same.get(key) is False and self._redates(old, new, language):
            unrendered = partial(self._texts.same_but_date_unrendered, language=language)
            self._decide(old, new, f"{key} {language}", unrendered)

    def _redates(self, old: BlobId, new: BlobId, language: str) -> bool:
        before, after = (self.of(blob, language=language) for blob in (old, new))
        return (before.effective, before.head) != (after.effective, after.head)

    def _decide(
        self,
        old: BlobId,
        new: BlobId,
        key: str,
        unrendered: Callable[[BlobId, BlobId], bool | None],
    ) -> bool:
        """Note the answer to a question about two texts where none must be rendered for it."""
        if old == new or key in self._same:
            return True
        answer = unrendered(old, new)
        if answer is not None:
            self._same[key] = answer
            self._grown = True
        return answer is not None

    def _ask(self, key: str, answer: Callable[[], bool]) -> bool:
        if key not in self._same:
            self._same[key] = answer()
            self._grown = True
        return self._same[key]

    def _read(self, blob: BlobId, language: str) -> dict[str, Any]:
        source = self._texts.source(blob)
        _, body, lines_before = split(source)
        found = find_effective(body, language=language)
        return {
            "sha256": hashlib.sha256(self._texts.raw(blob)).hexdigest(),
            "body": hashlib.sha256(body.strip().encode("utf-8", "surrogatepass")).hexdigest(),
            "placeholder": is_placeholder(body, dates=found.spans),
            "head": source[: len(source) - len(body)],
            "lines": lines_before,
            "effective": found.effective and found.effective.isoformat(),
            "source": found.source.value,
            "faults": [*([_UNCLOSED] if is_unclosed(source) else []), *found.faults],
            "line": found.line,
        }


def _pair_key(one: BlobId, other: BlobId) -> str:
    """Equal words are equal either way round, and histories go to and fro."""
    return f"{one} {other}" if one < other else f"{other} {one}"


def _facts(kept: dict[str, Any]) -> TextFacts:
    effective = kept["effective"]
    return TextFacts(
        sha256=kept["sha256"],
        body=kept["body"],
        placeholder=kept["placeholder"],
        head=kept["head"],
        lines_before=kept["lines"],
        effective=date.fromisoformat(effective) if effective else None,
        effective_source=EffectiveSource(kept["source"]),
        date_faults=tuple((code, message, line) for code, message, line in kept["faults"]),
        date_line=kept["line"],
    )
