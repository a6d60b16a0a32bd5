"""What the ledger holds of people, sealed: read by whoever has the key, and by nobody else.

A sealed text names its key and says where it belongs, so that it opens in no other column. A
mailbox is found again by a keyed hash, the same for every spelling and different for every key.
"""

import os
from binascii import Error as BadBase64
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from notify.errors import NotifyError
from notify.keys import ID_LENGTH, Key, KeyId, Keyring, Purpose

Place = NewType("Place", str)  # the kind of row and its column: delivery.address
Sealed = NewType("Sealed", str)  # id of the key, a dot, base64 of nonce, words and tag
MailboxIndex = NewType("MailboxIndex", str)  # 32 bytes as hex: id of the key, and the keyed hash

INDEX_LENGTH: Final = 64
UNINDEXED: Final = "z"  # begins what stands in place of an index that nobody can find
# Random nonces of 96 bits: after 2^32 texts under one key it is time for another (NIST SP
# 800-38D, 8.3). A million recipients in ten notices a year take 40 years.
_NONCE: Final = 12


class Unreadable(NotifyError):
    """A value of the ledger cannot be opened: its key is gone, or it was altered."""


class Sealer:
    """Seals and opens texts with the keys of one purpose."""

    __slots__ = ("_ciphers", "_first", "_purpose")

    def __init__(self, keyring: Keyring, purpose: Purpose) -> None:
        self._purpose = purpose
        self._first = keyring.first(purpose).id
        # Made once: a cipher costs more than a text does.
        self._ciphers: Mapping[KeyId, AESGCM] = {
            key.id: AESGCM(key.secret) for key in keyring.all(purpose)
        }

    @property
    def prefix(self) -> str:
        """How every text begins that the newest key sealed."""
        return f"{self._first}."

    def seal(self, text: str, place: Place) -> Sealed:
        """Return a text that only the keyring opens, and only in this place."""
        return self.seal_all([text], place)[0]

    def seal_all(self, texts: Sequence[str], place: Place) -> list[Sealed]:
        """Return many texts, each sealed by itself; what they share is done once."""
        encrypt, prefix, bound = self._ciphers[self._first].encrypt, self.prefix, place.encode()
        drawn = os.urandom(_NONCE * len(texts))
        nonces = [drawn[at : at + _NONCE] for at in range(0, len(drawn), _NONCE)]
        closed = [
            # Half a character may stand in what others gave; it comes back as it was.
            nonce + encrypt(nonce, text.encode("utf-8", "surrogatepass"), bound)
            for nonce, text in zip(nonces, texts, strict=True)
        ]
        sealed: list[Any] = [
            f"{prefix}{b2a_base64(one, newline=False).decode('ascii')}" for one in closed
        ]
        return sealed  # of Sealed; to say so of each costs time

    def open(self, sealed: str, place: Place) -> str:
        """Return the text; raise Unreadable where no key opens it in this place."""
        return self.open_all([sealed], place)[0]

    def open_all(self, sealed: Iterable[str], place: Place) -> list[str]:
        """Return many texts, each opened by itself; raise Unreadable where one cannot be."""
        ciphers, bound = self._ciphers, place.encode()
        opened: list[str] = []
        try:
            for one in sealed:
                cipher = ciphers.get(KeyId(one[:ID_LENGTH]))
                if cipher is None or one[ID_LENGTH : ID_LENGTH + 1] != ".":
                    raise Unreadable(_without_key(one, place, self._purpose))
                content = a2b_base64(one[ID_LENGTH + 1 :], strict_mode=True)
                plain = cipher.decrypt(content[:_NONCE], content[_NONCE:], bound)
                opened.append(str(plain, "utf-8", "surrogatepass"))
        except (BadBase64, InvalidTag, ValueError) as error:
            raise Unreadable(
                f"a value in {place} of the ledger was altered, or moved there from elsewhere;"
                " keep the ledger as it is and restore a backup"
            ) from error
        return opened


class _Indexer:
    """Finds mailboxes by one key."""

    __slots__ = ("_keyed", "id")

    def __init__(self, key: Key) -> None:
        self.id = key.id
        # BLAKE2 takes a key of its own, and a fifth of the time of an HMAC; taken in once, less.
        self._keyed = blake2b(key=key.secret, digest_size=(INDEX_LENGTH - ID_LENGTH) // 2)

    def index(self, mailbox: str) -> MailboxIndex:
        """Return the keyed hash of a mailbox, after the id of the key."""
        digest = self._keyed.copy()
        digest.update(mailbox.encode("utf-8", "surrogatepass"))
        return MailboxIndex(self.id + digest.hexdigest())


class Seals:
    """Seals and opens what the ledger holds of people, and finds their mailboxes."""

    __slots__ = (
        "_evidence_keys",
        "_index_keys",
        "data",
        "evidence",
        "index",
        "keyring",
        "open",
        "open_all",
        "seal",
        "seal_all",
    )

    def __init__(self, keyring: Keyring) -> None:
        self.keyring: Final = keyring
        self.data: Final = Sealer(keyring, Purpose.DATA)
        self.seal: Final = self.data.seal
        self.seal_all: Final = self.data.seal_all
        self.open: Final = self.data.open
        self.open_all: Final = self.data.open_all
        self.evidence: Final = Sealer(keyring, Purpose.EVIDENCE)  # for what proves an address
        self._index_keys = tuple(map(_Indexer, keyring.all(Purpose.INDEX)))
        self._evidence_keys = tuple(map(_Indexer, keyring.all(Purpose.EVIDENCE)))
        # Of a mailbox (its `MailboxKey`): under what it is written from now on.
        self.index: Final = self._index_keys[0].index

    @property
    def index_prefix(self) -> str:
        """How every index begins that the newest key made."""
        return self._index_keys[0].id

    def indexes(self, mailbox: str) -> tuple[MailboxIndex, ...]:
        """Return under what it may stand since before: one for each key, the newest first."""
        return tuple(key.index(mailbox) for key in self._index_keys)

    def proofs(self, person: str) -> tuple[MailboxIndex, ...]:
        """Return under what a person who was erased is still found, the newest key's first."""
        return tuple(key.index(person) for key in self._evidence_keys)


def sealed_by(value: str) -> KeyId:
    """Return the id of the key that sealed a text or made an index."""
    return KeyId(value[:ID_LENGTH])


def unindexed(row: str) -> str:
    """Return what stands in a row in place of an index, once nobody may find it by that."""
    return f"{UNINDEXED}{row}"


def _without_key(sealed: str, place: Place, purpose: Purpose) -> str:
    id_ = sealed_by(sealed)
    if len(id_) < ID_LENGTH or not set(id_) <= set("0123456789abcdef"):
        return f"a value in {place} of the ledger is not sealed; restore a backup"
    return (
        f"a value in {place} of the ledger was sealed with the key {id_}, which"
        f" {purpose} does not hold: put that key back, after the newest and a comma"
    )
