"""Evidence of one notice, written to a file: what became of it for everybody, and for whom too late."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from archive.revisions import RevisionId
from notify.carriers import NoticeId
from notify.chain import Event
from notify.commitments import mail_document
from notify.deliveries import DeliveryState
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_heads import Head, refuse_foreign
from notify.ledger_person_proof import ALWAYS
from notify.ledger_proofs import (
    OUTCOME,
    Claim,
    chain,
    claim_of,
    lawful_days,
    leaves_of_claim,
    mail_of_delivery,
)
from notify.ledger_reports import reports_among
from notify.proof_bundles import Bundle, chain_lines, head_lines, new_bundle
from notify.proofs import Verdict, told_in_time, verdict_of
from notify.schema import delivery as _delivery
from notify.schema import notice as _notice
from notify.schema import plan as _plan

_COLUMNS: Final = ("delivery", "state", "told", "told_on", "in_time", "reason")


class NoSuchNotice(NotifyError):
    """A notice was named that is not in the ledger."""


@dataclass(slots=True, kw_only=True)
class InTime:
    """How many were told in time, how many were not, and of how many that is not known."""

    last_day: date | None  # on which people could be told in time
    met: int = 0
    late: int = 0  # told late, or not told at all
    unknown: int = 0

    def count(self, in_time: bool | None) -> None:  # noqa: FBT001 (it is what is counted)
        """Count one delivery."""
        if in_time is None:
            self.unknown += 1
        elif in_time:
            self.met += 1
        else:
            self.late += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEvidence:
    """What was written of a notice."""

    file: Path
    notice: NoticeId
    in_time: InTime


@dataclass(slots=True, kw_only=True)
class _Of:
    """The notice that a bundle is about."""

    notice: str
    plans: frozenset[int]
    names: bool  # whom it went to is shown
    zone: ZoneInfo
    today: date
    in_time: InTime
    told_on: dict[str, date] = field(default_factory=dict)

    def concerned(self, event: Event) -> bool:
        """Return whether an event is shown with what it says."""
        return event.plan in self.plans or event.kind in ALWAYS or event.kind == OUTCOME

    @property
    def rows(self) -> Any:
        """The query for its deliveries."""
        mine = (_delivery.c.notice == self.notice, _delivery.c.plan.in_(sorted(self.plans)))
        return select(_delivery).where(*mine).order_by(_delivery.c.plan, _delivery.c.id)


def export_notice(
    ledger: Ledger,
    *,
    notice: str,
    names: bool,
    zone: ZoneInfo,
    today: date,
    heads: Sequence[Head],
    file: Path,
) -> NoticeEvidence:
    """Write what became of every delivery of a notice; whom it went to only where `names` says so.

    Raises NoSuchNotice, and WrongCommitment where the ledger is not what it handed over.
    """
    with ledger.reading() as connection:
        refuse_foreign(connection, heads)
        about = _about(connection, notice, names=names, zone=zone, today=today)
        with new_bundle(file) as bundle:
            bundle.add("heads.txt", head_lines(heads))
            _write(bundle, connection, ledger, about)
    return NoticeEvidence(file=file, notice=NoticeId(notice), in_time=about.in_time)


def _about(connection: Connection, notice: str, *, names: bool, zone: ZoneInfo, today: date) -> _Of:
    rows = connection.execute(
        select(_notice.c.plan, _notice.c.covered).where(
            _notice.c.id == notice,
            _notice.c.plan.in_(select(_plan.c.number).where(_plan.c.replaced_by.is_(None))),
        )
    ).all()
    if not rows:
        raise NoSuchNotice(
            f"there is no notice {notice}; fairnotice notify status --format json names them"
        )
    lawful = lawful_days(connection)
    covered = {RevisionId(one) for row in rows for one in json.loads(row.covered)}
    days = [lawful[one].last_day for one in covered if one in lawful]
    return _Of(
        notice=notice,
        plans=frozenset(row.plan for row in rows),
        names=names,
        zone=zone,
        today=today,
        in_time=InTime(last_day=min(days, default=None)),
    )


def _write(bundle: Bundle, connection: Connection, ledger: Ledger, about: _Of) -> None:
    bundle.lines("chain.jsonl", chain_lines(_noting(chain(connection), about), about.concerned))
    claims = (c for e in chain(connection) if e.plan in about.plans and (c := claim_of(e)))
    bundle.lines("batches.jsonl", _batches(connection, ledger, claims, about))
    bundle.lines("deliveries.jsonl", _deliveries(connection, about, late=False))
    bundle.lines("reports.jsonl", _reports(connection, about))
    bundle.lines("not-in-time.csv", _deliveries(connection, about, late=True))
    first = connection.execute(about.rows.limit(1)).one()
    if (mail := mail_of_delivery(connection, first)) is not None:
        bundle.add(f"mails/{about.notice}.json", mail_document(mail))
    period = {"last_day": about.in_time.last_day, "met": about.in_time.met}
    period |= {"late": about.in_time.late, "unknown": about.in_time.unknown}
    bundle.add("record.json", _json({"notice": about.notice, "texts": [], "in_time": period}))
    bundle.add("proofs.json", _json([]))


def _noting(events: Iterable[Event], about: _Of) -> Iterator[Event]:
    """Yield the events, and note on the way when deliveries were delivered or told otherwise."""
    for event in events:
        if event.kind == "step" and event.plan in about.plans:
            facts = event.facts
            if facts["to"] == DeliveryState.DELIVERED:
                day = datetime.fromisoformat(event.at).astimezone(about.zone).date()
                for id_ in facts["deliveries"]:
                    about.told_on.setdefault(id_, day)
        elif event.kind == OUTCOME and (facts := event.facts)["told"]:
            day = date.fromisoformat(facts["day"])
            about.told_on[facts["delivery"]] = min(day, about.told_on.get(facts["delivery"], day))
        yield event


def _batches(
    connection: Connection, ledger: Ledger, claims: Iterable[Claim], about: _Of
) -> Iterator[bytes]:
    for claim in claims:
        leaves, shown = leaves_of_claim(connection, ledger.seals, claim)
        line: dict[str, Any] = {"event": claim.event, "batch": claim.batch, "root": claim.root}
        line["leaves"] = [leaf.hex() for leaf in leaves]
        if about.names:
            line["contents"] = [shown.get(id_) for id_ in claim.deliveries]
        yield json.dumps(line).encode() + b"\n"


def _deliveries(connection: Connection, about: _Of, *, late: bool) -> Iterator[bytes]:
    """Yield a line for each delivery: as JSON, or of those not told in time as CSV."""
    columns = (*_COLUMNS, "recipient") if about.names else _COLUMNS
    if late:
        yield _csv(columns)
    for row in connection.execute(about.rows):
        line = _line(row, about)
        if not late:
            about.in_time.count(line["in_time"])
            yield json.dumps({c: line[c] for c in columns}, default=str).encode() + b"\n"
        elif line["in_time"] is False:
            yield _csv([line[column] for column in columns])


def _reports(connection: Connection, about: _Of) -> Iterator[bytes]:
    """Yield a line for each thing that the mail service reported of a delivery; they name nobody."""
    mine = about.rows.with_only_columns(_delivery.c.id).order_by(None)
    for report in reports_among(connection, mine):
        yield json.dumps(asdict(report)).encode() + b"\n"


def _line(row: Any, about: _Of) -> Mapping[str, Any]:
    told_on = about.told_on.get(row.id)
    state = DeliveryState(row.state)
    verdict = Verdict.TOLD if told_on is not None else verdict_of(state)
    return {
        "delivery": row.id,
        "state": state,
        "told": verdict,
        "told_on": told_on,
        "in_time": told_in_time(
            verdict, told_on, last_day=about.in_time.last_day, today=about.today
        ),
        "reason": row.reason,
        "recipient": row.recipient,
    }


def _csv(values: Iterable[object]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerow(values)
    return written.getvalue().encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
