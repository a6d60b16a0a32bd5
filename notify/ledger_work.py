"""One transaction that claims and settles batches, and the events that say so at its end."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from notify.carriers import Mail
from notify.ledger import Ledger
from notify.ledger_events import Entry, record_all


@dataclass(slots=True, kw_only=True)
class Letter:
    """A notice's mail, and the words that some of its readers have in place of its marks."""

    mail: Mail
    wordings: dict[int, Mapping[str, str | None]] = field(default_factory=dict)


Letters = MutableMapping[tuple[int, str], Letter]  # by plan and notice: read once, used for all


@dataclass(slots=True, kw_only=True)
class Work:
    """What one transaction does with batches; its events are added at its end."""

    ledger: Ledger
    connection: Connection
    carrier: str = ""  # where it claims
    letters: Letters = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def now(self) -> str:
        """The present, by the ledger's clock."""
        return self.ledger.moment(self.connection)

    def finish(self) -> None:
        """Add the events of what was done: nobody else can add one until this is committed."""
        record_all(self.connection, self.entries, at=self.now)
