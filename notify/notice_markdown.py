"""What is to be handed over, and what became of it, as Markdown for a code host's pages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.register import Register
from notify.deliveries import DeliveryState
from notify.inert_text import code, fenced, prose
from notify.ledger_previews import Audience, NoticePreview, PlanPreview
from notify.ledger_rows import NoticeStatus, PlanStatus

LIMIT: Final = 900_000  # bytes; a summary of GitHub holds 1 MiB
RESULT: Final = "<!-- fairnotice-notices -->"  # by which the comment of an earlier run is found
_MOST_ROWS: Final = 100
_TABLE: Final = (
    "| notice | language | applies from | what became of the mails |",
    "| --- | --- | --- | --- |",
)
_MOST_COMMITS: Final = 20
_SHOWN: Final = 12  # letters of a hash


def preview_markdown(plans: Sequence[PlanPreview]) -> str:
    """Return every mail that is left to hand over, for whoever is to approve it.

    Of each notice, in each language: how many get it, and its words as most of them read it. Nobody
    is named. What the page has no room for is counted.
    """
    if not plans:
        return "### Nothing is left to hand over\n"
    mails = sum(plan.mails for plan in plans)
    lines = [f"### {_mails(mails)} wait to be handed over", ""]
    for plan in plans:
        lines += [*_head(plan), "", *_table(plan), ""]
    text, left_out = "\n".join(lines), 0
    for notice in (notice for plan in plans for notice in plan.notices):
        block = "\n".join(_words(notice))
        if left_out or len(text.encode()) + len(block.encode()) > LIMIT:
            left_out += 1
        else:
            text += f"\n{block}\n"
    if left_out:
        text += (
            f"\nThe words of {left_out} more are left out: `fairnotice notify preview` has them.\n"
        )
    return text


def preview_variables(plans: Sequence[PlanPreview], register: Register) -> str:
    """Return what a pipeline's next job needs to know, a line of NAME=VALUE each.

    Which plans are left to hand over, how many mails, and the commits that brought their texts.
    """
    covered = {id_ for plan in plans for notice in plan.notices for id_ in notice.covered}
    commits = {
        revision.commit
        for policy in register
        for revision in policy.revisions
        if revision.id in covered
    }
    return (
        f"plans={' '.join(plan.status.hash for plan in plans)}\n"
        f"mails={sum(plan.mails for plan in plans)}\n"
        f"commits={' '.join(sorted(commits)[:_MOST_COMMITS])}\n"
    )


def status_markdown(plans: Sequence[PlanStatus]) -> str:
    """Return what became of plans, in numbers, as one comment; nobody is named."""
    if not plans:
        return f"{RESULT}\n### No notice was planned yet\n"
    lines = [RESULT, "### What became of the notices"]
    left = _MOST_ROWS
    for plan in plans:
        rows = [_status_row(notice) for notice in plan.notices[:left]]
        left -= len(rows)
        if rows:
            lines += ["", _stands(plan), "", *_TABLE, *rows]
    if left_out := sum(len(plan.notices) for plan in plans) - _MOST_ROWS + left:
        lines += ["", f"{left_out} more are left out: `fairnotice notify status` has them."]
    lines += ["", "Accepted: the mail service took it. Delivered: the reader's mail server did."]
    return "\n".join(lines) + "\n"


def _stands(plan: PlanStatus) -> str:
    approval = f"approved by {prose(plan.approved_by)}" if plan.approved_by else "not approved yet"
    made = f"made by {prose(plan.planned_by)}, " if plan.planned_by else ""
    return f"Plan {code(plan.hash[:_SHOWN])} of {plan.today}, {made}{approval}. {_people(plan)}"


def _head(plan: PlanPreview) -> Iterator[str]:
    yield _stands(plan.status)
    if plan.status.override:
        yield ""
        yield f"⚠️ Against the rules, taken on by {prose(plan.status.override)}"
    if plan.status.services:
        yield ""
    for title, told, not_told in plan.status.services:
        yield f"- {prose(title)}: {told:,} told, {not_told:,} not told"


def _table(plan: PlanPreview) -> Iterator[str]:
    yield "| notice | language | applies from | mails | to users of |"
    yield "| --- | --- | --- | ---: | --- |"
    for one in plan.notices[:_MOST_ROWS]:
        audiences = "; ".join(map(_audience, one.audiences))
        yield f"| {prose(one.subject)} | {one.language} | {one.day} | {one.mails:,} | {audiences} |"
    if len(plan.notices) > _MOST_ROWS:
        yield f"| and {len(plan.notices) - _MOST_ROWS} more | | | | |"


def _audience(one: Audience) -> str:
    services = ", ".join(map(prose, one.services)) or "any service"
    return f"{services} ({one.mails:,})"


def _words(notice: NoticePreview) -> Iterator[str]:
    """Yield one mail's words, as most of its readers read them."""
    yield f"#### {prose(notice.subject)} ({notice.language}, {_mails(notice.mails)})"
    yield ""
    yield f"From {code(notice.from_)}" + (
        f", answers to {code(notice.reply_to)}" if notice.reply_to else ""
    )
    yield ""
    yield from fenced(notice.text.splitlines(), "text")


def _people(plan: PlanStatus) -> str:
    """Say what became of everybody who was on the list, each counted once."""
    order = list(DeliveryState).index
    told = [
        f"{count:,} {' and '.join(_state(state, plan.why(state)) for state in states)}"
        for states, count in sorted(plan.outcomes.items(), key=lambda one: order(one[0][0]))
        if count
    ]
    return f"{plan.recipients:,} on the list: {', '.join(told) or 'nobody'}."


def _status_row(notice: NoticeStatus) -> str:
    counts = [
        f"{count:,} {_state(state, notice.why(state))}"
        for state, count in notice.counts.items()
        if count
    ]
    became = ", ".join(counts) or "nobody"
    return f"| {prose(notice.subject)} | {notice.language} | {notice.day} | {became} |"


def _state(state: DeliveryState, reasons: Mapping[str, int]) -> str:
    if not reasons:
        return str(state)
    return f"{state} ({', '.join(f'{count:,} {prose(why)}' for why, count in reasons.items())})"


def _mails(number: int) -> str:
    return "1 mail" if number == 1 else f"{number:,} mails"
