"""Choices: what people are told who use some services, joined on a day and know of some texts.

Whatever many people share is found once: which notices concern those of some services, in which
language, and in which words.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from notify.mails import notice_mail
from notify.notice_making import make_notice
from notify.notices import RedlineOf, language_of
from notify.plans import Known, PlannedNotice, Wording
from notify.reader_words import greeter, shared_words
from notify.sorted_lists import FORMER, Person
from notify.subscribers import Wanted
from notify.told_before import Correction

_NOTHING: Final = Known(frozenset(), None)
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_REMEMBERED: Final = 20_000  # of what many share; a list whose people share nothing is slower


class Told(NamedTuple):
    """One notice, as people of some services get it."""

    wording: Wording
    language: Language  # in which it is told
    own_words: Callable[[str], str]  # of a reader's name, a line each
    listing: bool = False  # it only lists lesser changes, and can wait a day


@dataclass(slots=True, kw_only=True, eq=False)
class Choice:
    """What people are told who use some services, joined on a day and know of some texts."""

    services: str  # as a `Person` has them
    language: str  # asked for
    concerned: bool  # something that must be told concerns them, told or not
    told: tuple[Told, ...]
    people: int = 0  # who are told it, and are not in the tally yet


@dataclass(kw_only=True)
class Choices:
    """The choices of a plan while it is being made, and the notices and words they need."""

    due: Sequence[Duty]
    withdrawn: Sequence[Duty]  # what was announced and is taken back
    settings: Settings
    redline_of: RedlineOf
    today: date
    lesser: LesserChanges  # for subscribers who asked for every change
    reminders: Sequence[Duty] = ()  # whose day is today, and of which some were told
    notices: list[PlannedNotice] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)  # made since they were taken
    _made: dict[tuple[object, ...], PlannedNotice] = field(default_factory=dict)
    _found: dict[tuple[object, ...], Choice] = field(default_factory=dict)
    _worded: dict[tuple[object, ...], Wording] = field(default_factory=dict)
    _last: Counter[NoticeId] = field(default_factory=Counter)  # number of a wording

    def of(self, person: Person, known: Known | None) -> Choice:
        """Return what a person is told, given what their mailbox was told before."""
        told = (known.covered, known.announced, known.listed == self.today) if known else None
        key = (person.services, person.language, person.joined, told)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._new(person, known or _NOTHING)
        return found

    def _new(self, person: Person, known: Known) -> Choice:
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
        return Choice(
            services=person.services,
            language=person.language,
            concerned=bool(mine),
            told=tuple(told),
        )

    def _reminded(
        self, services: frozenset[str] | None, joined: date | None, known: Known, language: str
    ) -> list[Told]:
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

    def _listed(self, wanted: Wanted, known: Known) -> list[Told]:
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

    def _told_by(self, planned: PlannedNotice, wording: Wording) -> Told:
        own_words = greeter(planned.mail.marks, rules=self._rules)
        return Told(wording, planned.notice.told_in, own_words)

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
