"""Events owed: what happened to the policies of a register beside their words, and must be told.

As with words, the first plan of a ledger is a baseline, and who has been told is not decided here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from archive.events import EventKind
from archive.register import Register
from archive.revisions import RevisionId
from notify.duties import Baseline, Duty, Step
from notify.event_duties import (
    EventDuty,
    concerned,
    event_duties,
    event_duty,
    stands,
    told_events,
)


def events_owed(
    register: Register,
    *,
    baseline: Baseline | None,
    known: Collection[RevisionId],
    since: date | None,
    zone: ZoneInfo,
) -> tuple[EventDuty, ...]:
    """Return what happened to the policies of a register and must be told, by day and policy.

    Services that came and went before anybody was told make one duty, or none.
    """
    first = baseline or Baseline(day=register.today, left_out=frozenset(event_days(register, zone)))
    found: list[EventDuty] = []
    for policy in register:
        fresh = [
            each
            for each in event_duties(policy, zone=zone)
            if (since is not None and each.published_on >= since)
            or not first.covers(each.subject, first_day=each.day, published_on=each.published_on)
        ]
        found += [_placed(each, register) for each in _folded(fresh, known, register.today)]
    return tuple(sorted(found, key=lambda duty: (duty.day, duty.key)))


def events_taken_back(
    register: Register,
    *,
    announced: Collection[RevisionId],
    standing: Iterable[Duty],
    zone: ZoneInfo,
) -> tuple[EventDuty, ...]:
    """Return what people were told of and what does not come about after all."""
    replaced = {one for duty in standing for one in duty.covered}
    days = event_days(register, zone)
    found = {
        duty.subject: _placed(duty, register)
        for policy in register
        for event in told_events(policy)
        if (duty := event_duty(policy, event, zone)).subject in announced
        if duty.subject not in replaced and not days[duty.subject]
    }
    return tuple(found.values())


def event_days(register: Register, zone: ZoneInfo) -> Mapping[RevisionId, frozenset[date]]:
    """Return of every event on which day it happens; none where it does not stand any more."""
    found: dict[RevisionId, frozenset[date]] = {}
    for policy in register:
        for event in told_events(policy):
            duty = event_duty(policy, event, zone)
            days = duty.days if stands(policy, event) else frozenset()
            found[duty.subject] = found.get(duty.subject, frozenset()) | days
    return found


def with_events(baseline: Baseline, register: Register, zone: ZoneInfo) -> Baseline:
    """Return a baseline that holds the events of its past as well."""
    everything = replace(baseline, left_out=frozenset(event_days(register, zone)))
    past = (
        duty.subject
        for policy in register
        for duty in event_duties(policy, zone=zone)
        if everything.covers(duty.subject, first_day=duty.day, published_on=duty.published_on)
    )
    return replace(baseline, left_out=baseline.left_out | frozenset(past))


def _folded(
    duties: Iterable[EventDuty], known: Collection[RevisionId], today: date
) -> Iterator[EventDuty]:
    """Yield the duties, services that come and go before anybody was told put together."""
    waiting: EventDuty | None = None
    for duty in duties:
        if duty.event.kind is not EventKind.SERVICES_CHANGED or duty.subject in known:
            yield duty
            continue
        if waiting is not None and (waiting.day >= duty.published_on or duty.day <= today):
            duty = _together(waiting, duty)  # noqa: PLW2901 - both are one from here on
        elif waiting is not None:
            yield waiting
        waiting = duty
    if waiting is not None and set(waiting.event.services_before) != set(waiting.event.services):
        yield waiting


def _together(former: EventDuty, later: EventDuty) -> EventDuty:
    event = replace(later.event, services_before=former.event.services_before)
    return replace(
        later,
        event=event,
        covered=(*former.covered, *later.covered),
        services=concerned(later.original.policy, event),
    )


def _placed(duty: EventDuty, register: Register) -> EventDuty:
    """Return a duty with what its register knows of other policies and other languages."""
    policy, event = duty.original.policy, duty.event
    left = {each for each in event.services_before if each not in event.services}
    instead = tuple(
        Step(policy=other, revision=other.in_force or other.revisions[-1], former=None)
        for other in register
        if other.language == policy.language and other.id != policy.id and not other.retired
        if other.id == event.by or not left.isdisjoint(other.services)
    )
    translations = tuple(
        Step(policy=other, revision=other.in_force or other.revisions[-1], former=None)
        for other in register
        if other.id == policy.id and other.language != policy.language
    )
    return replace(duty, instead=instead, translations=translations)
