"""The tables of the ledger, as the newest migration leaves them, by subject.

The rules stand here as constraints, so that no mistake elsewhere can break them: a mailbox
gets a notice once, a state is one of those known. Events are never altered, by triggers that
the migrations make. A change here needs a migration in `ledger_migrations`, and a new `SCHEMA`.
"""

from typing import Final

from notify.schema.carriers import brake, canary, gate, provider_event, provider_post, sample
from notify.schema.deliveries import batch, delivery, erased
from notify.schema.foundation import METADATA, SEALED_WITH
from notify.schema.people import hold, suppression
from notify.schema.plans import baseline, notice, plan, planning, wording
from notify.schema.readers import answer, reader_request, subscription
from notify.schema.record import events, job, key_in_use, ledger, version

SCHEMA: Final = "0014"  # the newest migration

__all__ = [
    "METADATA",
    "SCHEMA",
    "SEALED_WITH",
    "answer",
    "baseline",
    "batch",
    "brake",
    "canary",
    "delivery",
    "erased",
    "events",
    "gate",
    "hold",
    "job",
    "key_in_use",
    "ledger",
    "notice",
    "plan",
    "planning",
    "provider_event",
    "provider_post",
    "reader_request",
    "sample",
    "subscription",
    "suppression",
    "version",
    "wording",
]
