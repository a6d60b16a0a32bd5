"""Entries: what each person on the list is told, or why they are not, one after the other.

What many people share is found once, as their choice. What is left to do for each is little, as
there may be millions.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from archive.revisions import Language
from notify.carriers import NoticeId
from notify.choices import Choice, Choices
from notify.mailboxes import read_mailbox
from notify.mails import sender
from notify.plans import Entry, Exclusion, Known
from notify.recipients import no_mailbox
from notify.sorted_lists import FORMER, SUBSCRIBED, Person


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
    """The entries of a plan while it is being made."""

    choices: Choices
    lists_everybody: bool  # also those who are told nothing, as nobody listed them before
    _tally: Tally = field(default_factory=Tally)
    _told_now: list[Choice] = field(default_factory=list)  # by people who are not counted yet
    _just_told: str = ""  # the last mailbox that a mail is planned for

    @property
    def tally(self) -> Tally:
        """How many are told and how many not, so far."""
        self._count(self._told_now)
        self._told_now.clear()
        return self._tally

    def of(self, person: Person, known: Known | None) -> list[Entry]:
        """Return the entries of everybody behind one mailbox; a subscriber comes after the list."""
        if person.services.startswith(SUBSCRIBED):
            return self._subscriber(person, known)
        choice = self.choices.of(person, known)
        if choice.told and person.address and person.address.lower() not in self._own:
            if not choice.people:
                self._told_now.append(choice)
            return self._told(person, choice, known)
        if person.services != FORMER:
            told = bool(choice.told) and bool(person.address)
            self._tally.by_services[person.services, told] += 1
        elif not choice.told:
            return []
        if not choice.told:
            return self._untold(person, choice)
        if not person.address:
            return self._unreached(person, choice)
        return self._excluded(person, Exclusion.OWN_ADDRESS)

    def _subscriber(self, person: Person, known: Known | None) -> list[Entry]:
        """Return the entry of a subscriber who gets no legal mail now, and was told nothing today.

        What is for another day as well is planned another time: nobody gets two mails in a day,
        but where lesser changes were listed and then something must be told.
        """
        told_today = known is not None and known.last == self.choices.today
        if told_today or person.mailbox == self._just_told or person.address.lower() in self._own:
            return []
        choice = self.choices.of(person, known)
        if not choice.told:
            return []
        first = choice.told[0]
        self._tally.subscribers += 1
        self._tally.listings += first.listing
        only = replace(choice, told=(first,))
        made = self._told(person, only, known)
        self._count([only])
        return made

    def _told(self, person: Person, choice: Choice, known: Known | None) -> list[Entry]:
        choice.people += 1
        if len(choice.told) > 1 or (known is not None and known.last == self.choices.today):
            self._tally.twice += 1
        mailbox, address, name = person.mailbox, person.address, person.name
        self._just_told, (first, *others) = mailbox, person.ids
        if others:
            self._tally.reasons[Exclusion.SAME_MAILBOX] += len(others)
        made = []
        for wording, _, own_words, _ in choice.told:
            lines = f"{address}\n{name}\n{own_words(name)}"
            made.append(Entry(mailbox, first, wording.notice, lines, wording, None, None))
            for other in others:
                same = Exclusion.SAME_MAILBOX
                made.append(Entry(mailbox, other, wording.notice, "", None, same, first))
        return made

    def _count(self, choices: Iterable[Choice]) -> None:
        """Take into the tally whoever was told something since, all who share it at once."""
        tally = self._tally
        for choice in choices:
            people, choice.people = choice.people, 0
            tally.told += people
            if choice.services == FORMER:
                tally.former += people
            elif not choice.services.startswith(SUBSCRIBED):
                tally.by_services[choice.services, True] += people
            for wording, language, _, _ in choice.told:
                tally.mails[wording.notice] += people
                if language != choice.language:
                    tally.other_language[Language(choice.language), language] += people

    def _unreached(self, person: Person, choice: Choice) -> list[Entry]:
        """Return who should be told by other means, such as a letter."""
        reason = Exclusion.NO_ADDRESS
        self._tally.reasons[reason] += len(person.ids)
        for wording, *_ in choice.told:
            self._tally.unreached[wording.notice] += len(person.ids)
        return [
            Entry(person.mailbox, id_, wording.notice, no_mailbox(id_), None, reason, None)
            for wording, *_ in choice.told
            for id_ in person.ids
        ]

    def _untold(self, person: Person, choice: Choice) -> list[Entry]:
        """Return who is told nothing; those whom another plan lists are only counted."""
        reason = Exclusion.OTHER_SERVICES
        if choice.concerned:
            reason = Exclusion.ALREADY_TOLD if person.address else Exclusion.NO_ADDRESS
        return self._excluded(person, reason, listed=not choice.concerned)

    def _excluded(self, person: Person, reason: Exclusion, *, listed: bool = True) -> list[Entry]:
        self._tally.reasons[reason] += len(person.ids)
        if not (listed and self.lists_everybody):
            self._tally.unlisted[reason] += len(person.ids)
            return []
        return [Entry(person.mailbox, id_, None, "", None, reason, None) for id_ in person.ids]

    @cached_property
    def _own(self) -> frozenset[str]:
        """The addresses that mails come from or answers go to: a mail to them could go in a circle."""
        settings, due = self.choices.settings, self.choices.due
        named = [settings.notice.legal_from, settings.notice.courtesy_from]
        named_by_texts = (duty.original.revision.front_matter.contact for duty in due)
        contacts = [contact.mail for contact in named_by_texts if contact]
        own = [sender(settings).address, *(read_mailbox(one).address for one in named if one)]
        return frozenset(
            address.lower() for address in (*own, *contacts, settings.contact) if address
        )
