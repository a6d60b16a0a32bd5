"""What the commands of the notifier print: lines for people, documents for programs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.register import Register
from archive.revisions import Revision, RevisionId
from notify.carriers import Batch, substituted
from notify.deliveries import DeliveryState
from notify.ledger_holds import Hold
from notify.ledger_rows import NoticeStatus, PlanStatus, ServiceTold
from notify.ledger_withheld import Withheld, what_releases
from notify.plans import Exclusion, Plan

LISTED = 10  # of what a baseline leaves out; the rest is a number


def plan_document(plan: Plan, *, new: bool) -> dict[str, object]:
    """Return the document of `notify plan --format json`."""
    return {
        "hash": plan.hash,
        "new": new,
        "today": plan.today.isoformat(),
        "read_at": plan.read_at,
        "recipients": plan.recipients,
        "deliveries": plan.deliveries,
        "notices": [
            {
                "id": planned.notice.id,
                "day": planned.notice.day.isoformat(),
                "language": planned.notice.language,
                "subject": planned.mail.mail.subject,
                "policies": [
                    {
                        "id": item.policy_id,
                        "revision": item.revision,
                        "former": item.former,
                        "event": item.happening.kind if item.happening else None,
                    }
                    for item in planned.notice.items
                ],
                "deliveries": plan.mails.get(planned.notice.id, 0),
            }
            for planned in plan.notices
        ],
        "periods": [
            {
                "policy": one.policy_id,
                "revision": one.revision,
                "period": str(one.period),
                "reason": one.reason,
                "last_day": one.last_day.isoformat(),
            }
            for one in plan.periods
        ],
        "excluded": {str(reason): count for reason, count in plan.reasons.items()},
        "services": [
            {
                "id": one.service.id,
                "title": one.service.title,
                "told": one.told,
                "not_told": one.not_told,
            }
            for one in plan.services
        ],
        "baseline": plan.baseline is not None,
        "left_out": sorted(plan.baseline.left_out) if plan.baseline else [],
        "settling": list(plan.settling),
        "warnings": list(plan.warnings),
        "override": {"who": plan.override.who, "why": plan.override.why} if plan.override else None,
    }


def plan_lines(plan: Plan, *, new: bool, register: Register) -> Iterator[str]:
    """Yield the plan for a person: what is told to how many, who is not, and what is next."""
    if not plan.notices or not (new or plan.deliveries):
        yield "There is nothing new to tell anybody."
    else:
        yield f"Plan {plan.hash[:12]} of {plan.today}{'' if new else ': it was made before'}"
        yield from _told_lines(plan)
    for one in plan.periods:
        yield f"  {one.policy_id}: {one.reason}; tell everybody by {one.last_day}"
    if plan.baseline is not None:
        yield from _baseline_lines(plan.baseline.left_out, register)
    for young in plan.settling:
        yield f"  not yet: {young}"
    for warning in plan.warnings:
        yield f"  note: {warning}"
    if plan.override is not None:
        yield f"  against the rules, taken on by {plan.override.who}: {plan.override.why}"
    if plan.deliveries:
        yield "Next: fairnotice notify preview, then fairnotice notify approve --by NAME"


def service_lines(services: Iterable[ServiceTold]) -> Iterator[str]:
    """Yield how many people of each service a plan tells, and how many it does not."""
    for title, told, not_told in services:
        yield f"  {title}: {told:,} told, {not_told:,} not told"


def preview_document(
    batches: Sequence[Batch], services: Iterable[ServiceTold]
) -> dict[str, object]:
    """Return the document of `notify preview --format json`: each notice as one person gets it."""
    counts = _mails(batches)
    return {
        "notices": [
            {
                "id": batch.mail.notice,
                "mails": counts[batch.mail.notice],
                "from": batch.mail.from_.address,
                "subject": batch.mail.subject,
                "text": substituted(batch.mail.text, batch.addressees[0].substitutions),
                "html": substituted(batch.mail.html, batch.addressees[0].substitutions),
            }
            for batch in _firsts(batches)
        ],
        "services": [
            {"title": title, "told": told, "not_told": not_told}
            for title, told, not_told in services
        ],
    }


def preview_lines(
    batches: Sequence[Batch], services: Sequence[ServiceTold], *, folder: Path | None
) -> Iterator[str]:
    """Yield each notice as its first recipient reads it, and how many mails there are."""
    if not batches:
        yield "No plan has mails to show; run: fairnotice notify plan"
        return
    counts = _mails(batches)
    for batch in _firsts(batches):
        mail, first = batch.mail, batch.addressees[0]
        yield f"--- notice {mail.notice[:12]}, {_mail_count(counts[mail.notice])}"
        yield f"From: {mail.from_.name} <{mail.from_.address}>"
        if mail.reply_to is not None:
            yield f"Reply-To: {mail.reply_to.address}"
        yield f"Subject: {mail.subject}"
        yield ""
        yield substituted(mail.text, first.substitutions)
    yield "--- people"
    if services:
        yield "--- of each service"
        yield from service_lines(services)
    if folder is not None:
        yield f"{_mail_count(sum(counts.values()))} written to {folder}"


def status_document(plans: Iterable[PlanStatus], holds: Iterable[Hold]) -> dict[str, object]:
    """Return the document of `notify status --format json`."""
    return {
        "holds": hold_entries(holds),
        "plans": [
            {
                "hash": plan.hash,
                "today": plan.today,
                "recipients": plan.recipients,
                "override": plan.override,
                "planned_by": plan.planned_by,
                "approved_by": plan.approved_by,
                "approved_at": plan.approved_at,
                "outcomes": {" and ".join(s): count for s, count in sorted(plan.outcomes.items())},
                "notices": [
                    {
                        "id": notice.id,
                        "subject": notice.subject,
                        "day": notice.day,
                        "language": notice.language,
                        "deliveries": {str(s): count for s, count in notice.counts.items()},
                        "stopped": dict(notice.stopped),
                    }
                    for notice in plan.notices
                ],
                "unconcerned": plan.unconcerned,
                "excluded": dict(plan.reasons),
            }
            for plan in plans
        ],
    }


def hold_entries(holds: Iterable[Hold]) -> list[dict[str, object]]:
    """Return the holds that stand, for programs; they name nobody who is held."""
    return [
        {"hold": one.number, "at": one.at, "by": one.by, "why": one.why, "notice": one.notice}
        for one in holds
    ]


def status_lines(
    plans: Sequence[PlanStatus], withheld: Sequence[Withheld], holds: Sequence[Hold]
) -> Iterator[str]:
    """Yield every plan with its notices and what became of their deliveries, and what is held."""
    if not plans:
        yield "No notice was planned yet."
    for plan in plans:
        approval = f"approved by {plan.approved_by}" if plan.approved_by else "not approved yet"
        made = f"made by {plan.planned_by}, " if plan.planned_by else ""
        yield f"Plan {plan.hash[:12]} of {plan.today}, {made}{approval}"
        yield f"  {_recipients(plan.recipients)}: {_outcomes(plan)}"
        if plan.override:
            yield f"  against the rules, taken on by {plan.override}"
        for notice in plan.notices:
            yield f"  {notice.subject} ({notice.language})"
            yield f"    {_listed(notice)}"
    if (advice := what_releases(withheld)) is not None:
        yield advice
    for one in holds:
        yield f"Nothing is erased or forgotten under {one}"


def _told_lines(plan: Plan) -> Iterator[str]:
    for planned in plan.notices:
        yield f"  {planned.mail.mail.subject} ({planned.notice.language})"
        yield f"    {_mail_count(plan.mails.get(planned.notice.id, 0))}"
    reasons = {reason: count for reason, count in plan.reasons.items() if count}
    parts = [f"{plan.told} told", *(f"{count} not ({reason})" for reason, count in reasons.items())]
    yield f"  {_recipients(plan.recipients)} = {' + '.join(parts)}"
    yield from service_lines(
        ServiceTold(one.service.title, one.told, one.not_told) for one in plan.services
    )
    if Exclusion.NO_ADDRESS in reasons:
        yield "  Those without an address are to be told by other means, such as a letter."


def _baseline_lines(left_out: Collection[RevisionId], register: Register) -> Iterator[str]:
    yield "  This is the first plan: nobody is mailed about what applied before it."
    texts = [
        f"{policy.title} ({policy.language}), {_dated(revision)}"
        for policy in register
        for revision in reversed(policy.revisions)
        if revision.id in left_out
    ]
    for text in texts[:LISTED]:
        yield f"    left out: {text}"
    if len(texts) > LISTED:
        yield f"    and {len(texts) - LISTED} more"


def _dated(revision: Revision) -> str:
    if revision.applies_from is None:
        return f"published on {revision.published_on}"
    return f"the text from {revision.applies_from}"


def _firsts(batches: Sequence[Batch]) -> list[Batch]:
    return list({batch.mail.notice: batch for batch in reversed(batches)}.values())[::-1]


def _mails(batches: Sequence[Batch]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for batch in batches:
        counts[batch.mail.notice] += len(batch.addressees)
    return counts


def _mail_count(number: int) -> str:
    return "1 mail" if number == 1 else f"{number:,} mails"


def _recipients(number: int) -> str:
    return "1 recipient" if number == 1 else f"{number:,} recipients"


def _outcomes(plan: PlanStatus) -> str:
    """What became of each recipient once; those with several mails may be in several states."""
    order = list(DeliveryState).index
    return ", ".join(
        f"{count:,} {' and '.join(_state(state, plan.why(state)) for state in states)}"
        for states, count in sorted(plan.outcomes.items(), key=lambda one: order(one[0][0]))
    )


def _listed(notice: NoticeStatus) -> str:
    parts = [
        f"{count:,} {_state(state, notice.why(state))}"
        for state, count in notice.counts.items()
        if count
    ]
    return ", ".join(parts) or "nobody"


def _state(state: DeliveryState, reasons: Mapping[str, int]) -> str:
    if not reasons:
        return str(state)
    return f"{state} ({', '.join(f'{count:,} {reason}' for reason, count in reasons.items())})"
