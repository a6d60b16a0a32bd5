"""What a reader of an archived text must know first: whether it applies, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.register import Policy
from archive.revisions import Revision, State
from archive.speech import Speech
from site_overrides.compared_texts import replaced_words
from site_overrides.events_on_pages import dated_again
from site_overrides.histories import revision_period, version_period
from site_overrides.periods import stood, withdrawn_words
from site_overrides.remarks import warnings
from site_overrides.republications import first_publication
from site_overrides.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The state of a text in a sentence, and more about it."""

    kind: str  # "past", "coming", "present" or "never": how it looks
    words: str
    more: str


def banner(
    speech: Speech, site: Site, policy: Policy, revision: Revision, *, again: bool
) -> Banner:
    """Return the banner above a text; `again` where its words were published again and apply."""
    period = revision_period(speech, site, policy, revision)
    if policy.in_force and again:
        return _of_words_again(speech, site, policy, policy.in_force)
    match revision.state:
        case State.IN_FORCE:
            words = speech.say("This text is in force.")
            return Banner(kind="present", words=words, more=period)
        case State.SCHEDULED:
            words = speech.say("This text is not in force yet.")
            return Banner(kind="coming", words=words, more=_until(speech, site, policy, revision))
        case State.ARCHIVED:
            words = speech.say("This text is not in force: the policy was retired.")
            return Banner(kind="past", words=words, more=period)
        case State.WITHDRAWN if revision.applies_from is None:
            more = withdrawn_words(speech, policy, revision, site.settings.timezone)
            words = speech.say("This text never applied.")
            if stood(revision):
                words = speech.say("This text was withdrawn.")
            return Banner(kind="never", words=words, more=more)
        case _:
            words = speech.say("This text is not in force.")
            return Banner(kind="past", words=words, more=period)


def _of_words_again(speech: Speech, site: Site, policy: Policy, current: Revision) -> Banner:
    period = revision_period(speech, site, policy, current)
    again = speech.say("It was published again on {day}.", day=current.published_on)
    words = speech.say("The words of this text are in force.")
    return Banner(kind="present", words=words, more=f"{period} {again}")


def banner_remarks(speech: Speech, site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield what became of the text's day, what took its place, and what went wrong."""
    yield from dated_again(speech, site, policy, revision)
    yield from replaced_words(speech, site, policy, revision)
    known = first_publication(site, policy, revision) is not None
    yield from warnings(speech, site, policy, revision, known=known)


def _until(speech: Speech, site: Site, policy: Policy, revision: Revision) -> str:
    if revision.applies_from is None:
        return version_period(speech, site, policy.versions[-1])
    return speech.say("It applies from {first} on.", first=revision.applies_from)
