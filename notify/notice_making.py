"""Notices as they are made: what one says to readers of a language, from duties and texts."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urljoin

from archive.addresses import changes_address, revision_address
from archive.contacts import read_contact
from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import Language, Revision, RevisionId, State
from archive.settings import Settings
from archive.speech import Speech, speech_in
from notify.announcements import reminder_of, withdrawal_of
from notify.duties import Duty, Step
from notify.event_duties import EventDuty
from notify.event_words import Happening, happening_of
from notify.excerpts import Excerpts, excerpts
from notify.findings import Effect
from notify.lesser_changes import LesserChange
from notify.notices import (
    InvalidNotice,
    Listed,
    Notice,
    NoticeItem,
    RedlineOf,
    changed_passages,
    step_in,
)
from notify.told_before import MOST_TOLD, Correction, ToldText

MOST_SHOWN: Final = 2  # passages of a lesser change that nobody summed up; the redline has the rest
_NOTHING: Final[Mapping[str, Correction]] = MappingProxyType({})
_NO_TEXT: Final[Mapping[str, RevisionId]] = MappingProxyType({})


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
    if isinstance(duty, LesserChange):
        passages = _few(passages, summed_up=bool(duty.summary))
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
        listed=_listed(duty, settings) if isinstance(duty, LesserChange) else None,
    )


def _listed(change: LesserChange, settings: Settings) -> Listed:
    """Return how a lesser change is listed; what nobody reviewed is no admission."""
    shown = settings.publish_assessment
    return Listed(
        day=change.day,
        published_on=change.original.revision.published_on,
        judged=shown == "all" or (shown == "decided" and change.decided),
    )


def _few(passages: Excerpts, *, summed_up: bool) -> Excerpts:
    """Return as many passages as a list has room for; none where a summary says what changed."""
    shown = () if summed_up else passages.shown[:MOST_SHOWN]
    return Excerpts(shown=shown, more=passages.more + len(passages.shown) - len(shown))


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
