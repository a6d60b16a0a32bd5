"""Evidence of one person for one day, written to a file: what applied to them, what they were told."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from archive.errors import UnknownDate
from archive.lookups import revision_on
from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import Revision
from archive.workspace import Workspace
from notify.chain import Event
from notify.commitments import mail_document, mail_hash
from notify.ledger import Ledger
from notify.ledger_consents import KIND as ANSWER
from notify.ledger_consents import answers_on_record
from notify.ledger_heads import Head, head_of, refuse_foreign
from notify.ledger_holds import standing_holds
from notify.ledger_persons import PersonRows, person_rows
from notify.ledger_proofs import chain, events_about, mail_of_delivery
from notify.ledger_proofs import tellings as tellings_of
from notify.mails import company_of
from notify.persons import person_key
from notify.proof_bundles import (
    Bundle,
    chain_lines,
    head_lines,
    new_bundle,
    proof_of,
    rendered_mail,
)
from notify.proof_pages import person_page
from notify.proofs import Dossier, OnTheList, Telling, TextOnRecord, Verdict
from notify.recipients import Listed, Recipient

ALWAYS: Final = frozenset(
    {"baseline", "plan", "approval", "restore", "hold", "hold ended", "doubt"}
)
_UNKNOWN: Final = (
    "Whether anybody read a mail. A mail server that accepts one says nothing of its reader.",
    "Who else reads the mailbox, and whether the address was theirs on the day of the mail.",
)
_BY_PROVIDER: Final = (
    "That a mail server accepted a mail is known from the mail service alone, whose reports are"
    " signed; this record keeps that the signature was checked."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvidence:
    """What was written of a person."""

    file: Path
    dossier: Dossier


def export_person(
    ledger: Ledger,
    workspace: Workspace,
    *,
    named: str,
    on: date,
    recipients: Iterable[Listed],
    heads: Sequence[Head],
    file: Path,
) -> PersonEvidence:
    """Write what applied to a person on a day and what they were told; nobody else is in it."""
    with ledger.reading() as connection:
        refuse_foreign(connection, heads)
        found = person_rows(connection, ledger.seals, named)
        listed = [*_listed(recipients, found, named)]
        names = {*found.names, named.strip(), *(one.id for one in listed)}
        answered = [event for event in chain(connection) if event.kind == ANSWER]
        answers = answers_on_record(connection, ledger.seals, names, events=answered)
        events = events_about(connection, found.ids)
        told_of = {one.event for one in answers}
        events += [event for event in answered if event.number in told_of]
        told = tellings_of(
            connection,
            ledger.seals,
            found.rows,
            events=events,
            zone=workspace.settings.timezone,
            today=workspace.register.today,
        )
        texts = tuple(_texts(workspace, listed, on))
        dossier = Dossier(
            named=named.strip(),
            on=on,
            company=company_of(workspace.settings),
            made_at=ledger.moment(connection),
            listed=tuple(_on_the_list(one, workspace) for one in listed),
            texts=texts,
            tellings=told,
            erased_on=tuple(_erasures(events)),
            answers=answers,
            holds=tuple(
                f"A hold keeps this record: {one.why} (since {one.at[:10]}, by {one.by})."
                for one in standing_holds(connection, ledger.seals)
                if one.person is not None
                and person_key(one.person) in {person_key(name) for name in found.names}
            ),
            notes=tuple(_notes(told, listed, texts)),
        )
        with new_bundle(file) as bundle:
            bundle.add("heads.txt", head_lines(heads))
            _write_person(bundle, connection, dossier, found, events)
    return PersonEvidence(file=file, dossier=dossier)


def _write_person(
    bundle: Bundle,
    connection: Connection,
    dossier: Dossier,
    found: PersonRows,
    events: Sequence[Event],
) -> None:
    shown = frozenset(event.number for event in events)
    bundle.add("page.html", person_page(dossier, head_of(connection)).encode())
    bundle.add("record.json", _json(_document(dossier)))
    bundle.lines(
        "chain.jsonl",
        chain_lines(chain(connection), lambda e: e.number in shown or e.kind in ALWAYS),
    )
    rows = {row.id: row for row in found.rows}
    mails = _write_mails(bundle, connection, [row for row in found.rows if row.notice])
    proofs = []
    for telling in dossier.tellings:
        rendered = f"rendered/{telling.delivery}.txt"
        for one in telling.hand_overs:
            mail = mails[rows[telling.delivery].plan, rows[telling.delivery].notice]
            proofs.append(proof_of(one, mail=mail[0], rendered=rendered))
        leaf = next((one.leaf for one in telling.hand_overs if one.leaf), None)
        if leaf is not None:
            text, html = rendered_mail(leaf, mail[1])
            bundle.add(rendered, text)
            bundle.add(rendered.removesuffix(".txt") + ".html", html)
    bundle.add("proofs.json", _json(proofs))
    for text_ in dossier.texts:
        bundle.add(text_.file, text_.content)


def _write_mails(
    bundle: Bundle, connection: Connection, rows: Sequence[Any]
) -> dict[tuple[int, str], tuple[str, bytes]]:
    """Add the mails of some deliveries; return the file and the bytes of each, by its notice."""
    written: dict[str, tuple[str, bytes]] = {}
    found: dict[tuple[int, str], tuple[str, bytes]] = {}
    for row in rows:
        mail = mail_of_delivery(connection, row)
        if mail is None or (row.plan, row.notice) in found:
            continue
        digest = mail_hash(mail)
        if digest not in written:
            written[digest] = f"mails/{row.notice}-{digest[:8]}.json", mail_document(mail)
            bundle.add(*written[digest])
        found[row.plan, row.notice] = written[digest]
    return found


def _listed(recipients: Iterable[Listed], found: PersonRows, named: str) -> Iterator[Recipient]:
    """Yield whoever on the list of today is the person, by id or by mailbox."""
    names = {person_key(name) for name in (*found.names, named)}
    for one in recipients:
        if isinstance(one, Recipient) and (one.mailbox_key in names or person_key(one.id) in names):
            yield one


def _on_the_list(one: Recipient, workspace: Workspace) -> OnTheList:
    titles = {service.id: service.title for service in workspace.settings.services}
    return OnTheList(
        recipient=one.id,
        services=tuple(titles.get(service, service) for service in one.services),
        joined=one.joined,
        language=one.language,
    )


def _texts(workspace: Workspace, listed: Sequence[Recipient], on: date) -> Iterator[TextOnRecord]:
    """Yield the texts that applied on a day to a person of these services, or to everybody."""
    joined = min((one.joined for one in listed if one.joined), default=None)
    everything = not listed or any(not one.services for one in listed)
    services = {service for one in listed for service in one.services}
    for policy in workspace.register:
        try:
            revision = revision_on(policy, on, joined=joined)
        except UnknownDate:
            continue
        if everything or not revision.services or not services.isdisjoint(revision.services):
            yield _text(workspace, policy, revision)


def _text(workspace: Workspace, policy: Policy, revision: Revision) -> TextOnRecord:
    taken_down = redaction_of(revision, workspace.settings.redactions)
    content = workspace.history.read(revision.blob)
    if taken_down is not None:
        content = f"This text was taken down: {taken_down}\n".encode()
    return TextOnRecord(
        policy_id=policy.id,
        title=policy.title,
        language=policy.language,
        revision=revision.id,
        commit=revision.commit,
        path=revision.path,
        published_on=revision.published_on,
        applies_from=revision.applies_from,
        applies_until=revision.applies_until,
        sha256=sha256(content).hexdigest(),
        content=content,
    )


def _erasures(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        if event.kind == "erasure":
            facts = event.facts
            yield (
                f"On {event.at[:10]} {facts['by']} erased who they were from this record"
                f" ({facts['why']}) [{event.number}]. That these entries are about whoever is"
                " named above is known from a keyed hash alone, which only the keeper of the key"
                " can check."
            )


def _notes(
    told: Sequence[Telling], listed: Sequence[Recipient], texts: Sequence[TextOnRecord]
) -> Iterator[str]:
    """Yield what is not known."""
    yield from _UNKNOWN
    if any(telling.verdict is Verdict.TOLD and telling.happenings for telling in told):
        yield _BY_PROVIDER
    if any(telling.verdict is Verdict.UNKNOWN for telling in told):
        yield "Whether the mails that stand as not known above arrived."
    if not listed:
        yield "Which services they used on that day, and since when: every text is listed above."
    elif any(one.joined is None for one in listed):
        yield "Since when they have been a customer."
    if not texts:
        yield "Which text applied to them."


def _document(dossier: Dossier) -> dict[str, Any]:
    """Return the facts of the page, for programs."""
    document = asdict(dossier)
    for text, whole in zip(document["texts"], dossier.texts, strict=True):
        del text["content"]
        text["file"] = whole.file
    for one, telling in zip(document["tellings"], dossier.tellings, strict=True):
        del one["hand_overs"]  # they stand in proofs.json
        one |= {
            "verdict": telling.verdict,
            "told_on": telling.told_on,
            "last_day": telling.last_day,
            "in_time": telling.in_time,
        }
    return document


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
