"""Whom a provider's events put on the suppression list: by a notice, or by a mail a reader asked for."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sqlalchemy import Connection

from notify.carriers import MailKind
from notify.ledger import Ledger
from notify.ledger_events import Entry
from notify.ledger_reader_requests import mailed_to
from notify.ledger_suppressions import SOURCE_KEY, Stop, deliveries_in, stop_mails, suppress
from notify.provider_events import EventKind, ProviderEvent
from notify.recipients import mailbox_key
from notify.suppressions import SuppressionReason, SuppressionSource

_BY_EVENT: Final[Mapping[EventKind, tuple[SuppressionReason, tuple[MailKind, ...]]]] = {
    EventKind.BOUNCED: (SuppressionReason.BOUNCED, (MailKind.COURTESY, MailKind.LEGAL)),
    EventKind.COMPLAINED: (SuppressionReason.COMPLAINED, (MailKind.COURTESY,)),
}


def suppress_by_events(
    connection: Connection, ledger: Ledger, events: Iterable[ProviderEvent]
) -> list[Entry]:
    """Put on the list whom a provider's events say cannot be reached, or complained."""
    told = list(events)
    entries: list[Entry] = []
    for kind, (reason, kinds) in _BY_EVENT.items():
        ids = sorted({event.delivery for event in told if event.kind is kind})
        source = SuppressionSource.PROVIDER
        for row in deliveries_in(connection, ids):
            entries += suppress(connection, ledger, row, kinds=kinds, reason=reason, source=source)
        entries += _by_requests(connection, ledger, ids, kinds=kinds, reason=reason)
    return entries


def _by_requests(
    connection: Connection,
    ledger: Ledger,
    ids: Collection[str],
    *,
    kinds: tuple[MailKind, ...],
    reason: SuppressionReason,
) -> list[Entry]:
    """Put on the list whose mail with a link came back, or was called spam."""
    entries: list[Entry] = []
    for id_, mailbox in mailed_to(connection, ledger.seals, ids):
        key = mailbox_key(mailbox)
        stop = Stop(
            indexes=frozenset(ledger.seals.indexes(key)),
            key=ledger.seals.seal(key, SOURCE_KEY),
            kinds=kinds,
            reason=reason,
            source=SuppressionSource.PROVIDER,
        )
        entries += stop_mails(connection, ledger, stop, plan=None, request=id_)
    return entries
