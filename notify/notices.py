"""Notices: the message about what must be told, in one language, for one day.

A notice holds everything its mail says except who reads it; it is computed from values alone.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urljoin

from archive.addresses import changes_address, revision_address
from archive.contacts import read_contact
from archive.front_matter import Level
from archive.redactions import redaction_of
from archive.redlines import Redline
from archive.register import Policy
from archive.revisions import BlobId, Language, PolicyId, Revision, RevisionId, State
from archive.settings import Settings
from archive.speech import Speech, is_spoken, speech_in
from notify.announcements import reminder_of, withdrawal_of
from notify.carriers import NoticeId
from notify.duties import Duty, Step
from notify.errors import NotifyError
from notify.event_duties import EventDuty
from notify.event_words import Happening, happening_of
from notify.excerpts import Excerpt, Excerpts, excerpts
from notify.findings import Effect, together
from notify.told_before import MOST_TOLD, Correction, ToldText

_NOTHING: Final[Mapping[str, Correction]] = MappingProxyType({})
_NO_TEXT: Final[Mapping[str, RevisionId]] = MappingProxyType({})

RedlineOf = Callable[[BlobId, BlobId], Redline]  # from one text to another


class InvalidNotice(NotifyError):
    """A notice was asked to be what it cannot be."""


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

    @property
    def subject(self) -> RevisionId:
        """What it tells of: a text, or what happens to one."""
        return self.happening.id if self.happening else self.revision

    @property
    def key(self) -> str:
        """What tells it from everything else in its notice."""
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
        return NoticeId(
            hashlib.sha256("\n".join([*facts, self.language]).encode()).hexdigest()[:32]
        )

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


def make_notice(
    duties: Sequence[Duty],
    *,
    day: date,
    language: Language,
    redline_of: RedlineOf,
    settings: Settings,
    corrections: Mapping[str, Correction] = _NOTHING,
    told_texts: Mapping[str, RevisionId] = _NO_TEXT,
    reminds: bool = False,
    courtesy: bool = False,
) -> Notice:
    """Return the notice about some duties that readers of a language get for one day.

    `corrections` says of which duties, by their keys, these readers were told otherwise before;
    `told_texts` of which they were told of another text. With `reminds` they were told of all.
    """
    ordered = sorted(duties, key=lambda duty: duty.key)
    return Notice(
        items=tuple(
            _item(
                duty,
                step_in(duty, language),
                language=language,
                redline_of=redline_of,
                settings=settings,
                corrects=corrections.get(duty.key),
                told=told_texts.get(duty.key),
                reminds=reminds,
            )
            for duty in ordered
        ),
        day=day,
        timezone=settings.timezone.key,
        language=language,
        courtesy=courtesy,
    )


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


def _item(
    duty: Duty,
    step: Step,
    *,
    language: Language,
    redline_of: RedlineOf,
    settings: Settings,
    corrects: Correction | None,
    told: RevisionId | None,
    reminds: bool,
) -> NoticeItem:
    taken_back = corrects is not None and corrects.withdrawn
    withheld = taken_back or any(
        text is not None and redaction_of(text, settings.redactions) is not None
        for text in (step.former, step.revision)
    )
    passages = None if withheld else changed_passages(duty, step, redline_of)
    passages = passages or Excerpts(shown=(), more=0)
    former = None if isinstance(duty, EventDuty) else step.former
    link = _address(step.policy, step.revision, settings)
    speech = speech_in(language)
    summary, choices = _plain_words(speech, duty, step, settings)
    happening = _happening(duty, speech, settings) if isinstance(duty, EventDuty) else None
    if corrects is not None and corrects.withdrawn:
        summary, choices = corrects.in_words(duty.day, speech, of=happening), ""
    return NoticeItem(
        policy_id=step.policy.id,
        language=step.policy.language,
        title=step.policy.title,
        revision=step.revision.id,
        former=former.id if former else None,
        covered=_covered(duty, taken_back=taken_back, reminds=reminds),
        in_force=(
            duty.comes_with_publication if happening else step.revision.state is State.IN_FORCE
        ),
        summary=summary,
        choices=choices,
        reason_at_once=duty.at_once.reason.strip() if duty.at_once else "",
        level=duty.level,
        effect=Effect.NONE if taken_back else duty.effect,
        asks_consent=duty.asks_consent and not taken_back,
        excerpts=passages.shown,
        more=passages.more,
        link=link,
        former_link=_address(step.policy, former, settings) if former else None,
        redline_link=changes_address(link) if former else None,
        services=duty.services,
        contact=_mailbox(step, settings),
        corrects=corrects,
        reminds=reminds,
        told=_told(duty, step, told, redline_of=redline_of, settings=settings),
        happening=happening,
    )


def _covered(duty: Duty, *, taken_back: bool, reminds: bool) -> tuple[RevisionId, ...]:
    """Return what counts as told by a notice about a duty."""
    if reminds:
        return (reminder_of(duty.covered[-1]),)
    return tuple(map(withdrawal_of, duty.covered)) if taken_back else duty.covered


def _told(
    duty: Duty,
    step: Step,
    revision: RevisionId | None,
    *,
    redline_of: RedlineOf,
    settings: Settings,
) -> ToldText | None:
    """Return what these readers were told of in place of the text, and what differs from it."""
    texts = {text.id: text for text in duty.original.policy.revisions}
    if revision is None or revision not in texts:
        return None
    told, now = texts[revision], step.revision
    silent = any(redaction_of(text, settings.redactions) is not None for text in (told, now))
    found = Excerpts(shown=(), more=0)
    if step is duty.original and not silent:
        found = excerpts(redline_of(told.blob, now.blob), duty.findings)
    return ToldText(
        revision=revision,
        excerpts=found.shown[:MOST_TOLD],
        link=_address(duty.original.policy, told, settings),
    )


def _happening(duty: EventDuty, speech: Speech, settings: Settings) -> Happening:
    return happening_of(
        duty,
        speech=speech,
        settings=settings,
        instead=tuple(
            (step.policy.title, _address(step.policy, step.revision, settings))
            for step in duty.instead
        ),
    )


def _mailbox(step: Step, settings: Settings) -> str | None:
    """Return the mail address to which answers go: the policy's, or else the settings'."""
    own = step.revision.front_matter.contact
    general = read_contact(settings.contact).mail if settings.contact else None
    return (own.mail if own else None) or general


def _plain_words(speech: Speech, duty: Duty, step: Step, settings: Settings) -> tuple[str, str]:
    """Return what changed and what readers can do, in the legal team's words.

    These may quote words that had to come down since, so they come down with them.
    """
    for revision in (duty.original.revision, step.revision):
        if (reason := redaction_of(revision, settings.redactions)) is not None:
            told = speech.say("The words of this text were taken down: {reason}", reason=reason)
            return told, ""
    own = step.revision.front_matter.change  # a translation may bring the words in its language
    own = own if own and step is not duty.original else None
    return (
        (own and own.summary.strip()) or duty.summary,
        (own and own.choices.strip()) or duty.choices,
    )


def _address(policy: Policy, revision: Revision, settings: Settings) -> str:
    if not settings.site_url:
        raise InvalidNotice("the settings have no site_url; a notice must link to the texts")
    version = next(v for v in policy.versions if revision in v.revisions)
    site = settings.site_url.rstrip("/") + "/"
    return urljoin(
        site, revision_address(policy, version, revision, default_language=settings.language)
    )
