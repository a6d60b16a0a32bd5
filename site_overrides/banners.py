"""What a reader of an archived text must know first: whether it applies, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.register import Policy
from archive.revisions import Revision, State
from site_overrides.compared_texts import replaced_words
from site_overrides.events_on_pages import dated_again
from site_overrides.histories import revision_period, version_period
from site_overrides.periods import stood, withdrawn_words
from site_overrides.remarks import warnings
from site_overrides.republications import first_publication
from site_overrides.sites import Site
from site_overrides.wording import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The state of a text in a sentence, and more about it."""

    kind: str  # "past", "coming", "present" or "never": how it looks
    words: str
    more: str


def banner(site: Site, policy: Policy, revision: Revision, *, again: bool) -> Banner:
    """Return the banner above a text; `again` where its words were published again and apply."""
    period = revision_period(site, policy, revision)
    if policy.in_force and again:
        current = policy.in_force
        period = revision_period(site, policy, current)
        more = f"{period} It was published again on {day_words(current.published_on)}."
        return Banner(kind="present", words="The words of this text are in force.", more=more)
    match revision.state:
        case State.IN_FORCE:
            return Banner(kind="present", words="This text is in force.", more=period)
        case State.SCHEDULED:
            words = "This text is not in force yet."
            return Banner(kind="coming", words=words, more=_until(site, policy, revision))
        case State.ARCHIVED:
            words = "This text is not in force: the policy was retired."
            return Banner(kind="past", words=words, more=period)
        case State.WITHDRAWN if revision.applies_from is None:
            more = withdrawn_words(policy, revision, site.settings.timezone)
            verb = "was withdrawn" if stood(revision) else "never applied"
            return Banner(kind="never", words=f"This text {verb}.", more=more)
        case _:
            return Banner(kind="past", words="This text is not in force.", more=period)


def banner_remarks(site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield what became of the text's day, what took its place, and what went wrong."""
    yield from dated_again(site, policy, revision)
    yield from replaced_words(site, policy, revision)
    known = first_publication(site, policy, revision) is not None
    yield from warnings(site, policy, revision, known=known)


def _until(site: Site, policy: Policy, revision: Revision) -> str:
    if revision.applies_from is None:
        return version_period(site, policy.versions[-1])
    return f"It applies from {day_words(revision.applies_from)} on."
