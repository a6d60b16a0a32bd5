"""Legal checks of a text: its date, its contact, its review and what it says about changes."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from archive.faults import Severity
from archive.revisions import Revision
from archive.settings import Settings
from notify.legal_faults import Asked, LegalFault, asked_by
from notify.notice_clauses import NoticeClause
from notify.notice_periods import months_after
from notify.policy_sentences import Sentence, quoted
from notify.profiles import Check, Profile

REVIEW_MONTHS: Final = 12  # Cal. Civ. Code § 1798.130(a)(5)
WARN_MONTHS: Final = 11  # a month to do it in
_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}\.[^@\s]{1,190}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A text and what was read of its words; nothing of words that had to come down."""

    revision: Revision
    sentences: Sequence[Sentence] = ()
    clause: NoticeClause | None = None  # None: nobody wrote down the words of its language
    line_of: Callable[[Sentence], int | None] = field(default=lambda _: None)
    line_of_key: Callable[[str], int] = field(default=lambda _: 1)


def text_faults(
    text: ReadText, profiles: Sequence[Profile], *, settings: Settings, today: date
) -> Iterator[LegalFault]:
    """Yield what the laws that stand ask of a text and it lacks."""
    for check, found in (
        (Check.EFFECTIVE_DATE, _no_date(text)),
        (Check.HOW_TOLD, _not_how(text)),
        (Check.MORE_THAN_A_LOOK, _only_a_look(text)),
        (Check.CONTACT, _no_contact(text, settings)),
        (Check.REVIEW, _not_reviewed(text, today)),
    ):
        asked = asked_by(profiles, check)
        if asked is not None and found is not None:
            yield _fault(text, asked, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    code: str
    message: str
    line: int | None
    severity: Severity = Severity.ERROR


def _fault(text: ReadText, asked: Asked, found: _Found) -> LegalFault:
    return LegalFault(
        code=found.code,
        severity=found.severity,
        message=found.message,
        profiles=asked.profiles,
        sources=asked.sources,
        path=text.revision.path,
        line=found.line,
        commit=text.revision.commit,
    )


def _no_date(text: ReadText) -> _Found | None:
    if text.revision.effective is not None:
        return None
    return _Found(
        code="no-date",
        message="the text states no effective date, and a law wants it shown: write `effective:`"
        " into its front matter",
        line=text.line_of_key("effective"),
    )


def _not_how(text: ReadText) -> _Found | None:
    if text.clause is None or text.clause.says_how:
        return None
    return _Found(
        code="no-notice-clause",
        message="the text does not say how its readers are told of changes: add a sentence, such"
        " as “We tell you of changes to this policy by email before they apply.”",
        line=1,
    )


def _only_a_look(text: ReadText) -> _Found | None:
    clause = text.clause
    if clause is None or clause.look is None or not clause.leaves_it_to_readers:
        return None
    return _Found(
        code="check-this-page",
        message=f"{quoted(clause.look.text)} leaves it to readers to find changes: say how you tell"
        " them, and do",
        line=text.line_of(clause.look),
    )


def _no_contact(text: ReadText, settings: Settings) -> _Found | None:
    named = text.revision.front_matter.contact or settings.contact
    if named or any(_ADDRESS.search(sentence.text) for sentence in text.sentences):
        return None
    return _Found(
        code="missing-contact",
        message="nobody is named who answers questions: write `contact:` here or in the settings",
        line=text.line_of_key("contact"),
    )


def _not_reviewed(text: ReadText, today: date) -> _Found | None:
    """Hold the last review, or the last change of words, against twelve months."""
    reviewed = text.revision.front_matter.reviewed
    known = [text.revision.published_on, *([reviewed] if reviewed else [])]
    last = max((day for day in known if day <= today), default=today)
    line = text.line_of_key("reviewed")
    said = f"the text was last changed or reviewed on {last}"
    if months_after(last, REVIEW_MONTHS) < today:
        return _Found(
            code="review-overdue",
            message=f"{said}, over {REVIEW_MONTHS} months ago: review it and write `reviewed:` with"
            " the day",
            line=line,
        )
    if months_after(last, WARN_MONTHS) < today:
        due = months_after(last, REVIEW_MONTHS)
        return _Found(
            code="review-due",
            message=f"{said}: review it by {due} and write `reviewed:` with the day",
            line=line,
            severity=Severity.WARNING,
        )
    return None
