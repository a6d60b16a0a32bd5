"""Evidence of a person and of a notice: what it says, and that anybody can check it offline."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from archive.revisions import PolicyId
from notify.carriers import Accepted, CarrierStopped, DeliveryId
from notify.commitments import WrongCommitment
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve
from notify.ledger_erasure import erase
from notify.ledger_heads import ForeignHead, Head, head_of
from notify.ledger_notice_proof import NoSuchNotice, NoticeEvidence, export_notice
from notify.ledger_outcomes import BadOutcome, Outcome, not_reached, record_outcomes
from notify.ledger_persons import person_rows
from notify.ledger_proofs import events_about, tellings
from notify.ledger_provider_events import Post, take_in
from notify.ledger_retention import forget_posts
from notify.proofs import Telling, Verdict
from notify.provider_events import EventKind
from tests.notify.builders import TODAY, a_recipient
from tests.notify.hands import Hands, answers, sent
from tests.notify.ledgers import a_ledger, planned
from tests.notify.provider_posts import key, public, said, taken_in

UTC = ZoneInfo("UTC")
ADA, BOB, EVE = "ada@example.com", "bob@example.com", "eve@example.com"
WORDS = {"by": "Counsel", "why": "asked by letter"}


def told(database: str) -> Ledger:
    """Two people were mailed, one has no address."""
    ledger = a_ledger(database)
    some = [a_recipient("c-1", ADA, name="Ada L.", services=["voice"]), a_recipient("c-2", BOB)]
    planned(ledger, [*some, a_recipient("c-3", None)])
    approve(ledger, by="Counsel")
    sent(ledger, Hands())
    return ledger


def about(ledger: Ledger, named: str, today: date = TODAY) -> Telling:
    with ledger.reading() as connection:
        rows = person_rows(connection, ledger.seals, named)
        events = events_about(connection, rows.ids)
        (one,) = tellings(connection, ledger.seals, rows.rows, events=events, zone=UTC, today=today)
    return one


def unpacked(file: Path) -> Path:
    folder = file.with_suffix("")
    with zipfile.ZipFile(file) as opened:
        opened.extractall(folder)
    return folder


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the bundle's own script, with nothing of ours to import."""
    return subprocess.run(
        [sys.executable, "-I", "-S", folder / "check.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


def of_notice(ledger: Ledger, file: Path, *, names: bool = False) -> NoticeEvidence:
    with ledger.reading() as connection:
        notice = connection.execute(text("SELECT id FROM notice")).scalar_one()
        head = head_of(connection)
    heads = [head] if head else []
    return export_notice(
        ledger, notice=notice, names=names, zone=UTC, today=TODAY, heads=heads, file=file
    )


def test_accepted_is_not_delivered(database: str) -> None:
    one = about(told(database), ADA)
    assert (one.state, one.verdict, one.told_on) == (
        DeliveryState.ACCEPTED,
        Verdict.UNKNOWN,
        None,
    )
    assert one.in_time is None
    assert "Whether it arrived is not known" in one.meaning
    assert [(h.what, h.source) for h in one.happenings] == [
        ("Taken to be handed over", "this record"),
        ("Accepted for sending", "the mail service, in its answer"),
    ]
    assert one.services == ("Voice",)


def test_delivered_is_said_by_the_signed_report_and_counts_for_the_period(database: str) -> None:
    ledger = told(database)
    delivery = about(ledger, ADA).delivery
    taken_in(ledger, said(EventKind.DELIVERED, delivery))
    one = about(ledger, ADA)
    assert (one.verdict, one.told_on) == (Verdict.TOLD, date(2027, 1, 15))
    assert one.happenings[-1].source == "the mail service, in a signed report"
    assert one.last_day is not None
    assert one.in_time is True
    (period,) = one.lawful
    assert (period.policy_id, period.period) == (PolicyId("privacy"), "30 days")


def test_a_report_is_shown_with_the_result_of_its_signature(database: str) -> None:
    ledger = told(database)
    mail, other = about(ledger, ADA).delivery, about(ledger, BOB).delivery
    signer = public(key())
    post = Post(provider="sendgrid", body="sealed", digest="0" * 64, signer=signer)
    take_in(ledger, post, [said(EventKind.DELIVERED, mail), said(EventKind.BOUNCED, other)])

    (report,) = about(ledger, ADA).reports

    known_by = hashlib.sha256(signer.encode()).hexdigest()[:16]
    assert (report.kind, report.delivery, report.kept) == (EventKind.DELIVERED, mail, True)
    assert report.post == post.id
    assert report.checked == f"its signature was verified by the public key {known_by}"

    forget_posts(ledger, before=date(2100, 1, 1))
    assert about(ledger, ADA).reports == (replace(report, kept=False),)


@pytest.mark.parametrize(
    ("provider", "known"),
    [
        pytest.param("smtp", "an address that this mail alone carried", id="a returned mail"),
        pytest.param("sendgrid", "no signature of it is on record", id="an unsigned report"),
    ],
)
def test_what_no_key_has_signed_claims_no_signature(
    database: str, provider: str, known: str
) -> None:
    ledger = told(database)
    event = said(EventKind.BOUNCED, about(ledger, BOB).delivery)
    take_in(
        ledger,
        Post(provider=provider, body="", digest="0" * 64),
        [replace(event, provider=provider)],
    )

    (report,) = about(ledger, BOB).reports

    assert known in report.checked


def test_a_bundle_of_a_notice_has_every_report_and_names_nobody(
    database: str, tmp_path: Path
) -> None:
    ledger = told(database)
    mail = about(ledger, ADA).delivery
    taken_in(ledger, said(EventKind.DELIVERED, mail), said(EventKind.DELIVERED, "another's"))

    folder = unpacked(of_notice(ledger, tmp_path / "n.zip").file)

    (line,) = (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["delivery"], json.loads(line)["kind"]) == (mail, "delivered")
    assert checked(folder).returncode == 0


def test_whoever_has_no_address_was_not_told(database: str) -> None:
    one = about(told(database), "c-3", today=date(2027, 3, 1))
    assert (one.verdict, one.reason, one.in_time) == (Verdict.NOT_TOLD, "no address", False)


def test_until_its_last_day_a_period_is_neither_met_nor_missed(database: str) -> None:
    assert about(told(database), "c-3").in_time is None


def test_a_recorded_letter_tells_them_and_the_record_names_who_says_so(database: str) -> None:
    ledger = told(database)
    (open_,) = [one for one in not_reached(ledger) if one.recipient == "c-3"]
    letter = Outcome(
        delivery=open_.delivery, channel="letter", told=True, day=TODAY, note="registered post"
    )
    assert record_outcomes(ledger, [letter, letter], by="Post room", today=TODAY) == 1
    assert record_outcomes(ledger, [letter], by="Post room", today=TODAY) == 0
    one = about(ledger, "c-3")
    assert (one.verdict, one.told_on, one.in_time) == (Verdict.TOLD, TODAY, True)
    assert one.outcomes[0].by == "Post room"
    assert [left.recipient for left in not_reached(ledger)] == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"delivery": DeliveryId("d-none")}, "there is no delivery d-none"),
        ({"day": date(2027, 1, 16)}, "still to come"),
        ({"note": "to Ada@example.com"}, "leave the person's name"),
    ],
)
def test_a_bad_outcome_is_refused(database: str, change: dict[str, object], wrong: str) -> None:
    ledger = told(database)
    delivery = about(ledger, ADA).delivery
    good = Outcome(delivery=delivery, channel="letter", told=True, day=TODAY)
    with pytest.raises(BadOutcome, match=wrong):
        record_outcomes(
            ledger,
            [good, replace(good, **change)],  # type: ignore[arg-type]
            by="Post room",
            today=TODAY,
        )
    assert about(ledger, ADA).outcomes == ()


def test_the_not_reached_are_those_bounced_unknown_and_without_address(database: str) -> None:
    ledger = told(database)
    taken_in(ledger, said(EventKind.BOUNCED, about(ledger, BOB).delivery))
    found = {one.recipient: (one.why, one.address) for one in not_reached(ledger)}
    assert found == {"c-2": ("bounced", BOB), "c-3": ("no address", "")}


def test_a_bundle_of_a_notice_names_nobody_and_checks_itself_offline(
    database: str, tmp_path: Path
) -> None:
    ledger = told(database)
    done = of_notice(ledger, tmp_path / "notice.zip")
    folder = unpacked(done.file)
    said_ = checked(folder)
    assert said_.returncode == 0, said_.stdout
    assert "1 batches with 2 deliveries are bound into the chain" in said_.stdout
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for name in (ADA, "Ada L.", "c-1", BOB, "c-3"):
        assert name.encode() not in everything
    assert (done.in_time.met, done.in_time.late, done.in_time.unknown) == (0, 0, 3)


def test_names_are_in_it_where_they_are_asked_for(database: str, tmp_path: Path) -> None:
    folder = unpacked(of_notice(told(database), tmp_path / "n.zip", names=True).file)
    assert ADA in (folder / "batches.jsonl").read_text(encoding="utf-8")
    assert checked(folder).returncode == 0


def test_a_notice_that_is_not_there_is_a_mistake(database: str, tmp_path: Path) -> None:
    with pytest.raises(NoSuchNotice, match="there is no notice n-0"):
        export_notice(
            told(database),
            notice="n-0",
            names=False,
            zone=UTC,
            today=TODAY,
            heads=[],
            file=tmp_path / "n.zip",
        )
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_without_a_head_that_was_kept_proves_nothing(
    database: str, tmp_path: Path
) -> None:
    foreign = Head(at="2027-01-14T09:00:00+00:00", number=1, hash="a" * 64)
    with pytest.raises(ForeignHead, match="was cut off, or it was made anew"):
        export_notice(
            told(database),
            notice="n",
            names=False,
            zone=UTC,
            today=TODAY,
            heads=[foreign],
            file=tmp_path / "n.zip",
        )
    assert list(tmp_path.iterdir()) == []


def test_after_an_erasure_the_bundle_still_checks(database: str, tmp_path: Path) -> None:
    ledger = told(database)
    erase(ledger, ADA, **WORDS, marks=tmp_path / "marks")
    folder = unpacked(of_notice(ledger, tmp_path / "n.zip", names=True).file)
    done = checked(folder)
    assert done.returncode == 0, done.stdout
    assert ADA not in (folder / "batches.jsonl").read_text(encoding="utf-8")
    one = about(ledger, ADA)
    assert one.erased
    assert [h.leaf for h in one.hand_overs] == [None]


def test_an_address_that_was_altered_in_the_ledger_is_noticed(database: str) -> None:
    ledger = told(database)
    with ledger.engine.begin() as connection:
        ada, bob = connection.execute(
            text("SELECT id, person FROM delivery WHERE state = 'accepted' ORDER BY id")
        ).all()
        swap = text("UPDATE delivery SET person = :person WHERE id = :id")
        connection.execute(swap, {"person": bob.person, "id": ada.id})
    with pytest.raises(WrongCommitment, match="is not what event"):
        about(ledger, "c-1")


def _alter_text(name: str, old: str, new: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        file = folder / name
        found = file.read_text(encoding="utf-8")
        assert old in found
        file.write_text(found.replace(old, new, 1), encoding="utf-8")

    return alter


def _and_list_it(alter: Callable[[Path], None]) -> Callable[[Path], None]:
    """As somebody would who also writes the list of hashes anew."""

    def both(folder: Path) -> None:
        alter(folder)
        listed = {
            p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in folder.rglob("*")
            if p.is_file() and p.name != "files.json"
        }
        (folder / "files.json").write_text(json.dumps(listed), encoding="utf-8")

    return both


def _without_last_line(name: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[1:]), encoding="utf-8")

    return alter


ALTERED = [
    pytest.param(
        _and_list_it(_alter_text("heads.txt", " event ", " event 1")), id="a head that was kept"
    ),
    pytest.param(_alter_text("record.json", '"met": 0', '"met": 3'), id="a file"),
    pytest.param(
        _and_list_it(_alter_text("chain.jsonl", '"kind": "approval"', '"kind": "approvaL"')),
        id="an event",
    ),
    pytest.param(
        _and_list_it(_alter_text("chain.jsonl", "Counsel", "Someone")), id="what an event says"
    ),
    pytest.param(_and_list_it(_without_last_line("chain.jsonl")), id="an event left out"),
    pytest.param(
        _and_list_it(_alter_text("batches.jsonl", '"leaves": ["', '"leaves": ["00" , "')),
        id="a leaf",
    ),
]


@pytest.mark.parametrize("alter", ALTERED)
def test_whatever_is_altered_in_a_bundle_is_found_by_its_script(
    database: str, tmp_path: Path, alter: Callable[[Path], None]
) -> None:
    folder = unpacked(of_notice(told(database), tmp_path / "n.zip").file)
    alter(folder)
    done = checked(folder)
    assert done.returncode == 1
    assert "WRONG" in done.stdout


def test_a_notice_that_went_out_twice_shows_both_attempts(database: str) -> None:
    ledger = a_ledger(database)
    planned(ledger, [a_recipient("c-1", ADA)])
    approve(ledger, by="Counsel")
    with pytest.raises(CarrierStopped):
        sent(ledger, Hands(answers(CarrierStopped("x"))))
    sent(ledger, Hands(answers(Accepted(message_id="m"))))
    one = about(ledger, ADA)
    assert len(one.hand_overs) == 2
    assert len({bound.root for bound in one.hand_overs}) == 2


def test_every_event_of_a_person_is_found_and_no_other(database: str) -> None:
    ledger = told(database)
    with ledger.reading() as connection:
        ids = connection.execute(select(text("id FROM delivery WHERE state = 'accepted'")))
        for id_ in ids.scalars():
            kinds = [event.kind for event in events_about(connection, [id_])]
            assert kinds == ["step", "step"]
