"""What readers should know about the record of a text: whom it binds otherwise, what went wrong."""

from collections.abc import Iterator
from datetime import date

from archive.register import Policy
from archive.revisions import Revision, State
from archive.speech import Speech
from site_overrides.periods import existing_words, interruption_words, recorded_words, stood
from site_overrides.republications import goes_on, words_since
from site_overrides.sites import Site
from site_overrides.wording import SOURCE_NOTES


def remarks(
    speech: Speech, site: Site, policy: Policy, revision: Revision, *, known: bool
) -> Iterator[str]:
    """Yield every remark on the record of a text; `known` of one that was published before."""
    redaction = site.redaction(revision)
    if redaction is not None:
        yield speech.say("The words of this text were taken down: {reason}", reason=redaction)
    if revision.preview:
        yield speech.say("Not published: this text stands in the working copy only.")
    yield from warnings(speech, site, policy, revision, known=known)
    recorded = revision.first_recorded.astimezone(site.settings.timezone).date()
    if recorded < revision.published_on and not known:
        yield speech.say(
            "First recorded in git on {day}; that was not public notice.", day=recorded
        )


def undated_words(speech: Speech, revision: Revision) -> str:
    """Return that the words of a text changed under an unchanged date."""
    return speech.say(
        "Undated change: the words changed on {published}, while the effective date stayed"
        " {effective}.",
        published=revision.published_on,
        effective=revision.effective or revision.published_on,
    )


def warnings(
    speech: Speech, site: Site, policy: Policy, revision: Revision, *, known: bool
) -> Iterator[str]:
    """Yield what concerns every reader of a text; one that was published before was not late."""
    if revision.is_declared:
        yield speech.say(SOURCE_NOTES[revision.effective_source])
    yield from existing_words(speech, policy, revision, today=site.register.today)
    if goes_on(site, policy, revision):
        yield from _interruptions(speech, site, policy, revision)
    elif revision.undated:
        yield undated_words(speech, revision)
    explained = known or revision.undated or revision.is_declared
    if revision.effective and revision.effective < revision.published_on and not explained:
        yield _late_words(speech, revision, revision.effective)
    recorded = recorded_words(speech, site, revision)
    if recorded is not None:
        yield recorded


def _late_words(speech: Speech, revision: Revision, effective: date) -> str:
    days = {"effective": effective, "published": revision.published_on}
    if revision.applies_from == revision.published_on:
        return speech.say(
            "Published late: the text names {effective} as its date and was published on"
            " {published}. It applied from its publication.",
            **days,
        )
    return speech.say(
        "Published late: the text names {effective} as its date and was published on {published}.",
        **days,
    )


def _interruptions(speech: Speech, site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield which other texts stood for some hours before these words were published again."""
    since = words_since(site, policy, revision).published
    for other in policy.revisions:
        between = since < other.published < revision.published
        if between and other.state is State.WITHDRAWN and stood(other) and other.ended:
            zone = site.settings.timezone
            yield interruption_words(speech, other.published, other.ended.at, zone)
