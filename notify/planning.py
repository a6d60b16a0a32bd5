"""Planning: from what must be told and the recipients to a plan, or to the reasons against it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.register import Register
from archive.revisions import Language, RevisionId
from archive.settings import Settings
from notify.carriers import NoticeId
from notify.duties import Duty, Judgements, duties, first_baseline
from notify.links import LinkRules, link_rules
from notify.list_readings import ListReading
from notify.mailboxes import Mailbox
from notify.mails import notice_mail, sender
from notify.notices import RedlineOf, changed_passages, language_of, make_notice
from notify.owing import Owing, owing, without_a_medium
from notify.periods_owed import PromisedBy, nothing_promised
from notify.plans import (
    Excluded,
    Exclusion,
    Override,
    Plan,
    PlannedDelivery,
    PlannedNotice,
    Standing,
)
from notify.profiles import unknown_policies
from notify.reader_words import substitutions
from notify.recipients import Listed, MailboxKey, Recipient, RecipientId
from notify.refusals import Refusal, refusals, refuse


@dataclass(slots=True, kw_only=True)
class _Person:
    """Everybody on the list who shares one mailbox."""

    ids: list[RecipientId]
    mailbox: Mailbox
    language: Language
    joined: date | None
    services: set[str] | None  # None means all

    def add(self, recipient: Recipient) -> None:
        self.ids.append(recipient.id)
        if self.services is not None:
            self.services = self.services | set(recipient.services) if recipient.services else None


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A plan while it is being made."""

    settings: Settings
    rules: LinkRules
    redline_of: RedlineOf
    today: date
    notices: dict[NoticeId, PlannedNotice] = field(default_factory=dict)
    made: dict[tuple[object, ...], PlannedNotice] = field(default_factory=dict)
    deliveries: list[PlannedDelivery] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    reading: ListReading = field(default_factory=ListReading)
    without_services: int = 0  # told about everything
    other_language: dict[MailboxKey, tuple[Language, Language]] = field(default_factory=dict)

    def planned(self, due: Sequence[Duty], *, day: date, language: Language) -> PlannedNotice:
        """Return the notice about some duties, rendered once however many people get it."""
        key = (day, language, *(duty.original.policy.id for duty in due))
        if key not in self.made:
            notice = make_notice(
                due,
                day=day,
                language=language,
                redline_of=self.redline_of,
                settings=self.settings,
            )
            made = PlannedNotice(notice=notice, mail=notice_mail(notice, settings=self.settings))
            self.made[key] = self.notices[notice.id] = made
        return self.made[key]


def make_plan(
    *,
    register: Register,
    judgements: Judgements,
    recipients: Iterable[Listed],
    standing: Standing,
    settings: Settings,
    redline_of: RedlineOf,
    promised_by: PromisedBy = nothing_promised,
    since: date | None = None,
    override: Override | None = None,
) -> Plan:
    """Return the plan of the register's day: who is told what; raise every reason against it.

    `promised_by` reads what the text in force promises about notice of its own changes.
    """
    known = standing.known
    due = [
        duty
        for duty in duties(
            register,
            judgements,
            baseline=standing.baseline,
            since=since,
            language=settings.language,
        )
        if changed_passages(duty, duty.original, redline_of) is not None
        if not (known.issuperset(duty.covered) and duty.day <= register.today)
    ]
    new = [
        owing(duty, settings=settings, promised_by=promised_by)
        for duty in due
        if not known.issuperset(duty.covered)
    ]
    reasons = refusals(new, register.today, settings)
    refuse([*reasons, *(_unknown_policies(register, settings) if new else [])], override)
    draft = _Draft(
        settings=settings,
        rules=link_rules(settings),
        redline_of=redline_of,
        today=register.today,
    )
    if due:
        _tell(draft, due, recipients, standing)
    refuse(_refusals_of(draft, due, standing), override)
    return Plan(
        today=register.today,
        read_at=register.read_at,
        recipients=draft.reading.people,
        notices=tuple(draft.notices.values()),
        deliveries=tuple(draft.deliveries),
        excluded=tuple(draft.excluded),
        baseline=None if standing.baseline else first_baseline(register),
        periods=tuple(one.period(register.today) for one in new),
        warnings=tuple(_warnings(draft, new)),
        override=override,
    )


def _tell(
    draft: _Draft, due: Sequence[Duty], recipients: Iterable[Listed], standing: Standing
) -> None:
    """Put every recipient into the draft: once told, or once excluded for a reason."""
    people: dict[MailboxKey, _Person] = {}
    for recipient in draft.reading.recipients(recipients):
        draft.without_services += not recipient.services
        if recipient.mailbox is None or recipient.mailbox_key is None:
            _tell_otherwise(draft, due, recipient)
        elif (person := people.get(recipient.mailbox_key)) is not None:
            person.add(recipient)
        else:
            people[recipient.mailbox_key] = _Person(
                ids=[recipient.id],
                mailbox=recipient.mailbox,
                language=recipient.language,
                joined=recipient.joined,
                services=set(recipient.services) or None,
            )
    for key, person in people.items():
        _tell_person(draft, due, key, person, standing.told.get(key, frozenset()))


def _tell_otherwise(draft: _Draft, due: Sequence[Duty], recipient: Recipient) -> None:
    """Record whom no mail can reach, with what they should be told by other means."""
    mine = [d for d in due if _concerns(d, set(recipient.services) or None)]
    if not mine:
        draft.excluded.append(
            Excluded(recipient=recipient.id, reason=Exclusion.OTHER_SERVICES, notice=None)
        )
    for day, some in _by_day(mine, recipient.joined):
        planned = draft.planned(some, day=day, language=language_of(some, recipient.language))
        draft.excluded.append(
            Excluded(
                recipient=recipient.id, reason=Exclusion.NO_ADDRESS, notice=planned.mail.mail.notice
            )
        )


def _tell_person(
    draft: _Draft,
    due: Sequence[Duty],
    key: MailboxKey,
    person: _Person,
    told: frozenset[RevisionId],
) -> None:
    mine = [duty for duty in due if _concerns(duty, person.services)]
    untold = [duty for duty in mine if not told.issuperset(duty.covered)]
    if not untold:
        reason = Exclusion.ALREADY_TOLD if mine else Exclusion.OTHER_SERVICES
        draft.excluded += [Excluded(recipient=i, reason=reason, notice=None) for i in person.ids]
        return
    first, *others = person.ids
    for day, some in _by_day(untold, person.joined):
        planned = draft.planned(some, day=day, language=language_of(some, person.language))
        if planned.notice.language != person.language:
            draft.other_language[key] = person.language, planned.notice.language
        services = _reasons(some, person.services, draft.settings)
        notice = planned.mail.mail.notice
        draft.deliveries.append(
            PlannedDelivery(
                notice=notice,
                recipient=first,
                mailbox=person.mailbox,
                mailbox_key=key,
                services=services,
                substitutions=substitutions(
                    planned.mail.marks,
                    name=person.mailbox.name,
                    services=services,
                    named=person.services is not None,
                    rules=draft.rules,
                ),
            )
        )
        draft.excluded += [
            Excluded(recipient=i, reason=Exclusion.SAME_MAILBOX, notice=notice, told_as=first)
            for i in others
        ]


def _concerns(duty: Duty, services: set[str] | None) -> bool:
    return services is None or not duty.services or not services.isdisjoint(duty.services)


def _by_day(due: Sequence[Duty], joined: date | None) -> list[tuple[date, list[Duty]]]:
    """Group what one reader must be told by the day it applies to them."""
    days = sorted({duty.day_for(joined) for duty in due})
    return [(day, [duty for duty in due if duty.day_for(joined) == day]) for day in days]


def _reasons(due: Sequence[Duty], services: set[str] | None, settings: Settings) -> tuple[str, ...]:
    """Return the titles of the reader's services that the duties concern."""
    concerned = {s for duty in due for s in duty.services}
    everywhere = any(not duty.services for duty in due)
    return tuple(
        service.title
        for service in settings.services
        if everywhere or service.id in concerned
        if services is None or service.id in services
    )


def _unknown_policies(register: Register, settings: Settings) -> list[Refusal]:
    known = (policy.id for policy in register)
    return [Refusal(message=message) for message in unknown_policies(settings, known)]


def _refusals_of(draft: _Draft, due: Sequence[Duty], standing: Standing) -> list[Refusal]:
    """Return what only shows once everybody is in the draft."""
    found = list(draft.reading.refusals(last=standing.recipients)) if due else []
    seen: set[MailboxKey] = set()
    twice: set[MailboxKey] = set()
    for delivery in draft.deliveries:
        key = delivery.mailbox_key
        if key in seen or standing.planned_on.get(key) == draft.today:
            twice.add(key)
        seen.add(key)
    if not twice:
        return found
    people = "1 person" if len(twice) == 1 else f"{len(twice):,} people"
    message = f"{people} would get two notices in a day; give the policies one day, or wait"
    return [*found, Refusal(message=message, may_be_overridden=True)]


def _warnings(draft: _Draft, new: Sequence[Owing]) -> Iterable[str]:
    """Yield what a person should know before approving."""
    for one in new:
        yield from one.warnings(draft.today)
    yield from without_a_medium(new, draft.notices, draft.excluded)
    yield from draft.reading.warnings()
    for planned in draft.notices.values():
        for target in planned.mail.unlinked:
            yield f"not a link in the mail, as notice.link_hosts does not name its host: {target}"
    if draft.without_services:
        yield f"{draft.without_services} recipients name no service and count for all"
    for (wanted, got), count in sorted(Counter(draft.other_language.values()).items()):
        people = "1 person" if count == 1 else f"{count:,} people"
        yield f"{people} asked for {wanted} and get the text in {got}"
    if draft.notices and not draft.settings.notice.legal_from:
        from_ = sender(draft.settings)
        yield f"notice.legal_from is missing; the mails come from {from_.name} <{from_.address}>"
    if draft.notices and not draft.settings.postal_address:
        yield "postal_address is missing in the settings; the mails name none"
