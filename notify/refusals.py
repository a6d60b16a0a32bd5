"""Refusals: the reasons for which no plan is made, each with what would mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.front_matter import TRANSFER_OF_CONTROL
from archive.settings import Settings
from notify.duties import Duty
from notify.errors import NotifyError
from notify.findings import Effect
from notify.owing import Owing
from notify.plans import Override
from notify.recipients import unknown_service

FRESH_DAYS = 14  # a text published longer ago is no news, whatever the ledger says


class PlanRefused(NotifyError):
    """The rules forbid the plan: every reason, and what would mend it."""

    def __init__(self, reasons: Sequence["Refusal"]) -> None:
        self.reasons = tuple(reasons)
        lines = [str(reason) for reason in reasons]
        if any(reason.may_be_overridden for reason in reasons):
            lines.append('where it must be, on the record: --override "who: why"')
        super().__init__("no plan was made:\n  " + "\n  ".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason against a plan."""

    message: str
    may_be_overridden: bool = False

    def __str__(self) -> str:
        return self.message


def refusals(due: Sequence[Owing], today: date, settings: Settings) -> list[Refusal]:
    """Return everything that keeps these duties from being told as they stand."""
    found = [Refusal(message=m) for one in due for m in _missing_words(one.duty, settings)]
    found += [refusal for one in due for refusal in _untimely(one, today)]
    if due and not settings.site_url:
        found.append(Refusal(message="site_url is missing in the settings; notices link to it"))
    return found


def _missing_words(duty: Duty, settings: Settings) -> list[str]:
    path = duty.original.revision.path
    front_matter = duty.original.revision.front_matter
    found = []
    if not (duty.summary or duty.explains_itself):
        found.append(f"{path}: change.summary is missing; write in plain words what changes")
    if not duty.choices and (duty.asks_consent or duty.effect in (Effect.REDUCES, Effect.BOTH)):
        why = "consent is asked" if duty.asks_consent else "a right is reduced"
        found.append(f"{path}: change.choices is missing; {why}, so write what readers can do")
    if duty.consent is None and duty.asks_consent:
        found.append(f"{path}: change.consent is unanswered; write required or not-needed")
    if any(decision.services and not decision.reason.strip() for decision in duty.decisions):
        found.append(f"{path}: change.services tells only some, so change.reason must say why")
    if any(d.kind == TRANSFER_OF_CONTROL and not d.day for d in duty.decisions):
        found.append(f"{path}: change.day is missing; write on which day control passes")
    known = {service.id for service in settings.services}
    found += [
        f"{path}: {unknown_service(service, known)}"
        for service in duty.services
        if service not in known
    ]
    if not (front_matter.contact or settings.contact):
        found.append(f"{path}: contact is missing here and in the settings; people will answer")
    return found


def _untimely(owing: Owing, today: date) -> list[Refusal]:
    revision = owing.duty.original.revision
    found = []
    if owing.is_late(today) and not (owing.duty.at_once or owing.duty.comes_with_publication):
        found.append(_too_late(owing, today))
    touched = owing.duty.last_touched.date()
    if (today - touched).days > FRESH_DAYS:
        message = (
            f"{revision.path}: the text was published on {touched}, over"
            f" {FRESH_DAYS} days ago; nobody expects to hear of it now"
        )
        found.append(Refusal(message=message, may_be_overridden=True))
    return found


def _too_late(owing: Owing, today: date) -> Refusal:
    duty = owing.duty
    day = duty.tell_before
    passes = any(d.day == day for d in duty.decisions if d.kind == TRANSFER_OF_CONTROL)
    what = "control passes" if passes else "the text applies"
    message = owing.owed.too_late(told=today, day=day, what=what)
    path = duty.original.revision.path
    return Refusal(message=f"{path}: {message}", may_be_overridden=True)


def refuse(found: Sequence[Refusal], override: Override | None) -> None:
    """Raise every reason that stands; an override lifts those that a person may take on."""
    standing = [r for r in found if not (override and r.may_be_overridden)]
    if standing:
        raise PlanRefused(standing)
