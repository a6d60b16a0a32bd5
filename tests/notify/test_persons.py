"""A person is named by an address, in any spelling, or by an id."""

import pytest

from notify.persons import mailbox_of, names_in, person_key


@pytest.mark.parametrize(
    ("named", "mailbox"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        (" ada@example.com ", "ada@example.com"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("c-17", None),
        ("no mailbox: c-17", None),
        ("", None),
    ],
)
def test_an_address_is_told_from_an_id(named: str, mailbox: str | None) -> None:
    assert mailbox_of(named) == mailbox
    assert person_key(named) == (mailbox or named.strip())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("asked by ADA@example.com", True),
        ("Ada Lovelace asked", True),
        ("asked on the 7th", False),
        ("asked by letter", False),
    ],
)
def test_words_that_are_kept_for_ever_are_looked_through_for_names(
    words: str, *, found: bool
) -> None:
    assert names_in(words, ["ada@example.com", "Ada Lovelace", "7"]) is found
