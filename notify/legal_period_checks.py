"""Legal checks of the period: whether people told on a day are told in time, and what to read."""

from collections.abc import Iterator
from datetime import date

from archive.faults import Severity
from notify.legal_change_checks import Change
from notify.legal_faults import LegalFault
from notify.periods_owed import PeriodOwed


def period_faults(change: Change, owed: PeriodOwed, *, told: date) -> Iterator[LegalFault]:
    """Yield what is wrong when people are told of a change on a day; nothing where none must be.

    What was published before and applies already is past: nobody can move its day any more.
    A reason to apply at once makes of the fault a warning, with the laws that accept it and
    those that do not.
    """
    past = change.revision.published_on < told and change.tell_before <= told
    if past or not change.judgement.must_be_told:
        return
    if not owed.is_kept(told=told, effective=change.tell_before):
        yield _too_late(change, owed, told)
    for doubt in owed.doubts:
        yield LegalFault(
            code="unclear-promise",
            severity=Severity.WARNING,
            message=doubt.message,
            profiles=(),
            sources=(),
            path=owed.path or change.revision.path,
            line=doubt.line,
            commit=change.revision.commit,
        )


def _too_late(change: Change, owed: PeriodOwed, told: date) -> LegalFault:
    day, excuse = change.tell_before, change.excuse
    broken = owed.broken(told=told, effective=day)
    what = "the text applies" if day == change.day else "control passes"
    message = owed.too_late(told=told, day=day, what=what)
    sources = tuple(dict.fromkeys(ground.source for ground in broken))
    if excuse is not None:
        answer = owed.answer_to(excuse, told=told, effective=day)
        message, sources = f"applies at once: {answer}", answer.sources
    return LegalFault(
        code="applies-at-once" if excuse else "short-notice",
        severity=Severity.WARNING if excuse else Severity.ERROR,
        message=message,
        profiles=tuple(dict.fromkeys(ground.profile for ground in broken)),
        sources=sources,
        path=change.revision.path,
        line=change.line_of_key("at_once" if excuse else "effective"),
        commit=change.revision.commit,
    )
