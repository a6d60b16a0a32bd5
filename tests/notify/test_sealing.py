"""Sealed texts: they open with their key and in their place alone."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.keys import Purpose
from notify.sealing import INDEX_LENGTH, Place, Seals, Unreadable, sealed_by
from tests.notify.keyrings import a_keyring

ADDRESS, NAME = Place("delivery.address"), Place("delivery.name")
TEXTS = st.text(st.characters(codec=None, categories=None))  # half characters as well
SEALS = Seals(a_keyring())


@given(text=TEXTS)
def test_what_is_sealed_opens_as_it_was(text: str) -> None:
    assert SEALS.open(SEALS.seal(text, ADDRESS), ADDRESS) == text


def test_a_sealed_text_holds_nothing_of_what_it_seals_and_is_never_the_same() -> None:
    sealed = {SEALS.seal("ada@example.com", ADDRESS) for _ in range(100)}
    assert len(sealed) == 100
    for one in sealed:
        id_, _, rest = one.partition(".")
        assert id_ == a_keyring().first(Purpose.DATA).id
        assert b"example" not in base64.b64decode(rest)


def test_a_text_opens_only_in_its_place() -> None:
    with pytest.raises(Unreadable, match=r"delivery\.name of the ledger was altered, or moved"):
        SEALS.open(SEALS.seal("ada@example.com", ADDRESS), NAME)


@given(at=st.integers(0, 200), by=st.integers(1, 255))
def test_a_text_altered_anywhere_does_not_open(at: int, by: int) -> None:
    id_, _, written = SEALS.seal("ada@example.com", ADDRESS).partition(".")
    content = bytearray(base64.b64decode(written))
    content[at % len(content)] ^= by
    with pytest.raises(Unreadable, match="was altered"):
        SEALS.open(f"{id_}.{base64.b64encode(content).decode()}", ADDRESS)


@pytest.mark.parametrize("plain", ["", "ada@example.com", "Ada", "12345678", "deadbeef."])
def test_what_was_never_sealed_does_not_open(plain: str) -> None:
    with pytest.raises(Unreadable, match=r"is not sealed|does not hold|altered"):
        SEALS.open(plain, ADDRESS)


def test_while_rotating_old_texts_open_and_new_ones_take_the_first_key() -> None:
    old, both, new = (Seals(a_keyring(*values)) for values in (("a",), ("b", "a"), ("b",)))
    before, after = old.seal("ada@example.com", ADDRESS), both.seal("ada@example.com", ADDRESS)
    assert both.open(before, ADDRESS) == both.open(after, ADDRESS) == "ada@example.com"
    assert new.open(after, ADDRESS) == "ada@example.com"
    assert after.startswith(both.data.prefix)
    assert not before.startswith(both.data.prefix)
    with pytest.raises(Unreadable, match=rf"{sealed_by(before)}, which FAIRNOTICE_DATA_KEY"):
        new.open(before, ADDRESS)


@given(one=TEXTS, other=TEXTS)
def test_an_index_is_equal_for_equal_mailboxes_alone(one: str, other: str) -> None:
    assert (SEALS.index(one) == SEALS.index(other)) == (one == other)


def test_an_index_names_its_key_and_tells_nothing_without_it() -> None:
    key = a_keyring().first(Purpose.INDEX)
    index = SEALS.index("ada@example.com")
    assert re.fullmatch(rf"[0-9a-f]{{{INDEX_LENGTH}}}", index)
    assert sealed_by(index) == SEALS.index_prefix == key.id
    assert index[8:] != Seals(a_keyring("other")).index("ada@example.com")[8:]


def test_while_rotating_a_mailbox_is_sought_under_every_key() -> None:
    old, both = Seals(a_keyring("a")), Seals(a_keyring("b", "a"))
    assert both.indexes("ada@example.com") == (
        both.index("ada@example.com"),
        old.index("ada@example.com"),
    )
