"""Which keys the ledger is written with, so that nobody goes on without one of them.

A sender that lacks a key would take an address for one that nobody has unsubscribed or told, and
would not notice. So the ledger names its keys, and every transaction that writes asks for them.
"""

from sqlalchemy import Connection, Select, insert, select

from notify.errors import NotifyError
from notify.keys import KeyId, Keyring, Purpose
from notify.schema import key_in_use as _key_in_use

KEPT = (Purpose.DATA, Purpose.INDEX, Purpose.EVIDENCE)  # what the ledger itself is written with


class KeyLacking(NotifyError):
    """The ledger is written with a key that is not in the environment."""


def require_keys(connection: Connection, keyring: Keyring) -> None:
    """Raise where the ledger is written with a key that the keyring lacks.

    Until the transaction ends, nobody takes a key out of use.
    """
    _refuse_lacking(connection, select(_key_in_use).with_for_update(read=True), keyring)


def look_for_keys(connection: Connection, keyring: Keyring) -> None:
    """Raise where the ledger is written with a key that the keyring lacks, and hold up nobody."""
    _refuse_lacking(connection, select(_key_in_use), keyring)


def take_into_use(connection: Connection, keyring: Keyring, *, at: str) -> None:
    """Note the keys that make what is new, where the ledger has not named them yet."""
    new = newest_of(keyring) - keys_in_use(connection)
    if new:
        rows = [{"purpose": purpose, "id": id_, "since": at} for purpose, id_ in sorted(new)]
        connection.execute(insert(_key_in_use), rows)


def newest_of(keyring: Keyring) -> frozenset[tuple[Purpose, KeyId]]:
    """Return the keys that a keyring writes a ledger with."""
    return frozenset((purpose, keyring.first(purpose).id) for purpose in KEPT)


def keys_in_use(connection: Connection) -> frozenset[tuple[Purpose, KeyId]]:
    """Return the keys that the ledger is written with."""
    rows = connection.execute(select(_key_in_use.c.purpose, _key_in_use.c.id))
    return frozenset((Purpose(row.purpose), KeyId(row.id)) for row in rows)


def _refuse_lacking(
    connection: Connection, query: Select[tuple[object, ...]], keyring: Keyring
) -> None:
    held = {(purpose, key.id) for purpose in KEPT for key in keyring.all(purpose)}
    for row in connection.execute(query):
        if (row.purpose, row.id) not in held:
            raise KeyLacking(_lacking(Purpose(row.purpose), KeyId(row.id)))


def _lacking(purpose: Purpose, id_: KeyId) -> str:
    return (
        f"the ledger is written with the key {id_}, which {purpose} does not hold here: put it"
        " back, after the newest and a comma; fairnotice ledger rekey says when it may go"
    )
