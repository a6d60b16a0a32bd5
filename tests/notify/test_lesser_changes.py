"""Changes that nobody must be told of: listed for those who asked for all, at once or week by week."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.front_matter import FrontMatter, Level
from archive.revisions import BlobId, Language, Revision, RevisionId, State
from archive.settings import Redaction, Settings
from notify.carriers import Batch, MailKind, Refused, substituted
from notify.decisions import Judgement
from notify.deliveries import DeliveryState
from notify.duties import Judgements
from notify.findings import Effect
from notify.ledger import Ledger, approve
from notify.ledger_due import what_is_due
from notify.ledger_erasure import erase
from notify.ledger_outcomes import not_reached
from notify.ledger_previews import left_to_hand_over
from notify.ledger_standing import standing_of
from notify.ledger_status import plan_statuses
from notify.ledger_unsubscribes import unsubscribe
from notify.ledger_wishes import change_wish
from notify.list_headers import UNSUBSCRIBE_MARK
from notify.mailboxes import Mailbox
from notify.recipients import Listed
from notify.subscriptions import Extent, Rhythm, Wish
from tests.notify.builders import (
    NEW,
    OLD,
    a_decision,
    a_judgement,
    a_policy,
    a_recipient,
    a_register,
    a_revision,
    day,
    judging,
)
from tests.notify.courtesy import SETTINGS
from tests.notify.hands import Hands, sent
from tests.notify.ledgers import Clock, Made, a_ledger, file_in, planned, totals
from tests.notify.test_subscribers import EVE, Kept, kept, subscribe
from tests.notify.test_subscriptions import a_wish

__all__ = ["kept"]  # the fixture of a carrier

FIRST = a_revision(
    "You may stop at any time.", published="2026-05-01", policy="terms", services=["voice"]
)
BAK = a_recipient("bak", "bak@example.com", ["backup"])
WEEKLY = a_wish(rhythm=Rhythm.WEEKLY)
FRIDAY, TUESDAY, WEDNESDAY, MONDAY = map(
    day, ("2027-01-15", "2027-01-19", "2027-01-20", "2027-01-25")
)
NEXT_MONDAY = MONDAY + timedelta(days=7)

Change = tuple[Revision, Judgement]


def a_change(
    text: str = "You can stop at any time.",
    *,
    published: str = "2027-01-19",
    level: Level = Level.MINOR,
    effect: Effect = Effect.NONE,
    summary: str = "We say can instead of may.",
    effective: str | None = None,
    state: State = State.IN_FORCE,
) -> Change:
    """A text of the terms that takes the place of the one before, and what stands about it."""
    revision = a_revision(
        text,
        published=published,
        effective=effective,
        policy="terms",
        state=state,
        services=["voice"],
    )
    decision = a_decision(level=level, summary=summary, choices="")
    return revision, a_judgement(level, effect, decision=decision)


def a_grave_change(published: str) -> Change:
    """A text that takes something away, and applies from April on."""
    revision, judgement = a_change(
        "You can stop once a year.",
        published=published,
        level=Level.SIGNIFICANT,
        effect=Effect.REDUCES,
        effective="2027-04-01",
        state=State.SCHEDULED,
    )
    decision = a_decision(summary="Once a year only.", choices="Leave us.")
    return revision, replace(judgement, decision=decision)


def planned_on(
    ledger: Ledger, today: date, *changes: Change, settings: Settings = SETTINGS
) -> Made:
    """Plan for subscribers, and a customer of another service, when the terms had these changes."""
    terms = a_policy(FIRST, *(revision for revision, _ in changes), title="Terms of Service")
    judgements: Judgements = judging((FIRST, a_judgement()), *changes)
    return planned(
        ledger,
        [BAK],
        today=today,
        settings=settings,
        register=a_register(terms, today=today),
        judgements=judgements,
    )


def told_on(
    ledger: Ledger, kept: Kept, today: date, *changes: Change, settings: Settings = SETTINGS
) -> list[str]:
    """Plan, approve and send; return the subjects of what went to the subscriber by then."""
    if planned_on(ledger, today, *changes, settings=settings).new:
        approve(ledger, by="Counsel")
        sent(ledger, Hands(kept.take))
    return [mail.subject for mail, _ in kept.mails.get(EVE, [])]


def words_of(kept: Kept, number: int = -1) -> str:
    mail, addressee = kept.mails[EVE][number]
    return " ".join(substituted(mail.text, addressee.substitutions).split())


@pytest.fixture
def clock() -> Clock:
    return Clock()  # Friday, 15 January 2027, 9:00 UTC


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    """A ledger that was begun before anything of this changed."""
    ledger = a_ledger(file_in(tmp_path), clock)
    planned_on(ledger, FRIDAY)
    return ledger


A_MAIL = ["Example Messaging: a small change: Terms of Service"]


@pytest.mark.parametrize(
    ("wish", "change", "today", "mails"),
    [
        pytest.param(a_wish(), a_change(), WEDNESDAY, A_MAIL, id="at once, once it has settled"),
        pytest.param(a_wish(), a_change(), TUESDAY, [], id="not while it may still be mended"),
        pytest.param(WEEKLY, a_change(), WEDNESDAY, [], id="weekly, between digests"),
        pytest.param(WEEKLY, a_change(), MONDAY, A_MAIL, id="weekly, on the day of the digest"),
        pytest.param(
            WEEKLY,
            a_change(),
            MONDAY + timedelta(days=2),
            A_MAIL,
            id="weekly, by a plan that is late",
        ),
        pytest.param(
            WEEKLY,
            a_change(published="2027-01-24"),
            MONDAY + timedelta(days=3),
            [],
            id="weekly, what had not settled by the digest waits for the next",
        ),
        pytest.param(
            WEEKLY, a_change(published="2027-01-24"), NEXT_MONDAY, A_MAIL, id="which has it"
        ),
        pytest.param(
            a_wish(extent=Extent.MUST_BE_TOLD),
            a_change(),
            NEXT_MONDAY,
            [],
            id="not to those who want what must be told alone",
        ),
        pytest.param(a_wish(policies=("privacy",)), a_change(), MONDAY, [], id="another policy"),
        pytest.param(a_wish(services=("voice",)), a_change(), MONDAY, A_MAIL, id="a service of it"),
        pytest.param(a_wish(services=("backup",)), a_change(), MONDAY, [], id="another service"),
        pytest.param(
            a_wish(),
            a_change(level=Level.EDITORIAL),
            MONDAY,
            A_MAIL,
            id="a spelling that was mended",
        ),
        pytest.param(
            a_wish(), a_change(effect=Effect.EXPANDS), MONDAY, A_MAIL, id="what expands rights"
        ),
        pytest.param(
            a_wish(),
            a_change(published="2027-01-14"),
            MONDAY,
            [],
            id="before the wish was confirmed",
        ),
        pytest.param(
            a_wish(),
            a_change("You may stop at any time."),
            MONDAY,
            [],
            id="the same words as before",
        ),
        pytest.param(
            a_wish(),
            a_change(),
            date(2027, 5, 1),
            [],
            id="no mail about a small change of long ago",
        ),
        pytest.param(
            a_wish(), a_change(state=State.WITHDRAWN), MONDAY, [], id="what was taken back"
        ),
    ],
)
def test_who_hears_of_a_small_change_and_when(
    ledger: Ledger, kept: Kept, wish: Wish, change: Change, today: date, *, mails: list[str]
) -> None:
    subscribe(ledger, wish=wish)

    assert told_on(ledger, kept, today, change) == mails


def test_the_day_of_the_digest_is_the_companys(ledger: Ledger, kept: Kept) -> None:
    thursday = replace(SETTINGS, notice=replace(SETTINGS.notice, digest_day="thursday"))
    subscribe(ledger, wish=WEEKLY)

    assert told_on(ledger, kept, WEDNESDAY, a_change(), settings=thursday) == []
    assert told_on(ledger, kept, day("2027-01-21"), a_change(), settings=thursday) == A_MAIL


def test_a_digest_lists_each_change_of_the_week_once_with_all_that_is_to_be_known(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, wish=WEEKLY)
    week = [
        a_change(published="2027-01-18"),
        a_change(
            "You can stop at any hour.",
            published="2027-01-20",
            effect=Effect.EXPANDS,
            summary="Any hour is meant.",
            effective="2027-02-01",
            state=State.SCHEDULED,
        ),
        a_change("You can stop at every hour.", published="2027-01-22", summary=""),
    ]

    assert told_on(ledger, kept, MONDAY, *week) == [
        "Example Messaging: 3 small changes in our policies"
    ]

    words = words_of(kept)
    assert "Published on 18 January 2027. It applies from 18 January 2027." in words
    assert "Minor change. This does not reduce your rights. We say can instead of may." in words
    assert "Published on 20 January 2027. It applies from 1 February 2027." in words
    assert (
        "Minor change. This is better for you: it expands your rights. Any hour is meant." in words
    )
    assert "You can stop at [-any-]{+every+} hour." in words
    assert words.count("[-") == 2  # the legend, and what nobody summed up
    assert words.count("Every change, marked: https://policies.example.com/terms/") == 3
    assert words.index("18 January") < words.index("20 January") < words.index("22 January")

    assert told_on(ledger, kept, NEXT_MONDAY, *week) == [
        "Example Messaging: 3 small changes in our policies"
    ]
    assert totals(ledger) == {"accepted": 1}


def test_a_digest_has_what_is_new_since_the_last(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger, wish=WEEKLY)
    first, second = (
        a_change(),
        a_change("You can end it.", published="2027-01-27", summary="Ended."),
    )
    told_on(ledger, kept, MONDAY, first)

    assert told_on(ledger, kept, NEXT_MONDAY, first, second) == A_MAIL * 2
    assert "Ended." in words_of(kept)
    assert "can instead of may" not in words_of(kept)


def test_what_was_mended_while_it_settled_is_one_change(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger)
    typo, mend = a_change("You can stob.", summary=""), a_change("You can stop.", summary="")
    moment = typo[0].published + timedelta(hours=2)
    mended = replace(mend[0], published=moment), mend[1]

    assert told_on(ledger, kept, day("2027-01-21"), typo, mended) == A_MAIL
    assert "You [-may-]{+can+} stop [-at any time-]." in words_of(kept)
    assert told_on(ledger, kept, MONDAY, typo, mended) == A_MAIL


def test_what_was_undone_while_it_settled_is_nothing(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger)
    slip, undone = a_change("You can."), a_change("You may stop at any time.")
    undone = replace(undone[0], published=slip[0].published + timedelta(hours=2)), undone[1]

    assert told_on(ledger, kept, MONDAY, slip, undone) == []


def test_what_must_be_told_never_waits_for_a_list_and_comes_by_itself(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, wish=WEEKLY)
    small, grave = a_change(), a_grave_change("2027-01-21")
    announced = "Example Messaging: Terms of Service changes on 1 April 2027"

    assert told_on(ledger, kept, day("2027-01-22"), small, grave) == [announced]
    assert told_on(ledger, kept, MONDAY, small, grave) == [announced, *A_MAIL]
    assert "Once a year" not in words_of(kept)


def test_on_one_day_what_must_be_told_goes_first_and_the_list_the_day_after(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, wish=WEEKLY)
    small, grave = a_change(), a_grave_change("2027-01-23")
    first = told_on(ledger, kept, MONDAY, small, grave)

    assert first == ["Example Messaging: Terms of Service changes on 1 April 2027"]
    assert told_on(ledger, kept, MONDAY, small, grave) == first
    assert told_on(ledger, kept, MONDAY + timedelta(days=1), small, grave) == [
        *first,
        *A_MAIL,
    ]


def test_a_list_of_the_morning_does_not_hold_up_a_notice_of_the_afternoon(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, address=EVE)
    told_on(ledger, kept, MONDAY, a_change())
    customer = a_recipient("eve", EVE, ["messaging"])
    privacy = a_policy(OLD, NEW)

    people: list[Listed] = [customer]
    made = planned(
        ledger, people, today=MONDAY, settings=SETTINGS, register=a_register(privacy, today=MONDAY)
    )

    assert made.new
    assert made.plan.deliveries == 1


def test_one_list_a_day_at_most(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger)
    first, second = a_change(), a_change("You can end it.", published="2027-01-22")
    told_on(ledger, kept, MONDAY, first)

    assert told_on(ledger, kept, MONDAY, first, second) == A_MAIL
    assert told_on(ledger, kept, MONDAY + timedelta(days=1), first, second) == A_MAIL * 2


def test_who_comes_to_want_more_hears_of_nothing_older(
    ledger: Ledger, kept: Kept, clock: Clock
) -> None:
    subscribe(ledger, wish=a_wish(extent=Extent.MUST_BE_TOLD))
    clock.moment = datetime(2027, 1, 21, 9, tzinfo=UTC)
    change_wish(ledger, Mailbox(address=EVE), a_wish())

    assert told_on(ledger, kept, MONDAY, a_change()) == []
    assert told_on(ledger, kept, MONDAY, a_change(published="2027-01-22")) == A_MAIL


def test_who_comes_to_want_it_at_once_loses_nothing(
    ledger: Ledger, kept: Kept, clock: Clock
) -> None:
    subscribe(ledger, wish=WEEKLY)
    clock.moment = datetime(2027, 1, 20, 12, tzinfo=UTC)
    change_wish(ledger, Mailbox(address=EVE), a_wish(policies=("terms",)))

    assert told_on(ledger, kept, day("2027-01-21"), a_change()) == A_MAIL


def test_who_left_is_told_nothing_more_not_even_what_was_approved(
    ledger: Ledger, kept: Kept, tmp_path: Path
) -> None:
    subscribe(ledger)
    told_on(ledger, kept, WEDNESDAY, a_change())
    ((_, addressee),) = kept.mails[EVE]
    later = a_change("You can end it.", published="2027-01-22")
    planned_on(ledger, MONDAY, a_change(), later)
    approve(ledger, by="Counsel")

    assert unsubscribe(ledger, addressee.delivery, marks=tmp_path)
    sent(ledger, Hands(kept.take))

    assert len(kept.mails[EVE]) == 1
    assert totals(ledger) == {"accepted": 1, "cancelled": 1}
    assert plan_statuses(ledger)[-1].notices[0].stopped == {"unsubscribed": 1}
    again = planned_on(ledger, NEXT_MONDAY, a_change(), later)
    assert not again.new
    said = "subscribers who take no mail any more, and get none: 1 unsubscribed"
    assert said in again.plan.warnings


def test_of_who_was_erased_it_is_counted_that_they_were(
    ledger: Ledger, kept: Kept, tmp_path: Path
) -> None:
    subscribe(ledger)
    planned_on(ledger, MONDAY, a_change())
    approve(ledger, by="Counsel")

    erase(ledger, EVE, by="A. Counsel", why="asked by mail", marks=tmp_path)
    sent(ledger, Hands(kept.take))

    assert kept.mails == {}
    assert totals(ledger) == {"cancelled": 1}
    assert plan_statuses(ledger)[-1].notices[0].stopped == {"erased": 1}
    assert not planned_on(ledger, NEXT_MONDAY, a_change()).new


def test_it_is_courtesy_mail_that_one_click_ends(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger, wish=WEEKLY)
    told_on(ledger, kept, MONDAY, a_change())

    ((mail, addressee),) = kept.mails[EVE]
    token = addressee.substitutions[UNSUBSCRIBE_MARK]
    page = substituted(mail.html, addressee.substitutions)
    assert (mail.kind, mail.from_.address) == (MailKind.COURTESY, "updates@example.com")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {"List-Id", "List-Unsubscribe", "List-Help", "List-Archive", "List-Owner"} <= set(
        mail.headers
    )
    for words in (page, substituted(mail.text, addressee.substitutions)):
        assert f"https://notices.example.com/unsubscribe/{token}" in words
        assert "https://notices.example.com/preferences" in words
        assert "legal notice" not in words


def test_each_reads_it_in_the_language_they_chose(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger, wish=replace(WEEKLY, language=Language("de")))

    assert told_on(ledger, kept, MONDAY, a_change()) == [
        "Example Messaging: eine kleine Änderung: Terms of Service"
    ]
    assert "Veröffentlicht am 19. Januar 2027." in words_of(kept)
    assert "Kleine Änderung." in words_of(kept)


def test_where_one_commit_changed_a_translation_too_its_words_are_shown(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, wish=replace(WEEKLY, language=Language("de")))
    change = a_change()
    german = FrontMatter(change=a_decision(summary="Wir sagen nun jederzeit.", choices=""))
    former, now = (
        a_revision(text, published=on, policy="terms", language="de", front_matter=german)
        for text, on in (("Ende stets.", "2026-05-01"), ("Ende jederzeit.", "2027-01-19"))
    )
    bedingungen = a_policy(former, replace(now, commit=change[0].commit), title="Bedingungen")
    terms = a_policy(FIRST, change[0], title="Terms of Service")

    planned(
        ledger,
        [BAK],
        today=MONDAY,
        settings=SETTINGS,
        register=a_register(terms, bedingungen, today=MONDAY),
        judgements=judging((FIRST, a_judgement()), change),
    )
    approve(ledger, by="Counsel")
    sent(ledger, Hands(kept.take))

    assert "BEDINGUNGEN" in words_of(kept)
    assert "Wir sagen nun jederzeit." in words_of(kept)


@pytest.mark.parametrize(
    ("shown", "decided", "expected"),
    [
        pytest.param("decided", True, True, id="what people decided"),
        pytest.param("decided", False, False, id="not what the rules alone say"),
        pytest.param("all", False, True, id="unless everything is shown"),
        pytest.param("none", True, False, id="or nothing is"),
    ],
)
def test_a_verdict_that_nobody_reviewed_is_no_admission(
    ledger: Ledger, kept: Kept, shown: str, *, decided: bool, expected: bool
) -> None:
    subscribe(ledger)
    revision, judgement = a_change()
    if not decided:
        judgement = replace(judgement, decision=None)
    settings = replace(SETTINGS, publish_assessment=shown)

    told_on(ledger, kept, MONDAY, (revision, judgement), settings=settings)

    assert ("Minor change" in words_of(kept)) is expected


def test_words_that_had_to_come_down_are_not_mailed(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger)
    change = a_change()
    silent = replace(
        SETTINGS, redactions=(Redaction(blob=BlobId(change[0].blob), reason="a court order"),)
    )

    assert told_on(ledger, kept, MONDAY, change, settings=silent) == []


def test_the_first_plan_lists_nothing_of_the_past(tmp_path: Path, kept: Kept) -> None:
    ledger = a_ledger(file_in(tmp_path))
    subscribe(ledger)

    assert told_on(ledger, kept, MONDAY, a_change()) == []
    assert told_on(ledger, kept, NEXT_MONDAY, a_change()) == []


def test_it_is_seen_before_it_is_approved_and_counted_afterwards(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger, wish=WEEKLY)
    made = planned_on(ledger, MONDAY, a_change())

    (preview,) = left_to_hand_over(ledger)
    (notice,) = preview.notices
    assert notice.subject == A_MAIL[0]
    assert "We say can instead of may." in notice.text
    assert notice.covered == {a_change()[0].id}
    assert (notice.mails, made.plan.recipients, made.plan.told) == (1, 1, 1)
    assert "1 of these mails lists changes that nobody must be told of" in str(made.plan.warnings)
    approve(ledger, by="Counsel")
    sent(ledger, Hands(kept.take))
    status = plan_statuses(ledger)[-1]
    assert status.approved_by == "Counsel"
    assert status.notices[0].counts[DeliveryState.ACCEPTED] == 1


def test_planned_anew_it_is_the_same_plan(ledger: Ledger) -> None:
    subscribe(ledger, wish=WEEKLY)

    assert planned_on(ledger, MONDAY, a_change()).new
    assert not planned_on(ledger, MONDAY + timedelta(days=1), a_change()).new


def refused(batch: Batch) -> Refused:
    return Refused(
        reason="", addressees=dict.fromkeys((a.delivery for a in batch.addressees), "no")
    )


def test_it_is_owed_to_nobody(ledger: Ledger) -> None:
    subscribe(ledger)
    planned_on(ledger, MONDAY, a_change())

    assert what_is_due(ledger, []) == []
    approve(ledger, by="Counsel")
    sent(ledger, Hands(refused))
    assert totals(ledger) == {"failed": 1}
    assert list(not_reached(ledger)) == []


def test_a_list_of_small_changes_reads_no_list_of_people(ledger: Ledger) -> None:
    subscribe(ledger)
    terms = a_policy(FIRST, a_change()[0], title="Terms of Service")

    people = iter([BAK])

    made = planned(
        ledger,
        people,
        today=MONDAY,
        settings=SETTINGS,
        register=a_register(terms, today=MONDAY),
        judgements=judging((FIRST, a_judgement()), a_change()),
    )

    assert made.new
    assert list(people) == [BAK]
    with ledger.reading() as connection:
        assert standing_of(connection).recipients is None


def test_it_turns_out_that_people_must_be_told_of_it_and_they_are(
    ledger: Ledger, kept: Kept
) -> None:
    subscribe(ledger)
    revision, judged = a_grave_change("2027-01-19")
    taken_lightly = a_judgement(Level.MINOR, Effect.NONE)
    told_on(ledger, kept, WEDNESDAY, (revision, taken_lightly))

    subjects = told_on(ledger, kept, day("2027-01-21"), (revision, judged))

    assert subjects == [*A_MAIL, "Example Messaging: Terms of Service changes on 1 April 2027"]


def test_many_changes_with_long_summaries_still_fit_a_mail(ledger: Ledger, kept: Kept) -> None:
    subscribe(ledger, wish=WEEKLY)
    changes = []
    for number in range(60):
        moment = datetime(2027, 1, 18, 0, tzinfo=UTC) + timedelta(hours=number)
        revision, judgement = a_change(f"You can stop {number} times.", summary="Words. " * 600)
        id_ = RevisionId(f"2027-01-18-{number:08x}")
        changes.append((replace(revision, id=id_, published=moment), judgement))
    unhurried = replace(SETTINGS, notice=replace(SETTINGS.notice, settle_hours=0))

    assert told_on(ledger, kept, MONDAY, *changes, settings=unhurried) == [
        "Example Messaging: 50 small changes in our policies"
    ]
    told_on(ledger, kept, MONDAY + timedelta(days=1), *changes, settings=unhurried)
    ((first, _), (rest, _)) = kept.mails[EVE]
    assert (
        first.text.count("Every change, marked:"),
        rest.text.count("Every change, marked:"),
    ) == (
        50,
        10,
    )
