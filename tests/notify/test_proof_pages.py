"""What the page for a court says of each state, so that no word claims more than is known."""

from dataclasses import replace
from datetime import date

import pytest

from archive.revisions import PolicyId, RevisionId
from notify.answers import AnswerKind
from notify.carriers import DeliveryId, NoticeId
from notify.deliveries import DeliveryState
from notify.proof_pages import period_of, person_page, reasons_of, summary_of
from notify.proofs import AnswerOnRecord, Dossier, LawfulDay, Report, Telling, Verdict
from notify.provider_events import EventKind

S, V = DeliveryState, Verdict
LAST = date(2027, 1, 29)


def a_telling(
    state: DeliveryState,
    *,
    delivered: str | None = None,
    today: str = "2027-03-01",
    reason: str | None = None,
) -> Telling:
    lawful = LawfulDay(
        policy_id=PolicyId("privacy"), period="30 days", reason="our promise", last_day=LAST
    )
    return Telling(
        delivery=DeliveryId("d1"),
        recipient="c-1",
        notice=NoticeId("n1"),
        subject="Privacy changes",
        day=date(2027, 3, 1),
        covered=(),
        language="en",
        services=(),
        state=state,
        as_of=date.fromisoformat(today),
        reason=reason,
        told_as=None,
        erased=False,
        lawful=(lawful,),
        delivered_on=date.fromisoformat(delivered) if delivered else None,
    )


def a_dossier(*tellings: Telling) -> Dossier:
    return Dossier(
        named="c-1",
        on=date(2027, 2, 1),
        company="Example",
        made_at="2027-03-01T09:00:00+00:00",
        listed=(),
        texts=(),
        tellings=tellings,
        erased_on=(),
        answers=(),
        holds=(),
        notes=(),
    )


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (S.PLANNED, V.NOT_TOLD),
        (S.SENDING, V.UNKNOWN),
        (S.ACCEPTED, V.UNKNOWN),
        (S.DELIVERED, V.TOLD),
        (S.BOUNCED, V.NOT_TOLD),
        (S.DROPPED, V.NOT_TOLD),
        (S.WITHHELD, V.NOT_TOLD),
        (S.EXCLUDED, V.NOT_TOLD),
        (S.CANCELLED, V.NOT_TOLD),
        (S.FAILED, V.NOT_TOLD),
        (S.UNKNOWN, V.UNKNOWN),
    ],
)
def test_only_what_a_mail_server_accepted_counts_as_told(
    state: DeliveryState, verdict: Verdict
) -> None:
    assert a_telling(state).verdict is verdict


def test_every_state_has_a_sentence() -> None:
    assert all(a_telling(state).meaning.endswith(".") for state in DeliveryState)


@pytest.mark.parametrize(
    ("telling", "says"),
    [
        pytest.param(a_telling(S.DELIVERED, delivered="2027-01-29"), "was met.", id="last day"),
        pytest.param(
            a_telling(S.DELIVERED, delivered="2027-01-30"), "was not met.", id="a day late"
        ),
        pytest.param(a_telling(S.BOUNCED), "was not met.", id="never"),
        pytest.param(a_telling(S.PLANNED, today="2027-01-29"), "had not passed.", id="not yet"),
        pytest.param(a_telling(S.PLANNED, today="2027-01-30"), "was not met.", id="not any more"),
        pytest.param(a_telling(S.ACCEPTED), "is not known.", id="accepted is not delivered"),
    ],
)
def test_it_says_whether_the_period_was_met(telling: Telling, says: str) -> None:
    said = period_of(telling)
    assert "They had to be told by 29 January 2027: 30 days before (our promise)." in said
    assert said.endswith(says)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (None, ""),
        ("no address", "No address of theirs was known."),
        ("550 no such user", "On record as the reason: 550 no such user."),
    ],
)
def test_it_says_why_somebody_was_not_told(reason: str | None, sentence: str) -> None:
    assert reasons_of(a_telling(S.FAILED, reason=reason)) == sentence


def test_in_short_it_counts_and_names_what_was_late() -> None:
    told = a_telling(S.DELIVERED, delivered="2027-02-01")
    dossier = a_dossier(told, a_telling(S.ACCEPTED))
    assert summary_of(dossier) == (
        "0 texts applied to them on 1 February 2027.",
        "2 notices to them on record: told of 1, not told of 0, not known of 1.",
        "Of 1, the notice period was not met.",
    )


def test_what_the_mail_service_reported_stands_with_how_that_is_known() -> None:
    report = Report(
        delivery=DeliveryId("d1"),
        kind=EventKind.BOUNCED,
        at="2027-02-01T09:00:00+00:00",
        detail="5.1.1",
        provider="sendgrid",
        taken_in_at="2027-02-01T09:00:02+00:00",
        post="f" * 64,
        checked="its signature was verified by the public key 0123456789abcdef",
        kept=False,
    )
    telling = replace(a_telling(S.BOUNCED), reports=(report,))

    page = person_page(a_dossier(telling), None)

    assert "<td>bounced, 5.1.1</td>" in page
    assert "From sendgrid, taken in on 1 February 2027, 09:00:02; its signature was" in page
    assert "The whole report was forgotten since; its hash is <code>ffffffffffffffff</code>" in page


@pytest.mark.parametrize(
    ("kind", "purpose", "says"),
    [
        (AnswerKind.SEEN, "", "The notice stood on their screen"),
        (AnswerKind.ACCEPTED, "", "They accepted the text"),
        (AnswerKind.CONSENTED, "training", "They consented, for the purpose \u201ctraining\u201d"),
        (
            AnswerKind.REFUSED,
            "training",
            "They refused or took back their consent, for the purpose",
        ),
    ],
)
def test_an_answer_is_shown_for_what_it_is(kind: AnswerKind, purpose: str, says: str) -> None:
    answer = AnswerOnRecord(
        id="a1",
        at="2027-02-01T09:00:00+00:00",
        event=7,
        service="messaging",
        policy_id=PolicyId("privacy"),
        revision=RevisionId("2027-01-10-1a2b3c4d"),
        version=f"sha256:{'0' * 64}",
        kind=kind,
        purpose=purpose,
        key="k1",
    )

    page = person_page(replace(a_dossier(), answers=(answer,)), None)

    assert f"<td>{says}" in page
    assert "1 February 2027, 09:00:00 [7]" in page
    assert "The service messaging, in a request signed with its key <code>k1</code></td>" in page
    assert "No consent of theirs" not in page
