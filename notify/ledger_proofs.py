"""What the ledger can prove of deliveries: what happened to each, and how that is bound to the chain."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from archive.revisions import PolicyId, RevisionId
from notify.carriers import Addressee, DeliveryId, Mail, NoticeId
from notify.chain import Event, checked
from notify.commitments import WrongCommitment, is_erased, leaf_of, mail_hash, opened_salts
from notify.deliveries import DeliveryState
from notify.ledger_reports import reports_of
from notify.ledger_rows import addressee_of, mail_of, wordings_of
from notify.merkle import leaf_hash, path_of, root_of
from notify.proofs import HandOver, Happening, LawfulDay, OutcomeElsewhere, Telling
from notify.schema import batch as _batch
from notify.schema import delivery as _delivery
from notify.schema import erased as _erased
from notify.schema import events as _events
from notify.schema import notice as _notice
from notify.schema import wording as _wording
from notify.sealing import Seals

OUTCOME: Final = "outcome"  # the kind of event that says what came of a letter

_S: Final = DeliveryState
_STEPS: Final[Mapping[DeliveryState, str]] = {
    _S.PLANNED: "Planned again",
    _S.SENDING: "Taken to be handed over",
    _S.ACCEPTED: "Accepted for sending",
    _S.DELIVERED: "Accepted by the recipient's mail server",
    _S.BOUNCED: "Refused by the recipient's mail server",
    _S.DROPPED: "Not tried by the mail service",
    _S.WITHHELD: "Written to a folder; nobody was told",
    _S.EXCLUDED: "Not to be told by mail",
    _S.CANCELLED: "Cancelled",
    _S.FAILED: "Refused by the mail service",
    _S.UNKNOWN: "No answer came",
}
_ANSWERS: Final = frozenset({_S.ACCEPTED, _S.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One batch as the chain has it: the event, and the deliveries under its root."""

    event: int
    batch: str
    root: str
    deliveries: tuple[str, ...]


def chain(connection: Connection) -> Iterator[Event]:
    """Yield every event in order; raise BrokenChain where one is not as it was written."""
    rows = connection.execute(select(_events).order_by(_events.c.number)).mappings()
    yield from checked(Event(**row) for row in rows)


def events_about(connection: Connection, ids: Sequence[str]) -> list[Event]:
    """Return the events that name any of some deliveries, and those that name whole plans."""
    wanted = frozenset(ids)
    return [event for event in chain(connection) if _named(event.facts) & wanted]


def claim_of(event: Event) -> Claim | None:
    """Return the batch that an event claims; None where it is no claim, or one without a root."""
    facts = event.facts if event.kind == "step" else {}
    if "root" not in facts:
        return None
    return Claim(
        event=event.number,
        batch=facts["batch"],
        root=facts["root"],
        deliveries=tuple(facts["deliveries"]),
    )


def tellings(
    connection: Connection,
    seals: Seals,
    rows: Sequence[Any],
    *,
    events: Sequence[Event],
    zone: ZoneInfo,
    today: date,
) -> tuple[Telling, ...]:
    """Return what became of some deliveries, with everything that proves it."""
    lawful = lawful_days(connection)
    happened = _happenings(events)
    outcomes = _outcomes(events)
    gone = select(_erased.c.delivery).where(_erased.c.delivery.in_([row.id for row in rows]))
    erased = set(connection.execute(gone).scalars())
    reports = reports_of(connection, [row.id for row in rows])
    bound = _hand_overs(connection, seals, [row.id for row in rows], events)
    made = []
    for row in rows:
        notice = _notice_of(connection, row)
        covered = tuple(map(RevisionId, json.loads(notice["covered"]))) if notice else ()
        made.append(
            Telling(
                delivery=DeliveryId(row.id),
                recipient=row.recipient,
                notice=NoticeId(row.notice) if row.notice else None,
                subject=notice["subject"] if notice else "",
                day=date.fromisoformat(notice["day"]) if notice else None,
                covered=covered,
                language=notice["language"] if notice else "",
                services=_services(connection, row),
                state=DeliveryState(row.state),
                as_of=today,
                reason=row.reason,
                told_as=row.told_as,
                erased=row.id in erased,
                happenings=tuple(happened[row.id]),
                hand_overs=tuple(bound[row.id]),
                outcomes=tuple(outcomes[row.id]),
                reports=reports.get(row.id, ()),
                lawful=tuple(lawful[one] for one in covered if one in lawful),
                delivered_on=_delivered_on(events, row.id, zone),
            )
        )
    return tuple(made)


def lawful_days(connection: Connection) -> Mapping[RevisionId, LawfulDay]:
    """Return until when people had to be told of each revision, as plans recorded it."""
    bodies = connection.execute(
        select(_events.c.body).where(_events.c.kind == "plan").order_by(_events.c.number)
    )
    found: dict[RevisionId, LawfulDay] = {}
    for facts in map(json.loads, bodies.scalars()):
        for one in facts.get("periods", ()):
            found[RevisionId(one["revision"])] = LawfulDay(
                policy_id=PolicyId(one["policy"]),
                period=one["period"],
                reason=one["reason"],
                last_day=date.fromisoformat(one["last_day"]),
            )
    return found


def leaves_of_claim(
    connection: Connection, seals: Seals, claim: Claim
) -> tuple[list[bytes], dict[str, str]]:
    """Return the leaves under a claim's root, and what those hold that were not erased, by delivery.

    Raises WrongCommitment where the ledger holds something else than it handed over.
    """
    batch = connection.execute(select(_batch).where(_batch.c.id == claim.batch)).one()
    salts = opened_salts(batch.salts, seals.evidence)
    rows = _rows_by_id(connection, claim.deliveries)
    mail = mail_hash(_mail(connection, batch.plan, batch.notice))
    words = _words(connection, [row for row in rows.values() if row["person"]])
    leaves, shown = [], {}
    for id_, salt in zip(claim.deliveries, salts, strict=True):
        if is_erased(salt):
            leaves.append(bytes.fromhex(salt))
            continue
        addressee = _addressee(rows[id_], words, seals)
        content = leaf_of(addressee, salt=salt, mail=mail)
        leaves.append(leaf_hash(content))
        shown[id_] = content.decode()
    if root_of(leaves).hex() != claim.root:
        raise WrongCommitment(
            f"batch {claim.batch} of the ledger is not what event {claim.event} is bound to: an"
            " address, a name or a mail was altered since; keep it as it is and restore a backup"
        )
    return leaves, shown


def _named(facts: Mapping[str, Any]) -> frozenset[str]:
    """Return the deliveries that an event names."""
    some = facts.get("deliveries", ())
    return frozenset(some if isinstance(some, list) else ()) | {facts.get("delivery", "")}


def _happenings(events: Sequence[Event]) -> Mapping[str, list[Happening]]:
    found: dict[str, list[Happening]] = defaultdict(list)
    for event in events:
        if event.kind != "step":
            continue
        facts = event.facts
        state = DeliveryState(facts["to"])
        one = Happening(
            at=event.at, event=event.number, what=_STEPS[state], source=_source(state, facts)
        )
        for id_ in facts["deliveries"]:
            found[id_].append(one)
    return found


def _source(state: DeliveryState, facts: Mapping[str, Any]) -> str:
    if facts.get("said_by") == "provider":
        return "the mail service, in a signed report"
    return "the mail service, in its answer" if state in _ANSWERS else "this record"


def _outcomes(events: Sequence[Event]) -> Mapping[str, list[OutcomeElsewhere]]:
    found: dict[str, list[OutcomeElsewhere]] = defaultdict(list)
    for event in events:
        if event.kind == OUTCOME:
            facts = event.facts
            found[facts["delivery"]].append(
                OutcomeElsewhere(
                    at=event.at,
                    event=event.number,
                    channel=facts["channel"],
                    told=facts["told"],
                    day=date.fromisoformat(facts["day"]),
                    by=facts["by"],
                    note=facts["note"],
                )
            )
    return found


def _delivered_on(events: Sequence[Event], id_: str, zone: ZoneInfo) -> date | None:
    for event in events:
        facts = event.facts if event.kind == "step" else {}
        if facts.get("to") == DeliveryState.DELIVERED and id_ in facts["deliveries"]:
            return datetime.fromisoformat(event.at).astimezone(zone).date()
    return None


def _hand_overs(
    connection: Connection, seals: Seals, ids: Sequence[str], events: Sequence[Event]
) -> Mapping[str, list[HandOver]]:
    found: dict[str, list[HandOver]] = defaultdict(list)
    for claim in filter(None, map(claim_of, events)):
        mine = [id_ for id_ in ids if id_ in claim.deliveries]
        if not mine:
            continue
        leaves, shown = leaves_of_claim(connection, seals, claim)
        for id_ in mine:
            at = claim.deliveries.index(id_)
            found[id_].append(
                HandOver(
                    delivery=DeliveryId(id_),
                    batch=claim.batch,
                    position=at,
                    root=claim.root,
                    leaf_hash=leaves[at].hex(),
                    leaf=shown.get(id_),
                    path=path_of(leaves, at),
                )
            )
    return found


def _notice_of(connection: Connection, row: Any) -> Any:
    if row.notice is None:
        return None
    of_notice = (_notice.c.plan == row.plan, _notice.c.id == row.notice)
    return connection.execute(select(_notice).where(*of_notice)).mappings().one()


def _mail(connection: Connection, plan: int, notice: str) -> Mail:
    of_notice = (_notice.c.plan == plan, _notice.c.id == notice)
    return mail_of(connection.execute(select(_notice).where(*of_notice)).mappings().one())


def mail_of_delivery(connection: Connection, row: Any) -> Mail | None:
    """Return the mail of a delivery, marks and all; None where nothing was to be told."""
    return None if row.notice is None else _mail(connection, row.plan, row.notice)


def _services(connection: Connection, row: Any) -> tuple[str, ...]:
    if row.wording is None:
        return ()
    w = _wording.c
    of_row = (w.plan == row.plan, w.notice == row.notice, w.number == row.wording)
    return tuple(json.loads(connection.execute(select(w.services).where(*of_row)).scalar_one()))


def _rows_by_id(connection: Connection, ids: Sequence[str]) -> Mapping[str, Any]:
    rows = connection.execute(select(_delivery).where(_delivery.c.id.in_(ids))).mappings()
    return {row["id"]: row for row in rows}


def _words(connection: Connection, rows: Sequence[Any]) -> Mapping[int, Mapping[str, str | None]]:
    """Return the words that some deliveries of one notice have in place of its marks."""
    if not rows:
        return {}
    plan, notice = rows[0]["plan"], rows[0]["notice"]
    numbers = {row["wording"] for row in rows}
    return wordings_of(connection, plan=plan, notice=notice, numbers=numbers)


def _addressee(row: Any, words: Mapping[int, Mapping[str, str | None]], seals: Seals) -> Addressee:
    return addressee_of(row["id"], row["person"], words[row["wording"]], seals)
