"""The envelope address of each mail by SMTP: where a bounce of this very mail comes back to.

Anybody can write a bounce. So the address names the delivery and is signed: a bounce to another
address is nobody's, and whoever got one mail can speak of that mail alone.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from typing import Final

from notify.carriers import DeliveryId
from notify.errors import NotifyError
from notify.keys import Key, Keyring, Purpose
from notify.mailboxes import Mailbox

_SIGNATURE: Final = 10  # bytes; an address has no room for more, and servers slow a guesser down
_LONGEST: Final = 14  # characters: with an id and a signature they fit the 64 that servers take
_SUFFIX = re.compile(r"\+([a-z0-9][a-z0-9-]{0,31})_([a-z2-7]{16})\Z")


class NotOurBounce(NotifyError):
    """A message came to no address that was made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelopes:
    """The addresses of bounces at one mailbox: bounces+DELIVERY_SIGNATURE@example.com."""

    mailbox: Mailbox
    keyring: Keyring

    def __post_init__(self) -> None:
        local, _, host = self.mailbox.address.rpartition("@")
        if len(local) > _LONGEST or not (local + host).isascii():
            raise NotifyError(
                f"{self.mailbox.address}: bounces need an address in ASCII with {_LONGEST}"
                " characters or fewer before the @, such as b@example.com; set notice.bounces_to"
            )

    def address_for(self, delivery: DeliveryId) -> str:
        """Return where bounces of a mail come back to; lower case, as some servers make it so."""
        local, _, host = self.mailbox.address.rpartition("@")
        signature = _signature(self.keyring.first(Purpose.LINKS), delivery)
        return f"{local}+{delivery}_{signature}@{host}"

    def delivery_of(self, address: str) -> DeliveryId:
        """Return the delivery that an address was made for; raise `NotOurBounce`."""
        local, _, host = address.strip().strip("<>").casefold().rpartition("@")
        own, _, own_host = self.mailbox.address.casefold().rpartition("@")
        found = _SUFFIX.search(local)
        if found is not None and (local[: found.start()], host) == (own, own_host):
            delivery, signature = DeliveryId(found[1]), found[2]
            for key in self.keyring.all(Purpose.LINKS):
                if hmac.compare_digest(_signature(key, delivery), signature):
                    return delivery
        raise NotOurBounce("this came to no address that a mail was sent from here with")


def _signature(key: Key, delivery: DeliveryId) -> str:
    digest = hmac.digest(key.secret, f"bounce\n{delivery}".encode(), "sha256")[:_SIGNATURE]
    return base64.b32encode(digest).decode().lower()
