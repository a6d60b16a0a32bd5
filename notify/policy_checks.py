"""The check of one text: what its change means, what is wrong with it, and whom it would tell."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from archive.changes import ChangeKind
from archive.declaration_places import places_in
from archive.events import EventKind, policy_events
from archive.faults import Fault, Severity
from archive.proposals import Proposal
from archive.redactions import redaction_of
from archive.redlines import Redline
from archive.revisions import Revision
from archive.settings import Settings
from archive.texts import Texts
from notify.announced_texts import announced_faults
from notify.assessment import Assessment
from notify.audiences import Audience, Reach, reach_of
from notify.decision_drafts import Draft, drafts
from notify.decisions import RegisterJudgements, judge, revision_key
from notify.event_duties import ENDS, EventDuty, event_duties
from notify.excerpts import Excerpts, excerpts
from notify.fault_lines import with_line
from notify.fresh_faults import FreshFaults
from notify.judgements import Judgement
from notify.legal_checks import doubt_faults, legal_faults
from notify.legal_faults import LegalFault, merged
from notify.periods_owed import PeriodOwed
from notify.pins import pin_faults
from notify.proposed_changes import Event, ProposedChange
from notify.recipients import unknown_service
from notify.timely_changes import Timing, as_checked, said_once, short_notice, timing_of

# What a notice needs. A translation takes it from its original.
_FOR_A_NOTICE = {"missing-summary", "missing-choices", "unanswered-consent"}
_LFS = "version https://git-lfs.github.com/spec/"
_NO_PASSAGES = Excerpts(shown=(), more=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What must be told beside the words, and how many people would be."""

    duty: EventDuty
    reach: Reach | None  # None: there is no list of recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCheck:
    """What would happen to one text of a policy."""

    change: ProposedChange
    judgement: Judgement | None  # None: no words and no decision are there to judge
    kinds: Mapping[ChangeKind, int]  # how many clauses changed in which way
    passages: Excerpts
    faults: tuple[Fault, ...]
    timing: Timing
    services: tuple[str, ...]  # whose people are told; none means all
    reach: Reach | None  # None: nobody is to be told, or there is no list of recipients
    due: tuple[Due, ...]  # what must be told beside the words
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """What a check holds a proposal against, none of it the proposal's own."""

    judgements: RegisterJudgements
    rules: str
    owed: Callable[[ProposedChange], PeriodOwed]
    audience: Audience | None
    audience_problem: str = ""
    second_opinion: Callable[[Assessment, Redline], Assessment] | None = None  # None: none is asked


def policy_check(
    change: ProposedChange,
    proposal: Proposal,
    standards: Standards,
    fresh: FreshFaults,
    *,
    gives: date | None = None,
    moved_from: date | None = None,
) -> PolicyCheck:
    """Return what is to be known of one text that would come, be declared anew, or go.

    `gives`: of a translation, the day of the version of the original that it gives; `moved_from`:
    the day that this version has in the proposal, where it is told to take another.
    """
    redline = (
        proposal.texts.redline(change.former.blob, change.revision.blob) if change.former else None
    )
    by_rules = _judgement(change, standards)
    judgement = _read_again(by_rules, change, redline, standards)
    timing = timing_of(
        change,
        judgement,
        owed=standards.owed(change),
        settle_hours=proposal.settings.notice.settle_hours,
        today=proposal.after.today,
        gives=gives,
        moved_from=moved_from,
    )
    due = _due(change, proposal.settings.timezone)
    faults = (
        *_faults(change, judgement, timing, proposal, fresh),
        *_of_pins(by_rules, change, proposal.texts),
        *_of_events(change, due, proposal.texts),
    )
    services = _services_told(change, judgement)
    audience = standards.audience
    known = proposal.settings.services
    quotable = _may_be_quoted(change, proposal.settings)
    return PolicyCheck(
        change=change,
        judgement=judgement if quotable or judgement is None else _without_words(judgement),
        kinds=Counter(each.kind for each in redline.changes if not each.along) if redline else {},
        passages=_passages(redline, judgement) if quotable else _NO_PASSAGES,
        faults=faults,
        timing=timing,
        services=services,
        reach=reach_of(audience, services, known) if audience and timing.told else None,
        due=tuple(
            Due(duty=duty, reach=reach_of(audience, duty.services, known) if audience else None)
            for duty in due
        ),
        drafts=_drafts(change, judgement, timing, faults, proposal),
    )


def day_to_come(check: PolicyCheck) -> date | None:
    """Return the day on which a text takes effect once what is asked for is written."""
    written = any(line.startswith("effective:") for draft in check.drafts for line in draft.lines)
    return check.timing.mend if written else check.change.revision.effective


def _judgement(change: ProposedChange, standards: Standards) -> Judgement | None:
    if change.event in (Event.FORM, Event.RETIREMENT, Event.WITHDRAWAL):
        return None
    return standards.judgements[revision_key(change.revision)]


def _read_again(
    judgement: Judgement | None,
    change: ProposedChange,
    redline: Redline | None,
    standards: Standards,
) -> Judgement | None:
    """Return the judgement with what a second reader adds, where one is asked."""
    if standards.second_opinion is None or judgement is None or redline is None:
        return judgement
    assessment = standards.second_opinion(judgement.assessment, redline)
    return judge(assessment, revision=change.revision, former=change.former)


def _of_pins(by_rules: Judgement | None, change: ProposedChange, texts: Texts) -> Iterator[Fault]:
    """Yield that the rules find other than what is noted, whatever a second reader says."""
    revision = change.revision
    for fault in pin_faults(by_rules, revision.path) if by_rules else ():
        yield with_line(fault, texts.source(revision.blob), revision.language)


def _passages(redline: Redline | None, judgement: Judgement | None) -> Excerpts:
    if redline is None or judgement is None:
        return _NO_PASSAGES
    return excerpts(redline, judgement.assessment.findings)


def _faults(
    change: ProposedChange,
    judgement: Judgement | None,
    timing: Timing,
    proposal: Proposal,
    fresh: FreshFaults,
) -> tuple[Fault, ...]:
    """Return every fault of a text with its line: of its dates, its decision, its day, the laws."""
    revision, texts = change.revision, proposal.texts
    dates = said_once(fresh.of(revision))
    faults = [as_checked(fault, change, timing) for fault in dates]
    faults += _of_the_decision(change, judgement, timing)
    faults += short_notice(change, judgement, timing, dates, proposal.after.today)
    faults += announced_faults(change, html_of=texts.html, redline_of=texts.redline)
    faults += _of_the_services(change, proposal.settings)
    source = texts.source(revision.blob)
    faults += _of_a_pointer(revision, source)
    return tuple(
        with_line(fault, source, revision.language)
        for fault in merged(faults, _of_the_laws(change, judgement, timing, proposal))
    )


def _drafts(
    change: ProposedChange,
    judgement: Judgement | None,
    timing: Timing,
    faults: tuple[Fault, ...],
    proposal: Proposal,
) -> tuple[Draft, ...]:
    if judgement is None:
        return ()
    revision, texts = change.revision, proposal.texts
    return drafts(
        {fault.code for fault in faults},
        path=revision.path,
        places=places_in(texts.source(revision.blob)),
        level=judgement.assessment.level,
        speaks=judgement.decision is not None,
        earliest=timing.mend,
        gives=timing.gives,
        moves=timing.moves,
        states_its_day=texts.effective(revision.blob, revision.language).line is not None,
    )


def _may_be_quoted(change: ProposedChange, settings: Settings) -> bool:
    """Whether neither text of a change had to come down."""
    texts = (change.former, change.revision)
    return not any(text and redaction_of(text, settings.redactions) for text in texts)


def _without_words(judgement: Judgement) -> Judgement:
    """Return a judgement whose findings name no word of a text that had to come down."""
    findings = tuple(
        replace(each, before="", after="", reason="Its words came down and are not shown.")
        for each in judgement.assessment.findings
    )
    return replace(judgement, assessment=replace(judgement.assessment, findings=findings))


def _of_the_decision(
    change: ProposedChange, judgement: Judgement | None, timing: Timing
) -> list[Fault]:
    """Return what is wrong with a decision; words that nobody is told by this change are not due."""
    found = list(judgement.faults) if judgement else []
    declared = change.event is Event.DECLARATION and not timing.told
    if not (change.is_translation or change.is_of_the_past or declared):
        return found
    return [fault for fault in found if fault.code not in _FOR_A_NOTICE]


def _of_the_laws(
    change: ProposedChange, judgement: Judgement | None, timing: Timing, proposal: Proposal
) -> Iterator[LegalFault]:
    """Yield what laws ask of the text and the change; a translation takes the original's decision."""
    if judgement is None or change.is_translation:
        return
    yield from legal_faults(
        change.policy,
        change.revision,
        judgement,
        settings=proposal.settings,
        texts=proposal.texts,
        today=proposal.after.today,
    )
    if timing.told:
        yield from doubt_faults(timing.owed, change.revision)


def _of_a_pointer(revision: Revision, source: str) -> list[Fault]:
    """Return that the words themselves are not there, but in the store of Git LFS."""
    if not source.lstrip().startswith(_LFS):
        return []
    message = (
        "this is a pointer of Git LFS, and the words are not in the repository: take the file out of"
        " LFS, and put the text itself here"
    )
    return [Fault(code="no-text", severity=Severity.ERROR, message=message, path=revision.path)]


def _of_the_services(change: ProposedChange, settings: Settings) -> list[Fault]:
    front_matter = change.revision.front_matter
    narrowed = front_matter.change.services if front_matter.change else ()
    known = {service.id for service in settings.services}
    return [
        Fault(
            code="unknown-service",
            severity=Severity.ERROR,
            message=unknown_service(service, known),
            path=change.revision.path,
        )
        for service in dict.fromkeys((*front_matter.services, *narrowed))
        if service not in known and change.event is not Event.RETIREMENT
    ]


def _due(change: ProposedChange, zone: ZoneInfo) -> tuple[EventDuty, ...]:
    """Return what happens to the policy by this change, beside its words, and must be told.

    A transfer of control has a day of its own, and is checked with it.
    """
    known = policy_events(change.present) if change.present else ()
    found = event_duties(change.policy, zone=zone, known=known)
    return tuple(
        duty
        for duty in found
        if duty.event.revision == change.revision.id
        if duty.event.kind is not EventKind.TRANSFER_OF_CONTROL
    )


def _of_events(change: ProposedChange, due: Iterable[EventDuty], texts: Texts) -> Iterator[Fault]:
    """Yield that people must know before the change is merged, as it applies to them from then on."""
    revision = change.revision
    for duty in due:
        ends = duty.event.kind in ENDS
        services = ", ".join(f"`{service}`" for service in duty.services)
        whose = f"the people of {services or 'all services'}"
        when = f"from {duty.day}: a notice of its own is due to {whose}, before that day"
        if duty.comes_with_publication:
            when = (
                f"when the change is merged: {whose} are told then, and not before; to tell them"
                " in time, first publish a text with a later `effective` that says so"
            )
        fault = Fault(
            code="policy-ends" if ends else "services-changed",
            severity=Severity.WARNING,
            message=f"{duty.what} {when}",
            path=revision.path,
            line=1 if ends else None,
        )
        yield with_line(fault, texts.source(revision.blob), revision.language)


def _services_told(change: ProposedChange, judgement: Judgement | None) -> tuple[str, ...]:
    decision = judgement.decision if judgement else None
    narrowed = decision.services if decision is not None else ()
    return narrowed or change.revision.services
