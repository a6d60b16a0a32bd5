"""Redactions: texts that had to come down. Their dates, hash and the reason stay.

The words are left out of whatever is shown. Git still holds them, and they still count where
texts are compared to tell versions apart.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from archive.faults import Fault, Severity
from archive.register import Policy
from archive.revisions import BlobId, Revision
from archive.settings import SETTINGS_FILE, Redaction
from archive.texts import Texts

_HASH = "sha256:"


def redaction_of(revision: Revision, redactions: Iterable[Redaction]) -> str | None:
    """Return the reason why a text must not be shown any more, or None."""
    names = (revision.blob, revision.first_blob)
    hashes = (f"{_HASH}{revision.sha256}", f"{_HASH}{revision.first_sha256}")
    for redaction in redactions:
        if any(name.startswith(redaction.blob) for name in (*names, *hashes)):
            return redaction.reason
    return None


def redaction_lines(revision: Revision, reason: str) -> Iterator[str]:
    """Yield what is shown in place of the words: dates, hash, reason, and where git keeps them."""
    yield f"The text was taken down: {reason}"
    published = f"Published {revision.published_on}, effective"
    if not revision.publication_known:
        published = "Declared, with no day of publication, effective"
    yield f"{published} {revision.effective or 'not stated'}"
    yield f"SHA-256 {revision.first_sha256}"
    yield f"Git still holds it: {revision.commit}:{revision.path}"


def redaction_faults(
    policies: Iterable[Policy],
    redactions: Collection[Redaction],
    *,
    known: Collection[BlobId],
    texts: Texts,
) -> Iterator[Fault]:
    """Yield which redactions name no text that was published, or not every text with its words."""
    if not redactions:
        return
    every = tuple(policies)
    hashes = {f"{_HASH}{h}" for p in every for r in p.revisions for h in (r.sha256, r.first_sha256)}
    for redaction in redactions:
        if not any(name.startswith(redaction.blob) for name in (*known, *hashes)):
            yield _fault(
                "unknown-redaction",
                f"`{redaction.blob}` in [[redactions]] is no text that was published: write what"
                " `git rev-parse COMMIT:PATH` prints",
            )
    for policy in every:
        yield from _incomplete(policy, redactions, texts)


def _incomplete(policy: Policy, redactions: Collection[Redaction], texts: Texts) -> Iterator[Fault]:
    """Yield which texts of a policy still show the words of one that was taken down."""
    by_text: dict[str, list[Revision]] = {}
    for revision in policy.revisions:
        by_text.setdefault(texts.markdown(revision.blob).strip(), []).append(revision)
    for same in by_text.values():
        for one, other in combinations(same, 2):
            down, shown = sorted((one, other), key=lambda r: redaction_of(r, redactions) is None)
            if redaction_of(down, redactions) and not redaction_of(shown, redactions):
                yield _fault(
                    "incomplete-redaction",
                    f"the words of {down.id}, which [[redactions]] takes down, stand in"
                    f" {shown.id} too: redact `{shown.blob}` as well",
                )


def _fault(code: str, message: str) -> Fault:
    return Fault(code=code, severity=Severity.ERROR, message=message, path=SETTINGS_FILE)
