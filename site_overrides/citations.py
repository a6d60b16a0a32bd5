"""How a text is cited: its policy, its version and the address that holds these very words."""

from dataclasses import dataclass

from archive.register import Policy
from archive.revisions import Revision
from archive.speech import Speech, speech_in, without_isolates
from site_overrides.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a script needs to cite a section of the text on a page."""

    words: str  # "Privacy Policy, version of 20 November 2018"
    address: str  # the whole URL where the site knows its own, else the way from the page


def citation(site: Site, policy: Policy, revision: Revision, *, seen_from: str) -> Citation:
    """Return how a text is cited; the address is that of the text, not of its version.

    A version's address shows its newest words, which a later correction may change.
    """
    version = policy.version_of(revision)
    address = site.revision_address(policy, version, revision)
    alone = len(version.revisions) == 1
    words = _words(speech_in(policy.language), policy, revision, alone=alone)
    return Citation(words=without_isolates(words), address=site.href(address, seen_from=seen_from))


def _words(speech: Speech, policy: Policy, revision: Revision, *, alone: bool) -> str:
    if revision.effective is None:
        return speech.say("{policy}, text of {day}", policy=policy.title, day=revision.published_on)
    if alone or not revision.publication_known:
        return speech.say("{policy}, version of {day}", policy=policy.title, day=revision.effective)
    return speech.say(
        "{policy}, version of {day}, as published on {published}",
        policy=policy.title,
        day=revision.effective,
        published=revision.published_on,
    )
