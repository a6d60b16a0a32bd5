"""The page of corrections: what was declared about the past, with its reason, and what came down."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from archive.corrections import Correction, CorrectionKind, corrections
from archive.manifest import MANIFEST_FILE, Said
from archive.revisions import EffectiveSource
from site_overrides.sites import CHECK_PAGE, CORRECTIONS, Site
from site_overrides.templates import fill, link_from
from site_overrides.wording import day_words

CORRECTION_NAMES: Final = {
    CorrectionKind.DATE_DECLARED: "Date declared later",
    CorrectionKind.EARLIER_TEXT: "Earlier text added",
    CorrectionKind.WORDS_TAKEN_DOWN: "Words taken down",
    CorrectionKind.SAID_OTHERWISE: "The record said otherwise",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionEntry:
    """One correction as the page lists it."""

    name: str
    title: str
    address: str  # of the text it is about
    published: date
    words: str
    label: str  # what the reason is called
    reason: str
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
        name=CORRECTION_NAMES[correction.kind],
        title=policy.title,
        address=site.revision_address(policy, version, revision),
        published=revision.published_on,
        words=_words(site, correction),
        label="Source" if correction.kind is CorrectionKind.EARLIER_TEXT else "Reason",
        reason=correction.reason,
        declared=correction.kind in (CorrectionKind.DATE_DECLARED, CorrectionKind.EARLIER_TEXT),
    )


def _words(site: Site, correction: Correction) -> str:
    revision = correction.revision
    effective = day_words(revision.effective) if revision.effective else "no day"
    match correction.kind:
        case CorrectionKind.DATE_DECLARED:
            given = day_words(correction.derived) if correction.derived else "none that can be read"
            return (
                f"The settings of the site give {effective} as its effective date; the text itself"
                f" gives {given}."
            )
        case CorrectionKind.EARLIER_TEXT:
            added = f" It was added on {day_words(correction.added)}." if correction.added else ""
            published = day_words(revision.published_on)
            publication = (
                f"{published} was given as its day of publication"
                if revision.publication_known
                else "No day of publication was given for it"
            )
            return (
                f"A text from before the record was kept in git. {publication}, and {effective} as"
                f" its effective date.{added}"
            )
        case CorrectionKind.WORDS_TAKEN_DOWN:
            return "The dates, the address and the hash of this text stay. Git still holds it."
        case CorrectionKind.SAID_OTHERWISE:
            return _said_words(site, correction.said) if correction.said else ""


def _said_words(site: Site, said: Said) -> str:
    published = said.published.astimezone(site.settings.timezone).date()
    effective = "no effective date"
    if said.effective_source is not EffectiveSource.NONE and said.effective:
        effective = f"{day_words(said.effective)} as its effective date"
    return (
        f"Until {day_words(said.until)} this site gave {effective} and {day_words(published)} as"
        " its day of publication."
    )
