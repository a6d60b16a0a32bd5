"""Where bounces come back to: an address that names one mail and that nobody can make up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.carriers import DeliveryId
from notify.envelopes import Envelopes, NotOurBounce
from notify.errors import NotifyError
from notify.mailboxes import Mailbox
from tests.notify.keyrings import a_keyring

BOX = Mailbox(address="bounces@example.com")
OURS = Envelopes(mailbox=BOX, keyring=a_keyring())
ONE = DeliveryId("0a1b2c3d0123456789abcdef00000001")  # as long as they get
ADDRESS = OURS.address_for(ONE)


def test_an_address_gives_its_delivery_back_however_servers_write_it() -> None:
    for written in (ADDRESS, ADDRESS.upper(), f"<{ADDRESS}>", f" {ADDRESS}\n"):
        assert OURS.delivery_of(written) == ONE
    longest = Envelopes(mailbox=Mailbox(address="bounces-of-all@example.com"), keyring=a_keyring())
    assert len(longest.address_for(ONE).partition("@")[0]) == 64


def test_an_address_made_with_a_former_key_is_good_while_both_are_named() -> None:
    former = Envelopes(mailbox=BOX, keyring=a_keyring("first")).address_for(ONE)

    both = Envelopes(mailbox=BOX, keyring=a_keyring("second", "first"))
    assert both.delivery_of(former) == ONE
    with pytest.raises(NotOurBounce):
        Envelopes(mailbox=BOX, keyring=a_keyring("second")).delivery_of(former)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("bounces@example.com", id="of no mail"),
        pytest.param(ADDRESS.replace("0a1b", "0a1c"), id="of another mail"),
        pytest.param(ADDRESS.replace("example.com", "example.org"), id="of another host"),
        pytest.param(ADDRESS.replace("bounces+", "other+"), id="of another mailbox"),
        pytest.param(f"bounces+{ONE}_{'a' * 16}@example.com", id="with a made-up signature"),
        pytest.param(ADDRESS.replace("@", "x@"), id="with a letter more"),
        pytest.param("", id="nothing"),
    ],
)
def test_t31_an_address_that_was_not_made_here_is_nobody_s(address: str) -> None:
    with pytest.raises(NotOurBounce):
        OURS.delivery_of(address)


@given(st.text(max_size=100))
def test_whatever_stands_for_an_address_is_refused_and_never_breaks(made_up: str) -> None:
    with pytest.raises(NotOurBounce):
        OURS.delivery_of(made_up)


@pytest.mark.parametrize("address", ["a-very-long-name-for-it@example.com", "bö@example.com"])
def test_a_mailbox_that_has_no_room_for_more_is_refused(address: str) -> None:
    with pytest.raises(NotifyError, match=r"set notice\.bounces_to"):
        Envelopes(mailbox=Mailbox(address=address), keyring=a_keyring())
