"""A carrier whose answers a test gives, and short ways to send with it."""

from collections import Counter
from collections.abc import Callable
from typing import Literal

from notify.carriers import Accepted, Batch, Carrier, CarrierStopped, Outcome, OutcomeUnknown
from notify.ledger import Ledger
from notify.sending import Progress, Say, send
from tests.notify.ledgers import Clock


class Hands:
    """A carrier whose answers a test gives; it remembers whom it took."""

    name = "hands"
    account = "a test's"

    def __init__(
        self,
        answer: Callable[[Batch], Outcome] | None = None,
        *,
        max_batch: int = 1_000,
        counts_as: Literal["accepted", "withheld"] = "accepted",
    ) -> None:
        self.answer = answer or (lambda _: Accepted(message_id="m"))
        self.max_batch = max_batch
        self.lines = 1
        self.counts_as = counts_as
        self.sizes: list[int] = []
        self.taken: Counter[str] = Counter()

    def hand_over(self, batch: Batch) -> Outcome:
        self.sizes.append(len(batch.addressees))
        outcome = self.answer(batch)
        if isinstance(outcome, Accepted | OutcomeUnknown):
            self.taken.update(addressee.mailbox.address for addressee in batch.addressees)
        return outcome


def sent(
    ledger: Ledger,
    carrier: Carrier,
    clock: Clock | None = None,
    *,
    claimed: Callable[[], None] = lambda: None,
    progress: Progress = lambda *_: None,
    say: Say = lambda _: None,
    lines: int = 1,
) -> None:
    clock = clock or Clock()
    send(
        ledger,
        carrier,
        now=clock,
        sleep=clock.sleep,
        claimed=claimed,
        progress=progress,
        say=say,
        lines=lines,
    )


def answers(*given_: Outcome | CarrierStopped) -> Callable[[Batch], Outcome]:
    left = iter(given_)

    def answer(_: Batch) -> Outcome:
        found = next(left, Accepted(message_id="m"))
        if isinstance(found, CarrierStopped):
            raise found
        return found

    return answer
