"""What is written about the clauses of a policy beside the page pipeline: a page and a file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
from markupsafe import Markup

from archive.register import Policy
from archive.speech import speech_in
from site_overrides.archived_pages import ArchivedPage
from site_overrides.clause_addresses import clauses_address, clauses_file_address
from site_overrides.kept_pages import kept_of_as
from site_overrides.links import Destinations
from site_overrides.sites import Site

CLAUSE_PAGES: Final = 1  # of each policy
CLAUSES: Final = "clause-pages"
_KEPT: Final = msgspec.json.Decoder(tuple[str, str])  # the page, the file


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePages:
    """The history of each clause, and every clause of every text for programs."""

    page: ArchivedPage
    files: tuple[tuple[str, bytes], ...]  # with their addresses; none where no text may be shown


def clause_pages(site: Site, policy: Policy, destinations: Destinations) -> ClausePages:
    """Return what is written about the clauses of a policy."""
    make = partial(_composed, site, policy, destinations)
    history, file = kept_of_as(
        site, policy, CLAUSES, make, read=_KEPT.decode, beside=destinations.digest
    )
    return ClausePages(
        page=ArchivedPage(
            address=clauses_address(site, policy),
            language=policy.language,
            title=speech_in(policy.language).say(
                "{policy}, history of each clause", policy=policy.title
            ),
            canonical=site.policy_address(policy),
            body=Markup(history),  # noqa: S704 - made by templates that escape
            contents=Markup(),
            head=Markup(),
        ),
        files=tuple(_files(site, policy, file)),
    )


def _composed(site: Site, policy: Policy, destinations: Destinations) -> str:
    # Most builds find both in the cache, and so need nothing of what they are made with.
    from site_overrides.clause_files import clause_file  # noqa: PLC0415
    from site_overrides.clause_history_page import clause_page  # noqa: PLC0415
    from site_overrides.shown_clauses import shown_clauses  # noqa: PLC0415

    shown = shown_clauses(site, policy)
    page, file = clause_page(site, shown, destinations), clause_file(site, shown, destinations)
    return json.dumps((page, file))


def _files(site: Site, policy: Policy, file: str) -> Iterator[tuple[str, bytes]]:
    if file:
        yield clauses_file_address(site, policy), file.encode("utf-8", "replace")
