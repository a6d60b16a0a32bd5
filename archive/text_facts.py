"""What is known of each text without reading it again: its hash, its dates, whose words equal whose.

Reading a register asks the same of the same texts every time; what was answered once is
kept beside the rendered texts, by blob, in one entry of the cache for each policy.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

import msgspec

from archive.cache import Cache
from archive.front_matter import FrontMatter, is_unclosed, read_front_matter, split
from archive.placeholders import is_placeholder
from archive.rendering import RENDERER
from archive.revisions import BlobId, CommitId, EffectiveSource
from archive.texts import Texts
from archive.words import WORDS

# Raise it when the same text gives other facts than before: new date rules, another form.
_FACTS: Final = "f9"
_KEY: Final = f"{_FACTS} {RENDERER} {WORDS}"

_UNCLOSED: Final = (
    "front-matter-unclosed",
    "the front matter that begins here never ends, so nothing in it counts: write `---` below it",
    1,
)

Pair = tuple[BlobId, BlobId]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What is known of texts by blob and language, of pairs of them, and of heads."""

    texts: dict[str, TextFacts] = field(default_factory=dict)
    same: dict[str, bool] = field(default_factory=dict)
    heads: dict[str, FrontMatter] = field(default_factory=dict)


_LEARNT: Final = msgspec.json.Decoder(Learnt)


class FactBook:
    """The facts of every text of one policy, computed when first asked for."""

    def __init__(self, texts: Texts, cache: Cache | None = None, *, name: str = "") -> None:
        self._texts = texts
        self._cache = cache
        self._key = f"{_KEY} {name}"
        kept = None if cache is None else cache.read("facts", self._key, _LEARNT.decode)
        self.learnt = kept or Learnt()
        self._grown = False

    def of(self, blob: BlobId, *, language: str) -> TextFacts:
        """Return the facts of a text."""
        key = f"{blob} {language}"
        found = self.learnt.texts.get(key)
        if found is None:
            found = self.learnt.texts[key] = self._read(blob, language)
            self._grown = True
        return found

    def front_matter(self, head: str, *, path: str, commit: CommitId | None = None) -> FrontMatter:
        """Return what a text's head declares; few heads are without a fellow in a long history."""
        found = self.learnt.heads.get(head)
        if found is None:
            found = read_front_matter(head, path=path, commit=commit)
            # Faults name a path and a commit, and a `change:` block speaks for few texts.
            if not found.faults and found.change is None:
                self.learnt.heads[head] = found
                self._grown = True
        return found

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

    def knows(self, pair: Pair, *, language: str) -> bool:
        """Return whether nothing is left to read of two texts that followed one another."""
        known = all(f"{blob} {language}" in self.learnt.texts for blob in pair)
        return known and (pair[0] == pair[1] or _pair_key(*pair) in self.learnt.same)

    def read(self, pairs: Iterable[Pair], *, language: str) -> None:
        """Take in what texts that followed one another say, as far as none must be rendered."""
        for old, new in pairs:
            for blob in (old, new):
                self.front_matter(self.of(blob, language=language).head, path="")
            self._compare(old, new, language)

    def take_in(self, learnt: Learnt) -> None:
        """Add what another book knows."""
        self.learnt.texts.update(learnt.texts)
        self.learnt.same.update(learnt.same)
        self.learnt.heads.update(learnt.heads)
        self._grown = True

    def keep(self) -> None:
        """Keep what was learnt, where anything was."""
        if self._grown and self._cache is not None:
            self._cache.put("facts", self._key, msgspec.json.encode(self.learnt).decode())
            self._grown = False

    def _compare(self, old: BlobId, new: BlobId, language: str) -> None:
        """Compare two texts, without their dates as well where these may be all that differs."""
        key = _pair_key(old, new)
        self._decide(old, new, key, self._texts.same_words_unrendered)
        if old != new and self.learnt.same.get(key) is False and self._redates(old, new, language):
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
        if old == new or key in self.learnt.same:
            return True
        answer = unrendered(old, new)
        if answer is not None:
            self.learnt.same[key] = answer
            self._grown = True
        return answer is not None

    def _ask(self, key: str, answer: Callable[[], bool]) -> bool:
        if key not in self.learnt.same:
            self.learnt.same[key] = answer()
            self._grown = True
        return self.learnt.same[key]

    def _read(self, blob: BlobId, language: str) -> TextFacts:
        source = self._texts.source(blob)
        _, body, lines_before = split(source)
        found = self._texts.effective(blob, language)
        return TextFacts(
            sha256=hashlib.sha256(self._texts.raw(blob)).hexdigest(),
            body=hashlib.sha256(body.strip().encode("utf-8", "surrogatepass")).hexdigest(),
            placeholder=is_placeholder(body, dates=found.spans),
            head=source[: len(source) - len(body)],
            lines_before=lines_before,
            effective=found.effective,
            effective_source=found.source,
            date_faults=(*([_UNCLOSED] if is_unclosed(source) else []), *found.faults),
            date_line=found.line,
        )


def _pair_key(one: BlobId, other: BlobId) -> str:
    """Equal words are equal either way round, and histories go to and fro."""
    return f"{one} {other}" if one < other else f"{other} {one}"
