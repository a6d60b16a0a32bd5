"""Trials: the notices of a plan, sent to people who want to see them before they are approved."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select

from archive.revisions import Language
from archive.speech import speech_in
from notify.carriers import Addressee, Batch, BatchId, Carrier, DeliveryId, Mail, MailKind, Outcome
from notify.errors import NotifyError
from notify.ledger import Ledger
from notify.ledger_canaries import send_trial
from notify.ledger_events import record
from notify.ledger_rows import mail_of
from notify.links import LinkRules
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.reader_words import words_for_anybody
from notify.schema import notice as _notice
from notify.schema import plan as _plan
from notify.schema import wording as _wording

MOST: Final = 20  # people: whoever tries a notice is known by name
MARKED: Final = "[Test] "  # before the subject, so that nobody takes it for the notice


class NothingToTry(NotifyError):
    """No plan has a notice to try, or not for so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One notice, as one person tries it, and what the carrier said."""

    notice: str
    language: str
    to: str
    outcome: Outcome


def try_notices(
    ledger: Ledger, carrier: Carrier, *, to: Sequence[Mailbox], rules: LinkRules
) -> Iterator[Trial]:
    """Send each notice of the newest plan, in each language, to some people; yield what came of it.

    They read what readers read, under their own name; no reader's name or address is in it. Raises
    `NothingToTry` where there is no such plan, and `CarrierStopped` as any hand-over does.
    """
    if not 1 <= len(to) <= MOST:
        raise NothingToTry(f"a test goes to 1 to {MOST} people; a plan tells the others")
    plan, notices = _notices(ledger)
    with ledger.writing() as connection:
        facts = {"notices": [notice for notice, *_ in notices], "people": len(to)}
        record(connection, at=ledger.moment(connection), kind="trial", plan=plan, facts=facts)
    for notice, language, mail, words in notices:
        for mailbox in to:
            own = words_for_anybody(
                words, name=mailbox.name, speech=speech_in(Language(language)), rules=rules
            )
            batch = _batch(ledger.new_id(), mail, mailbox, own)
            outcome = send_trial(ledger, carrier, batch)
            yield Trial(notice=notice, language=language, to=mailbox.address, outcome=outcome)


def _notices(ledger: Ledger) -> tuple[int, list[tuple[str, str, Mail, dict[str, str | None]]]]:
    """Return the newest plan's number, and of each notice its language, mail and first words."""
    w, n = _wording.c, _notice.c
    first = select(w.plan, w.notice, func.min(w.number).label("number")).group_by(w.plan, w.notice)
    least = first.subquery()
    with ledger.reading() as connection:
        stands = select(func.max(_plan.c.number)).where(_plan.c.replaced_by.is_(None))
        plan = connection.execute(stands).scalar_one()
        rows = connection.execute(
            select(_notice, w.words)
            .join(least, (least.c.plan == n.plan) & (least.c.notice == n.id))
            .join(
                _wording,
                (w.plan == n.plan) & (w.notice == n.id) & (w.number == least.c.number),
            )
            .where(n.plan == plan)
            .order_by(n.day, n.id)
        ).mappings()
        found = [
            (row["id"], row["language"], mail_of(row), json.loads(row["words"])) for row in rows
        ]
    if not found:
        raise NothingToTry("no plan has a mail to try; run: fairnotice notify plan")
    return plan, found


def _batch(id_: str, mail: Mail, mailbox: Mailbox, words: dict[str, str]) -> Batch:
    """Return a batch of one, whose id is its delivery's too, as a canary's is."""
    if mail.kind is MailKind.COURTESY:
        words = {**words, UNSUBSCRIBE_MARK: "test"}  # it ends nobody's subscription
    addressee = Addressee(delivery=DeliveryId(id_), mailbox=mailbox, substitutions=words)
    marked = replace(mail, subject=f"{MARKED}{mail.subject}")
    return Batch(id=BatchId(id_), mail=marked, addressees=(addressee,))
