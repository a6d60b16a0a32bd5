"""What providers say, taken into the ledger: kept as proof, counted once, and doubted where it must.

It is stored first and joined to the deliveries afterwards: an event may come before the sender
has written down its own answer.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, exists, select, update

from notify.ledger import Ledger, id_tag
from notify.ledger_bulk import insert_new
from notify.ledger_canaries import note_canaries
from notify.ledger_database import told_when_away
from notify.ledger_event_suppressions import suppress_by_events
from notify.ledger_events import Entry, record_all
from notify.ledger_joining import chunks, join
from notify.provider_events import ProviderEvent
from notify.schema import batch as _batch
from notify.schema import canary as _canary
from notify.schema import delivery as _delivery
from notify.schema import ledger as _ledger
from notify.schema import provider_event as _event
from notify.schema import provider_post as _post

_NAMED: Final = 100  # ids in an event that raises a doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a provider posted, and what shows that it was the provider."""

    provider: str
    body: str  # sealed
    digest: str  # of the body as it came
    signed_at: str | None = None
    signature: str | None = None
    signer: str | None = None

    @property
    def id(self) -> str:
        """The same for the same post, however often it comes."""
        parts = "\n".join((self.provider, self.signed_at or "", self.signature or "", self.digest))
        return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the events of one post, in numbers."""

    new: int = 0
    repeated: int = 0  # said before
    moved: int = 0  # deliveries that came to another state
    lost: int = 0  # about mails that this ledger handed over and does not know


def take_in(ledger: Ledger, post: Post, events: Sequence[ProviderEvent]) -> TakenIn:
    """Keep the events of a post and count them, whole or not at all; said again, they change nothing.

    Where one names a mail that this ledger must have handed over and does not know, the ledger was
    set back: nothing goes out until a person has looked. Raises `LedgerAway` where nothing could be
    written; the provider posts them again.
    """
    if not events:
        return TakenIn()
    with told_when_away(), ledger.writing() as connection:
        now = ledger.moment(connection)
        insert_new(connection, _post, [_post_row(post, now)], returning=_post.c.id)
        once = {(event.provider, event.id): event for event in events}
        named = post.id
        rows = [_event_row(event, named) for event in once.values()]
        new = insert_new(connection, _event, rows, returning=_event.c.id)
        if not new:
            _forget(connection, post)
        joined = join(connection, now, deliveries={event.delivery for event in once.values()})
        others = [event for event in once.values() if event.delivery not in joined.known]
        note_canaries(connection, now, others)
        unwanted = suppress_by_events(connection, ledger, once.values())
        lost = _lost(connection, once.values(), known=joined.known)
        entries = [*joined.entries, *unwanted, *_doubt(connection, lost)]
        record_all(connection, entries, at=now)
    return TakenIn(
        new=len(new), repeated=len(events) - len(new), moved=joined.moved, lost=len(lost)
    )


def _forget(connection: Connection, post: Post) -> None:
    """Take away a post that proves nothing new: what it says is proven by an earlier one."""
    names_it = exists().where(_event.c.post == _post.c.id)
    connection.execute(delete(_post).where(_post.c.id == post.id, ~names_it))


def _post_row(post: Post, now: str) -> dict[str, object]:
    return {
        "id": post.id,
        "provider": post.provider,
        "at": now,
        "signed_at": post.signed_at,
        "signature": post.signature,
        "signer": post.signer,
        "body": post.body,
    }


def _event_row(event: ProviderEvent, post: str) -> dict[str, object]:
    return {
        "provider": event.provider,
        "id": event.id,
        "post": post,
        "delivery": event.delivery,
        "batch": event.batch,
        "kind": event.kind,
        "at": event.at.isoformat(timespec="seconds"),
        "detail": event.detail,
        "joined_at": None,
    }


def _lost(
    connection: Connection, events: Iterable[ProviderEvent], *, known: Collection[str]
) -> list[str]:
    """Return the ids of mails that only this ledger can have handed over, and that it lacks.

    An id begins with the tag of the ledger that gave it, so that another ledger's mails at the
    same provider raise no doubt.
    """
    own = id_tag(connection.execute(select(_ledger.c.id)).scalar_one())
    mine = [event for event in events if event.delivery.startswith(own)]
    named = sorted({event.delivery for event in mine} - set(known))
    batches = sorted({event.batch for event in mine if event.batch})
    there: set[str] = set()
    for table, ids in ((_delivery, named), (_canary, named), (_batch, batches)):
        for chunk in chunks(ids):
            found = select(table.c.id).where(table.c.id.in_(chunk))
            there |= set(connection.execute(found).scalars())
    # The batch of a canary is the canary.
    return [id_ for id_ in (*named, *batches) if id_ not in there]


def _doubt(connection: Connection, lost: Sequence[str]) -> list[Entry]:
    """Let nothing go out until a person has looked; return the event that says so, once."""
    if not lost:
        return []
    why = "the provider speaks of mails that this ledger handed over and does not know"
    first = update(_ledger).where(_ledger.c.doubt.is_(None)).values(doubt=why)
    if not connection.execute(first).rowcount:
        return []
    return [Entry("doubt", None, {"why": why, "ids": list(lost)[:_NAMED]})]
