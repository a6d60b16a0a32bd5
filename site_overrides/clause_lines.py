"""Where in its file each clause of the text in force is written, for whoever means to change it."""

import json
from typing import Final

import msgspec

from archive.front_matter import split
from archive.line_spans import Lines
from archive.rendering import RENDERER
from archive.revisions import BlobId
from archive.texts import Texts
from site_overrides.shown_clauses import ShownClauses
from site_overrides.sites import Site

_KIND: Final = "clause-lines"
_LINES: Final = msgspec.json.Decoder(list[Lines | None])
_PARTS: Final = "l1"  # raise it when the same text gives other lines


def clause_lines(site: Site, shown: ShownClauses) -> list[Lines | None]:
    """Return the lines of each clause of the text in force, in reading order.

    None stands for a clause whose lines cannot be told. Without a text in force there are none.
    """
    if shown.present is None:
        return []
    blob = shown.blobs[shown.present]
    key = f"{RENDERER} {_PARTS} {blob}"
    return site.texts.kept_as(
        _KIND, key, lambda: json.dumps(_lines(site.texts, blob)), read=_LINES.decode
    )


def _lines(texts: Texts, blob: BlobId) -> list[Lines | None]:
    from archive.clauses import parse  # noqa: PLC0415 - with the comparing engine
    from archive.source_lines import file_lines  # noqa: PLC0415 - with the comparing engine

    html = texts.html(blob)
    _, body, above = split(texts.source(blob))
    found = file_lines(body, html, above=above)
    return [own for block, own in zip(parse(html).blocks, found, strict=True) if block.exact]
