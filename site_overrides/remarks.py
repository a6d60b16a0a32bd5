"""What readers should know about the record of a text: whom it binds otherwise, what went wrong."""

from collections.abc import Iterator

from archive.register import Policy
from archive.revisions import Revision, State
from site_overrides.periods import existing_words, recorded_words, standing_words, stood
from site_overrides.republications import goes_on, words_since
from site_overrides.sites import Site
from site_overrides.wording import SOURCE_NOTES, day_words


def remarks(site: Site, policy: Policy, revision: Revision, *, known: bool) -> Iterator[str]:
    """Yield every remark on the record of a text; `known` of one that was published before."""
    redaction = site.redaction(revision)
    if redaction is not None:
        yield f"The words of this text were taken down: {redaction}"
    if revision.preview:
        yield "Not published: this text stands in the working copy only."
    yield from warnings(site, policy, revision, known=known)
    recorded = revision.first_recorded.astimezone(site.settings.timezone).date()
    if recorded < revision.published_on and not known:
        yield f"First recorded in git on {day_words(recorded)}; that was not public notice."


def undated_words(revision: Revision) -> str:
    """Return that the words of a text changed under an unchanged date."""
    return (
        f"Undated change: the words changed on {day_words(revision.published_on)}, while the"
        f" effective date stayed {day_words(revision.effective or revision.published_on)}."
    )


def warnings(site: Site, policy: Policy, revision: Revision, *, known: bool) -> Iterator[str]:
    """Yield what concerns every reader of a text; one that was published before was not late."""
    if revision.is_declared:
        yield SOURCE_NOTES[revision.effective_source]
    yield from existing_words(policy, revision, today=site.register.today)
    if goes_on(site, policy, revision):
        yield from _interruptions(site, policy, revision)
    elif revision.undated:
        yield undated_words(revision)
    explained = known or revision.undated or revision.is_declared
    if revision.effective and revision.effective < revision.published_on and not explained:
        applied = revision.applies_from == revision.published_on
        ending = " It applied from its publication." if applied else ""
        yield (
            f"Published late: the text names {day_words(revision.effective)} as its date and was "
            f"published on {day_words(revision.published_on)}.{ending}"
        )
    recorded = recorded_words(site, revision)
    if recorded is not None:
        yield recorded


def _interruptions(site: Site, policy: Policy, revision: Revision) -> Iterator[str]:
    """Yield which other texts stood for some hours before these words were published again."""
    since = words_since(site, policy, revision).published
    for other in policy.revisions:
        between = since < other.published < revision.published
        if between and other.state is State.WITHDRAWN and stood(other) and other.ended:
            how_long = standing_words(other.published, other.ended.at, site.settings.timezone)
            yield f"Another text stood here {how_long}, and was withdrawn."
