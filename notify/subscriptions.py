"""Subscriptions: who asked for courtesy mail, about what, how much of it and how often."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from archive.revisions import Language, PolicyId
from notify.errors import NotifyError
from notify.mailboxes import Mailbox


class NoWish(NotifyError):
    """What somebody wants is not said in a way that could be kept."""


class Extent(StrEnum):
    """How much somebody wants to hear of."""

    MUST_BE_TOLD = "must be told"  # only what must be told
    ALL = "all"  # every version and every undated change


class Rhythm(StrEnum):
    """When it is mailed. What must be told never waits for a digest."""

    AT_ONCE = "at once"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a subscriber wants to be mailed. Without policies and services: about every policy."""

    policies: tuple[PolicyId, ...]
    services: tuple[str, ...]
    extent: Extent
    rhythm: Rhythm
    language: Language

    def __post_init__(self) -> None:
        for names in (self.policies, self.services):
            if list(names) != sorted(set(names)):
                raise NoWish("policies and services stand once each, in order")

    @property
    def everything(self) -> bool:
        """Whether every policy is meant, whatever comes to be."""
        return not (self.policies or self.services)

    def is_about(self, policy: PolicyId, services: Collection[str]) -> bool:
        """Return whether it is about a policy that covers some services; none are all of them."""
        return is_about(self.policies, self.services, policy=policy, covering=services)

    def is_due(self, *, must_be_told: bool, with_digest: bool) -> bool:
        """Return whether something is to be mailed now, with the week's digest or without it."""
        if must_be_told:
            return True
        return self.extent is Extent.ALL and (self.rhythm is Rhythm.AT_ONCE or with_digest)

    def asks_more(self, former: Self) -> bool:
        """Return whether something is wanted that was not wanted before."""
        if self.extent is Extent.ALL and former.extent is not Extent.ALL:
            return True
        if former.everything:
            return False
        return (
            self.everything
            or not set(self.policies).issubset(former.policies)
            or not set(self.services).issubset(former.services)
        )

    def with_former(self, former: Self) -> Self:
        """Return what somebody wants who says this and has subscribed before: all of both.

        How often small changes are mailed is what was said last of it.
        """
        says = self if self.extent is Extent.ALL else former
        both = replace(self, extent=says.extent, rhythm=says.rhythm)
        if self.everything or former.everything:
            return replace(both, policies=(), services=())
        return replace(
            both,
            policies=tuple(sorted({*self.policies, *former.policies})),
            services=tuple(sorted({*self.services, *former.services})),
        )


def is_about(
    policies: Collection[str],
    services: Collection[str],
    *,
    policy: PolicyId,
    covering: Collection[str],
) -> bool:
    """Return whether who named some policies and services means one that covers services.

    Who named none means all; a policy that covers none covers all.
    """
    if not (policies or services) or policy in policies:
        return True
    return bool(services) and (not covering or not set(covering).isdisjoint(services))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One mailbox that confirmed its wish."""

    id: str
    mailbox: Mailbox
    wish: Wish
    asked_at: datetime
    confirmed_at: datetime
    heard_since: datetime  # aware, all; of what was published before, no lesser change is listed
