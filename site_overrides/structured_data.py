"""What search engines and programs read in a page: its dates, named as schema.org names them.

`datePublished` is the day the text came to the published branch, `dateModified` the day its
words or its date changed last, `temporalCoverage` the days on which it applies.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from archive.register import Policy
from archive.revisions import Revision, Version
from site_overrides.republications import version_since, words_since
from site_overrides.sites import Site, Step, version_in_force

# Inside a script no "<" may stand, whatever an author wrote; JSON knows these letters by number.
_NUMBERED: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def data_block(document: Mapping[str, object]) -> Markup:
    """Return a document as JSON that no text can break out of a script element with."""
    return Markup(json.dumps(document).translate(_NUMBERED))  # noqa: S704 - escaped here


def policy_data(site: Site, policy: Policy) -> dict[str, object]:
    """Return what is said of a policy's own page: the text in force, with its dates."""
    address = site.policy_address(policy)
    document = _about(site, policy, address)
    current, version = policy.in_force, version_in_force(policy)
    if current is None or version is None:
        return document
    since = version_since(site, policy, version)
    worded = words_since(site, policy, current)
    first = since.revisions[0]
    if first.publication_known:
        document["datePublished"] = first.published_on.isoformat()
    document |= {
        "dateModified": _modified(site, worded).isoformat(),
        "version": version.address,
        "identifier": f"sha256:{current.first_sha256}",
    }
    begins = since.applies_from or first.published_on
    document["temporalCoverage"] = _interval(begins, version.applies_until)
    former = _version_before(policy, since)
    if former:
        former_address = site.version_address(policy, former)
        document["isBasedOn"] = site.href(former_address, seen_from=address)
    return document


def text_data(site: Site, policy: Policy, of: Step, *, address: str) -> dict[str, object]:
    """Return what is said of an archived text."""
    revision = of.revision
    document = _about(site, policy, address)
    if revision.publication_known:
        document["datePublished"] = revision.published_on.isoformat()
    document |= {
        "dateModified": _modified(site, revision).isoformat(),
        "version": of.version.address if of.version.effective is None else str(revision.id),
        "identifier": f"sha256:{revision.first_sha256}",
        "exampleOfWork": {"@id": site.href(site.policy_address(policy), seen_from=address)},
    }
    if revision.applies_from:
        document["temporalCoverage"] = _interval(revision.applies_from, revision.applies_until)
    if of.before:
        before = site.revision_address(policy, of.before_version or of.version, of.before)
        document["isBasedOn"] = site.href(before, seen_from=address)
    return document


def _about(site: Site, policy: Policy, address: str) -> dict[str, object]:
    itself = site.href(address, seen_from=address)
    document: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": itself,
        "url": itself,
        "name": policy.title,
        "inLanguage": policy.language,
        "publisher": {"@type": "Organization", "name": site.name},
    }
    original = _original(site, policy)
    if original:
        place = site.policy_address(original)
        document["translationOfWork"] = {"@id": site.href(place, seen_from=address)}
    return document


def _original(site: Site, policy: Policy) -> Policy | None:
    of = policy.original
    return next(
        (each for each in site.register if of and (each.id, each.language) == (of.id, of.language)),
        None,
    )


def _modified(site: Site, revision: Revision) -> date:
    """Return the day on which the words or the date of a text changed last."""
    dated = revision.datings[-1].published.astimezone(site.settings.timezone).date()
    return max(revision.published_on, dated)


def _version_before(policy: Policy, version: Version) -> Version | None:
    place = policy.versions.index(version)
    return policy.versions[place - 1] if place else None


def _interval(begins: date, ends: date | None) -> str:
    """Return the days on which a text applies, as ISO 8601 writes an interval of days."""
    last = ".." if ends is None else max(begins, ends - timedelta(days=1)).isoformat()
    return f"{begins.isoformat()}/{last}"
