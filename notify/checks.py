"""The check: what a proposal means for people, what is wrong with it, and whom it would tell."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.changes import ChangeKind
from archive.declaration_places import places_in
from archive.faults import Fault, Severity
from archive.proposals import Proposal
from archive.settings import SETTINGS_FILE, Settings
from notify.announced_texts import announced_faults
from notify.audiences import Audience, Reach, reach_of
from notify.decision_drafts import Draft, drafts
from notify.decisions import RegisterJudgements, revision_key
from notify.excerpts import Excerpts, excerpts
from notify.fault_lines import with_line
from notify.fresh_faults import FreshFaults
from notify.judgements import Judgement
from notify.legal_checks import doubt_faults, legal_faults
from notify.legal_faults import LegalFault, merged
from notify.periods_owed import PeriodOwed
from notify.pins import pin_faults
from notify.profiles import unknown_policies
from notify.proposed_changes import Event, ProposedChange, lost_policies, proposed_changes
from notify.recipients import unknown_service
from notify.record_changes import RecordChange, record_changes, settings_faults
from notify.timely_changes import Timing, as_checked, said_once, short_notice, timing_of

# A translation takes the original's words and decision, so it needs none of its own.
_OF_THE_ORIGINAL = {"missing-summary", "missing-choices", "unanswered-consent"}
_NO_PASSAGES = Excerpts(shown=(), more=0)


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
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a branch or the working tree would change, judged as if it were published today."""

    proposal: Proposal
    record_changes: tuple[RecordChange, ...]  # what a reviewer must look at first
    policies: tuple[PolicyCheck, ...]
    faults: tuple[Fault, ...]  # of no policy that changes
    rules: str  # the version of the rules that judged
    audience_known: bool
    audience_problem: str  # why a list that is there could not be read; empty where it could

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """Every fault, those of the policies first, errors before warnings."""
        found = [fault for policy in self.policies for fault in policy.faults]
        return tuple(
            sorted((*found, *self.faults), key=lambda fault: fault.severity is Severity.WARNING)
        )

    @property
    def errors(self) -> int:
        """How many faults stop it."""
        return sum(fault.severity is Severity.ERROR for fault in self.all_faults)

    @property
    def warnings(self) -> int:
        """How many faults a person should look at."""
        return len(self.all_faults) - self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """What a check holds a proposal against, none of it the proposal's own."""

    judgements: RegisterJudgements
    rules: str
    owed: Callable[[ProposedChange], PeriodOwed]
    audience: Audience | None
    audience_problem: str = ""


def check_proposal(proposal: Proposal, standards: Standards) -> Check:
    """Return everything that a reviewer and a lawyer should know before a proposal is published."""
    changes = proposed_changes(proposal.before, proposal.after)
    fresh = FreshFaults(proposal, changes)
    policies = tuple(_policy_check(change, proposal, standards, fresh) for change in changes)
    return Check(
        proposal=proposal,
        record_changes=record_changes(proposal),
        policies=policies,
        faults=(*fresh.rest(), *_other_faults(proposal)),
        rules=standards.rules,
        audience_known=standards.audience is not None,
        audience_problem=standards.audience_problem,
    )


def _policy_check(
    change: ProposedChange, proposal: Proposal, standards: Standards, fresh: FreshFaults
) -> PolicyCheck:
    revision, texts, today = change.revision, proposal.texts, proposal.after.today
    judged = change.event not in (Event.FORM, Event.RETIREMENT, Event.WITHDRAWAL)
    judgement = standards.judgements[revision_key(revision)] if judged else None
    owed = standards.owed(change)
    timing = timing_of(change, judgement, owed=owed, today=today)
    dates = said_once(fresh.of(revision))
    faults = [as_checked(fault, change, timing) for fault in dates]
    faults += _of_the_decision(change, judgement)
    faults += pin_faults(judgement, revision.path) if judgement else ()
    faults += short_notice(change, judgement, timing, dates, today)
    faults += announced_faults(change, html_of=texts.html, redline_of=texts.redline)
    faults += _of_the_services(change, proposal.settings)
    faults += _of_the_end(change)
    faults = list(merged(faults, _of_the_laws(change, judgement, timing, proposal)))
    redline = texts.redline(change.former.blob, revision.blob) if change.former else None
    services = _services_told(change, judgement)
    source = texts.source(revision.blob)
    audience = standards.audience if timing.told else None
    return PolicyCheck(
        change=change,
        judgement=judgement,
        kinds=Counter(each.kind for each in redline.changes) if redline else {},
        passages=excerpts(redline, judgement.assessment.findings)
        if redline and judgement
        else _NO_PASSAGES,
        faults=tuple(with_line(fault, source, revision.language) for fault in faults),
        timing=timing,
        services=services,
        reach=None
        if audience is None
        else reach_of(audience, services, proposal.settings.services),
        drafts=()
        if judgement is None
        else drafts(
            {fault.code for fault in faults},
            path=revision.path,
            places=places_in(source),
            level=judgement.assessment.level,
            speaks=judgement.decision is not None,
            earliest=timing.earliest if timing.told else revision.published_on,
            states_its_day=texts.effective(revision.blob, revision.language).line is not None,
        ),
    )


def _of_the_decision(change: ProposedChange, judgement: Judgement | None) -> list[Fault]:
    found = list(judgement.faults) if judgement else []
    if not change.is_translation:
        return found
    return [fault for fault in found if fault.code not in _OF_THE_ORIGINAL]


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


def _of_the_end(change: ProposedChange) -> list[Fault]:
    if change.event is not Event.RETIREMENT or change.is_translation:
        return []
    return [
        Fault(
            code="policy-ends",
            severity=Severity.WARNING,
            message="this policy ends when the change is merged, which its people must be told of:"
            " no notice is made of it, so tell them in another way, before",
            path=change.revision.path,
            line=1,
        )
    ]


def _services_told(change: ProposedChange, judgement: Judgement | None) -> tuple[str, ...]:
    decision = judgement.decision if judgement else None
    narrowed = decision.services if decision is not None else ()
    return narrowed or change.revision.services


def _other_faults(proposal: Proposal) -> list[Fault]:
    return [
        *(
            Fault(
                code="text-too-long",
                severity=Severity.ERROR,
                message="a text over 2 MB is not read: no policy is so long",
                path=path,
            )
            for path in proposal.too_long
        ),
        *(
            Fault(
                code="identity-changed",
                severity=Severity.ERROR,
                message=f"the policy `{policy.id}` would lose its id, and with it its history and"
                f" its addresses: write `id: {policy.id}` into its front matter",
                path=policy.path,
            )
            for policy in lost_policies(proposal.before, proposal.after)
        ),
        *(
            Fault(
                code="unknown-policy",
                severity=Severity.WARNING,
                message=message,
                path=SETTINGS_FILE,
            )
            for message in unknown_policies(proposal.settings, (p.id for p in proposal.after))
        ),
        *settings_faults(proposal),
    ]
