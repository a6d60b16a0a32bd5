"""What a product's user can say of one version of a policy, in the product itself."""

from enum import StrEnum
from typing import Final

_SUBJECT: Final = "subject: "  # no mailbox has a space, so that no index is of both


class AnswerKind(StrEnum):
    """What was said. Only the last two speak of consent: seeing or accepting a text is none."""

    SEEN = "seen"  # the notice stood on the screen
    ACCEPTED = "accepted"  # the text, by an act of the user
    CONSENTED = "consented"  # to one purpose
    REFUSED = "refused"  # one purpose, or taken back


def subject_line(service: str, subject: str) -> str:
    """Return what a user of a service is sealed as, and found by: their opaque id there."""
    return f"{_SUBJECT}{service} {subject}"
