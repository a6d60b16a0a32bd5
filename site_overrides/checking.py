"""The page that tells readers how to check the record themselves, with an example of this site."""

import shlex
from dataclasses import dataclass

from markupsafe import Markup

from archive.manifest import MANIFEST_FILE
from archive.register import Policy
from archive.revisions import Revision
from archive.status import STATUS_FILE
from site_overrides.moved_json import MOVED_FILE
from site_overrides.record_files import VERSIONS_FILE
from site_overrides.sites import CHECK_PAGE, Site
from site_overrides.templates import fill, link_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text of this very site that anybody can check."""

    policy: Policy
    revision: Revision
    address: str
    place: str  # COMMIT:PATH, as a shell takes it


def check_page(site: Site) -> Markup:
    """Return the body of the page "How to check this record"."""
    return fill(
        "checking.html",
        site.speech,
        example=example(site),
        contact=site.settings.contact,
        archive_file=MANIFEST_FILE,
        status_file=STATUS_FILE,
        archive_url=site.absolute(MANIFEST_FILE) if site.url else None,
        moved_file=MOVED_FILE,
        policies=[
            (policy, f"{site.policy_address(policy)}{VERSIONS_FILE}") for policy in site.register
        ],
        redactions=bool(site.settings.redactions),
        link=link_from(CHECK_PAGE),
    )


def example(site: Site) -> Example | None:
    """Return the text in force of the first policy, else the newest that is published.

    One in the site's language comes before the others: readers of this page understand it.
    """
    policies = (*site.living, *site.retired)
    for policy in sorted(policies, key=lambda each: each.language != site.settings.language):
        newest_first = reversed(policy.revisions)
        candidates = ([policy.in_force] if policy.in_force else []) + list(newest_first)
        for revision in candidates:
            if not revision.preview and not site.redaction(revision):
                return _example(site, policy, revision)
    return None


def _example(site: Site, policy: Policy, revision: Revision) -> Example:
    version = policy.version_of(revision)
    return Example(
        policy=policy,
        revision=revision,
        address=site.revision_address(policy, version, revision),
        place=shlex.quote(f"{revision.commit}:{revision.path}"),
    )
