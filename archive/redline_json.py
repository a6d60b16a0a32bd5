"""A redline as JSON: the answer of `diff --format json`, and what the cache keeps."""

import json
from dataclasses import asdict, dataclass

import msgspec

from archive.changes import Change
from archive.marks import Mark, Segment
from archive.redlines import Redline


def segments_and_changes(redline: Redline) -> dict[str, object]:
    """Return the `segments` and `changes` of `diff --format json`."""
    return {
        "segments": [[segment.mark.value, segment.text] for segment in redline.segments],
        "changes": [change_document(change) for change in redline.changes],
    }


def change_document(change: Change) -> dict[str, object]:
    """Return one of the `changes` of `diff --format json`."""
    return {
        "kind": change.kind.value,
        "clause": change.clause,
        "heading": change.heading,
        "before": change.before,
        "after": change.after,
        "sentences": [list(pair) for pair in change.sentences],
        "links": [list(pair) for pair in change.links],
        "pictures": [list(pair) for pair in change.pictures],
        "along": change.along,
        "moved_from": change.moved_from,
    }


def to_json(redline: Redline) -> str:
    """Return the whole redline as one JSON document."""
    changes = [
        change_document(change) | {"quotes": [list(map(asdict, quote)) for quote in change.quotes]}
        for change in redline.changes
    ]
    whole = segments_and_changes(redline) | {"changes": changes, "html": redline.html}
    return json.dumps(whole, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """What `to_json` writes."""

    segments: tuple[tuple[Mark, str], ...]
    changes: tuple[Change, ...]
    html: str


def from_json(text: str) -> Redline:
    """Return the redline that `to_json` wrote; anything else is a ValueError."""
    document = msgspec.json.decode(text, type=_Document)
    return Redline(
        segments=tuple(Segment(mark=mark, text=words) for mark, words in document.segments),
        changes=document.changes,
        html=document.html,
    )
