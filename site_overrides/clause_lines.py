"""Where in its file each clause of the text in force is written, for whoever means to change it."""

import json
from typing import Final, NamedTuple

from archive.errors import UnreadableText
from archive.front_matter import split
from archive.rendering import RENDERER, is_as_written
from archive.revisions import BlobId
from archive.texts import Texts
from site_overrides.shown_clauses import ShownClauses
from site_overrides.sites import Site

_KIND: Final = "clause-lines"
_PARTS: Final = "l1"  # raise it when the same text gives other lines


class Lines(NamedTuple):
    """The first and the last line of a file that hold a clause's words, counted from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return f"line {self.first}"
        return f"lines {self.first}–{self.last}"


def clause_lines(site: Site, shown: ShownClauses) -> list[Lines | None]:
    """Return the lines of each clause of the text in force, in reading order.

    None stands for a clause whose lines cannot be told. Without a text in force there are none.
    """
    if shown.present is None:
        return []
    blob = shown.blobs[shown.present]
    key = f"{RENDERER} {_PARTS} {blob}"
    kept = site.texts.kept(_KIND, key, lambda: json.dumps(_lines(site.texts, blob)))
    return [None if each is None else Lines(*each) for each in json.loads(kept)]


def _lines(texts: Texts, blob: BlobId) -> list[Lines | None]:
    from archive.clauses import parse  # noqa: PLC0415 - with the comparing engine
    from archive.source_lines import lines_of_blocks  # noqa: PLC0415 - with the comparing engine

    html = texts.html(blob)
    blocks = parse(html).blocks
    _, body, before = split(texts.source(blob))
    try:
        # Asking line by line would take as long again as laying it out did, and tell nothing.
        found = [()] * len(blocks) if is_as_written(html) else lines_of_blocks(body)
    except UnreadableText:
        found = [()] * len(blocks)
    return [
        Lines(before + own[0] + 1, before + own[-1] + 1) if own else None
        for block, own in zip(blocks, found, strict=True)
        if block.exact
    ]
