"""What the endpoints of the service share: the ledger, the settings, the keys that verify."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread

from archive.settings import Settings
from notify.api_keys import ApiKey
from notify.carriers import Carrier
from notify.ledger import Ledger
from notify.published_policies import PublishedPolicies
from notify.reader_mails import can_mail
from notify.sendgrid_events import Verifier
from notify.web_measures import Measures

_AT_ONCE: Final = 4  # calls of the ledger; fewer than it has connections

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebService:
    """One running service."""

    ledger: Ledger
    settings: Settings
    verifier: Verifier | None  # None: no provider's events are taken
    marks: Path  # the folder outside the ledger that no restore takes back
    now: Callable[[], datetime]
    carrier: Carrier | None = None  # None: nothing is mailed, and nobody can subscribe
    published: Callable[[], PublishedPolicies] = PublishedPolicies
    api_keys: tuple[ApiKey, ...] = ()  # of products; none: no product asks
    places: Callable[[], list[Path]] = list  # where files lie that name people
    measures: Measures = field(default_factory=Measures)
    _limit: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_AT_ONCE))

    @property
    def takes_readers(self) -> bool:
        """Whether readers can ask for mails: there is a carrier, and the settings name a sender."""
        return self.carrier is not None and can_mail(self.settings)

    async def in_thread(self, work: Callable[..., T], *args: object, **named: object) -> T:
        """Return what a function gives that waits for the ledger, while others are answered."""
        return await to_thread.run_sync(partial(work, *args, **named), limiter=self._limit)
