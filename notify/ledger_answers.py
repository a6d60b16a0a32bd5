"""What products' users answered, in the ledger: each bound to the very text, and an event of the chain.

Nothing is altered: the newest answer of a user to a policy and a purpose is the present one.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from notify.answers import Answer, AnswerKind, subject_line
from notify.keys import KeyId
from notify.ledger import Ledger
from notify.ledger_database import hold, overwrite_deleted, told_when_away
from notify.ledger_events import Entry, record, record_all
from notify.ledger_joining import chunks
from notify.schema import answer as _answer
from notify.sealing import Place, Seals, unindexed
from notify.subject_tokens import Subject

WHO = Place("answer.who")
_CHUNK = 500


def write_answer(
    ledger: Ledger, subject: Subject, answer: Answer, *, key: KeyId, request: str
) -> tuple[str, str, bool]:
    """Record an answer; return its id, when it was given, and whether it is new.

    What a request said before, or what is the present answer already, is not recorded again.
    """
    line = subject_line(subject.service, subject.id)
    with told_when_away(), ledger.writing() as connection:
        hold(connection)  # two that say the same at once would both find nothing
        found = _known(connection, ledger.seals, subject, answer, request=request)
        if found is not None:
            return found.id, found.at, False
        id_, at = ledger.new_id(), ledger.moment(connection)
        row = {
            "id": id_,
            "service": subject.service,
            "subject": ledger.seals.index(line),
            "who": ledger.seals.seal(line, WHO),
            **answer.as_row(),
            "at": at,
            "key": key,
            "request": request,
        }
        connection.execute(insert(_answer).values(row))
        facts = {"answer": id_, "service": subject.service, **answer.as_row()}
        record(connection, at=at, kind="answer", plan=None, facts=facts)
    return id_, at, True


def answers_of(ledger: Ledger, subject: Subject) -> list[tuple[str, str, Answer]]:
    """Return the id, the time and the answer of everything that a user said, the oldest first."""
    with told_when_away(), ledger.reading() as connection:
        rows = _of_subject(connection, ledger.seals, subject)
    return [(row.id, row.at, _read(row)) for row in rows]


def forget_who(connection: Connection, seals: Seals, names: Collection[str]) -> list[Entry]:
    """Let answers name nobody any more whose user had one of these ids; return the event."""
    return _unnamed(connection, sorted(row.id for row in _by_names(connection, seals, names)))


def answers_by(
    connection: Connection, seals: Seals, names: Collection[str]
) -> list[tuple[str, str, str, Answer]]:
    """Return the service, the id, the time and the answer of users with one of these ids, in order.

    They are those that an erasure of these ids takes away.
    """
    rows = sorted(_by_names(connection, seals, names), key=lambda row: (row.at, row.id))
    lines = [seals.open(row.who, WHO) for row in rows]
    return [
        (row.service, line.rpartition(" ")[2], row.at, _read(row))
        for row, line in zip(rows, lines, strict=True)
    ]


def _by_names(connection: Connection, seals: Seals, names: Collection[str]) -> list[Any]:
    services = connection.execute(select(_answer.c.service).distinct()).scalars().all()
    indexes = [
        index
        for service in services
        for name in names
        for index in seals.indexes(subject_line(service, name))
    ]
    return [
        row
        for chunk in chunks(indexes)
        for row in connection.execute(select(_answer).where(_answer.c.subject.in_(chunk)))
    ]


def forget_answers(ledger: Ledger, *, before: date) -> int:
    """Forget who gave the answers of before a day; return how many."""
    old = select(_answer.c.id).where(_answer.c.at < before.isoformat(), _answer.c.who.is_not(None))
    total = 0
    while True:
        with ledger.writing() as connection:
            overwrite_deleted(connection)
            ids = connection.execute(old.order_by(_answer.c.id).limit(_CHUNK)).scalars().all()
            entries = _unnamed(connection, ids)
            record_all(connection, entries, at=ledger.moment(connection))
        total += len(ids)
        if len(ids) < _CHUNK:
            return total


def _unnamed(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    for id_ in ids:
        nobody = {"who": None, "subject": unindexed(id_)}
        connection.execute(update(_answer).where(_answer.c.id == id_).values(nobody))
    return [Entry("answers forgotten", None, {"answers": list(ids)})] if ids else []


def _known(
    connection: Connection, seals: Seals, subject: Subject, answer: Answer, *, request: str
) -> Any:
    """Return the row of an answer that was given before; None where it is new."""
    same = select(_answer).where(_answer.c.request == request)
    if (row := connection.execute(same).one_or_none()) is not None:
        return row
    present = None
    for row in _of_subject(connection, seals, subject):
        if _read(row).replaces == answer.replaces:
            present = row
    return present if present is not None and _read(present) == answer else None


def _of_subject(connection: Connection, seals: Seals, subject: Subject) -> Sequence[Any]:
    indexes = seals.indexes(subject_line(subject.service, subject.id))
    query = select(_answer).where(_answer.c.subject.in_(indexes))
    return connection.execute(query.order_by(_answer.c.at, _answer.c.id)).all()


def _read(row: Any) -> Answer:
    return Answer(
        policy=row.policy,
        revision=row.revision,
        version=row.version,
        kind=AnswerKind(row.kind),
        purpose=row.purpose,
    )
