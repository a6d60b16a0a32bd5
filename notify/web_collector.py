"""The ledger's numbers as Prometheus reads them, asked for at most once in a while."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as dt_time
from typing import Final
from zoneinfo import ZoneInfo

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from notify.canaries import Hearing
from notify.ledger import Ledger
from notify.ledger_database import LedgerUnusable
from notify.ledger_measures import LedgerMeasures, measure

FRESH: Final = 15.0  # seconds: several readers ask the ledger once
_SHARE: Final = 20  # what took a second is good for twenty: millions of mails take a while to count


class LedgerCollector(Collector):
    """Gives the ledger's numbers, or that it is away."""

    def __init__(
        self, ledger: Ledger, *, zone: ZoneInfo, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ledger = ledger
        self._zone = zone
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0
        self._last: LedgerMeasures | None = None

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name nothing in advance: the ledger is not asked before somebody reads."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every measure; where the ledger is away, that alone."""
        found = self._measures()
        yield _gauge("ledger_up", "Whether the ledger answers.", float(found is not None))
        if found is None:
            return
        yield _by(
            "deliveries",
            "Mails by what is known of them, in plans that stand.",
            "state",
            {str(state): number for state, number in found.deliveries.items()},
        )
        yield _by(
            "waiting", "Approved mails that are still to be handed over.", "plan", found.waiting
        )
        yield _by(
            "not_approved", "Mails of plans that nobody approved yet.", "plan", found.not_approved
        )
        yield _by(
            "tell_by_timestamp_seconds",
            "When the last lawful day ends to tell what is planned.",
            "plan",
            {plan: self._end_of(day) for plan, day in found.tell_by.items()},
        )
        yield _gauge(
            "unconfirmed", "Mails accepted an hour ago and never heard of.", found.unconfirmed
        )
        yield _gauge("handed_over", "Mails handed over an hour ago or more.", found.handed_over)
        yield _by(
            "hearing",
            "What canaries show: 1 for what holds.",
            "shows",
            {str(one): float(one is found.hearing) for one in Hearing},
        )
        yield _gauge(
            "doubt", "Whether nothing goes out until a person has looked.", float(found.doubted)
        )

        yield _by(
            "over_limits",
            "Whether a plan was stopped, as too many of its mails bounced or were called spam.",
            "plan",
            {plan: float(over) for plan, over in found.over_limits.items()},
        )
        yield _by(
            "carrier_stopped",
            "Whether a carrier stopped every sender, and took nothing since.",
            "carrier",
            {carrier: float(stopped) for carrier, stopped in found.stopped.items()},
        )
        yield _by(
            "job_done_timestamp_seconds",
            "When each job was last done.",
            "job",
            {name: done.timestamp() for name, done in found.jobs_done.items()},
        )
        yield _by(
            "job_failing",
            "Whether the last try of each job failed.",
            "job",
            {name: float(failing) for name, failing in found.jobs_failing.items()},
        )

    def _end_of(self, day: date) -> float:
        midnight = datetime.combine(day + timedelta(days=1), dt_time(), tzinfo=self._zone)
        return midnight.timestamp()

    def _measures(self) -> LedgerMeasures | None:
        with self._lock:
            if (begun := self._clock()) >= self._until:
                try:
                    self._last = measure(self._ledger)
                except LedgerUnusable:
                    self._last = None
                ended = self._clock()
                self._until = ended + max(FRESH, _SHARE * (ended - begun))
            return self._last


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"fairnotice_{name}", said, value=value)


def _by(name: str, said: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"fairnotice_{name}", said, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
