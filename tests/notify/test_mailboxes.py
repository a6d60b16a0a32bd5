"""What is an address, and what is left of a name that tries to be more than one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.mailboxes import (
    InvalidMailbox,
    Mailbox,
    is_one_line,
    is_plain_text,
    one_line,
    read_mailbox,
)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("Anna\r\nBcc: all@example.com", "Anna Bcc: all@example.com", id="line break"),
        pytest.param("Anna\x00\x1b[31m", "Anna [31m", id="control characters"),
        pytest.param("Anna\u202egnp.exe", "Anna gnp.exe", id="a mark that turns reading around"),
        pytest.param("Anna\u2028\u2029B", "Anna B", id="line and paragraph separators"),
        pytest.param("\ud800Anna", "Anna", id="half a character"),
        pytest.param("  Anna \t B  ", "Anna B", id="white space"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian needs stays"),
        pytest.param("Zoë Nguyễn 王", "Zoë Nguyễn 王", id="letters of any script stay"),
    ],
)
def test_a_name_is_one_clean_line(name: str, kept: str) -> None:
    assert Mailbox(address="anna@example.com", name=name).name == kept


def test_a_name_is_cut_where_it_gets_absurd() -> None:
    assert len(Mailbox(address="anna@example.com", name="x" * 5_000).name) == 200


@given(st.text())
def test_one_line_makes_one_line_and_leaves_it_alone(text: str) -> None:
    once = one_line(text)

    assert is_one_line(once)
    assert one_line(once) == once
    once.encode()


@given(st.text())
def test_plain_text_can_be_written(text: str) -> None:
    if is_plain_text(text):
        text.encode()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@b@example.com",
        "anna b@example.com",
        "anna@example.com\n",
        "anna@example.com\r\nBcc: b@example.com",
        "anna@example.com,b@example.com",
        "<anna@example.com>",
        "anna\u202e@example.com",
        f"{'a' * 65}@example.com",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidMailbox, match=r"write name@example\.com"):
        Mailbox(address=address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("anna@example.com", "anna@example.com"),
        ("anna@bücher.example.com", "anna@xn--bcher-kva.example.com"),
        ("jörg@example.com", None),
        ("anna@-bücher.example.com", None),
    ],
)
def test_the_ascii_address(address: str, expected: str | None) -> None:
    assert Mailbox(address=address).ascii_address == expected


def test_a_mailbox_is_read_as_settings_write_it() -> None:
    assert read_mailbox("Example Messaging <legal@example.com>") == Mailbox(
        address="legal@example.com", name="Example Messaging"
    )
    assert read_mailbox("legal@example.com") == Mailbox(address="legal@example.com")


@pytest.mark.parametrize("written", ["", "Example", "A <a@example.com>\nBcc: b@example.com"])
def test_what_is_no_mailbox_is_refused(written: str) -> None:
    with pytest.raises(InvalidMailbox):
        read_mailbox(written)
