"""Which machines may be asked for data: those of the public internet, and this one.

An address in a list's settings, or in a list's answer, must not become a way into the private
network around this machine, nor to the addresses where clouds keep the keys of their machines.
"""

import ipaddress
import socket
from typing import Final

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # its last 32 bits are an IPv4 address


class PrivateAddress(OSError):
    """A host stands where nothing may be asked of it."""


def check_resolved(host: str) -> None:
    """Raise `PrivateAddress` where any address of a host is private, before it is spoken to."""
    for *_, where in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        check_address(str(where[0]), host)


def check_peer(connection: socket.socket, host: str) -> None:
    """Raise `PrivateAddress` where a connection leads to one, before anything is written.

    A name may be looked up a second time to another end.
    """
    check_address(str(connection.getpeername()[0]), host)


def check_address(address: str, host: str) -> None:
    """Raise `PrivateAddress` unless an address is public, or this machine's and was meant."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if _names_this_machine(host):
        allowed = found.is_loopback
    else:
        allowed = all(each.is_global and not each.is_multicast for each in _within(found))
    if not allowed:
        raise PrivateAddress(f"{host} stands at {found}, which is no public address")


def _names_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _within(address: _Address) -> list[_Address]:
    """Return an address and those that it carries within itself."""
    found = [address]
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo or ()
        carried = [address.ipv4_mapped, address.sixtofour, *teredo]
        found = [each for each in carried if each] or found
        if address in _NAT64:
            found = [ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return found
