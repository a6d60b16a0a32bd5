"""Recipients: what makes two of them one, and what is said of a service that nobody defined."""

import pytest

from notify.mailboxes import Mailbox
from notify.recipients import BadRow, mailbox_key, unknown_service


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.com", "ada@example.COM"),
        ("ada@müller.example", "ada@xn--mller-kva.example"),
        ("JÜRGEN@example.com", "jürgen@example.com"),
    ],
)
def test_two_spellings_of_a_mailbox_are_one(one: str, other: str) -> None:
    assert mailbox_key(Mailbox(address=one)) == mailbox_key(Mailbox(address=other))


def test_an_unknown_service_is_answered_with_the_nearest_or_with_how_to_define_it() -> None:
    assert "did you mean 'voice'?" in unknown_service("voise", ["voice", "messaging"])
    assert "[services.voise] and title" in unknown_service("voise", [])


def test_a_bad_row_names_its_number() -> None:
    assert str(BadRow(number=7, problem="the id is empty")) == "row 7: the id is empty"
