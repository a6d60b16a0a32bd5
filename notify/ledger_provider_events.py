"""What providers say, kept in the ledger and joined to the deliveries that it is about.

It is stored first and counted afterwards: an event may come before the sender has written down
its own answer. Whoever comes second, the sender or the event, joins the two.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, select, update

from notify.deliveries import DeliveryState
from notify.ledger import Ledger, id_tag
from notify.ledger_database import insert_new, told_when_away
from notify.ledger_events import record, record_step
from notify.provider_events import EventKind, ProviderEvent, proven, steps_to
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import ledger as _ledger
from notify.schema import provider_event as _event
from notify.schema import provider_post as _post

_CHUNK: Final = 5_000  # ids in a query

# No later attempt is known to have reached anybody.
_MAY_BE_THE_FIRST: Final = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN)

DeliveryRow = Any  # a row of the table of deliveries


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
        rows = [_event_row(event, post.id) for event in once.values()]
        new = insert_new(connection, _event, rows, returning=_event.c.id)
        if not new:
            _forget(connection, post)
        moved = join(connection, ledger, deliveries={event.delivery for event in once.values()})
        lost = _lost(connection, once.values())
        if lost:
            _doubt(connection, ledger, lost)
    return TakenIn(new=len(new), repeated=len(events) - len(new), moved=moved, lost=len(lost))


def join(connection: Connection, ledger: Ledger, *, deliveries: Iterable[str]) -> int:
    """Count what was said of some deliveries and not counted yet; return how many moved by it.

    What is just being handed over waits for its sender, who calls this when it has its answer.
    """
    open_ = _not_joined(connection, sorted(set(deliveries)))
    rows = _locked(connection, open_)
    now = ledger.moment(connection)
    moves: dict[tuple[int, DeliveryState, DeliveryState], list[DeliveryRow]] = defaultdict(list)
    joined: list[str] = []
    for row in rows:
        state = DeliveryState(row.state)
        if state is DeliveryState.SENDING:
            continue
        joined.append(row.id)
        target = proven(EventKind(event.kind) for event in open_[row.id])
        if steps_to(state, target):
            moves[row.plan, state, target].append(row)
    _record_repeats(connection, now, rows, open_)
    for (plan, state, target), found in moves.items():
        _move(connection, now, found, plan=plan, state=state, target=target)
    _give_causes(connection, open_, joined)
    _mark_joined(connection, now, joined)
    return sum(map(len, moves.values()))


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


def _not_joined(connection: Connection, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return the events that were not counted yet, by delivery."""
    found: dict[str, list[Any]] = defaultdict(list)
    for chunk in _chunks(ids):
        query = select(_event).where(_event.c.delivery.in_(chunk), _event.c.joined_at.is_(None))
        for row in connection.execute(query.order_by(_event.c.at, _event.c.id)):
            found[row.delivery].append(row)
    return found


def _locked(connection: Connection, events: Mapping[str, Sequence[Any]]) -> list[DeliveryRow]:
    """Return the deliveries that events are about, held until the transaction ends.

    Their batches are held first, in the order in which a sender holds them when it settles.
    """
    batches = sorted({event.batch for some in events.values() for event in some if event.batch})
    for chunk in _chunks(batches):
        held = select(_batch.c.id).where(_batch.c.id.in_(chunk)).order_by(_batch.c.id)
        connection.execute(held.with_for_update()).all()
    rows: list[DeliveryRow] = []
    for chunk in _chunks(sorted(events)):
        query = select(_delivery).where(_delivery.c.id.in_(chunk)).order_by(_delivery.c.id)
        rows += connection.execute(query.with_for_update()).all()
    return rows


def _move(
    connection: Connection,
    now: str,
    rows: Sequence[DeliveryRow],
    *,
    plan: int,
    state: DeliveryState,
    target: DeliveryState,
) -> None:
    ids = [row.id for row in rows]
    for chunk in _chunks(ids):
        connection.execute(update(_delivery).where(_delivery.c.id.in_(chunk)).values(state=target))
    for step in steps_to(state, target):
        record_step(connection, at=now, plan=plan, to=step, ids=ids, said_by="provider")


def _record_repeats(
    connection: Connection,
    now: str,
    rows: Sequence[DeliveryRow],
    events: Mapping[str, Sequence[Any]],
) -> None:
    """Record which deliveries an earlier attempt had reached although they went out again."""
    twice = [
        (row.plan, event.batch, row.id)
        for row in rows
        if row.state not in _MAY_BE_THE_FIRST
        for event in events[row.id]
        if event.batch not in (None, row.batch)
    ]
    known = _told_of_before(connection, {(batch, id_) for _, batch, id_ in twice})
    fresh = sorted({one for one in twice if one[1:] not in known})
    for (plan, batch), found in groupby(fresh, key=lambda one: one[:2]):
        facts = {"batch": batch, "deliveries": [id_ for _, _, id_ in found]}
        record(connection, at=now, kind="repeat", plan=plan, facts=facts)


def _told_of_before(
    connection: Connection, pairs: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return the attempts of which an event was counted already."""
    found: set[tuple[str, str]] = set()
    for chunk in _chunks(sorted({delivery for _, delivery in pairs})):
        query = select(_event.c.batch, _event.c.delivery).where(
            _event.c.delivery.in_(chunk), _event.c.joined_at.is_not(None)
        )
        found |= {(row.batch, row.delivery) for row in connection.execute(query)}
    return found


def _give_causes(
    connection: Connection, events: Mapping[str, Sequence[Any]], ids: Sequence[str]
) -> None:
    """Write down why a mail did not arrive, in a word and a code, never in a server's words."""
    causes: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        for event in events[id_]:
            if event.kind in (EventKind.BOUNCED, EventKind.BLOCKED, EventKind.DROPPED):
                causes[f"{event.kind} {event.detail}".strip()].append(id_)
    for cause, found in causes.items():
        for chunk in _chunks(found):
            connection.execute(
                update(_delivery).where(_delivery.c.id.in_(chunk)).values(reason=cause)
            )


def _mark_joined(connection: Connection, now: str, ids: Sequence[str]) -> None:
    for chunk in _chunks(ids):
        connection.execute(
            update(_event)
            .where(_event.c.delivery.in_(chunk), _event.c.joined_at.is_(None))
            .values(joined_at=now)
        )


def _lost(connection: Connection, events: Iterable[ProviderEvent]) -> list[str]:
    """Return the ids of mails that only this ledger can have handed over, and that it lacks.

    An id begins with the tag of the ledger that gave it, so that another ledger's mails at the
    same provider raise no doubt.
    """
    own = id_tag(connection.execute(select(_ledger.c.id)).scalar_one())
    mine = [event for event in events if event.delivery.startswith(own)]
    named = sorted({event.delivery for event in mine})
    batches = sorted({event.batch for event in mine if event.batch})
    known: set[str] = set()
    for table, ids in ((_delivery, named), (_batch, batches)):
        for chunk in _chunks(ids):
            known |= set(
                connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars()
            )
    return [id_ for id_ in (*named, *batches) if id_ not in known]


def _doubt(connection: Connection, ledger: Ledger, lost: Sequence[str]) -> None:
    """Let nothing go out until a person has looked; recorded once."""
    why = "the provider speaks of mails that this ledger handed over and does not know"
    changed = connection.execute(update(_ledger).where(_ledger.c.doubt.is_(None)).values(doubt=why))
    if changed.rowcount:
        facts = {"why": why, "ids": list(lost)[:100]}
        record(connection, at=ledger.moment(connection), kind="doubt", plan=None, facts=facts)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
