"""What may be handed to a carrier? What exists is right; what is wrong cannot be made."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.carriers import (
    DeliveryId,
    InvalidMail,
    TryLater,
    substituted,
)
from notify.mailboxes import Mailbox
from tests.notify.batches import MARK, a_batch, a_mail, a_personal_batch, an_addressee

OTHER = "mark-a1b2c3d4e5-link"


@pytest.mark.parametrize(
    ("mistake", "advice"),
    [
        pytest.param({"notice": "anna@example.com"}, "no notice id", id="an id that tells a name"),
        pytest.param({"subject": " "}, "one line", id="no subject"),
        pytest.param({"subject": "Hi\r\nBcc: b@example.com"}, "one line", id="a second header"),
        pytest.param({"subject": "Hi \u202eecilop"}, "one line", id="a turned subject"),
        pytest.param({"text": ""}, "both parts", id="no text"),
        pytest.param({"html": "\n"}, "both parts", id="no HTML"),
        pytest.param({"text": "\ud800"}, "cannot be written", id="half a character"),
        pytest.param({"html": "x" * 90_001}, "quote fewer passages", id="HTML that Gmail cuts"),
        pytest.param({"headers": {"X": "a\nB: c"}}, "one line of ASCII", id="header in a header"),
        pytest.param({"headers": {"X": "ü"}}, "one line of ASCII", id="header beyond ASCII"),
        pytest.param({"headers": {"Bcc": "b@example.com"}}, "cannot be set", id="a copy to others"),
        pytest.param({"headers": {"X Y": "a"}}, "cannot be set", id="no header name"),
        pytest.param({"headers": {"Auto-Submitted": "no"}}, "cannot be set", id="the carrier's"),
    ],
)
def test_a_mail_that_is_wrong_cannot_be_made(mistake: dict[str, Any], advice: str) -> None:
    with pytest.raises(InvalidMail, match=advice):
        a_mail(**mistake)


@pytest.mark.parametrize(
    ("mistake", "advice"),
    [
        pytest.param({"delivery": "../x"}, "no delivery id", id="a path"),
        pytest.param({"delivery": "a.b"}, "no delivery id", id="a dot"),
        pytest.param({"substitutions": {"-unsub-": "x"}}, "is no mark", id="a mark one can guess"),
        pytest.param({"substitutions": {"<mark>1234567890": "x"}}, "is no mark", id="HTML"),
        pytest.param({"substitutions": {MARK: "a\r\nb"}}, "one line", id="a line break"),
        pytest.param({"substitutions": {MARK: f"x{MARK}"}}, "holds a mark", id="its own mark"),
        pytest.param({"substitutions": {MARK: OTHER, OTHER: "x"}}, "holds a mark", id="another"),
    ],
)
def test_a_batch_takes_no_addressee_that_is_wrong(mistake: dict[str, Any], advice: str) -> None:
    with pytest.raises(InvalidMail, match=advice):
        a_batch(addressees=(an_addressee(**mistake),))


def twice(**same: Any) -> dict[str, Any]:
    return {"addressees": (an_addressee(0, **same), an_addressee(1, **same))}


@pytest.mark.parametrize(
    ("mistake", "advice"),
    [
        pytest.param({"id": ""}, "no batch id", id="no id"),
        pytest.param({"addressees": ()}, "1 to 1,000", id="nobody"),
        pytest.param(twice(delivery=DeliveryId("d")), "a delivery twice", id="one delivery twice"),
        pytest.param(
            {
                "addressees": (
                    an_addressee(0, mailbox=Mailbox(address="A@example.com")),
                    an_addressee(1, mailbox=Mailbox(address="a@Example.com")),
                )
            },
            "a mailbox twice",
            id="one mailbox twice, in other letters",
        ),
        pytest.param(
            {"addressees": (an_addressee(0, substitutions={MARK: "x"}), an_addressee(1))},
            "for every mark",
            id="somebody would read the mark itself",
        ),
        pytest.param(
            {"addressees": (an_addressee(0, substitutions={MARK: "x", f"{MARK}s": "y"}),)},
            "part of another",
            id="a mark inside a mark",
        ),
        pytest.param(
            {
                "mail": a_mail(headers={"List-Unsubscribe": f"<{MARK}>"}),
                "addressees": (an_addressee(0, substitutions={MARK: "ü"}),),
            },
            "must be ASCII",
            id="a header beyond ASCII by way of a mark",
        ),
    ],
)
def test_a_batch_that_is_wrong_cannot_be_made(mistake: dict[str, Any], advice: str) -> None:
    with pytest.raises(InvalidMail, match=advice):
        a_batch(**mistake)


def test_a_batch_holds_a_thousand_and_no_more() -> None:
    full = a_batch(1_000)

    with pytest.raises(InvalidMail, match="make several"):
        replace(full, addressees=(*full.addressees, an_addressee(1_000)))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidMail, match="no time zone"):
        TryLater(not_before=datetime(2027, 1, 1), reason="", certain=True)  # noqa: DTZ001


def test_marks_are_replaced_wherever_they_stand() -> None:
    (reader,) = a_personal_batch({"a@example.com": "Anna"}).addressees

    assert substituted(f"{MARK}, dear {MARK}.", reader.substitutions) == "Anna, dear Anna."
    assert substituted("Dear reader.", {}) == "Dear reader."


@given(st.text(), st.text())
def test_a_replaced_mark_leaves_everything_else(before: str, after: str) -> None:
    assert substituted(f"{before}{MARK}{after}", {MARK: "Anna"}) == f"{before}Anna{after}"
