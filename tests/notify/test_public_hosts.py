"""Which machines may be asked: a table of places where nothing is to be had."""

import socket

import pytest

from notify.public_hosts import PrivateAddress, check_address, check_peer, check_resolved


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("10.0.0.8", id="a private network"),
        pytest.param("192.168.1.1", id="a router"),
        pytest.param("172.16.0.1", id="a container's host"),
        pytest.param("169.254.169.254", id="a cloud's keys"),
        pytest.param("fd00:ec2::254", id="a cloud's keys by IPv6"),
        pytest.param("fe80::1%eth0", id="a link-local neighbour"),
        pytest.param("100.64.0.1", id="a carrier's network"),
        pytest.param("127.0.0.1", id="this machine under another name"),
        pytest.param("::1", id="this machine by IPv6"),
        pytest.param("0.0.0.0", id="no address"),  # noqa: S104 - refused
        pytest.param("224.0.0.1", id="a multicast group"),
        pytest.param("::ffff:169.254.169.254", id="IPv4 within IPv6"),
        pytest.param("64:ff9b::a9fe:a9fe", id="IPv4 behind NAT64"),
        pytest.param("2002:a00:8::1", id="IPv4 within 6to4"),
    ],
)
def test_a_name_may_not_lead_there(address: str) -> None:
    with pytest.raises(PrivateAddress, match="which is no public address"):
        check_address(address, "customers.example.com")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_a_public_address_may_be_asked(address: str) -> None:
    check_address(address, "customers.example.com")


def test_this_machine_may_be_asked_where_it_is_named_and_is_nothing_else() -> None:
    check_address("127.0.0.1", "localhost")
    check_resolved("127.0.0.1")
    with pytest.raises(PrivateAddress):
        check_address("10.0.0.8", "localhost")


def test_a_name_is_refused_before_it_is_spoken_to() -> None:
    with pytest.raises(PrivateAddress):
        check_resolved("169.254.169.254")


def test_a_connection_that_leads_here_after_all_is_refused() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as connection,
    ):
        check_peer(connection, "127.0.0.1")
        with pytest.raises(PrivateAddress):
            check_peer(connection, "customers.example.com")
