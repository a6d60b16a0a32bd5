"""Short ways to make valid registers, judgements and recipients, so a test names only its point."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from html import escape
from typing import Any

from archive.changes import Change, ChangeKind
from archive.front_matter import ChangeBlock, FrontMatter, Level
from archive.marks import Mark, Segment
from archive.redlines import Redline, compare
from archive.register import Policy, Register
from archive.revisions import (
    BlobId,
    CommitId,
    Dating,
    EffectiveSource,
    Language,
    PolicyId,
    Revision,
    RevisionId,
    Source,
    State,
    Version,
)
from archive.settings import NoticeSettings, Service, Settings
from notify.assessment import Assessment
from notify.decisions import Judgement
from notify.duties import Judgements
from notify.findings import Effect
from notify.mailboxes import Mailbox
from notify.recipients import Recipient, RecipientId

TODAY = date(2027, 1, 15)
ENGLISH = Language("en")
SUMMARY = "We keep call records for 90 days instead of 30."
CHOICES = "You can delete a record in the app at any time."
SETTINGS = Settings(
    site_name="Example Messaging",
    site_url="https://policies.example.com/",
    contact="privacy@example.com",
    postal_address="1 Sample Quay, Example Town",
    services=(
        Service(id="messaging", title="Messaging"),
        Service(id="voice", title="Voice"),
        Service(id="backup", title="Backup"),
    ),
    notice=NoticeSettings(days=30),
)


def day(written: str) -> date:
    return date.fromisoformat(written)


def a_decision(**fields: Any) -> ChangeBlock:
    told = {"level": Level.SIGNIFICANT, "summary": SUMMARY, "choices": CHOICES}
    return ChangeBlock(**(told | fields))


def a_judgement(
    level: Level = Level.SIGNIFICANT,
    effect: Effect = Effect.REDUCES,
    *,
    consent: bool = False,
    decision: ChangeBlock | None = None,
) -> Judgement:
    assessment = Assessment(
        judged=True, level=level, effect=effect, consent=consent, topics=(), findings=()
    )
    return Judgement(
        assessment=assessment,
        decision=decision or a_decision(level=level),
        level=level,
        effect=effect,
        consent=consent,
        faults=(),
    )


def a_revision(
    text: str,
    *,
    published: str,
    effective: str | None = None,
    state: State = State.IN_FORCE,
    policy: str = "privacy",
    language: str = "en",
    **fields: Any,
) -> Revision:
    digest = sha256(text.encode()).hexdigest()
    moment = datetime.combine(day(published), time(10), tzinfo=UTC)
    declared = day(effective) if effective else None
    applies = None if state is State.WITHDRAWN else max(declared or day(published), day(published))
    front = fields.pop("front_matter", None) or FrontMatter(
        services=tuple(fields.pop("services", ())), existing=fields.pop("existing", None)
    )
    values: dict[str, Any] = {
        "id": RevisionId(f"{published}-{digest[:8]}"),
        "policy_id": PolicyId(policy),
        "language": Language(language),
        "commit": CommitId(digest[:40]),
        "path": f"policy/{policy}.md",
        "source": Source.GIT,
        "blob": BlobId(text),  # opaque to everybody: here it is the text itself
        "sha256": digest,
        "first_blob": BlobId(text),
        "first_sha256": digest,
        "published": moment,
        "published_on": day(published),
        "announced": day(published),
        "first_recorded": moment,
        "datings": (
            Dating(
                effective=declared,
                source=EffectiveSource.FRONT_MATTER,
                commit=CommitId(digest[:40]),
                published=moment,
            ),
        ),
        "effective": declared,
        "effective_source": EffectiveSource.FRONT_MATTER,
        "applies_from": applies,
        "applies_until": None,
        "state": state,
        "undated": False,
        "front_matter": front,
    }
    return Revision(**(values | fields))


def a_policy(*revisions: Revision, title: str = "Privacy Policy", **fields: Any) -> Policy:
    versions = tuple(
        Version(revisions=(r,), address=str(r.effective or r.published_on), state=r.state)
        for r in revisions
    )
    last = revisions[-1]
    values: dict[str, Any] = {
        "id": last.policy_id,
        "language": last.language,
        "title": title,
        "path": last.path,
        "paths": (last.path,),
        "retired": False,
        "versions": versions,
        "faults": (),
    }
    return Policy(**(values | fields))


def a_register(*policies: Policy, today: date = TODAY) -> Register:
    return Register(
        read_at=CommitId("c" * 40),
        ref="origin/main",
        today=today,
        policies=policies,
        faults=(),
    )


def judging(*pairs: tuple[Revision, Judgement]) -> Judgements:
    return {(r.policy_id, r.language, r.id): judgement for r, judgement in pairs}


def a_redline(old: BlobId, new: BlobId) -> Redline:
    """Each text is one sentence; a longer one is struck and inserted word by word."""
    if old == new:
        return Redline(segments=(Segment(mark=Mark.KEPT, text=old),), changes=(), html="")
    segments = (Segment(mark=Mark.STRUCK, text=old), Segment(mark=Mark.INSERTED, text=new))
    change = Change(
        kind=ChangeKind.REWORDED,
        clause="c1",
        heading="3. Retention",
        before=old,
        after=new,
        sentences=((old, new),),
        quotes=tuple(
            quote
            for each in compare(f"<p>{escape(old)}</p>", f"<p>{escape(new)}</p>").changes
            for quote in each.quotes
        ),
    )
    return Redline(segments=segments, changes=(change,), html="")


def a_recipient(
    id_: str,
    address: str | None = "",
    services: Sequence[str] = (),
    *,
    name: str = "",
    language: str = "en",
    joined: str | None = None,
) -> Recipient:
    address = f"{id_}@example.com" if address == "" else address
    mailbox = Mailbox(address=address, name=name) if address else None
    return Recipient(
        id=RecipientId(id_),
        address=mailbox.address if mailbox else "",
        name=mailbox.name if mailbox else "",
        language=Language(language),
        services=tuple(services),
        joined=day(joined) if joined else None,
    )


def settings_with(**fields: Any) -> Settings:
    notice: Mapping[str, Any] = fields.pop("notice", {})
    return replace(SETTINGS, notice=replace(SETTINGS.notice, **notice), **fields)


OLD = a_revision(
    "We keep call records for 30 days.", published="2025-01-10", effective="2025-03-01"
)
NEW = a_revision(
    "We keep call records for 90 days.",
    published="2027-01-11",
    effective="2027-03-01",
    state=State.SCHEDULED,
    services=("messaging", "voice"),
)
PRIVACY = a_policy(OLD, NEW)
REGISTER = a_register(PRIVACY)
JUDGEMENTS = judging((OLD, a_judgement()), (NEW, a_judgement()))
