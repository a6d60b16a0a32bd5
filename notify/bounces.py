"""Bounces of mails by SMTP, counted as what they say of the one mail they came back from."""

import hashlib

from notify.bounce_messages import Bounce, read_bounce
from notify.carriers import DeliveryId
from notify.envelopes import Envelopes, NotOurBounce
from notify.ledger import Ledger
from notify.ledger_provider_events import Post, TakenIn, take_in
from notify.provider_events import ProviderEvent
from notify.sealing import Place

PROVIDER = "smtp"
BODY = Place("provider_post.body")


def take_bounce(
    ledger: Ledger, written: bytes, envelopes: Envelopes, *, to: str | None
) -> tuple[Bounce, TakenIn]:
    """Count what a message says; `to` is where it came to, else its own headers tell.

    Raises `NoBounce` and `NotOurBounce` for what counts for nothing, and `LedgerAway` where the mail
    server should keep it and try again.
    """
    bounce = read_bounce(written)
    delivery = _delivery(envelopes, [to] if to else [*bounce.came_to])
    digest = hashlib.sha256(written).hexdigest()
    with ledger.reading() as connection:
        now = ledger.now(connection)
    event = ProviderEvent(
        provider=PROVIDER,
        id=digest,
        kind=bounce.kind,
        delivery=delivery,
        batch=None,
        at=now,
        detail=bounce.status,
    )
    # Bytes that are no characters are kept as they came, one for one.
    body = ledger.seals.seal(written.decode("latin-1"), BODY)
    post = Post(provider=PROVIDER, body=body, digest=digest)
    return bounce, take_in(ledger, post, [event])


def _delivery(envelopes: Envelopes, addresses: list[str]) -> DeliveryId:
    for address in addresses:
        try:
            return envelopes.delivery_of(address)
        except NotOurBounce:
            continue
    raise NotOurBounce("this came to no address that a mail was sent from here with")
