"""A ledger names the keys it is written with, and nobody writes to it without one of them."""

import pytest

from notify.keys import Purpose
from notify.ledger_keys import KEPT, KeyLacking, keys_in_use
from tests.notify.keyrings import a_keyring
from tests.notify.ledgers import a_ledger


def test_a_ledger_names_the_newest_key_of_each_purpose(database: str) -> None:
    ledger = a_ledger(database, keyring=a_keyring("new", "old"))
    newest = {(purpose, a_keyring("new").first(purpose).id) for purpose in KEPT}
    with ledger.reading() as connection:
        assert keys_in_use(connection) == newest
    assert Purpose.LINKS not in KEPT


def test_who_lacks_a_key_of_the_ledger_does_not_open_it(database: str) -> None:
    a_ledger(database, keyring=a_keyring("old"))
    a_ledger(database, keyring=a_keyring("new", "old"))
    for lacking, found in (("new", "old"), ("old", "new")):
        key = a_keyring(found).first(Purpose.DATA)
        with pytest.raises(KeyLacking, match=rf"the key {key.id}, which FAIRNOTICE_DATA_KEY"):
            a_ledger(database, keyring=a_keyring(lacking))


def test_who_goes_on_without_the_new_key_is_stopped_at_the_next_write(database: str) -> None:
    slow = a_ledger(database, keyring=a_keyring("old"))
    a_ledger(database, keyring=a_keyring("new", "old"))
    with pytest.raises(KeyLacking), slow.writing():
        pytest.fail("it would have written")


def test_who_knows_the_new_key_already_goes_on(database: str) -> None:
    ready = a_ledger(database, keyring=a_keyring("old", "new"))
    a_ledger(database, keyring=a_keyring("new", "old"))
    with ready.writing() as connection:
        assert len(keys_in_use(connection)) == 2 * len(KEPT)
