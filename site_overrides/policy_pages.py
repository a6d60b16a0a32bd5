"""The page of a policy: the text in force with its dates, its marks and its former anchors.

Composed once, and kept until anything that it follows from is another.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
from markupsafe import Markup

from archive.register import Policy
from archive.speech import speech_in
from site_overrides.clause_marks import MarkedText, marked_text, with_marks
from site_overrides.contents import contents_above, listed_sections
from site_overrides.downloads import alternate_links, with_downloads
from site_overrides.former_anchors import former_anchors, with_former_anchors
from site_overrides.generated_pages import Composition
from site_overrides.heads import policy_head
from site_overrides.kept_pages import kept_of_as
from site_overrides.links import Destinations, relink
from site_overrides.mementos import mementos
from site_overrides.page_frames import redacted_notice
from site_overrides.pages import policy_ending, policy_heading
from site_overrides.sites import Site
from site_overrides.texts_on_pages import Section, sections, split_heading, with_scrolling_tables

POLICY_PAGE: Final = "policy-page"
_UNMARKED: Final = MarkedText(html="", marks=(), gone=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _PolicyPage:
    """All of a policy's page; its marks are left open, and go into the text when it is written."""

    text: Markup
    heading: Markup
    ending: Markup
    head: Markup
    contents: tuple[Section, ...]
    marks: tuple[str, ...]
    lost: tuple[str, ...]  # links of the text that lead nowhere


def policy_page(
    site: Site, policy: Policy, destinations: Destinations, *, warn: Callable[[str], None]
) -> Composition:
    """Return what a policy's page consists of; each of its links that leads nowhere is told."""
    page = _kept(site, policy, destinations)
    for href in page.lost:
        warn(
            f"{(policy.in_force or policy).path}: the link to {href!r} leads nowhere; its words"
            " stay, the link is left out"
        )
    speech, address = speech_in(policy.language), site.policy_address(policy)
    downloads = destinations.downloads
    return Composition(
        text=page.text,
        heading=with_downloads(page.heading, speech, downloads, address=address),
        ending=page.ending,
        head=page.head + alternate_links(speech, downloads, address=address),
        contents=page.contents,
        # The marks are read again then: meanwhile MkDocs holds the pages of all policies.
        finish=lambda text: with_marks(text, _kept(site, policy, destinations).marks),
    )


def _kept(site: Site, policy: Policy, destinations: Destinations) -> _PolicyPage:
    make = partial(_composed, site, policy, destinations)
    return kept_of_as(site, policy, POLICY_PAGE, make, read=_read, beside=destinations.digest)


def _read(kept: str) -> _PolicyPage:
    return msgspec.convert(json.loads(kept), _PolicyPage, dec_hook=lambda kind, words: kind(words))


def _composed(site: Site, policy: Policy, destinations: Destinations) -> str:
    text, lost, marked = "", list[str](), _UNMARKED
    contents: tuple[Section, ...] = ()
    former = former_anchors(site, policy)
    current, reason = policy.in_force, site.redaction(policy.in_force)
    if current is not None and reason is not None:
        text = str(redacted_notice(speech_in(policy.language), current, reason))
    elif current is not None:
        marked = marked_text(site, policy, current.blob)
        address = site.policy_address(policy)
        resolve = destinations.on_the_present_page(path=current.path, address=address)

        def telling(href: str) -> str | None:
            target = resolve(href)
            if target is None:
                lost.append(href)
            return target

        _, text = split_heading(marked.html)
        text = with_scrolling_tables(relink(text, telling), policy.language)
        contents = sections(text)
        text = with_former_anchors(text, former.moved)
    page = _PolicyPage(
        text=Markup(text),  # noqa: S704 - cleaned when it was rendered
        heading=policy_heading(site, policy, clauses_marked=bool(marked.marks))
        + contents_above(
            speech_in(policy.language), listed_sections(speech_in(policy.language), contents)
        ),
        ending=policy_ending(site, policy, former.gone, marked.gone),
        head=policy_head(site, policy, mementos(site, policy)),
        contents=contents,
        marks=marked.marks,
        lost=tuple(lost),
    )
    return json.dumps(msgspec.to_builtins(page, enc_hook=str))
