"""Which keys the ledger is written with, so that nobody goes on without one of them.

A sender that lacks a key would take an address for one that nobody has unsubscribed or told, and
would not notice. So the ledger names its keys, and every transaction that writes asks for them.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from notify.errors import NotifyError
from notify.keys import KeyId, Keyring, Purpose
from notify.schema import key_in_use as _key_in_use

UsedKey = tuple[Purpose, KeyId]

KEPT: Final = (
    Purpose.DATA,
    Purpose.INDEX,
    Purpose.EVIDENCE,
)  # what the ledger itself is written with


class KeyLacking(NotifyError):
    """The ledger is written with a key that is not in the environment."""


class KeyRetired(NotifyError):
    """The environment names first a key that the ledger is not written with any more."""


def require_keys(connection: Connection, keyring: Keyring) -> None:
    """Raise where the ledger is written with a key that the keyring lacks, or with none of its own.

    Until the transaction ends, nobody takes a key out of use.
    """
    rows = connection.execute(select(_key_in_use).with_for_update(read=True)).all()
    _refuse_lacking(rows, keyring)
    for purpose, id_ in newest_of(keyring) - {_key(row) for row in rows}:
        raise KeyRetired(_retired(purpose, id_))


def look_for_keys(connection: Connection, keyring: Keyring) -> None:
    """Raise where the ledger is written with a key that the keyring lacks, and hold up nobody."""
    _refuse_lacking(connection.execute(select(_key_in_use)).all(), keyring)


def take_into_use(connection: Connection, keyring: Keyring, *, at: str) -> None:
    """Note the keys that make what is new, where the ledger has not named them yet."""
    rows = [
        {"purpose": purpose, "id": id_, "since": at}
        for purpose, id_ in sorted(newest_of(keyring) - keys_in_use(connection))
    ]
    if rows:
        connection.execute(insert(_key_in_use), rows)


def newest_of(keyring: Keyring) -> frozenset[UsedKey]:
    """Return the keys that a keyring writes a ledger with."""
    return frozenset((purpose, keyring.first(purpose).id) for purpose in KEPT)


def keys_in_use(connection: Connection) -> frozenset[UsedKey]:
    """Return the keys that the ledger is written with."""
    return frozenset(map(_key, connection.execute(select(_key_in_use))))


def lock_keys(connection: Connection) -> None:
    """Wait until nobody writes, and let nobody write until this transaction ends."""
    connection.execute(select(_key_in_use).with_for_update()).all()


def retire(connection: Connection, keys: Iterable[UsedKey], *, at: str) -> None:
    """Let nobody write with these keys any more; what they wrote is still read."""
    for purpose, id_ in keys:
        row = (_key_in_use.c.purpose == purpose, _key_in_use.c.id == id_)
        connection.execute(update(_key_in_use).where(*row).values(retired_at=at))


def forget(connection: Connection, keys: Iterable[UsedKey]) -> None:
    """Take keys out of the ledger that nothing in it needs."""
    for purpose, id_ in keys:
        row = (_key_in_use.c.purpose == purpose, _key_in_use.c.id == id_)
        connection.execute(delete(_key_in_use).where(*row))


def _refuse_lacking(rows: Iterable[Any], keyring: Keyring) -> None:
    held = {(purpose, key.id) for purpose in KEPT for key in keyring.all(purpose)}
    newest = newest_of(keyring)
    for row in rows:
        purpose, id_ = key = _key(row)
        if key not in held:
            raise KeyLacking(
                f"the ledger is written with the key {id_}, which {purpose} does not hold here:"
                " put it back, after the newest and a comma; fairnotice ledger rekey says when it"
                " may go"
            )
        if row.retired_at is not None and key in newest:
            raise KeyRetired(_retired(purpose, id_))


def _key(row: Any) -> UsedKey:
    return Purpose(row.purpose), KeyId(row.id)


def _retired(purpose: Purpose, id_: KeyId) -> str:
    return (
        f"{purpose} names the key {id_} first, and another has taken its place: put that one"
        " first, as on the machine where fairnotice ledger rekey was run"
    )
