"""One process of a measurement: plan for so many people, or send to them, on one core.

python -m tests.benchmarks.sending plan DATABASE NUMBER
python -m tests.benchmarks.sending send DATABASE HOST CLIENT CORE
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from notify.ledger import Ledger, approve, open_ledger
from notify.ledger_guard import keep_mark, marks_folder
from notify.recipients import Recipient
from notify.sendgrid_carrier import sendgrid_carrier
from notify.sending import send
from tests.notify.builders import a_recipient
from tests.notify.ledgers import planned


def people(number: int) -> Iterator[Recipient]:
    for one in range(number):
        yield a_recipient(f"customer-{one:07}", services=["messaging"])


def plan(ledger: Ledger, number: int) -> None:
    """Plan and approve one notice to so many people."""
    planned(ledger, people(number))
    approve(ledger, by="Counsel")


def hand_over(ledger: Ledger, *, host: str, client: str, core: int) -> dict[str, float]:
    """Hand over everything with full evidence, on one core; return how many and how long."""
    os.sched_setaffinity(0, {core})
    environ = {"SENDGRID_API_KEY": "SG.bench", "SENDGRID_HOST": host, "SENDGRID_CLIENT": client}
    carrier = sendgrid_carrier(environ)
    began, used = time.perf_counter(), time.process_time()
    counts = send(
        ledger,
        carrier,
        now=partial(datetime.now, UTC),
        sleep=time.sleep,
        claimed=partial(keep_mark, ledger, marks=marks_folder(os.environ)),
        progress=lambda *_: None,
        say=partial(print, file=sys.stderr),
        lines=carrier.lines,
    )
    return {
        "people": sum(counts.values()),
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - used,
    }


def main(what: str, database: str, *arguments: str) -> None:
    """Do one of the two; print what it took as JSON."""
    root = Path(os.environ.get("FAIRNOTICE_BENCH_ROOT", tempfile.gettempdir()))
    ledger = open_ledger({"FAIRNOTICE_DATABASE": database}, root=root)
    if what == "plan":
        return plan(ledger, int(arguments[0]))
    host, client, core = arguments
    print(json.dumps(hand_over(ledger, host=host, client=client, core=int(core))))  # noqa: T201
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
