"""Plan for a list in a process of its own: `planning.py LIST FOLDER`, or `planning.py wait FOLDER`.

The second writes to the same ledger, again and again, as somebody who unsubscribes, until the
first has ended; each prints what it took as JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Final

from sqlalchemy import update

from notify import schema
from notify.ledger import open_ledger
from notify.ledger_drafts import drafting
from notify.planning import make_plan
from notify.recipient_sources import read_recipients
from tests.notify.builders import JUDGEMENTS, REGISTER, SETTINGS, a_redline

ENDED: Final = "ended"  # the file that says so
_PAUSE: Final = 0.02  # seconds between two who unsubscribe


def plan(people: Path, folder: Path) -> dict[str, float]:
    """Return how long a plan took, and for how many it is."""
    ledger = open_ledger({}, root=folder)
    began, used = time.perf_counter(), time.process_time()
    with drafting(ledger, scratch=folder) as draft:
        made = make_plan(
            register=REGISTER,
            judgements=JUDGEMENTS,
            recipients=read_recipients(SETTINGS, {}, root=folder, given=people),
            books=draft.books,
            settings=SETTINGS,
            redline_of=a_redline,
        )
        assert draft.keep(made)
    return {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - used,
        "rows": made.rows,
        "megabytes": (folder / ".fairnotice/ledger.sqlite3").stat().st_size / 1e6,
    }


def wait(folder: Path) -> dict[str, float]:
    """Return how long writing a row took while another process planned."""
    ledger = open_ledger({}, root=folder)
    waits = []
    while not (folder / ENDED).exists():
        began = time.perf_counter()
        with ledger.writing() as connection:
            connection.execute(update(schema.ledger).values(doubt=None))
        waits.append(time.perf_counter() - began)
        time.sleep(_PAUSE)
    waits.sort()
    return {"p99": waits[int(len(waits) * 0.99)], "worst": waits[-1], "writes": len(waits)}


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(wait(where) if what == "wait" else plan(Path(what), where)))  # noqa: T201
