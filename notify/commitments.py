"""What a batch hands over, bound into one hash that names nobody.

Each delivery is a leaf: a random salt, the address, the name, the person's own words and the
hash of the mail. The root stands in the chain of events. Nobody guesses an address from it, as
nobody guesses the salt; who has both can prove what went to whom. Erasing somebody takes the
salt and leaves the bare hash, and the root still stands.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from notify.carriers import Addressee, Batch, Mail
from notify.errors import NotifyError
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.merkle import leaf_hash, root_of
from notify.sealing import Place, Sealed, Sealer

FORM: Final = "fairnotice delivery 1"  # how a leaf is written; a later one has another name
SALTS: Final = Place("batch.salts")

_SALT: Final = 16  # bytes
_AS_HEX: Final = 2 * _SALT  # a bare leaf has twice as many digits
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


class WrongCommitment(NotifyError):
    """What the ledger holds of a batch is not what its chain of events is bound to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A batch bound to one hash: the root for the chain, the salts for the ledger."""

    root: str
    salts: Sealed


def committed(batch: Batch, sealer: Sealer) -> Committed:
    """Return the root over what a batch hands over, and the new salts that open it."""
    drawn = os.urandom(_SALT * len(batch.addressees)).hex()
    salts = [drawn[at : at + _AS_HEX] for at in range(0, len(drawn), _AS_HEX)]
    root = root_of(leaves_of(batch, salts))
    return Committed(root=root.hex(), salts=sealer.seal(",".join(salts), SALTS))


def leaves_of(batch: Batch, salts: Sequence[str]) -> list[bytes]:
    """Return the leaves of a batch, in the order of its deliveries."""
    mail = mail_hash(batch.mail)
    written = {id(words): _written(words) for words in batch.words}  # what many share, once
    return [
        leaf_hash(_leaf(one, salt, mail, written[id(one.substitutions)]))
        for one, salt in zip(batch.addressees, salts, strict=True)
    ]


def leaf_of(addressee: Addressee, *, salt: str, mail: str) -> bytes:
    """Return what one leaf is the hash of: whom, by which words, the mail; as JSON."""
    return _leaf(addressee, salt, mail, _written(addressee.substitutions))


def _leaf(addressee: Addressee, salt: str, mail: str, words: msgspec.Raw) -> bytes:
    mailbox = addressee.mailbox
    return _ENCODER.encode(
        [FORM, salt, addressee.delivery, mail, mailbox.address, mailbox.name, words]
    )


def _written(words: Mapping[str, str]) -> msgspec.Raw:
    # Their link to leave by is signed anew when a key is; it is no part of what they were told.
    if UNSUBSCRIBE_MARK in words:
        words = {mark: word for mark, word in words.items() if mark != UNSUBSCRIBE_MARK}
    return msgspec.Raw(_ENCODER.encode(words))


def mail_hash(mail: Mail) -> str:
    """Return the hash of a notice's mail, marks and all: the bytes that were approved."""
    return hashlib.sha256(mail_document(mail)).hexdigest()


def mail_document(mail: Mail) -> bytes:
    """Return all of a mail that its readers get alike, as JSON."""
    reply_to = mail.reply_to.address if mail.reply_to else None
    from_ = [mail.from_.name, mail.from_.address]
    return _ENCODER.encode(
        [
            "fairnotice mail 1",
            mail.notice,
            mail.kind,
            from_,
            reply_to,
            mail.headers,
            mail.subject,
            mail.text,
            mail.html,
        ]
    )


def opened_salts(sealed: str, sealer: Sealer) -> list[str]:
    """Return what a batch keeps for each delivery: its salt, or its leaf where it was erased."""
    return sealer.open(sealed, SALTS).split(",")


def is_erased(salt: str) -> bool:
    """Return whether nothing but the leaf of a delivery is left."""
    return len(salt) > _AS_HEX


def without_salt(salts: Sequence[str], position: int, leaf: bytes, sealer: Sealer) -> Sealed:
    """Return the salts of a batch once one of them is gone; its leaf stands in its place."""
    left = [*salts[:position], leaf.hex(), *salts[position + 1 :]]
    return sealer.seal(",".join(left), SALTS)
