"""What is known of each text without reading it again: its hash, its dates, whose words equal whose.

Reading a register asks the same of the same texts every time; what was answered once is
kept beside the rendered texts, by blob, in one entry of the cache.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from archive.cache import Cache
from archive.dates import find_effective
from archive.front_matter import is_unclosed, split
from archive.placeholders import is_placeholder
from archive.rendering import RENDERER
from archive.revisions import BlobId, EffectiveSource
from archive.texts import Texts
from archive.words import WORDS

# Raise it when the same text gives other facts than before: new date rules, another form.
_FACTS: Final = "f3"
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


class FactBook:
    """The facts of every text of a repository, computed when first asked for."""

    def __init__(self, texts: Texts, cache: Cache) -> None:
        kept = cache.get("facts", _KEY)
        book = {"texts": {}, "same": {}} if kept is None else json.loads(kept)
        self._texts = texts
        self._cache = cache
        self._known: dict[str, dict[str, Any]] = book["texts"]
        self._same: dict[str, bool] = book["same"]
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

    def same_words(self, old: BlobId, new: BlobId) -> bool:
        """Return whether two texts show equal normalised words."""
        return old == new or self._ask(f"{old} {new}", lambda: self._texts.same_words(old, new))

    def same_but_date(self, old: BlobId, new: BlobId, *, language: str) -> bool:
        """Return whether they do once their own date statements are cut."""
        return self._ask(
            f"{old} {new} {language}",
            lambda: self._texts.same_but_date(old, new, language=language),
        )

    def undecided(self, pairs: Iterable[Pair]) -> tuple[BlobId, ...]:
        """Return the texts that must be rendered to tell whether neighbours' words are equal."""
        unknown = [pair for pair in pairs if f"{pair[0]} {pair[1]}" not in self._same]
        return self._texts.need_rendering(unknown)

    def keep(self) -> None:
        """Keep what was learnt, where anything was."""
        if self._grown:
            book = json.dumps({"texts": self._known, "same": self._same}, ensure_ascii=False)
            self._cache.put("facts", _KEY, book)
            self._grown = False

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
