"""Short ways to publications made up from words and days, and to the history they make."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime

from archive.front_matter import ChangeBlock, FrontMatter
from archive.publications import Absence, Publication
from archive.revisions import (
    BlobId,
    CommitId,
    EffectiveSource,
    Language,
    PolicyId,
    Revision,
    Source,
)
from archive.versions import History, derive_history

TODAY = date(2027, 1, 15)


def text(
    words: str,
    published: str,
    effective: str | None = None,
    *,
    after: str | None = None,
    withdraws: str | None = None,
    existing: str | None = None,
    source: Source = Source.GIT,
    by: EffectiveSource = EffectiveSource.FRONT_MATTER,
) -> Publication:
    """A publication whose words are those before any "|"; what follows is its date line."""
    day = date.fromisoformat(published)
    block = ChangeBlock(withdraws=date.fromisoformat(withdraws)) if withdraws else None
    return Publication(
        commit=CommitId(hashlib.sha256(f"{words}{published}".encode()).hexdigest()[:40]),
        published=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
        published_on=day,
        path="policy/privacy.md",
        source=source,
        blob=BlobId(words),
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        body=words,
        effective=date.fromisoformat(effective) if effective else None,
        effective_source=by if effective else EffectiveSource.NONE,
        front_matter=FrontMatter(
            after=date.fromisoformat(after) if after else None,
            existing=date.fromisoformat(existing) if existing else None,
            change=block,
        ),
        first_recorded=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
    )


def gone(published: str) -> Absence:
    """An absence: the commit that takes the policy off."""
    day = date.fromisoformat(published)
    moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    return Absence(commit=CommitId("gone"), published=moment, published_on=day)


def history(publications: Sequence[Publication | Absence], today: date = TODAY) -> History:
    """What publications come to, seen from a day; equal words before "|" differ in their date."""
    return derive_history(
        publications,
        policy_id=PolicyId("privacy"),
        language=Language("en"),
        today=today,
        same_words=lambda old, new: old == new,
        same_but_date=lambda old, new: old.split("|")[0] == new.split("|")[0],
        unread_date=lambda _old, _new: None,
    )


def revisions(found: History) -> list[Revision]:
    """Every revision of a history, in order of publication."""
    return [revision for version in found.versions for revision in version.revisions]
