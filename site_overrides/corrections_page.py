"""The page of corrections: what was declared about the past, with its reason, and what came down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from archive.corrections import Correction, CorrectionKind, corrections
from archive.manifest import MANIFEST_FILE, Said
from archive.revisions import EffectiveSource, Revision
from archive.speech import Speech, worded
from site_overrides.sites import CHECK_PAGE, CORRECTIONS, Site
from site_overrides.templates import fill, link_from

CORRECTION_NAMES: Final = {
    CorrectionKind.DATE_DECLARED: worded("Date declared later"),
    CorrectionKind.EARLIER_TEXT: worded("Earlier text added"),
    CorrectionKind.WORDS_TAKEN_DOWN: worded("Words taken down"),
    CorrectionKind.SAID_OTHERWISE: worded("The record said otherwise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionEntry:
    """One correction as the page lists it."""

    name: str
    title: str
    address: str  # of the text it is about
    published: date
    words: str
    reason: str  # or the source of an earlier text, and what it is called
    declared: bool


def corrections_page(site: Site) -> Markup:
    """Return the body of the page of corrections, those of the newest texts first."""
    found = sorted(
        corrections(site.register, site.settings, site.record),
        key=lambda correction: correction.revision.published,
        reverse=True,
    )
    return fill(
        "corrections.html",
        site.speech,
        entries=[_entry(site, correction) for correction in found],
        began=site.record_began,
        archive_file=MANIFEST_FILE,
        check_address=CHECK_PAGE,
        link=link_from(CORRECTIONS),
    )


def _entry(site: Site, correction: Correction) -> CorrectionEntry:
    policy, revision = correction.policy, correction.revision
    version = policy.version_of(revision)
    return CorrectionEntry(
        name=site.speech.say(CORRECTION_NAMES[correction.kind]),
        title=policy.title,
        address=site.revision_address(policy, version, revision),
        published=revision.published_on,
        words=_words(site, correction),
        reason=_reason(site.speech, correction),
        declared=correction.kind in (CorrectionKind.DATE_DECLARED, CorrectionKind.EARLIER_TEXT),
    )


def _reason(speech: Speech, correction: Correction) -> str:
    if not correction.reason:
        return ""
    if correction.kind is CorrectionKind.EARLIER_TEXT:
        return speech.say("Source: {source}", source=correction.reason)
    return speech.say("Reason: {reason}", reason=correction.reason)


def _words(site: Site, correction: Correction) -> str:
    match correction.kind:
        case CorrectionKind.DATE_DECLARED:
            return _declared_words(site.speech, correction)
        case CorrectionKind.EARLIER_TEXT:
            return " ".join(_earlier_words(site.speech, correction))
        case CorrectionKind.WORDS_TAKEN_DOWN:
            return site.speech.say(
                "The dates, the address and the hash of this text stay. Git still holds it."
            )
        case CorrectionKind.SAID_OTHERWISE:
            return _said_words(site, correction.said) if correction.said else ""


def _declared_words(speech: Speech, correction: Correction) -> str:
    days = {"day": correction.revision.effective, "derived": correction.derived}
    if correction.revision.effective and correction.derived:
        words = worded(
            "The settings of the site give {day} as its effective date; the text itself gives"
            " {derived}."
        )
    elif correction.revision.effective:
        words = worded(
            "The settings of the site give {day} as its effective date; the text itself gives none"
            " that can be read."
        )
    elif correction.derived:
        words = worded(
            "The settings of the site give no day as its effective date; the text itself gives"
            " {derived}."
        )
    else:
        words = worded(
            "The settings of the site give no day as its effective date; the text itself gives"
            " none that can be read."
        )
    return speech.say(words, **days)


def _earlier_words(speech: Speech, correction: Correction) -> Iterator[str]:
    revision: Revision = correction.revision
    days = {"published": revision.published_on, "effective": revision.effective}
    yield speech.say("A text from before the record was kept in git.")
    if revision.publication_known and revision.effective:
        words = worded(
            "{published} was given as its day of publication, and {effective} as its effective"
            " date."
        )
    elif revision.publication_known:
        words = worded(
            "{published} was given as its day of publication, and no day as its effective date."
        )
    elif revision.effective:
        words = worded(
            "No day of publication was given for it, and {effective} as its effective date."
        )
    else:
        words = worded("No day of publication was given for it, and no effective date.")
    yield speech.say(words, **days)
    if correction.added:
        yield speech.say("It was added on {day}.", day=correction.added)


def _said_words(site: Site, said: Said) -> str:
    days = {
        "until": said.until,
        "published": said.published.astimezone(site.settings.timezone).date(),
        "effective": said.effective,
    }
    if said.effective_source is not EffectiveSource.NONE and said.effective:
        words = worded(
            "Until {until} this site gave {effective} as its effective date and {published} as its"
            " day of publication."
        )
    else:
        words = worded(
            "Until {until} this site gave no effective date and {published} as its day of"
            " publication."
        )
    return site.speech.say(words, **days)
