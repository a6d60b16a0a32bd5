"""Audiences: how many people a change would be told to, by service, without a name or address."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.settings import Service
from notify.recipients import Recipient

Services = frozenset[str]  # none means all


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The people on the list, counted by the services they use; one mailbox is one person."""

    reachable: Mapping[Services, int]
    without_address: Mapping[Services, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReach:
    """How many people of one service would be told."""

    service: Service
    told: int
    not_told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many people would be told of a change, and how many would not."""

    told: int
    not_told: int
    by_other_means: int  # concerned, and no address is known
    services: tuple[ServiceReach, ...]


def audience_of(recipients: Iterable[Recipient]) -> Audience:
    """Return who is on a list; of several rows with one mailbox the services are taken together."""
    mailboxes: dict[str, Services] = {}
    without: Counter[Services] = Counter()
    for recipient in recipients:
        used = frozenset(recipient.services)
        key = recipient.mailbox_key
        if key is None:
            without[used] += 1
        elif key in mailboxes:
            known = mailboxes[key]
            mailboxes[key] = known | used if known and used else frozenset()
        else:
            mailboxes[key] = used
    return Audience(reachable=Counter(mailboxes.values()), without_address=without)


def reach_of(audience: Audience, concerned: Collection[str], services: Sequence[Service]) -> Reach:
    """Return how many are told of a change that concerns some services, or with none all."""
    told = sum(n for used, n in audience.reachable.items() if _concerns(used, concerned))
    return Reach(
        told=told,
        not_told=sum(audience.reachable.values()) - told,
        by_other_means=sum(
            n for used, n in audience.without_address.items() if _concerns(used, concerned)
        ),
        services=tuple(_reach(audience, concerned, service) for service in services),
    )


def reach_by_service(
    people: Mapping[tuple[str, bool], int], services: Sequence[Service]
) -> tuple[ServiceReach, ...]:
    """Return how many of each service are told, and not.

    `people` counts them by the services they use, with ";" between, and whether they are told;
    who names none uses all.
    """
    found = []
    for service in services:
        told = {True: 0, False: 0}
        for (used, is_told), number in people.items():
            if not used or service.id in used.split(";"):
                told[is_told] += number
        found.append(ServiceReach(service=service, told=told[True], not_told=told[False]))
    return tuple(found)


def _reach(audience: Audience, concerned: Collection[str], service: Service) -> ServiceReach:
    """Return who of a service is told; some are, for another service that they use as well."""
    users = {used: n for used, n in audience.reachable.items() if not used or service.id in used}
    told = sum(n for used, n in users.items() if _concerns(used, concerned))
    return ServiceReach(service=service, told=told, not_told=sum(users.values()) - told)


def _concerns(used: Services, concerned: Collection[str]) -> bool:
    return not concerned or not used or not used.isdisjoint(concerned)
