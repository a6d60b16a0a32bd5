"""Legal checks: everything the laws that stand for a policy ask of it and of a change, read together.

profiles = profiles_of(policy.id, revision.services, settings)
faults = legal_faults(policy, revision, judgement, settings=…, texts=…, today=…)
lines = merged(judgement.faults, faults)
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from archive.declaration_places import places_in
from archive.faults import Severity
from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import Revision
from archive.settings import Settings
from archive.texts import Texts
from notify.decisions import Judgement
from notify.legal_change_checks import Change, change_faults
from notify.legal_faults import LegalFault
from notify.legal_text_checks import ReadText, text_faults
from notify.notice_clauses import notice_clause
from notify.notice_words import notice_words
from notify.periods_owed import PeriodOwed
from notify.policy_sentences import line_of, sentences_of
from notify.profiles import OWN, profiles_of

_OF_THE_TEXT: Final = ("effective", "reviewed", "contact", "change")  # the rest stands in `change`


def legal_faults(
    policy: Policy,
    revision: Revision,
    judgement: Judgement,
    *,
    settings: Settings,
    texts: Texts,
    today: date,
) -> tuple[LegalFault, ...]:
    """Return what the laws that stand ask of a revision and it lacks; the period is apart."""
    profiles = profiles_of(policy.id, revision.services, settings)
    lines = _lines_of_keys(texts, revision)
    change = Change(revision=revision, judgement=judgement, line_of_key=lines)
    text = read_text(revision, settings=settings, texts=texts)
    return (
        *text_faults(text, profiles, settings=settings, today=today),
        *change_faults(change, profiles),
    )


def doubt_faults(owed: PeriodOwed, revision: Revision) -> Iterator[LegalFault]:
    """Yield what the text in force may promise about notice, and a person must read."""
    for doubt in owed.doubts:
        yield LegalFault(
            code="unclear-promise",
            severity=Severity.WARNING,
            message=doubt.message,
            profiles=(OWN,),
            sources=(),
            path=doubt.path or revision.path,
            line=doubt.line,
            commit=revision.commit,
        )


def read_text(revision: Revision, *, settings: Settings, texts: Texts) -> ReadText:
    """Return a text with what is read of its words; of one that had to come down, nothing."""
    lines = _lines_of_keys(texts, revision)
    words = notice_words().get(revision.language.partition("-")[0])
    if redaction_of(revision, settings.redactions) is not None:
        return ReadText(revision=revision, line_of_key=lines)
    sentences = sentences_of(texts.html(revision.blob))
    return ReadText(
        revision=revision,
        sentences=sentences,
        clause=notice_clause(sentences, words) if words else None,
        line_of=lambda sentence: line_of(sentence, texts.source(revision.blob)),
        line_of_key=lines,
    )


def _lines_of_keys(texts: Texts, revision: Revision) -> Callable[[str], int]:
    """Return what tells the line of a declaration, or where in the front matter it belongs."""
    places = places_in(texts.source(revision.blob))

    def line(key: str) -> int:
        names = (key,) if key in _OF_THE_TEXT else (f"change.{key}", "change")
        return places.line(*names) or places.closing or 1

    return line
