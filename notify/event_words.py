"""Event words: what happens to a policy, in plain words for the people whom it concerns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.events import EventKind
from archive.revisions import RevisionId
from archive.settings import Settings
from archive.speech import Speech
from notify.event_duties import EventDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happens to a policy though no word of it changed, for the people it concerns."""

    kind: EventKind
    id: RevisionId  # what it is filed under, in place of a text
    words: str  # whole sentences in the language of the notice
    to: str | None  # who gets control
    instead: tuple[tuple[str, str], ...]  # title and address of each policy that takes its place


def happening_of(
    duty: EventDuty, *, speech: Speech, settings: Settings, instead: tuple[tuple[str, str], ...]
) -> Happening:
    """Return what happens in a language; names of services are as the settings write them."""
    event, day = duty.event, duty.day
    if event.kind is EventKind.TRANSFER_OF_CONTROL:
        to = event.to or speech.say("another organisation")
        words = [
            speech.say(
                "On {day}, control of what this policy covers passes to {to}.", day=day, to=to
            )
        ]
    elif event.kind is EventKind.SERVICES_CHANGED:
        words = [*_services(duty, speech, settings)]
    else:
        words = [speech.say("This policy ended on {day}.", day=day)]
        words += [speech.say("{policy} takes its place.", policy=title) for title, _ in instead]
    return Happening(
        kind=event.kind, id=duty.subject, words=" ".join(words), to=event.to, instead=instead
    )


def _services(duty: EventDuty, speech: Speech, settings: Settings) -> Iterator[str]:
    day, before, now = duty.day, duty.event.services_before, duty.event.services
    come = _titles((each for each in now if each not in before), settings)
    left = _titles((each for each in before if each not in now), settings)
    if not before:
        yield speech.say(
            "From {day}, this policy applies to {services} and no longer to all our services.",
            day=day,
            services=speech.listed(come),
        )
    elif not now:
        yield speech.say(
            "From {day}, this policy applies to all our services and not to {services} alone.",
            day=day,
            services=speech.listed(left),
        )
    else:
        if come:
            yield speech.say(
                "From {day}, this policy also applies to {services}.",
                day=day,
                services=speech.listed(come),
            )
        if left:
            yield speech.say(
                "From {day}, this policy no longer applies to {services}.",
                day=day,
                services=speech.listed(left),
            )


def _titles(services: Iterable[str], settings: Settings) -> list[str]:
    titles = {service.id: service.title for service in settings.services}
    return [titles.get(each, each) for each in services]
