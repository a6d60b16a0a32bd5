"""Samples in the ledger: all senders keep to one, and what it shows decides about the rest."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from notify.canaries import PATIENCE
from notify.carriers import Accepted, Batch, BatchId, Outcome, Refused
from notify.deliveries import DeliveryState
from notify.ledger import Ledger, approve
from notify.ledger_batches import claim_next
from notify.ledger_brakes import NothingToHold, pause, paused, resume
from notify.ledger_canaries import send_canary
from notify.ledger_database import moment_of
from notify.ledger_measures import measure
from notify.ledger_samples import SampleHeld, Sampling, begin_samples, room_in, waiting_for_samples
from notify.ledger_work import Work
from notify.mailboxes import Mailbox
from notify.provider_events import EventKind, ProviderEvent
from notify.samples import LOOK
from notify.sandbox import running_sandbox
from notify.sendgrid_carrier import SendGridCarrier
from notify.sending import send
from notify.web_events import PATH
from tests.notify.hands import Hands
from tests.notify.ledgers import Clock, a_ledger, approved, people, planned, totals
from tests.notify.provider_posts import key, said, taken_in
from tests.notify.test_ledger_proofs import checked, of_notice, unpacked
from tests.notify.web_services import running_web

S, K = DeliveryState, EventKind
OWN = Mailbox(address="canary@example.com", name="Canary")


class Provider:
    """A carrier whose events a test posts while the senders wait."""

    def __init__(self, ledger: Ledger, clock: Clock, **fates: EventKind | None) -> None:
        self.ledger, self.clock, self.fates = ledger, clock, fates
        self.hands = Hands(self._took, max_batch=10)
        self.hands.name = "sendgrid"
        self.unheard: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.canaries = 0
        self.bad: Callable[[int], EventKind | None] = lambda _: None
        self.number = 0

    def _took(self, batch: Batch) -> Outcome:
        self.unheard += [(a.delivery, batch.id) for a in batch.addressees]
        return Accepted(message_id="m")

    def sleep(self, seconds: float) -> None:
        """Time passes, and what was handed over is heard of."""
        self.clock.sleep(seconds)
        events: list[ProviderEvent] = []
        for delivery, batch in self.unheard:
            kind = self._fate(canary=delivery == batch)
            events += [said(kind, delivery, batch)] if kind else []
        self.unheard.clear()
        if events:
            taken_in(self.ledger, *events)

    def _fate(self, *, canary: bool) -> EventKind | None:
        if canary:
            return self.fates.get("canary", K.DELIVERED)
        self.number += 1
        return self.bad(self.number) or self.fates.get("mail", K.DELIVERED)

    def canary(self) -> bool:
        self.canaries += 1
        return send_canary(self.ledger, self.hands, to=OWN, from_=OWN)

    def send(self, *, least: int = 20, hears: bool = True, lines: int = 1) -> None:
        send(
            self.ledger,
            self.hands,
            now=self.clock,
            sleep=self.sleep,
            claimed=lambda: None,
            progress=lambda *_: None,
            say=self.said.append,
            lines=lines,
            sampling=Sampling(
                least=least,
                say=self.said.append,
                canary=self.canary if hears else None,
                deaf="" if hears else "notice.canary is not set",
            ),
        )


def a_provider(database: str, number: int, **fates: EventKind | None) -> Provider:
    clock = Clock()
    return Provider(approved(database, number, clock), clock, **fates)


def test_the_rest_goes_once_the_sample_and_a_later_canary_were_heard_of(database: str) -> None:
    provider = a_provider(database, 60)

    provider.send()

    assert totals(provider.ledger).keys() == {S.DELIVERED, S.ACCEPTED}
    assert sum(totals(provider.ledger).values()) == 60
    assert provider.hands.sizes[:4] == [10, 10, 1, 10]  # the one is the canary
    assert provider.canaries == 1
    assert "the rest waits until events say how they fared" in provider.said[0]
    assert provider.said[-1].endswith("the rest goes on")


def test_a_plan_no_larger_than_its_sample_waits_for_nothing(database: str) -> None:
    provider = a_provider(database, 20, canary=None, mail=None)

    provider.send()

    assert totals(provider.ledger) == {S.ACCEPTED: 20}
    assert provider.said == []


def test_without_events_the_rest_is_held_and_the_next_run_looks_again(database: str) -> None:
    provider = a_provider(database, 60, canary=None, mail=None)

    with pytest.raises(SampleHeld, match="the canary that was sent after them has not arrived"):
        provider.send()
    (line,) = waiting_for_samples(provider.ledger)
    assert line.endswith("its first 20 mails; run: fairnotice notify send")

    assert totals(provider.ledger) == {S.ACCEPTED: 20, S.PLANNED: 40}
    provider.fates = {}
    with pytest.raises(SampleHeld, match=r"of 20 mails the end of 0 is known.*resume"):
        provider.send()  # events come again, but of the first mails they were lost
    assert totals(provider.ledger) == {S.ACCEPTED: 20, S.PLANNED: 40}
    assert provider.canaries == 2

    resume(provider.ledger, plan=_hash(provider), by="Counsel")
    provider.send()
    assert S.PLANNED not in totals(provider.ledger)


def test_a_sample_that_bounces_stops_the_plan_until_a_person_lets_it_go(database: str) -> None:
    provider = a_provider(database, 300)
    provider.bad = lambda number: K.BOUNCED if number % 3 == 0 else None

    with pytest.raises(SampleHeld, match="20 of 60 mails could not be delivered for good"):
        provider.send(least=60)

    assert totals(provider.ledger)[S.PLANNED] == 240
    assert "is paused by the limits, as 20 of 60 mails" in (paused(provider.ledger) or "")
    assert waiting_for_samples(provider.ledger) == []
    assert measure(provider.ledger).over_limits == {_hash(provider): True}
    provider.bad = lambda _: None
    provider.send(least=60)  # nothing goes by itself
    assert totals(provider.ledger)[S.PLANNED] == 240

    resume(provider.ledger, plan=_hash(provider), by="Counsel")
    provider.send(least=60)

    assert S.PLANNED not in totals(provider.ledger)  # what was seen does not stop it again
    assert measure(provider.ledger).over_limits == {_hash(provider): False}


def test_the_proof_of_a_notice_tells_of_its_sample_and_of_who_let_it_go_on(
    database: str, tmp_path: Path
) -> None:
    provider = a_provider(database, 300)
    provider.bad = lambda number: K.BOUNCED if number % 3 == 0 else None
    with pytest.raises(SampleHeld):
        provider.send(least=60)
    resume(provider.ledger, plan=_hash(provider), by="Counsel")
    provider.send(least=60)

    folder = unpacked(of_notice(provider.ledger, tmp_path / "n.zip").file)

    assert checked(folder).returncode == 0
    chain = (folder / "chain.jsonl").read_text(encoding="utf-8")
    with provider.ledger.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM event ORDER BY number").scalars()
        own = ("sample", "limit", "sample-passed", "resume")
        steps = [kind for kind in kinds if kind in own]
    assert steps == ["sample", "limit", "sample-passed", "resume"]
    assert "Counsel" in chain


def test_complaints_stop_it_as_well(database: str) -> None:
    provider = a_provider(database, 100)
    provider.bad = lambda number: K.COMPLAINED if number <= 3 else None

    with pytest.raises(SampleHeld, match="3 of 20 mails were called spam by their readers"):
        provider.send()


def test_the_same_limits_stop_the_rest_later(database: str) -> None:
    provider = a_provider(database, 400)
    provider.bad = lambda number: K.BOUNCED if number > 20 else None
    answer = provider.hands.answer

    def slow(batch: Batch) -> Outcome:
        provider.sleep(6)  # while it is on its way, events come about those before
        return answer(batch)

    provider.hands.answer = slow

    with pytest.raises(SampleHeld, match="mails could not be delivered for good"):
        provider.send()

    left = totals(provider.ledger)[S.PLANNED]
    assert 300 < left < 380
    assert "the limits" in (paused(provider.ledger) or "")


def test_without_an_event_endpoint_it_says_so_and_goes_on_after_a_while(database: str) -> None:
    provider = a_provider(database, 60, canary=None, mail=None)
    began = provider.clock.moment

    provider.send(hears=False)

    assert totals(provider.ledger) == {S.ACCEPTED: 60}
    assert LOOK <= provider.clock.moment - began < LOOK + timedelta(minutes=1)
    assert "as notice.canary is not set: the rest goes out in 15 minutes" in provider.said[0]
    assert len([line for line in provider.said if "15 minutes" in line]) == 1


def test_addresses_that_the_carrier_refuses_count_without_any_events(database: str) -> None:
    provider = a_provider(database, 200, canary=None, mail=None)

    left = 12

    def refuses_the_first(batch: Batch) -> Outcome:
        nonlocal left
        left -= 1
        bad = {batch.addressees[0].delivery: "no such mailbox"}
        return Refused(reason="bad", addressees=bad) if left >= 0 else Accepted(message_id="m")

    provider.hands.answer = refuses_the_first

    with pytest.raises(SampleHeld, match=r"12 of [0-9]+ mails could not be delivered for good"):
        provider.send(least=40, hears=False)


def test_a_pause_holds_the_rest_while_it_waits_for_its_sample(database: str) -> None:
    provider = a_provider(database, 60, canary=None, mail=None)
    sleep = provider.sleep

    def paused_meanwhile(seconds: float) -> None:
        if paused(provider.ledger) is None:
            pause(provider.ledger, plan=None, by="Counsel")
        sleep(seconds)

    provider.sleep = paused_meanwhile  # type: ignore[method-assign]
    provider.send(hears=False)

    assert totals(provider.ledger) == {S.ACCEPTED: 20, S.PLANNED: 40}
    resume(provider.ledger, plan=None, by="Counsel")
    with pytest.raises(NothingToHold, match="is not paused"):
        resume(provider.ledger, plan=None, by="Counsel")


def test_all_senders_together_keep_to_one_sample(database: str) -> None:
    clock = Clock()
    ledger = approved(database, 100, clock)
    sampling = Sampling(least=30, say=lambda _: None)
    begin_samples(ledger, sampling, None)
    sizes = []

    for number in range(6):  # six senders, one after the other, none of which has an answer yet
        with ledger.writing() as connection:
            work = Work(ledger=ledger, connection=connection, carrier="sendgrid")
            room = room_in(work, Sampling(least=30, say=lambda _: None), None)
            batch = claim_next(work, id_=BatchId(f"batch{number}"), limit=7, room=room)
            work.finish()
            sizes.append(len(batch.addressees) if batch else 0)

    assert sizes == [7, 7, 7, 7, 2, 0]


def test_senders_that_begin_at_the_same_moment_agree_on_one_sample(database: str) -> None:
    ledger = approved(database, 100)

    def begin(_: int) -> None:
        begin_samples(ledger, Sampling(least=30, say=lambda _: None), None)

    with ThreadPoolExecutor(max_workers=6) as senders:
        list(senders.map(begin, range(6)))

    with ledger.reading() as connection:
        (plan,) = connection.exec_driver_sql("SELECT plan FROM sample").scalars()
    assert plan == 1


def test_who_joins_later_is_told_without_another_sample(database: str) -> None:
    clock = Clock()
    ledger = a_ledger(database, clock)
    planned(ledger, people(60))
    approve(ledger, by="Counsel")
    provider = Provider(ledger, clock)
    provider.send()
    clock.sleep(PATIENCE.total_seconds())

    planned(ledger, people(70))
    provider.send()

    assert sum(totals(ledger).values()) - totals(ledger).get(S.EXCLUDED, 0) >= 70
    assert provider.canaries == 1


def _hash(provider: Provider) -> str:
    with provider.ledger.reading() as connection:
        found = connection.exec_driver_sql("SELECT hash FROM plan").scalar_one()
    return str(found)[:12]


@pytest.mark.slow
def test_over_http_the_provider_s_signed_events_let_the_rest_go(database: str) -> None:
    ledger, said_ = replace(approved(database, 60), now=moment_of), list[str]()
    with (
        running_sandbox(signing_key=key()) as sandbox,
        running_web(replace(a_ledger(database), now=moment_of)) as web,
    ):
        sandbox.events.post_to(web.url + PATH)
        carrier = SendGridCarrier(key="SG.test", host=sandbox.url)
        send(
            ledger,
            carrier,
            now=carrier.now,
            sleep=lambda seconds: time.sleep(min(seconds, 0.5)),
            claimed=lambda: None,
            progress=lambda *_: None,
            say=said_.append,
            lines=4,
            sampling=Sampling(
                least=20,
                say=said_.append,
                canary=lambda: send_canary(ledger, carrier, to=OWN, from_=OWN),
            ),
        )
        assert sandbox.events.wait(60)

    assert totals(ledger) == {S.DELIVERED: 60}
    sizes = Counter(sum(1 for _ in call.messages()) for call in sandbox.inbox.calls())
    assert sizes == {20: 1, 1: 1, 40: 1}
    assert said_[-1].endswith("the rest goes on")
