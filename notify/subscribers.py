"""Subscribers in a plan: who asked to be told, beside those whom it must be told.

They stand in the plan as people of the list do, so that one mechanism plans, approves and sends.
Whoever is on both lists gets one mail about a change, the legal one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from archive.revisions import PolicyId
from notify.duties import Duty
from notify.recipients import Recipient, RecipientId
from notify.sorted_lists import SUBSCRIBED
from notify.subscriptions import Subscription, is_about

_ID: Final = "subscription "  # begins the id of a subscriber in a plan
_BETWEEN: Final = "\x1e"


def as_recipients(subscriptions: Iterable[Subscription], *, today: date) -> Iterator[Recipient]:
    """Yield subscribers as a plan takes them.

    What changes applies to them as to everybody who joins today: they may be nobody's customers.
    """
    for one in subscriptions:
        yield Recipient(
            id=RecipientId(f"{_ID}{one.id}"),
            mailbox=one.mailbox,
            language=one.wish.language,
            services=(_written(one.wish.policies, one.wish.services),),
            joined=today,
        )


def wants(written: str, duty: Duty) -> bool:
    """Return whether a subscriber asked to hear of a duty, by what stands in place of services."""
    policies, services = (
        [name for name in part.split(_BETWEEN) if name]
        for part in written.removeprefix(SUBSCRIBED).split(SUBSCRIBED)
    )
    return is_about(policies, services, policy=duty.original.policy.id, covering=duty.services)


def _written(policies: Iterable[PolicyId], services: Iterable[str]) -> str:
    return SUBSCRIBED + SUBSCRIBED.join(_BETWEEN.join(some) for some in (policies, services))
