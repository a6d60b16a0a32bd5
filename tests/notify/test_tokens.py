"""Tokens in links: for one use and one subject, across a change of keys, and not to be guessed."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.carriers import InvalidMail
from notify.keys import Purpose
from notify.tokens import LONGEST, BadToken, TokenUse, _signature, make_token, read_token
from tests.notify.batches import a_mail, an_addressee
from tests.notify.keyrings import a_keyring

RING = a_keyring()
USE = TokenUse.UNSUBSCRIBE
TOKEN = make_token(RING, USE, "d000001")


def test_a_token_gives_its_subject_back() -> None:
    assert read_token(RING, USE, TOKEN) == "d000001"
    assert make_token(RING, USE, "d000001") == TOKEN  # the same mail makes the same file


def test_case_34_a_token_of_the_former_key_is_good_while_both_are_named() -> None:
    former = make_token(a_keyring("first"), USE, "d1")
    both, only_new = a_keyring("second", "first"), a_keyring("second")

    assert read_token(both, USE, former) == "d1"
    assert read_token(only_new, USE, make_token(both, USE, "d1")) == "d1"
    with pytest.raises(BadToken):
        read_token(only_new, USE, former)


def test_t33_a_token_for_one_thing_is_good_for_nothing_else() -> None:
    key = RING.first(Purpose.LINKS)
    signature = _signature(key, cast("TokenUse", "delete-everything"), "d000001")

    with pytest.raises(BadToken):
        read_token(RING, USE, f"{key.id}.d000001.{signature}")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param(TOKEN[:-1], id="cut off"),
        pytest.param(TOKEN + "A", id="with a letter more"),
        pytest.param(TOKEN + "\n", id="with a line break"),
        pytest.param(TOKEN.replace("d000001", "d000002"), id="of somebody else"),
        pytest.param(TOKEN.upper(), id="in capitals"),
        pytest.param("x" * (LONGEST + 1), id="endless"),
        pytest.param("00000000." + TOKEN.partition(".")[2], id="of a key that is not there"),
    ],
)
def test_t33_a_token_that_was_altered_is_good_for_nothing(token: str) -> None:
    with pytest.raises(BadToken):
        read_token(RING, USE, token)


@given(st.text(max_size=200))
def test_whatever_stands_for_a_token_is_refused_and_never_breaks(made_up: str) -> None:
    with pytest.raises(BadToken):
        read_token(RING, USE, made_up)


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", fullmatch=True))
def test_a_token_fits_a_link_and_a_header(subject: str) -> None:
    token = make_token(RING, USE, subject)

    assert len(token) <= LONGEST
    assert read_token(RING, USE, token) == subject
    a_mail(headers={"List-Unsubscribe": f"<https://notices.example.com/unsubscribe/{token}>"})
    an_addressee(substitutions={"mark-a1b2c3d4e5": token})
    with pytest.raises(InvalidMail):
        a_mail(headers={"List-Unsubscribe": f"<{token}>\r\nBcc: x@example.com"})
