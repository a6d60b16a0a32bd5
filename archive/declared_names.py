"""What the newest text of each document says about who it is, kept so that none is read again."""

from collections.abc import Mapping
from typing import Final

import msgspec

from archive.front_matter import FrontMatter, read_front_matter
from archive.revisions import BlobId
from archive.texts import Texts

# Raise it when the same front matter gives another identity than before.
_KEY: Final = "n1"
_NAMES: Final = msgspec.json.Decoder(dict[BlobId, FrontMatter])


class DeclaredNames:
    """The id, language and former addresses that texts declare, by blob."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._kept: Mapping[BlobId, FrontMatter] = (
            texts.cache.read("names", _KEY, _NAMES.decode) or {}
        )
        self._asked: dict[BlobId, FrontMatter] = {}

    def of(self, blob: BlobId, path: str) -> FrontMatter:
        """Return of a text's front matter what tells whose text it is."""
        if blob not in self._asked:
            self._asked[blob] = self._kept.get(blob) or self._read(blob, path)
        return self._asked[blob]

    def keep(self) -> None:
        """Keep what was asked for, where it is not what was kept."""
        if self._asked != self._kept:
            self._texts.cache.put("names", _KEY, msgspec.json.encode(self._asked).decode())

    def _read(self, blob: BlobId, path: str) -> FrontMatter:
        read = read_front_matter(self._texts.source(blob), path=path)
        return FrontMatter(id=read.id, lang=read.lang, redirect_from=read.redirect_from)
