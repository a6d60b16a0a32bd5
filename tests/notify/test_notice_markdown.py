"""Notices on a code host's pages: what is left to hand over, whoever wrote its words."""

import re
from dataclasses import replace
from pathlib import Path

from notify.carriers import NoticeId
from notify.deliveries import DeliveryState
from notify.ledger import approve
from notify.ledger_previews import Audience, NoticePreview, PlanPreview, left_to_hand_over
from notify.ledger_rows import NoticeStatus, PlanStatus
from notify.ledger_status import plan_statuses
from notify.notice_markdown import (
    LIMIT,
    preview_markdown,
    preview_variables,
    status_markdown,
)
from tests.notify.builders import PRIVACY, a_recipient, a_register
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, a_ledger, planned

HOSTILE = "@everyone closes #1 <img src=x> [a](https://evil.example) ::error::x | ```"


def a_preview(*, text: str = "Hello,", subject: str = "It changes") -> PlanPreview:
    notice = NoticePreview(
        id=NoticeId("n1"),
        language="en",
        day="2027-03-01",
        from_="Example <legal@example.com>",
        reply_to=None,
        subject=subject,
        text=text,
        audiences=(Audience(services=("Messaging",), mails=2), Audience(services=(), mails=1)),
        covered=frozenset(),
    )
    return PlanPreview(status=a_status(subject=subject), notices=(notice,))


def a_status(*, subject: str = "It changes", by: str | None = None) -> PlanStatus:
    notice = NoticeStatus(
        id=NoticeId("n1"),
        subject=subject,
        day="2027-03-01",
        language="en",
        counts={DeliveryState.PLANNED: 3},
        reasons={},
    )
    return PlanStatus(
        number=1,
        hash="1" * 64,
        today="2027-01-15",
        recipients=4,
        override=None,
        approved_by=by,
        approved_at=None,
        notices=(notice,),
        unconcerned=1,
        outcomes={(DeliveryState.PLANNED,): 3, (DeliveryState.EXCLUDED,): 1},
        reasons={"no address": 1},
    )


def test_it_is_what_is_left_and_names_nobody(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    people = [a_recipient(f"p{n}", name="Ada", services=["messaging"]) for n in range(3)]
    planned(ledger, [*people, a_recipient("none", address=None, services=["messaging"])])

    (plan,) = left_to_hand_over(ledger)

    (notice,) = plan.notices
    assert (plan.mails, notice.mails) == (3, 3)
    assert notice.audiences == (Audience(services=("Messaging",), mails=3),)
    assert "Hello,\n" in notice.text
    assert "Ada" not in notice.text
    assert "You use Messaging from" in notice.text
    register = a_register(PRIVACY)
    (commit,) = {r.commit for p in register for r in p.revisions if r.id in notice.covered}
    assert preview_variables([plan], register) == (
        f"plans={plan.status.hash}\nmails=3\ncommits={commit}\n"
    )


def test_what_was_handed_over_is_not_left(tmp_path: Path) -> None:
    clock = Clock()
    ledger = a_ledger(tmp_path, clock)
    planned(ledger, [a_recipient("p1", services=["messaging"])])
    approve(ledger, by="Counsel")
    sent(ledger, Hands())

    assert left_to_hand_over(ledger) == ()
    assert preview_markdown([]) == "### Nothing is left to hand over\n"
    assert "| 1 accepted |" in status_markdown(plan_statuses(ledger))


def test_it_counts_by_services() -> None:
    said = preview_markdown([a_preview()])

    assert said.startswith("### 3 mails wait to be handed over\n")
    assert "| It changes | en | 2027-03-01 | 3 | Messaging (2); any service (1) |" in said
    assert "4 on the list: 3 planned, 1 excluded (1 no address)." in said


def test_whatever_a_text_says_it_only_stands_there() -> None:
    preview = a_preview(text=f"{HOSTILE}\n```\n<script>", subject=HOSTILE)
    said = preview_markdown([preview]) + status_markdown([a_status(subject=HOSTILE, by=HOSTILE)])
    outside = "".join(said.split("````")[::2])  # what stands in a fence is shown letter by letter

    for live in ("@everyone", "#1", "<img", "[a](", "<script>"):
        assert not re.search(rf"(?<!\\){re.escape(live)}", outside)


def test_more_than_a_page_holds_is_counted() -> None:
    long = a_preview(text="word " * (LIMIT // 6))
    two = replace(long, notices=long.notices * 2)

    said = preview_markdown([two])

    assert len(said.encode()) <= LIMIT + 1_000
    assert "The words of 1 more are left out" in said


def test_a_result_is_a_comment_of_one_size() -> None:
    status = a_status(subject="x" * 78)
    many = replace(status, notices=status.notices * 5_000)

    assert len(status_markdown([many, many]).encode()) < 65_536
    assert status_markdown([]).endswith("### No notice was planned yet\n")
