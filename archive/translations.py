"""Translations: which version of the original each follows, and whether a newer one exists."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from archive.faults import Fault, Severity
from archive.register import Original, Policy
from archive.revisions import BlobId, Language, Revision, State, Version

# "Version 1.4" in the languages that write the word alike, near the head of a text.
_LABEL: Final = re.compile(r"\b(?:ver[sz]\w*|wersj\w*)[\s:*_]{1,5}v?(\d+(?:\.\d+)+)", re.IGNORECASE)
_HEAD: Final = 3000

Markdown = Callable[[BlobId], str]


def with_originals(
    policies: Sequence[Policy], *, language: Language, markdown: Markdown
) -> tuple[Policy, ...]:
    """Return the policies, each translation tied to its original and with what is wrong there.

    The original is the text in the site's language, else the one that was public first.
    A translation follows the version it names with `translates:`, else the one of its own date.
    """
    best_last = sorted(policies, key=lambda each: _rank(each, language), reverse=True)
    originals = {policy.id: policy for policy in best_last}
    return tuple(
        policy if originals[policy.id] is policy else _tied(policy, originals[policy.id], markdown)
        for policy in policies
    )


def _rank(policy: Policy, language: Language) -> tuple[bool, date]:
    return policy.language != language, policy.revisions[0].published_on


def _tied(policy: Policy, original: Policy, markdown: Markdown) -> Policy:
    newest = policy.revisions[-1]
    followed = _followed(newest, original)
    revision = None if followed is None else _as_translated(followed, newest)
    since = _newer_since(original, followed, newest)
    faults = (
        []
        if policy.retired
        else [
            *_unknown_version(newest, original, followed),
            *_other_label(newest, revision, markdown),
            *_behind(newest, followed, since),
        ]
    )
    return replace(
        policy,
        faults=(*policy.faults, *faults),
        original=Original(
            id=original.id,
            language=original.language,
            revision=None if revision is None else revision.id,
            effective=None if followed is None else followed.effective,
            newer_since=since,
        ),
    )


def _named(newest: Revision) -> date | None:
    return newest.front_matter.translates or newest.effective


def _followed(newest: Revision, original: Policy) -> Version | None:
    named = _named(newest)
    found = [
        version
        for version in original.versions
        if named and (version.effective or version.revisions[0].published_on) == named
    ]
    return found[-1] if found else None


def _as_translated(followed: Version, newest: Revision) -> Revision:
    """Return the last revision of a version that the translators could have seen."""
    seen = [r for r in followed.revisions if r.published <= newest.published]
    return seen[-1] if seen else followed.revisions[0]


def _newer_since(original: Policy, followed: Version | None, newest: Revision) -> date | None:
    """Return when a version came that the translation does not give."""
    standing = [version for version in original.versions if version.state is not State.WITHDRAWN]
    if followed is not None:
        last = followed.revisions[-1].published
        newer = [v for v in standing if v is not followed and v.revisions[0].published > last]
    else:
        newer = [v for v in standing if v.revisions[0].published > newest.published]
    return newer[0].revisions[0].published_on if newer else None


def _unknown_version(newest: Revision, original: Policy, followed: Version | None) -> list[Fault]:
    named = _named(newest)
    if followed is not None:
        return []
    if named is None:
        message = (
            "this translation does not say which version it gives: write `translates:` with the"
            " effective date of that version of the original"
        )
        return [_fault("translation-untied", Severity.WARNING, message, newest)]
    days = sorted(str(version.effective) for version in original.versions if version.effective)
    message = (
        f"this translation says {named}, and the original has no version of that day (it has"
        f" {', '.join(days[-3:]) or 'none with a date'}): write the version it gives into"
        " `translates:`"
    )
    return [_fault("version-label-differs", Severity.ERROR, message, newest)]


def _other_label(newest: Revision, original: Revision | None, markdown: Markdown) -> list[Fault]:
    """Compare the "Version 1.4" that both texts may state."""
    labels = [] if original is None else [_label(markdown(r.blob)) for r in (newest, original)]
    if None in labels or len(set(labels)) < 2:
        return []
    message = (
        f"this translation calls itself version {labels[0]}, the original of the same date is"
        f" version {labels[1]}: translate that one, or correct the number"
    )
    return [_fault("version-label-differs", Severity.ERROR, message, newest)]


def _label(markdown: str) -> str | None:
    found = _LABEL.search(markdown[:_HEAD])
    return found[1] if found else None


def _behind(newest: Revision, followed: Version | None, since: date | None) -> list[Fault]:
    if since is None:
        return []
    given = (
        f"the version of {followed.effective or followed.revisions[0].published_on}"
        if followed
        else "an older text"
    )
    message = f"this translation gives {given}; a newer original exists since {since}: translate it"
    return [_fault("stale-translation", Severity.WARNING, message, newest)]


def _fault(code: str, severity: Severity, message: str, newest: Revision) -> Fault:
    return Fault(
        code=code, severity=severity, message=message, path=newest.path, commit=newest.commit
    )
