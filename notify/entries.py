"""Entries: what each person on the list is told, or why they are not, one after the other.

Whatever many people share is found once: which notices concern those of some services, in which
language, and in which words. What is left to do for each is little, as there may be millions.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from archive.revisions import Language, RevisionId
from archive.settings import Settings
from notify.announcements import is_to_remind
from notify.carriers import NoticeId
from notify.concerns import by_day, concerns, reasons_of, services_of
from notify.corrections import corrections_of, taken_back_of, told_texts_of, withdrawals_of
from notify.duties import Duty
from notify.lesser_changes import LesserChanges
from notify.links import LinkRules, link_rules
from notify.mailboxes import read_mailbox
from notify.mails import notice_mail, sender
from notify.notice_making import make_notice
from notify.notices import RedlineOf, language_of
from notify.plans import Entry, Exclusion, Known, PlannedNotice, Wording
from notify.reader_words import greeter, shared_words
from notify.recipients import no_mailbox
from notify.sorted_lists import FORMER, SUBSCRIBED, Person
from notify.subscribers import Wanted
from notify.told_before import Correction

_NOTHING: Final = Known(frozenset(), None)
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_REMEMBERED: Final = 20_000  # of what many share; a list whose people share nothing is slower


class _Told(NamedTuple):
    """One notice, as people of some services get it."""

    wording: Wording
    language: Language  # in which it is told
    own_words: Callable[[str], tuple[str, ...]]  # of a reader's name
    listing: bool = False  # it only lists lesser changes, and can wait a day


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What people are told who use some services, joined on a day and know of some texts."""

    concerned: bool  # something that must be told concerns them, told or not
    told: tuple[_Told, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many are told and how many not, so far."""

    told: int = 0  # recipients
    mails: Counter[NoticeId] = field(default_factory=Counter)
    reasons: Counter[Exclusion] = field(default_factory=Counter)  # recipients
    unlisted: Counter[Exclusion] = field(default_factory=Counter)
    unreached: Counter[NoticeId] = field(default_factory=Counter)  # without an address
    other_language: Counter[tuple[Language, Language]] = field(default_factory=Counter)
    # People, by the services they use and whether they are told.
    by_services: Counter[tuple[str, bool]] = field(default_factory=Counter)
    former: int = 0  # told before, and not on the list any more
    subscribers: int = 0  # told because they asked for it
    listings: int = 0  # of them, those to whom lesser changes are listed
    stopped: Counter[str] = field(
        default_factory=Counter
    )  # subscribers who take no mail, by reason
    twice: int = 0  # mailboxes that would get two notices in a day


@dataclass(kw_only=True)
class Entries:
    """The entries of a plan while it is being made, and what they have in common."""

    due: Sequence[Duty]
    withdrawn: Sequence[Duty]  # what was announced and is taken back
    settings: Settings
    redline_of: RedlineOf
    today: date
    lists_everybody: bool  # also those who are told nothing, as nobody listed them before
    lesser: LesserChanges  # for subscribers who asked for every change
    reminders: Sequence[Duty] = ()  # whose day is today, and of which some were told
    tally: Tally = field(default_factory=Tally)
    notices: list[PlannedNotice] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)  # made since they were taken
    _made: dict[tuple[object, ...], PlannedNotice] = field(default_factory=dict)
    _choices: dict[tuple[object, ...], _Choice] = field(default_factory=dict)
    _worded: dict[tuple[object, ...], Wording] = field(default_factory=dict)
    _last: Counter[NoticeId] = field(default_factory=Counter)  # number of a wording
    _just_told: str = ""  # the last mailbox that a mail is planned for

    def of(self, person: Person, known: Known | None) -> list[Entry]:
        """Return the entries of everybody behind one mailbox; a subscriber comes after the list."""
        if person.services.startswith(SUBSCRIBED):
            return self._subscriber(person, known)
        choice = self._choice(person, known)
        if person.services != FORMER:
            told = bool(choice.told) and bool(person.address)
            self.tally.by_services[person.services, told] += 1
        elif not choice.told:
            return []
        if not choice.told:
            return self._untold(person, choice)
        if person.address.lower() in self._own:
            return self._excluded(person, Exclusion.OWN_ADDRESS)
        if not person.address:
            return self._unreached(person, choice)
        return self._told(person, choice, known)

    def _subscriber(self, person: Person, known: Known | None) -> list[Entry]:
        """Return the entry of a subscriber who gets no legal mail now, and was told nothing today.

        What is for another day as well is planned another time: nobody gets two mails in a day,
        but where lesser changes were listed and then something must be told.
        """
        told_today = known is not None and known.last == self.today
        if told_today or person.mailbox == self._just_told or person.address.lower() in self._own:
            return []
        choice = self._choice(person, known)
        if not choice.told:
            return []
        first = choice.told[0]
        self.tally.subscribers += 1
        self.tally.listings += first.listing
        return self._told(person, replace(choice, told=(first,)), known)

    def _told(self, person: Person, choice: _Choice, known: Known | None) -> list[Entry]:
        mailbox, name, tally = person.mailbox, person.name, self.tally
        self._just_told, (first, *others) = mailbox, person.ids
        tally.told += 1
        tally.former += person.services == FORMER
        tally.twice += len(choice.told) > 1 or (known is not None and known.last == self.today)
        if others:
            tally.reasons[Exclusion.SAME_MAILBOX] += len(others)
        made = []
        for wording, language, own_words, _ in choice.told:
            notice = wording.notice
            tally.mails[notice] += 1
            if language != person.language:
                pair = Language(person.language), language
                tally.other_language[pair] += 1
            lines = "\n".join((person.address, name, *own_words(name)))
            made.append(Entry(mailbox, first, notice, lines, wording, None, None))
            for other in others:
                same = Exclusion.SAME_MAILBOX
                made.append(Entry(mailbox, other, notice, "", None, same, first))
        return made

    def _unreached(self, person: Person, choice: _Choice) -> list[Entry]:
        """Return who should be told by other means, such as a letter."""
        reason = Exclusion.NO_ADDRESS
        self.tally.reasons[reason] += len(person.ids)
        for wording, *_ in choice.told:
            self.tally.unreached[wording.notice] += len(person.ids)
        return [
            Entry(person.mailbox, id_, wording.notice, no_mailbox(id_), None, reason, None)
            for wording, *_ in choice.told
            for id_ in person.ids
        ]

    def _untold(self, person: Person, choice: _Choice) -> list[Entry]:
        """Return who is told nothing; those whom another plan lists are only counted."""
        reason = Exclusion.OTHER_SERVICES
        if choice.concerned:
            reason = Exclusion.ALREADY_TOLD if person.address else Exclusion.NO_ADDRESS
        return self._excluded(person, reason, listed=not choice.concerned)

    def _excluded(self, person: Person, reason: Exclusion, *, listed: bool = True) -> list[Entry]:
        self.tally.reasons[reason] += len(person.ids)
        if not (listed and self.lists_everybody):
            self.tally.unlisted[reason] += len(person.ids)
            return []
        return [Entry(person.mailbox, id_, None, "", None, reason, None) for id_ in person.ids]

    @cached_property
    def _own(self) -> frozenset[str]:
        """The addresses that mails come from or answers go to: a mail to them could go in a circle."""
        named = [self.settings.notice.legal_from, self.settings.notice.courtesy_from]
        named_by_texts = (duty.original.revision.front_matter.contact for duty in self.due)
        contacts = [contact.mail for contact in named_by_texts if contact]
        own = [sender(self.settings).address, *(read_mailbox(one).address for one in named if one)]
        return frozenset(
            address.lower() for address in (*own, *contacts, self.settings.contact) if address
        )

    def _choice(self, person: Person, known: Known | None) -> _Choice:
        told = (known.covered, known.announced, known.listed == self.today) if known else None
        key = (person.services, person.language, person.joined, told)
        found = self._choices.get(key)
        if found is None:
            if len(self._choices) >= _REMEMBERED:
                self._choices.clear()
            found = self._choices[key] = self._new_choice(person, known or _NOTHING)
        return found

    def _new_choice(self, person: Person, known: Known) -> _Choice:
        former = person.services == FORMER
        wanted = Wanted.of(person)
        subscribed = wanted is not None
        services = None if former or subscribed else services_of(person)
        joined = date.fromisoformat(person.joined) if person.joined else None
        mine = [
            duty
            for duty in self.due
            if (wanted.is_about(duty) if wanted else concerns(duty, services))
        ]
        corrections = corrections_of(mine, joined, known, former=former)
        untold = [
            duty
            for duty in mine
            if duty.key in corrections or not (former or known.covered.issuperset(duty.covered))
        ]
        taken_back = taken_back_of(self.withdrawn, known)
        told_texts = told_texts_of(untold, known)
        told = []
        for day, some in [*by_day(untold, joined), *taken_back]:
            language = language_of(some, Language(person.language))
            planned = self._planned(
                some,
                day=day,
                language=language,
                corrections=corrections | withdrawals_of(taken_back, known),
                told_texts=told_texts,
                courtesy=subscribed,
            )
            titles = reasons_of(some, services, self.settings)
            wording = self._wording(
                planned,
                titles,
                named=services is not None,
                former=former,
                subscribed=subscribed,
            )
            told.append(self._told_by(planned, wording))
        if wanted is not None and not told and known.listed != self.today:
            told = self._listed(wanted, known)
        elif not (told or former or wanted):
            told = self._reminded(services, joined, known, person.language)
        return _Choice(concerned=bool(mine), told=tuple(told))

    def _reminded(
        self, services: frozenset[str] | None, joined: date | None, known: Known, language: str
    ) -> list[_Told]:
        """Return the reminder of what somebody was told for today; who is told more gets none."""
        some = [
            duty
            for duty in self.reminders
            if concerns(duty, services)
            if is_to_remind(
                duty,
                covered=known.covered,
                announced=known.announced,
                joined=joined,
                today=self.today,
            )
        ]
        if not some:
            return []
        spoken = language_of(some, Language(language))
        planned = self._planned(some, day=self.today, language=spoken, reminds=True)
        titles = reasons_of(some, services, self.settings)
        named = services is not None
        return [
            self._told_by(
                planned, self._wording(planned, titles, named=named, former=False, subscribed=False)
            )
        ]

    def _listed(self, wanted: Wanted, known: Known) -> list[_Told]:
        """Return the list of lesser changes that a subscriber gets now; none where there are none."""
        some = wanted.listed(self.lesser, known.covered)
        if not some:
            return []
        planned = self._planned(
            some,
            day=max(change.day for change in some),
            language=language_of(some, wanted.wish.language),
            courtesy=True,
        )
        titles = reasons_of(some, None, self.settings)
        wording = self._wording(planned, titles, named=False, former=False, subscribed=True)
        return [self._told_by(planned, wording)._replace(listing=True)]

    def _told_by(self, planned: PlannedNotice, wording: Wording) -> _Told:
        own_words = greeter(planned.mail.marks, rules=self._rules)
        return _Told(wording, planned.notice.told_in, own_words)

    def _planned(
        self,
        due: Sequence[Duty],
        *,
        day: date,
        language: Language,
        corrections: Mapping[str, Correction] = _NONE,
        told_texts: Mapping[str, RevisionId] = _NONE,
        reminds: bool = False,
        courtesy: bool = False,
    ) -> PlannedNotice:
        """Return the notice about some duties, rendered once however many people get it."""
        keys = [duty.key for duty in due]
        mine = {each: corrections[each] for each in keys if each in corrections}
        told = {each: told_texts[each] for each in keys if each in told_texts}
        key = (day, language, reminds, courtesy, *keys, *mine.values(), *told.items())
        if key not in self._made:
            notice = make_notice(
                due,
                day=day,
                language=language,
                redline_of=self.redline_of,
                settings=self.settings,
                corrections=mine,
                told_texts=told,
                reminds=reminds,
                courtesy=courtesy,
            )
            made = PlannedNotice(notice=notice, mail=notice_mail(notice, settings=self.settings))
            self._made[key] = made
            self.notices.append(made)
        return self._made[key]

    def _wording(
        self,
        planned: PlannedNotice,
        titles: tuple[str, ...],
        *,
        named: bool,
        former: bool,
        subscribed: bool,
    ) -> Wording:
        notice = planned.mail.mail.notice
        key = (notice, titles, named, former)
        if key not in self._worded:
            if len(self._worded) >= _REMEMBERED:
                self._worded.clear()
            self._last[notice] += 1
            made = Wording(
                notice=notice,
                number=self._last[notice],
                services=titles,
                words=shared_words(
                    planned.mail.marks,
                    services=titles,
                    named=named,
                    former=former,
                    subscribed=subscribed,
                ),
            )
            self._worded[key] = made
            self.wordings.append(made)
        return self._worded[key]

    @cached_property
    def _rules(self) -> LinkRules:
        return link_rules(self.settings)
