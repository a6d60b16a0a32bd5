"""Laws of the ledger, whatever happens in whatever order, on both databases."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from notify.carriers import Batch
from notify.deliveries import DeliveryState
from notify.ledger import NothingToApprove, approve
from notify.ledger_batches import LEASE, claim
from notify.ledger_guard import confirm_restore
from notify.ledger_release import NotApprovedAgain, release_withheld
from notify.ledger_settling import give_up_lost, settle
from notify.ledger_status import plan_statuses
from notify.settlements import Settlement
from tests.notify.ledgers import Clock, a_ledger, people, planned

S = DeliveryState
# What is usual comes most often, so that few steps lead to where a law could break.
CARRIERS = st.sampled_from(["hands", "hands", "outbox"])
ANSWERS = st.sampled_from([S.ACCEPTED] * 4 + [S.UNKNOWN, S.FAILED, S.PLANNED])


class AnyOrder(RuleBasedStateMachine):
    """Plans, approvals, senders that live and die, late answers, and a restored ledger."""

    batches: Bundle[Batch] = Bundle("batches")

    def __init__(self, database: str) -> None:
        super().__init__()
        self.clock = Clock()
        self.ledger = a_ledger(database, self.clock)
        self.people = 0
        self.taken: Counter[str] = Counter()
        self.carriers: dict[str, str] = {}  # by batch

    def teardown(self) -> None:
        self.ledger.engine.dispose()

    @initialize()
    def begin(self) -> None:
        self.plan(more=3, approved=True)

    @rule(more=st.integers(0, 2), approved=st.booleans())
    def plan(self, *, more: int, approved: bool) -> None:
        self.people += more
        planned(self.ledger, people(self.people))
        if approved:
            self.clock.sleep(1)
            with suppress(NothingToApprove):
                approve(self.ledger, by="Counsel")

    @rule(target=batches, limit=st.integers(2, 4), carrier=CARRIERS, later=st.booleans())
    def claim(self, *, limit: int, carrier: str, later: bool) -> Batch | MultipleResults[Batch]:
        """A sender claims a batch, soon or when the leases of all others have ended."""
        self.clock.moment += LEASE + timedelta(seconds=1) if later else timedelta(seconds=1)
        give_up_lost(self.ledger)
        batch = claim(self.ledger, carrier=carrier, limit=limit)
        if batch is None:
            return multiple()
        self.carriers[batch.id] = carrier
        return batch

    @rule(batch=consumes(batches), to=ANSWERS)
    def answer(self, batch: Batch, to: DeliveryState) -> None:
        """An answer comes, in time or too late; a folder only ever withholds."""
        state = S.WITHHELD if self.carriers[batch.id] == "outbox" else to
        if state is S.ACCEPTED:
            self.taken.update(addressee.mailbox.address for addressee in batch.addressees)
        ids = [addressee.delivery for addressee in batch.addressees]
        settle(self.ledger, batch.id, Settlement(to={state: ids}))

    @rule()
    def release(self) -> None:
        with suppress(NotApprovedAgain):
            release_withheld(self.ledger)

    @precondition(lambda self: self.taken)
    @rule(complete=st.booleans())
    def restore(self, *, complete: bool) -> None:
        marks = Path("/nonexistent")
        confirm_restore(self.ledger, marks=marks, by="Counsel", why="moved", complete=complete)

    @invariant()
    def the_sum_over_all_states_is_the_planned_total(self) -> None:
        for plan in plan_statuses(self.ledger):
            assert sum(plan.outcomes.values()) == plan.recipients
            told = sum(sum(notice.counts.values()) for notice in plan.notices)
            assert told + plan.unconcerned == plan.recipients  # one notice, so one each

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert set(self.taken.values()) <= {1}


@pytest.mark.slow
def test_everybody_is_in_one_state_at_every_moment_and_nobody_is_told_twice(
    new_database: Callable[[], str],
) -> None:
    class AnyOrderHere(AnyOrder):
        def __init__(self) -> None:
            super().__init__(new_database())

    run_state_machine_as_test(
        AnyOrderHere,
        settings=settings(max_examples=40, stateful_step_count=20, deadline=None),
    )
