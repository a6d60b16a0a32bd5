"""Anchors that a policy's page once had: each leads to its clause, or to the last text that had it.

A clause that is still there, under another anchor, gets its former ones besides. One that is gone
gets a line at the end of the page, which is shown to whoever follows an old link to it.
"""

import json
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from archive.clause_places import lost_anchors
from archive.redlines import ENGINE
from archive.register import Policy
from archive.rendering import RENDERER
from archive.revisions import BlobId
from archive.texts import Texts
from site_overrides.mementos import mementos
from site_overrides.sites import Site
from site_overrides.texts_on_pages import plain_words, split_heading

_ID: Final = re.compile(r'<[a-z0-9]+(?: [^\s"=<>/]+="[^"]*")*? id="([^"]+)"')
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneAnchor:
    """An anchor whose clause is no part of the present text."""

    anchor: str
    words: str  # of its heading; empty where it was none
    address: str  # of the last text that had it, with the anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerAnchors:
    """Every anchor that a policy's page once had and its text does not have now."""

    moved: dict[str, str]  # to the anchor that the clause has now
    gone: tuple[GoneAnchor, ...]


class _State(NamedTuple):
    """A text that stood on the policy's page."""

    address: str
    blob: BlobId


def former_anchors(site: Site, policy: Policy) -> FormerAnchors:
    """Return where each former anchor of a policy's page leads."""
    blobs = {revision.id: revision.blob for revision in policy.revisions}
    # The anchors of a text are made of its words: those of one that was taken down go with it.
    down = {revision.id for revision in policy.revisions if site.redaction(revision)}
    states = [
        _State(state.address, blobs[state.revision])
        for state in mementos(site, policy)
        if state.revision not in down
    ]
    leads: dict[str, str] = {}  # every anchor so far, to the one that its clause has now
    gone: dict[str, tuple[str, _State]] = {}  # to the one it had last, and where
    current = policy.in_force
    present = current.blob if current and current.id not in down else None
    for last, blob in zip(
        (None, *states), [*(state.blob for state in states), present], strict=True
    ):
        went = _went(site.texts, last.blob, blob) if last else {}
        for anchor in [anchor for anchor, now in leads.items() if now in went]:
            was = leads.pop(anchor)
            if now := went[was]:
                leads[anchor] = now
            elif last:
                gone[anchor] = was, last
        for anchor in _anchors(site.texts, blob) if blob else ():
            leads[anchor] = anchor
            gone.pop(anchor, None)
    return FormerAnchors(
        moved={anchor: now for anchor, now in leads.items() if anchor != now},
        gone=tuple(
            GoneAnchor(
                anchor=anchor,
                words=_heading(site.texts.html(state.blob), was),
                address=f"{state.address}#{quote(was)}",
            )
            for anchor, (was, state) in sorted(gone.items())
        ),
    )


def with_former_anchors(text: str, moved: dict[str, str]) -> str:
    """Return a text in which each clause can be reached by its former anchors too."""
    by_target: dict[str, list[str]] = {}
    for anchor, now in moved.items():
        by_target.setdefault(escape(now), []).append(anchor)

    def add(match: re.Match[str]) -> str:
        added = "".join(f'<a id="{escape(each)}"></a>' for each in by_target.pop(match[1], ()))
        return f"{match[0]}{added}"

    opening = re.compile(f'{_ID.pattern}(?: [^\\s"=<>/]+="[^"]*")*>')
    return opening.sub(add, text) if by_target else text


def _went(texts: Texts, old: BlobId, new: BlobId | None) -> dict[str, str | None]:
    """Return what became of the anchors that a text does not have any more."""
    if new is None:
        return dict.fromkeys(_anchors(texts, old))
    before, after = _anchors(texts, old), _anchors(texts, new)
    if not set(before) - set(after):
        return {}
    kept = texts.kept(
        "anchors",
        f"{RENDERER} {ENGINE} {old} {new}",
        lambda: json.dumps(lost_anchors(texts.html(old), texts.html(new))),
    )
    found: dict[str, str | None] = json.loads(kept)
    return {a: found.get(a) if found.get(a) in after else None for a in before if a not in after}


def _anchors(texts: Texts, blob: BlobId) -> tuple[str, ...]:
    """Return the anchors of a text as its page shows it, without the heading at its top."""

    def find() -> str:
        _, text = split_heading(texts.html(blob))
        return json.dumps([unescape(anchor) for anchor in _ID.findall(text)])

    return tuple(
        dict.fromkeys(json.loads(texts.kept("anchors-of-text", f"{RENDERER} {blob}", find)))
    )


def _heading(html: str, anchor: str) -> str:
    found = re.search(f'<h([1-6])[^>]* id="{re.escape(escape(anchor))}"[^>]*>(.*?)</h\\1>', html)
    return plain_words(Markup(_TAG.sub("", found[2]).strip())) if found else ""  # noqa: S704 - cleaned
