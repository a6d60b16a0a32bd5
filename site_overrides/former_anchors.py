"""Anchors that a page once had: each leads to its clause, or to the last text that had it.

A clause that is still there, under another anchor, gets its former ones besides. One that is gone
gets a line at the end of the page, which is shown to whoever follows an old link to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain, pairwise
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from archive.anchors import ANCHORED
from archive.register import Policy
from archive.revisions import BlobId, Version
from archive.texts import Texts
from site_overrides.mementos import mementos
from site_overrides.sites import Site
from site_overrides.texts_on_pages import plain_words

_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneAnchor:
    """An anchor whose clause is no part of the present text."""

    anchor: str
    words: str  # of its heading; empty where it was none
    address: str  # of the last text that had it, with the anchor
    now: tuple[str, str] | None = None  # title and address, where a split took it elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerAnchors:
    """Every anchor that a page once had and its text does not have now."""

    moved: dict[str, str]  # to the anchor that the clause has now
    gone: tuple[GoneAnchor, ...]


class _State(NamedTuple):
    """A text that stood on the page, and where it stands by itself."""

    address: str
    blob: BlobId


def former_anchors(site: Site, policy: Policy) -> FormerAnchors:
    """Return where each former anchor of a policy's page leads."""
    current = policy.in_force
    present = current.blob if current and not site.redaction(current) else None
    found = _followed(site.texts, _states(site, policy), present)
    gone = tuple(replace(each, now=_elsewhere(site, policy, each.anchor)) for each in found.gone)
    return replace(found, gone=gone)


def _elsewhere(site: Site, policy: Policy, anchor: str) -> tuple[str, str] | None:
    """Return title and address of the policy split from this one that has the anchor now."""
    split = {(parting.into, policy.language) for parting in policy.partings if parting.into}
    for other in site.living:
        text = other.in_force
        if text is None or (other.id, other.language) not in split or site.redaction(text):
            continue
        if anchor in site.texts.anchors(text.blob):
            return other.title, f"{site.policy_address(other)}#{quote(anchor)}"
    return None


def _states(site: Site, policy: Policy) -> list[_State]:
    """Return the texts that stood on a policy's page, oldest first."""
    blobs = {revision.id: revision.blob for revision in policy.revisions}
    # The anchors of a text are made of its words: those of one that was taken down go with it.
    down = {revision.id for revision in policy.revisions if site.redaction(revision)}
    return [
        _State(state.address, blobs[state.revision])
        for state in mementos(site, policy)
        if state.revision not in down
    ]


def followed_pairs(site: Site, policies: Iterable[Policy]) -> Iterator[tuple[BlobId, BlobId]]:
    """Yield the pairs of texts that a page showed one after the other, losing anchors."""
    for policy in policies:
        for old, new in chain.from_iterable(map(pairwise, _shown_in_turn(site, policy))):
            if set(site.texts.anchors(old)) - set(site.texts.anchors(new)):
                yield old, new


def _shown_in_turn(site: Site, policy: Policy) -> Iterator[list[BlobId]]:
    """Yield the texts that the page of a policy, and of each of its versions, showed in turn."""
    yield [state.blob for state in _states(site, policy)]
    for version in policy.versions:
        yield [revision.blob for revision in version.revisions if not site.redaction(revision)]


def version_anchors(site: Site, policy: Policy, version: Version) -> FormerAnchors | None:
    """Return where the anchors of a version's page lead that only its first texts had.

    Its page shows its newest text. None where it never showed another.
    """
    *before, newest = version.revisions
    if not before:
        return None
    states = [
        _State(site.revision_address(policy, version, revision), revision.blob)
        for revision in before
        if not site.redaction(revision)
    ]
    return _followed(site.texts, states, None if site.redaction(newest) else newest.blob)


def _followed(texts: Texts, states: Sequence[_State], present: BlobId | None) -> FormerAnchors:
    """Return where the anchors of all texts of a page lead, the present one's left out."""
    leads: dict[str, str] = {}  # every anchor so far, to the one that its clause has now
    gone: dict[str, tuple[str, _State]] = {}  # to the one it had last, and where
    for last, blob in zip(
        (None, *states), [*(state.blob for state in states), present], strict=True
    ):
        went = _went(texts, last.blob, blob) if last else {}
        for anchor in [anchor for anchor, now in leads.items() if now in went]:
            was = leads.pop(anchor)
            if now := went[was]:
                leads[anchor] = now
            elif last:
                gone[anchor] = was, last
        for anchor in texts.anchors(blob) if blob else ():
            leads[anchor] = anchor
            gone.pop(anchor, None)
    return FormerAnchors(
        moved={anchor: now for anchor, now in leads.items() if anchor != now},
        gone=tuple(
            GoneAnchor(
                anchor=anchor,
                words=_heading(texts.html(state.blob), was),
                address=f"{state.address}#{quote(was)}",
            )
            for anchor, (was, state) in sorted(gone.items())
        ),
    )


def with_former_anchors(text: str, moved: Mapping[str, str]) -> str:
    """Return a text in which each clause can be reached by its former anchors too."""
    by_target: dict[str, list[str]] = {}
    for anchor, now in moved.items():
        by_target.setdefault(escape(now), []).append(anchor)

    def add(match: re.Match[str]) -> str:
        added = "".join(f'<a id="{escape(each)}"></a>' for each in by_target.pop(match[1], ()))
        return f"{match[0]}{added}"

    opening = re.compile(f'{ANCHORED.pattern}(?: [^\\s"=<>/]+="[^"]*")*>')
    return opening.sub(add, text) if by_target else text


def _went(texts: Texts, old: BlobId, new: BlobId | None) -> dict[str, str | None]:
    """Return what became of the anchors that a text does not have any more."""
    if new is None:
        return dict.fromkeys(texts.anchors(old))
    before, after = texts.anchors(old), texts.anchors(new)
    if not set(before) - set(after):
        return {}
    found = texts.lost_anchors(old, new)
    return {a: found.get(a) if found.get(a) in after else None for a in before if a not in after}


def _heading(html: str, anchor: str) -> str:
    found = re.search(f'<h([1-6])[^>]* id="{re.escape(escape(anchor))}"[^>]*>(.*?)</h\\1>', html)
    return plain_words(Markup(_TAG.sub("", found[2]).strip())) if found else ""  # noqa: S704 - cleaned
