"""What providers reported of single mails, as evidence: each with whose signature was checked.

A post of a provider names hundreds of people. So what is shown of it is one mail's rows alone,
with the hash by which the whole post can be found while it is kept.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, select

from notify.bounces import PROVIDER as RETURNED
from notify.carriers import DeliveryId
from notify.ledger_joining import chunks
from notify.proofs import Report
from notify.provider_events import EventKind
from notify.schema import provider_event as _event
from notify.schema import provider_post as _post


def reports_of(connection: Connection, ids: Sequence[str]) -> Mapping[str, tuple[Report, ...]]:
    """Return what was reported of some deliveries, by delivery, as the providers' clocks have it."""
    found: dict[str, list[Report]] = defaultdict(list)
    for chunk in chunks(sorted(ids)):
        for report in _read(connection, _query().where(_event.c.delivery.in_(chunk))):
            found[report.delivery].append(report)
    return {id_: tuple(reports) for id_, reports in found.items()}


def reports_among(connection: Connection, deliveries: Select[tuple[str]]) -> Iterator[Report]:
    """Yield what was reported of the deliveries that a query gives, one delivery after the other."""
    yield from _read(connection, _query().where(_event.c.delivery.in_(deliveries)))


def _query() -> Select[tuple[str, ...]]:
    e, p = _event.c, _post.c
    columns = (e.delivery, e.kind, e.at, e.detail, e.provider, e.post)
    took = (p.at.label("taken_in_at"), p.signer, p.body.is_not(None).label("kept"))
    joined = select(*columns, *took).join(_post, p.id == e.post)
    return joined.order_by(e.delivery, e.at, e.id)


def _read(connection: Connection, query: Select[tuple[str, ...]]) -> Iterator[Report]:
    for row in connection.execute(query):
        yield Report(
            delivery=DeliveryId(row.delivery),
            kind=EventKind(row.kind),
            at=row.at,
            detail=row.detail,
            provider=row.provider,
            taken_in_at=row.taken_in_at,
            post=row.post,
            checked=_checked(row),
            kept=row.kept,
        )


def _checked(row: Any) -> str:
    if row.signer:
        known_by = sha256(row.signer.encode()).hexdigest()[:16]
        return f"its signature was verified by the public key {known_by}"
    if row.provider == RETURNED:
        return "it came back to an address that this mail alone carried, signed by us"
    return "no signature of it is on record"
