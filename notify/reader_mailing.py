"""The mails that readers' requests are answered by: taken from the ledger, handed over, settled.

At most once: what was begun and never settled is not handed over again, as the reader can ask anew.
"""

from collections.abc import Callable
from typing import Final

from archive.settings import Settings
from notify.carriers import (
    Accepted,
    Batch,
    Carrier,
    CarrierStopped,
    OutcomeUnknown,
    Refused,
    Several,
    Single,
    TryLater,
)
from notify.ledger import Ledger
from notify.ledger_reader_requests import drop_request, settle_request, take_to_mail
from notify.reader_mails import reader_batch
from notify.reader_requests import ReaderRequest, RequestState

_TAKEN: Final = 10  # at a time: what a crash would leave without its mail


def mail_requests(
    ledger: Ledger,
    carrier: Carrier,
    settings: Settings,
    *,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Hand over the mails of some requests that wait; return how many were taken up.

    Raises `CarrierStopped` where the carrier takes nothing; what was not begun is asked again then.
    """
    taken = take_to_mail(ledger, mails_an_hour=settings.web.mails_an_hour, most=_TAKEN)
    waiting = list(taken)
    try:
        while waiting and go_on():
            request = waiting.pop(0)
            batch = reader_batch(request, settings=settings, keyring=ledger.seals.keyring)
            try:
                outcome = _outcome(carrier, batch)
            except CarrierStopped:  # it took nothing
                waiting.append(request)
                raise
            _settle(ledger, request, outcome)
    finally:
        for request in waiting:
            settle_request(ledger, request.id, RequestState.ASKED)
    return len(taken) - len(waiting)


def _outcome(carrier: Carrier, batch: Batch) -> Single:
    found = carrier.hand_over(batch)
    return found.outcomes[batch.addressees[0].delivery] if isinstance(found, Several) else found


def _settle(ledger: Ledger, request: ReaderRequest, outcome: Single) -> None:
    match outcome:
        case Accepted():
            settle_request(ledger, request.id, RequestState.MAILED)
        case Refused():
            drop_request(ledger, request.id)
        case OutcomeUnknown() | TryLater(certain=False):
            settle_request(ledger, request.id, RequestState.UNKNOWN)
        case TryLater():
            settle_request(ledger, request.id, RequestState.ASKED)
            raise CarrierStopped(outcome.reason)
