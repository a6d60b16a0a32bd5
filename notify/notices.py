"""Notices: the message about what must be told, in one language, for one day.

A notice holds everything its mail says except who reads it; it is computed from values alone.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.front_matter import Level
from archive.redlines import Redline
from archive.revisions import BlobId, Language, PolicyId, RevisionId
from archive.speech import is_spoken
from notify.carriers import NoticeId
from notify.duties import Duty, Step
from notify.errors import NotifyError
from notify.event_duties import EventDuty
from notify.event_words import Happening
from notify.excerpts import Excerpt, Excerpts, excerpts
from notify.findings import Effect, together
from notify.told_before import Correction, ToldText

RedlineOf = Callable[[BlobId, BlobId], Redline]  # from one text to another


class InvalidNotice(NotifyError):
    """A notice was asked to be what it cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How a lesser change stands among others, each of which has a day of its own."""

    day: date  # from which its text applies
    published_on: date
    judged: bool  # whether readers are shown its level and its effect


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeItem:
    """What a notice says about one policy."""

    policy_id: PolicyId
    language: Language  # of its words: the original's where no translation has kept pace
    title: str
    revision: RevisionId  # the text that will apply, or does already
    former: RevisionId | None  # the text it is compared with; None: there was none
    covered: tuple[RevisionId, ...]  # everything that counts as told by this notice
    in_force: bool  # it applies already
    summary: str
    choices: str
    reason_at_once: str  # why it applies without waiting; empty where it does not
    level: Level
    effect: Effect
    asks_consent: bool
    excerpts: tuple[Excerpt, ...]
    more: int  # further changed passages, in the redline only
    link: str
    former_link: str | None
    redline_link: str | None
    services: tuple[str, ...]  # whose people are told; none means all
    contact: str | None
    corrects: Correction | None = None  # what the readers were told before, if it is not so
    reminds: bool = False  # its readers were told of it before, and its day has come
    told: ToldText | None = None  # the text they were told of in its place, if it was another
    happening: Happening | None = None  # None: words changed
    listed: Listed | None = None  # None: it must be told

    @property
    def subject(self) -> RevisionId:
        """What it tells of: a text, or what happens to one."""
        return self.happening.id if self.happening else self.revision

    @property
    def key(self) -> str:
        """What tells it from everything else in its notice."""
        if self.listed:
            return f"{self.policy_id} {self.revision}"
        return f"{self.policy_id} {self.happening.id}" if self.happening else self.policy_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Everything that changes on one day for some readers, told in one language."""

    items: tuple[NoticeItem, ...]
    day: date
    timezone: str
    language: Language  # in which its readers are spoken to
    courtesy: bool = False  # its readers asked for it, and nobody owes it to them

    def __post_init__(self) -> None:
        if not self.items:
            raise InvalidNotice("a notice must be about something")
        if len({item.key for item in self.items}) < len(self.items):
            raise InvalidNotice("a notice tells of one change of a policy, not of two for one day")

    @property
    def id(self) -> NoticeId:
        """The same whenever the same texts are told for the same day in the same language."""
        facts = [*sorted(f"{i.policy_id} {i.subject}" for i in self.items), str(self.day)]
        facts += sorted(f"instead of {i.key} {i.corrects}" for i in self.items if i.corrects)
        facts += ["reminder"] if self.reminds else []
        facts += sorted(f"after {i.key} {i.told.revision}" for i in self.items if i.told)
        facts += ["courtesy"] if self.courtesy else []
        facts += ["list"] if self.lists else []
        return NoticeId(
            hashlib.sha256("\n".join([*facts, self.language]).encode()).hexdigest()[:32]
        )

    @property
    def lists(self) -> bool:
        """Whether it lists lesser changes, for those who asked for every change."""
        return all(item.listed for item in self.items)

    @property
    def told_in(self) -> Language:
        """The language of what it tells: another than its own where a translation lags."""
        others = (item.language for item in self.items if item.language != self.language)
        return next(others, self.language)

    @property
    def effect(self) -> Effect:
        """What everything in it does to readers' rights, taken together."""
        return together(item.effect for item in self.items)

    @property
    def tells_effect(self) -> bool:
        """Whether the rules looked at everything in it, or a right is touched anyway."""
        return self.effect is not Effect.NONE or not any(item.happening for item in self.items)

    @property
    def withdrawn(self) -> bool:
        """Whether it only says that what was announced is taken back."""
        return all(item.corrects and item.corrects.withdrawn for item in self.items)

    @property
    def reminds(self) -> bool:
        """Whether it says again, on the day, what its readers were told before."""
        return all(item.reminds for item in self.items)

    @property
    def corrected(self) -> bool:
        """Whether its readers were told otherwise of something in it."""
        return any(item.corrects for item in self.items)

    @property
    def in_force(self) -> bool:
        """Whether everything in it applies already."""
        return all(item.in_force for item in self.items)

    @property
    def covered(self) -> frozenset[RevisionId]:
        """The revisions that nobody who got this notice must be told of again."""
        return frozenset(revision for item in self.items for revision in item.covered)

    @property
    def contact(self) -> str | None:
        """Where an answer goes: the contact of the first policy that names one."""
        return next((item.contact for item in self.items if item.contact), None)


def language_of(duties: Sequence[Duty], wanted: Language) -> Language:
    """Return the language in which a reader is spoken to: their own, where that can be.

    It can where every text exists in it, or the words around the texts do.
    """
    translated = all(step_in(duty, wanted).policy.language == wanted for duty in duties)
    if translated or is_spoken(wanted):
        return wanted
    return duties[0].original.policy.language


def step_in(duty: Duty, language: Language) -> Step:
    """Return the change in a language, or the original where no translation has kept pace."""
    return next((s for s in duty.translations if s.policy.language == language), duty.original)


def changed_passages(duty: Duty, step: Step, redline_of: RedlineOf) -> Excerpts | None:
    """Return the passages to show; None where no word differs and nothing is left to tell.

    Of what happens beside the words there is always something to tell.
    """
    if step.former is None or isinstance(duty, EventDuty):
        return Excerpts(shown=(), more=0)
    redline = redline_of(step.former.blob, step.revision.blob)
    return None if redline.equal else excerpts(redline, duty.findings)
