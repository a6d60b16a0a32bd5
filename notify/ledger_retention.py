"""What the ledger forgets when its time is over: a provider's posts soon, the proof after years.

Afterwards a notice and its numbers still stand, and the chain verifies; whom it went to is not
known any more, not even by a keyed hash. What a hold keeps is kept.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, or_, select, update

from notify.jobs import Surroundings
from notify.ledger import Ledger
from notify.ledger_answers import forget_answers
from notify.ledger_database import overwrite_deleted, truncate_log
from notify.ledger_erasure import drop_salts
from notify.ledger_events import record
from notify.ledger_holds import Hold, standing_holds
from notify.ledger_persons import NobodyFound, person_rows
from notify.ledger_reader_requests import forget_requests
from notify.retention import retention_of
from notify.schema import delivery as _delivery
from notify.schema import erased as _erased
from notify.schema import notice as _notice
from notify.schema import provider_post as _post
from notify.sealing import UNINDEXED, unindexed

FORGOTTEN: Final = "forgotten-"  # begins what stands in place of an id

_CHUNK: Final = 200  # deliveries a transaction: each takes its salt out of a batch


def retain(around: Surroundings) -> str:
    """Forget what is older than the settings say, as a job; return what was forgotten."""
    ledger, kept = around.ledger, retention_of(around.settings)
    with ledger.reading() as connection:
        today = ledger.now(connection).astimezone(around.settings.timezone).date()
        holds = standing_holds(connection, ledger.seals)
    posts = forget_posts(ledger, before=kept.posts_before(today), holds=holds)
    people = forget_proof(ledger, before=kept.proof_before(today), holds=holds)
    if not holds:  # nobody here knows whose id in a product is whose
        people += forget_answers(ledger, before=kept.proof_before(today))
    asked = forget_requests(ledger, days=kept.requests_days)
    truncate_log(ledger.engine)
    return (
        f"{posts:,} posts of providers, {people:,} proofs and {asked:,} requests of readers were"
        " forgotten"
    )


def forget_posts(ledger: Ledger, *, before: date, holds: Sequence[Hold] = ()) -> int:
    """Forget word by word what providers posted before a day; return how many posts.

    What they said of each mail, the hash of the post and that its signature was verified stay.
    A post names many people: while any hold stands, those are kept.
    """
    if holds:
        return 0
    old = (_post.c.at < before.isoformat(), _post.c.body.is_not(None))
    total = 0
    while True:
        with ledger.writing() as connection:
            overwrite_deleted(connection)
            some = select(_post.c.id).where(*old).limit(_CHUNK)
            gone = update(_post).where(_post.c.id.in_(some)).values(body=None)
            count = connection.execute(gone).rowcount
        total += count
        if count < _CHUNK:
            return total


def forget_proof(ledger: Ledger, *, before: date, holds: Sequence[Hold] = ()) -> int:
    """Forget whom the notices of a day before that went to; return how many deliveries."""
    d = _delivery.c
    with ledger.reading() as connection:
        kept = _kept(connection, ledger, holds)
    old = (
        select(_delivery)
        .join(_notice, (_notice.c.plan == d.plan) & (_notice.c.id == d.notice))
        .where(_notice.c.day < before.isoformat())
        .where(or_(d.mailbox < UNINDEXED, d.mailbox.is_(None)), ~d.recipient.startswith(FORGOTTEN))
        .where(d.state.not_in(("planned", "sending")), d.notice.not_in(kept[1]))
        .order_by(d.id)
        .limit(_CHUNK)
    )
    total, last = 0, ""
    while True:
        with ledger.writing() as connection:
            overwrite_deleted(connection)
            rows = connection.execute(old.where(d.id > last)).all()
            if not rows:
                return total
            last = rows[-1].id
            total += _forget(connection, ledger, [row for row in rows if row.id not in kept[0]])


def _forget(connection: Connection, ledger: Ledger, rows: Sequence[Any]) -> int:
    for row in rows:
        drop_salts(connection, ledger.seals, row)
        connection.execute(
            update(_delivery)
            .where(_delivery.c.id == row.id)
            .values(
                person=None,
                mailbox=unindexed(row.id) if row.mailbox is not None else None,
                recipient=f"{FORGOTTEN}{row.id}",
                told_as=None,
            )
        )
        connection.execute(delete(_erased).where(_erased.c.delivery == row.id))
    if rows:
        facts = {"deliveries": [row.id for row in rows]}
        now = ledger.moment(connection)
        record(connection, at=now, kind="forgotten", plan=None, facts=facts)
    return len(rows)


def _kept(
    connection: Connection, ledger: Ledger, holds: Sequence[Hold]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the deliveries and the notices that holds keep."""
    deliveries: set[str] = set()
    for one in holds:
        if one.person is not None:
            try:
                deliveries |= set(person_rows(connection, ledger.seals, one.person).ids)
            except NobodyFound:
                continue  # the hold came before anything of them
    return frozenset(deliveries), frozenset(one.notice for one in holds if one.notice)
