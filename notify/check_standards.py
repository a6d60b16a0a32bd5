"""What a check holds a proposal against, read from the base alone: its rules and its people.

No secret is asked for and nothing is fetched: of the places a list of recipients may be in,
only a file of the base, or one's own, is opened.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO, TextIOWrapper

from archive.proposals import Proposal
from archive.redlines import Redline
from archive.revisions import PolicyId
from notify.assessment import Assessment
from notify.audiences import Audience, audience_of
from notify.csv_recipients import ENCODING, UNDECODABLE, csv_rows
from notify.decisions import RegisterJudgements
from notify.errors import InvalidRules
from notify.list_readings import ListReading
from notify.own_rules import OwnRules, parse_own_rules
from notify.periods_owed import PeriodOwed, period_owed, promised_by
from notify.policy_checks import Standards
from notify.proposed_changes import ProposedChange
from notify.recipient_rows import listed
from notify.recipients import InvalidRecipients, SourceBroke
from notify.rules import Rules, load_rules

_BROKEN = "the list of recipients breaks off"


def standards_for(
    proposal: Proposal, second_opinion: Callable[[Assessment, Redline], Assessment] | None = None
) -> Standards:
    """Return the rules, the periods and the people that a proposal is held against.

    Raises InvalidRules where the file of own rules has a mistake.
    """
    rules = load_rules()
    own = _own_rules(proposal, rules)
    audience, problem = _audience(proposal)
    return Standards(
        judgements=RegisterJudgements(
            proposal.after,
            proposal.texts,
            cache(lambda policy: own.applied(rules, PolicyId(policy))),
        ),
        rules=own.applied(rules, None).version,
        owed=lambda change: _owed(change, proposal),
        audience=audience,
        audience_problem=problem,
        second_opinion=second_opinion,
    )


def _owed(change: ProposedChange, proposal: Proposal) -> PeriodOwed:
    """Return what is owed by the text in force, and for every service it covers or would cover."""
    present = change.present
    covered = (change.revision.services, present.services if present else change.revision.services)
    in_force = present.in_force if present else None
    return period_owed(
        policy=change.policy.id,
        services=[service for some in covered for service in some] if all(covered) else (),
        settings=proposal.settings,
        in_force=promised_by(
            in_force,
            policies=proposal.before.policies,
            texts=proposal.texts,
            settings=proposal.settings,
        ),
    )


def _own_rules(proposal: Proposal, rules: Rules) -> OwnRules:
    place = proposal.settings.rules
    if place is None:
        return OwnRules()
    data = proposal.trusted(place)
    if data is None:
        raise InvalidRules(f"{place}: is not there; the settings name it under `rules`")
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRules(f"{place}: cannot be read as UTF-8 text; save it as UTF-8") from error
    return parse_own_rules(content, place=place, rules=rules)


def _audience(proposal: Proposal) -> tuple[Audience | None, str]:
    """Return who is on the list, or why nobody can be counted; never whose row is wrong."""
    source = proposal.settings.recipients
    data = proposal.trusted(source.csv) if source is not None and source.csv else None
    if data is None:
        return None, ""
    lines = TextIOWrapper(BytesIO(data), encoding=ENCODING, errors=UNDECODABLE, newline="")
    reading = ListReading()
    services = [service.id for service in proposal.settings.services]
    found = listed(
        csv_rows(lines, name="csv"), services=services, language=proposal.settings.language
    )
    try:
        audience = audience_of(reading.recipients(found))
    except InvalidRecipients:
        return None, "the first row of the list of recipients is no header of one"
    except SourceBroke:
        return None, _BROKEN
    if reading.ended is not None:
        return None, _BROKEN
    if reading.unusable and any(reading.refusals(last=None)):
        rows = "1 row" if reading.unusable == 1 else f"{reading.unusable:,} rows"
        return None, f"{rows} of the list of recipients cannot be used"
    return audience, ""
