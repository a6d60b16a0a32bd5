"""Whether the ledger can take what comes in now: it answers, can be written, and has room."""

import shutil
from pathlib import Path
from typing import Final

from notify.ledger import Ledger
from notify.ledger_database import LedgerAway, hold, told_when_away

ROOM: Final = 64_000_000  # bytes that must be free beside a file of SQLite


def check_health(ledger: Ledger) -> None:
    """Raise `LedgerUnusable` where nothing could be written now; wait as any writer would."""
    with told_when_away(), ledger.writing() as connection:
        hold(connection)
        connection.rollback()
    file = ledger.engine.url.database
    if ledger.engine.dialect.name == "sqlite" and file:
        free = shutil.disk_usage(Path(file).parent).free
        if free < ROOM:
            raise LedgerAway(f"the disk of the ledger has {free:,} bytes left; make room")
