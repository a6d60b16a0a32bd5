"""Subscribers in a plan: who asked to be told, beside those whom it must be told.

They stand in the plan as people of the list do, so that one mechanism plans, approves and sends.
Whoever is on both lists gets one mail about a change, the legal one. Who asked for all changes
also gets those of which nobody must be told, as a list.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self

from archive.revisions import Language, PolicyId, RevisionId
from notify.duties import Duty
from notify.lesser_changes import LesserChange, LesserChanges
from notify.recipients import Recipient, RecipientId
from notify.sorted_lists import SUBSCRIBED, Person
from notify.subscriptions import Extent, Rhythm, Subscription, Wish

MOST_LISTED: Final = 50  # lesser changes in a mail; a longer one is cut off by mail programs
_ID: Final = "subscription "  # begins the id of a subscriber in a plan


def as_recipients(
    subscriptions: Iterable[Subscription], *, lesser: LesserChanges, today: date
) -> Iterator[Recipient]:
    """Yield subscribers as a plan takes them.

    What changes applies to them as to everybody who joins today: they may be nobody's customers.
    """
    for one in subscriptions:
        since = lesser.last_before(one.heard_since)
        yield Recipient(
            id=RecipientId(f"{_ID}{one.id}"),
            address=one.mailbox.address,
            name=one.mailbox.name,
            language=one.wish.language,
            services=(str(Wanted(wish=one.wish, since=since)),),
            joined=today,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a subscriber wants to hear of, as it stands in place of services."""

    wish: Wish
    since: datetime | None  # of what was published by then, no lesser change; None: of any

    def __str__(self) -> str:
        """Write it so that the same is the same for every subscriber who wants it."""
        wish = self.wish
        since = self.since.isoformat() if self.since and wish.extent is Extent.ALL else None
        parts = [wish.policies, wish.services, wish.extent, wish.rhythm, since]
        return f"{SUBSCRIBED}{json.dumps(parts)}"

    @classmethod
    def of(cls, person: Person) -> Self | None:
        """Return what a person of the plan wants; None for those who did not subscribe."""
        if not person.services.startswith(SUBSCRIBED):
            return None
        policies, services, extent, rhythm, since = json.loads(
            person.services.removeprefix(SUBSCRIBED)
        )
        wish = Wish(
            policies=tuple(map(PolicyId, policies)),
            services=tuple(services),
            extent=Extent(extent),
            rhythm=Rhythm(rhythm),
            language=Language(person.language),
        )
        return cls(wish=wish, since=datetime.fromisoformat(since) if since else None)

    def is_about(self, duty: Duty) -> bool:
        """Return whether it is about the policy and the services of a change."""
        return self.wish.is_about(duty.original.policy.id, duty.services)

    def listed(self, lesser: LesserChanges, told: Collection[RevisionId]) -> list[LesserChange]:
        """Return the lesser changes that are mailed now, by publication; not those told before."""
        if self.wish.extent is not Extent.ALL:
            return []  # and nothing has to be judged
        found = [
            change
            for change in lesser.all
            if self.since is None or change.published > self.since
            if self.is_about(change) and not set(told).issuperset(change.covered)
            if self.wish.is_due(must_be_told=False, with_digest=change.gathered)
        ]
        return found[:MOST_LISTED]
