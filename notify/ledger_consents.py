"""What a person answered in the company's products, as evidence: consents, refusals, and the rest.

Each answer is bound to the hash of the very text it was given to, and stands in the chain.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from archive.revisions import PolicyId, RevisionId
from notify.answers import AnswerKind, subject_line
from notify.chain import Event
from notify.proofs import AnswerOnRecord
from notify.schema import answer as _answer
from notify.sealing import Seals

KIND = "answer"  # of the events that say so


def answers_on_record(
    connection: Connection, seals: Seals, names: Collection[str], *, events: Sequence[Event]
) -> tuple[AnswerOnRecord, ...]:
    """Return what whoever has one of these ids in a product answered there, the oldest first.

    `events` are those of the chain, or some of them: each answer names the one that records it.
    """
    services = connection.execute(select(_answer.c.service).distinct()).scalars().all()
    indexes = [
        index
        for service in sorted(services)
        for name in sorted(names)
        for index in seals.indexes(subject_line(service, name))
    ]
    numbers = {event.facts["answer"]: event.number for event in events if event.kind == KIND}
    query = select(_answer).where(_answer.c.subject.in_(indexes))
    return tuple(
        AnswerOnRecord(
            id=row.id,
            at=row.at,
            event=numbers.get(row.id),
            service=row.service,
            policy_id=PolicyId(row.policy),
            revision=RevisionId(row.revision),
            version=row.version,
            kind=AnswerKind(row.kind),
            purpose=row.purpose,
            key=row.key,
        )
        for row in connection.execute(query.order_by(_answer.c.at, _answer.c.id))
    )
