"""Legal checks of a change: reaching back, new purposes, transfers, summaries, ways out, children."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from archive.faults import Severity
from archive.front_matter import TRANSFER_OF_CONTROL, ChangeBlock, Consent, Level
from archive.revisions import Revision
from notify.decisions import Judgement
from notify.findings import Effect
from notify.legal_faults import LegalFault, asked_by
from notify.notice_words import folded, notice_words
from notify.profiles import AtOnce, Check, Profile

# What the Children's Online Privacy Protection Rule calls collection, use and disclosure.
_CHILDRENS_DATA: Final = frozenset({"children", "collection", "use", "sharing", "transfer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A revision with what stands about it."""

    revision: Revision
    judgement: Judgement
    line_of_key: Callable[[str], int] = field(default=lambda _: 1)

    @property
    def decision(self) -> ChangeBlock:
        """The legal team's words; an empty decision where nothing was said."""
        return self.judgement.decision or ChangeBlock()

    @property
    def day(self) -> date:
        """The first day for those who had joined before the text was published."""
        own = self.revision.effective or self.revision.published_on
        existing = self.revision.front_matter.existing
        return max(own, existing) if existing else own

    @property
    def excuse(self) -> AtOnce | None:
        """Why it has to apply at once; None without the reason in words that readers are given."""
        decision = self.decision
        return AtOnce(decision.at_once) if decision.at_once and decision.reason.strip() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    code: str
    message: str
    key: str  # of the front matter, where it is to be mended
    severity: Severity = Severity.ERROR


def change_faults(change: Change, profiles: Sequence[Profile]) -> Iterator[LegalFault]:
    """Yield what the laws that stand ask of a change and it lacks."""
    for check, look in _CHECKS.items():
        asked = asked_by(profiles, check)
        found = look(change) if asked else None
        if asked is not None and found is not None:
            yield LegalFault(
                code=found.code,
                severity=found.severity,
                message=found.message,
                profiles=asked.profiles,
                sources=asked.sources,
                path=change.revision.path,
                line=change.line_of_key(found.key),
                commit=change.revision.commit,
            )


def _reaching_back(change: Change) -> _Found | None:
    published = change.revision.published_on
    if change.judgement.effect not in (Effect.REDUCES, Effect.BOTH) or change.day > published:
        return None
    return _Found(
        code="retroactive-reduction",
        message=f"the change reduces rights and applies from {change.day}, but was published on"
        f" {published}: move `effective:` to a later day",
        key="effective",
        severity=Severity.WARNING if change.excuse else Severity.ERROR,
    )


def _new_purpose(change: Change) -> _Found | None:
    if not change.judgement.assessment.consent:
        return None
    answer = change.decision.consent
    if answer is None:
        return _Found(
            code="unanswered-consent",
            message="personal data may be used in a new way: write `change: consent: required` or"
            " `change: consent: not-needed`",
            key="consent",
        )
    if answer is Consent.NOT_NEEDED and not change.decision.reason.strip():
        return _Found(
            code="unexplained-purpose",
            message="`change: consent: not-needed` stands without a reason: say under `change:"
            " reason:` why the new use needs no consent",
            key="consent",
        )
    return None


def _transfer(change: Change) -> _Found | None:
    decision, published = change.decision, change.revision.published_on
    passes = decision.day if decision.kind == TRANSFER_OF_CONTROL else None
    if passes is None:
        return None  # that the day is missing is said whatever the law
    if passes <= published:
        return _Found(
            code="late-transfer",
            message=f"control passes on {passes}, and the text was published on {published}:"
            " people are told before it passes",
            key="day",
        )
    return None


def _no_summary(change: Change) -> _Found | None:
    if change.judgement.level is not Level.SIGNIFICANT or change.decision.summary.strip():
        return None
    return _Found(
        code="missing-summary",
        message="people must be told of this change: say in plain words under `change: summary:`"
        " what changes for them",
        key="change",
    )


def _no_way_out(change: Change) -> _Found | None:
    words = notice_words().get(change.revision.language.partition("-")[0])
    accepted = (AtOnce.READERS_BENEFIT, AtOnce.ADMINISTRATIVE)
    if words is None or not change.judgement.must_be_told or change.excuse in accepted:
        return None
    if words.ending.occurs_in(folded(change.decision.choices)):
        return None
    return _Found(
        code="no-way-out",
        message="`change: choices:` does not say that people may end the contract: say how, and"
        " until when",
        key="choices",
        severity=Severity.WARNING,
    )


def _children(change: Change) -> _Found | None:
    speaks = "children" in change.judgement.assessment.topics
    if not (change.judgement.must_be_told and speaks) or _asks_consent(change):
        return None
    return _Found(
        code="childrens-data",
        message="the change speaks of children: where consent is what allows the use of their data,"
        " a parent gives it; then write `change: consent: required`",
        key="consent",
        severity=Severity.WARNING,
    )


def _childrens_service(change: Change) -> _Found | None:
    touched = _CHILDRENS_DATA.intersection(change.judgement.assessment.topics)
    if not (change.judgement.must_be_told and touched) or _asks_consent(change):
        return None
    return _Found(
        code="childrens-consent",
        message="children's data is concerned and no parent is asked: write `change:"
        " consent: required`, and under `choices:` how a parent consents",
        key="consent",
    )


def _asks_consent(change: Change) -> bool:
    return change.decision.consent is Consent.REQUIRED


_CHECKS: Final = {
    Check.NO_REACH_BACK: _reaching_back,
    Check.NEW_PURPOSE: _new_purpose,
    Check.BEFORE_TRANSFER: _transfer,
    Check.SUMMARY: _no_summary,
    Check.RIGHT_TO_END: _no_way_out,
    Check.CHILDREN: _children,
    Check.CHILDRENS_SERVICE: _childrens_service,
}
