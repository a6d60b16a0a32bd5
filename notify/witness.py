"""The head of the ledger, kept apart from it once a day: in a file of this machine, and by a witness.

Whoever holds a former head can tell that the chain was cut or made anew; a witness holds it where
who keeps the ledger could not change it.
"""

from typing import Final

from markupsafe import escape

from archive.status import HEAD_FILE
from archive.workspace import state_folder
from notify.carrier_choice import choose_carrier
from notify.carriers import (
    Accepted,
    Addressee,
    Batch,
    BatchId,
    DeliveryId,
    Mail,
    MailKind,
    NoticeId,
    OutcomeUnknown,
)
from notify.errors import NotifyError
from notify.jobs import Surroundings
from notify.ledger_guard import marks_folder
from notify.ledger_heads import Head, head_of, heads_file, keep, kept_heads, refuse_foreign
from notify.mailboxes import Mailbox, read_mailbox
from notify.mails import sender

_WITNESS: Final = (
    "Please keep this mail. It fixes the record of who was told of changed policies, as it stood"
    " at this moment; the record cannot be changed afterwards without contradicting it.\n\n{head}\n\n"
    "It names nobody. There is nothing else to do."
)


class NotWitnessed(NotifyError):
    """The mail to the witness was refused."""


def keep_head(around: Surroundings) -> str:
    """Check the heads that were kept, then keep the present one outside the ledger, as a job.

    Builds of the site in this repository publish it from then on. Where the settings name a
    witness, it is mailed there too, so that somebody else holds it.
    """
    marks = marks_folder(around.environ)
    file, kept = heads_file(around.ledger, marks), kept_heads(around.ledger, marks)
    with around.ledger.reading() as connection:
        known = refuse_foreign(connection, kept)
        head = head_of(connection)
    if head is None:
        return "nothing has happened yet"
    witnessed = _witnessed(around, head)
    if not kept or kept[-1] != head:
        keep(head, file)
    (state_folder(around.root) / HEAD_FILE).write_text(f"{head}\n", encoding="ascii")
    return f"event {head.number} {head.hash}; {known} former heads are in the chain{witnessed}"


def _witnessed(around: Surroundings, head: Head) -> str:
    """Mail the head to the witness that the settings name; return what is to be said of it."""
    witness = around.settings.notice.witness
    if witness is None:
        return ""
    carrier = choose_carrier(around.environ, around.settings, root=around.root, pretended_day=False)
    if carrier.counts_as == "withheld":
        return "; no carrier is configured to mail it to the witness"
    from_ = sender(around.settings)
    batch = witness_batch(f"witness-{head.hash[:16]}", head, to=read_mailbox(witness), from_=from_)
    outcome = carrier.hand_over(batch)  # CarrierStopped: the job is tried again
    if not isinstance(outcome, Accepted | OutcomeUnknown):
        raise NotWitnessed(
            f"{carrier.name} did not take the mail for {witness}; check notice.witness"
        )
    return f"; mailed to {witness}"


def witness_batch(id_: str, head: Head, *, to: Mailbox, from_: Mailbox) -> Batch:
    """Return the mail that a witness keeps, as a carrier takes it."""
    words = _WITNESS.format(head=head)
    mail = Mail(
        notice=NoticeId(id_),
        kind=MailKind.LEGAL,
        subject=f"To be kept: the record of notices on {head.at[:10]}",
        text=words,
        html="".join(f"<p>{escape(part)}</p>" for part in words.split("\n\n")),
        from_=from_,
    )
    # Not an id of the ledger's own, so that no event about it is missed there.
    addressee = Addressee(delivery=DeliveryId(id_), mailbox=to)
    return Batch(id=BatchId(id_), mail=mail, addressees=(addressee,))
