"""Whom a duty concerns: people by the services they use, on which day, and for which reason."""

from collections.abc import Sequence
from datetime import date

from archive.settings import Settings
from notify.duties import Duty
from notify.sorted_lists import Person


def services_of(person: Person) -> frozenset[str] | None:
    """Return the services that somebody uses; None for all."""
    return frozenset(person.services.split(";")) if person.services else None


def concerns(duty: Duty, services: frozenset[str] | None) -> bool:
    """Return whether a duty concerns people of some services; None: of all."""
    return services is None or not duty.services or not services.isdisjoint(duty.services)


def by_day(due: Sequence[Duty], joined: date | None) -> list[tuple[date, list[Duty]]]:
    """Group what one reader must be told by the day it applies to them."""
    days = sorted({duty.day_for(joined) for duty in due})
    return [(day, [duty for duty in due if duty.day_for(joined) == day]) for day in days]


def reasons_of(
    due: Sequence[Duty], services: frozenset[str] | None, settings: Settings
) -> tuple[str, ...]:
    """Return the titles of the reader's services that the duties concern."""
    concerned = {s for duty in due for s in duty.services}
    everywhere = any(not duty.services for duty in due)
    return tuple(
        service.title
        for service in settings.services
        if everywhere or service.id in concerned
        if services is None or service.id in services
    )
