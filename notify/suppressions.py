"""Why a mailbox gets no more mail of a kind, and who said so."""

from enum import StrEnum


class SuppressionReason(StrEnum):
    """Why a mailbox gets no more mail of a kind."""

    BOUNCED = "bounced"  # there is no such mailbox
    COMPLAINED = "complained"  # its reader called our mail spam
    UNSUBSCRIBED = "unsubscribed"  # its reader wants none


class SuppressionSource(StrEnum):
    """Who said so."""

    PROVIDER = "provider"  # in a signed event
    LINK = "link"  # the reader, by the link in a mail
