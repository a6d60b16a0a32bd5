"""The states of a policy's page through time, as Memento (RFC 7089) tells them to programs.

The policy's page is the original resource. Each text that stood on it is a memento: the page of
that revision, which never changes. Announced texts and those that never applied are none. A
site of files cannot choose a memento by a request's date, so there is no TimeGate.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from typing import Final

from archive.register import Policy
from archive.revisions import Revision, RevisionId
from site_overrides.atom_feeds import moment_text
from site_overrides.sites import Site, steps

TIMEMAP: Final = "timemap.link"
TIMEMAP_JSON: Final = "timemap.json"
LINK_FORMAT: Final = "application/link-format"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One state of a policy's page, and the moment from which it stood there."""

    revision: RevisionId
    address: str
    moment: datetime

    @property
    def http_date(self) -> str:
        """The moment as HTTP writes it."""
        return format_datetime(self.moment.astimezone(UTC), usegmt=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink:
    """A link from a page to another with its relations, and the moment the other stands for."""

    relations: str
    href: str
    kind: str | None = None
    moment: str | None = None


def mementos(site: Site, policy: Policy) -> tuple[Memento, ...]:
    """Return every text that has stood on a policy's page so far, oldest first."""
    found = [
        Memento(
            revision=step.revision.id,
            address=site.revision_address(policy, step.version, step.revision),
            moment=moment,
        )
        for step in steps(policy)
        if (moment := _stood_from(site, step.revision))
    ]
    return tuple(sorted(found, key=lambda memento: memento.moment))


def _stood_from(site: Site, revision: Revision) -> datetime | None:
    begins = revision.applies_from
    if begins is None or begins > site.register.today or revision.preview:
        return None
    if begins == revision.published_on:
        return revision.published
    return datetime.combine(begins, time(), tzinfo=site.settings.timezone)


def links_of_original(
    site: Site, policy: Policy, known: tuple[Memento, ...]
) -> tuple[RelatedLink, ...]:
    """Return the links of a policy's own page: its TimeMap, its first and its last text."""
    if not site.url:
        return ()
    ends = {0, len(known) - 1} if known else ()
    return (_timemap(site, policy), *(_to(site, known, number) for number in sorted(ends)))


def links_of_memento(
    site: Site, policy: Policy, known: tuple[Memento, ...], revision: RevisionId
) -> tuple[RelatedLink, ...]:
    """Return the links of an archived text: original, TimeMap, itself and its neighbours."""
    if not site.url:
        return ()
    original = RelatedLink(relations="original", href=site.absolute(site.policy_address(policy)))
    place = next((n for n, each in enumerate(known) if each.revision == revision), None)
    if place is None:  # it is still to come, or never applied
        return original, _timemap(site, policy)
    near = {0, max(0, place - 1), place, min(len(known) - 1, place + 1), len(known) - 1}
    linked = (_to(site, known, number, place=place) for number in sorted(near))
    return original, _timemap(site, policy), *linked


def _timemap(site: Site, policy: Policy) -> RelatedLink:
    address = f"{site.policy_address(policy)}{TIMEMAP}"
    return RelatedLink(relations="timemap", href=site.absolute(address), kind=LINK_FORMAT)


def _to(
    site: Site, known: tuple[Memento, ...], number: int, *, place: int | None = None
) -> RelatedLink:
    """Return a link to one of the mementos; `place` is the one it is seen from."""
    words = [
        "first" if number == 0 else "",
        "prev" if place is not None and number == place - 1 else "",
        "next" if place is not None and number == place + 1 else "",
        "last" if number == len(known) - 1 else "",
        "memento",
    ]
    return RelatedLink(
        relations=" ".join(word for word in words if word),
        href=site.absolute(known[number].address),
        moment=known[number].http_date,
    )


def timemap_files(site: Site, policy: Policy) -> dict[str, bytes]:
    """Return the TimeMap of a policy in both notations; none while no one knows the site's URL."""
    if not site.url:
        return {}
    known = mementos(site, policy)
    home = site.policy_address(policy)
    return {
        f"{home}{TIMEMAP}": _link_format(site, policy, known).encode(),
        f"{home}{TIMEMAP_JSON}": _json(site, policy, known),
    }


def _link_format(site: Site, policy: Policy, known: tuple[Memento, ...]) -> str:
    home = site.absolute(site.policy_address(policy))
    span = f';from="{known[0].http_date}";until="{known[-1].http_date}"' if known else ""
    lines = [
        f'<{home}>;rel="original"',
        f'<{home}{TIMEMAP}>;rel="self";type="{LINK_FORMAT}"{span}',
    ]
    lines += [link_text(_to(site, known, number)) for number in range(len(known))]
    return ",\n".join(lines) + "\n"  # a line each, as RFC 7089 shows it


def link_text(link: RelatedLink) -> str:
    """Return a link as a Link header (RFC 8288) and a TimeMap write it."""
    kind = f';type="{link.kind}"' if link.kind else ""
    moment = f';datetime="{link.moment}"' if link.moment else ""
    return f'<{link.href}>;rel="{link.relations}"{kind}{moment}'


def _json(site: Site, policy: Policy, known: tuple[Memento, ...]) -> bytes:
    home = site.absolute(site.policy_address(policy))
    listed = [
        {"datetime": moment_text(each.moment), "uri": site.absolute(each.address)} for each in known
    ]
    ends = {"first": listed[0], "last": listed[-1]} if listed else {}
    document = {
        "original_uri": home,
        "self": f"{home}{TIMEMAP_JSON}",
        "timemap_uri": {
            "link_format": f"{home}{TIMEMAP}",
            "json_format": f"{home}{TIMEMAP_JSON}",
        },
        "mementos": {**ends, "list": listed},
    }
    return f"{json.dumps(document, indent=1)}\n".encode()
