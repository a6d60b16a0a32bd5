"""The ledger is written anew with other keys while it is in use, and nobody is lost by it (T37)."""

import os
import signal
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select, text

from notify.carriers import Accepted, CarrierStopped, DeliveryId
from notify.deliveries import DeliveryState
from notify.keys import Keyring, Purpose
from notify.ledger import Ledger
from notify.ledger_keys import KEPT, KeyLacking, KeyRetired
from notify.ledger_rekey import Rekeyed, rekey
from notify.ledger_rows import PERSON
from notify.ledger_unsubscribes import unsubscribe
from notify.schema import METADATA, SEALED_WITH
from notify.schema import delivery as _delivery
from notify.sealing import sealed_by
from tests.notify.courtesy import approved_courtesy
from tests.notify.crashes import CONTEXT
from tests.notify.hands import Hands, answers, sent
from tests.notify.keyrings import a_keyring
from tests.notify.ledgers import a_ledger, approved, totals

FORMER, NEW = a_keyring(), a_keyring("new")


def both() -> Keyring:
    """The new keys first, then those of `FORMER`."""
    keys = {p: (NEW.first(p), FORMER.first(p)) for p in Purpose}
    return Keyring(keys=keys, practice=False)


def half_sent(database: str) -> Ledger:
    ledger = approved(database, 9)
    with pytest.raises(CarrierStopped):
        sent(ledger, Hands(answers(Accepted(message_id="m"), CarrierStopped("x")), max_batch=3))
    return ledger


def written_by(ledger: Ledger) -> set[str]:
    """The ids of the keys under which anything stands."""
    found: set[str] = set()
    with ledger.reading() as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if SEALED_WITH in column.info:
                    values = connection.execute(select(column).where(column.is_not(None)))
                    found |= {sealed_by(value) for value in values.scalars()}
    return found


def test_after_it_the_former_keys_may_go_and_sending_goes_on(database: str) -> None:
    half_sent(database)
    rotated = a_ledger(database, prefix="e", keyring=both())

    done = rekey(rotated)

    assert done.values > 0
    assert not done.bound
    assert {purpose for purpose, _ in done.free} == set(Purpose) - {Purpose.LINKS}
    alone = a_ledger(database, prefix="f", keyring=NEW)
    assert not written_by(alone) & {FORMER.first(purpose).id for purpose in Purpose}
    carrier = Hands()
    sent(alone, carrier)
    assert totals(alone) == {DeliveryState.ACCEPTED: 9}
    assert len(carrier.taken) == 6


def test_a_second_run_finds_nothing_to_do(database: str) -> None:
    half_sent(database)
    rotated = a_ledger(database, keyring=both())
    rekey(rotated)
    assert rekey(rotated) == Rekeyed(values=0, free=())


def test_stopped_anywhere_it_is_run_again(database: str) -> None:
    half_sent(database)
    rotated = a_ledger(database, keyring=both())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey(rotated, progress=stop)
    rekey(rotated)
    a_ledger(database, keyring=NEW)


def rekeyed(database: str, dies_after: int) -> None:
    """Write the ledger anew, and die by kill -9 after so many parts of the work."""
    parts = count(1)

    def progress(*_: object) -> None:
        if next(parts) == dies_after:
            os.kill(os.getpid(), signal.SIGKILL)

    rekey(a_ledger(database, prefix=f"{os.getpid()}-", keyring=both()), progress=progress)


@pytest.mark.slow
def test_killed_after_every_part_it_is_run_again_and_nobody_is_lost(database: str) -> None:
    half_sent(database)
    kills = 0
    for dies_after in count(1):
        process = CONTEXT.Process(target=rekeyed, args=(database, dies_after), daemon=True)
        process.start()
        process.join(120)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        kills += 1

    assert kills >= 1
    alone, carrier = a_ledger(database, prefix="f", keyring=NEW), Hands()
    assert not written_by(alone) & {FORMER.first(purpose).id for purpose in Purpose}
    sent(alone, carrier)
    assert totals(alone) == {DeliveryState.ACCEPTED: 9}
    assert len(carrier.taken) == 6


def test_who_still_names_a_former_key_first_is_stopped_once_it_is_done(database: str) -> None:
    ready = Keyring(keys={p: (FORMER.first(p), NEW.first(p)) for p in Purpose}, practice=False)
    half_sent(database)
    behind = a_ledger(database, prefix="g", keyring=ready)
    rotated = a_ledger(database, keyring=both())
    with behind.writing():
        pass
    rekey(rotated)
    with pytest.raises(KeyRetired), behind.writing():
        pytest.fail("it would have written")


def rotated(purpose: Purpose) -> tuple[Keyring, Keyring]:
    """Keyrings in which one purpose alone has a new key: with the former one second, and without."""
    first, second = dict(FORMER.keys), dict(FORMER.keys)
    first[purpose] = (NEW.first(purpose), FORMER.first(purpose))
    second[purpose] = (NEW.first(purpose),)
    return Keyring(keys=first, practice=False), Keyring(keys=second, practice=False)


@pytest.mark.parametrize("purpose", KEPT)
def test_case_34_each_key_changes_in_mid_campaign_and_nobody_on_the_list_is_mailed(
    database: str, purpose: Purpose, tmp_path: Path
) -> None:
    ledger = approved_courtesy(database, 12)
    away, *_ = mailboxes(ledger)
    unsubscribe(ledger, away.delivery, marks=tmp_path)
    with ledger.engine.begin() as connection:  # as another plan would have them, made meanwhile
        connection.execute(text("UPDATE delivery SET state = 'planned'"))
    changing, changed = rotated(purpose)
    taken: set[str] = set()

    def send_some(keyring: Keyring) -> None:
        carrier = Hands(answers(Accepted(message_id="m"), CarrierStopped("x")), max_batch=3)
        with suppress(CarrierStopped):
            sent(a_ledger(database, prefix=f"s{len(taken)}-", keyring=keyring), carrier)
        taken.update(carrier.taken)

    send_some(FORMER)
    send_some(changing)
    rekey(a_ledger(database, prefix="r", keyring=changing), progress=lambda *_: send_some(changing))
    send_some(changed)
    sent(a_ledger(database, prefix="z", keyring=changed), carrier := Hands())

    taken.update(carrier.taken)
    assert len(taken) == 11
    assert away.address not in taken
    with pytest.raises(KeyLacking):
        a_ledger(database, keyring=FORMER)


class Known(NamedTuple):
    delivery: DeliveryId
    address: str


def mailboxes(ledger: Ledger) -> list[Known]:
    with ledger.reading() as connection:
        rows = connection.execute(select(_delivery).order_by(_delivery.c.id)).all()
    return [
        Known(DeliveryId(row.id), ledger.seals.open(row.person, PERSON).split("\n")[0])
        for row in rows
    ]
