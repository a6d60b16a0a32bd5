"""What a product's user can say of one version of a policy, in the product itself."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from archive.revisions import PolicyId, RevisionId
from notify.errors import NotifyError

_SUBJECT: Final = "subject: "  # no mailbox has a space, so that no index is of both
_PURPOSE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_VERSION: Final = re.compile(r"sha256:[0-9a-f]{64}\Z")


class BadAnswer(NotifyError):
    """An answer says what none can say."""


class AnswerKind(StrEnum):
    """What was said. Only the last two speak of consent: seeing or accepting a text is none."""

    SEEN = "seen"  # the notice stood on the screen
    ACCEPTED = "accepted"  # the text, by an act of the user
    CONSENTED = "consented"  # to one purpose
    REFUSED = "refused"  # one purpose, or taken back


CONSENT: Final = frozenset({AnswerKind.CONSENTED, AnswerKind.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody said of one very text."""

    policy: PolicyId
    revision: RevisionId
    version: str  # the hash of the text
    kind: AnswerKind
    purpose: str = ""  # of a consent; empty for the rest

    def __post_init__(self) -> None:
        if not _VERSION.match(self.version):
            raise BadAnswer("a version is named by sha256: and 64 digits")
        if (self.kind in CONSENT) != bool(self.purpose):
            raise BadAnswer("a consent or refusal names its purpose, and nothing else does")
        if self.purpose and not _PURPOSE.match(self.purpose):
            raise BadAnswer("a purpose is named by a-z, 0-9 and -, as in model-training")

    @property
    def replaces(self) -> tuple[str, str, str]:
        """What an answer has in common with those that it takes the place of."""
        said = "consent" if self.kind in CONSENT else str(self.kind)
        return self.policy, said, self.purpose or self.version

    def as_row(self) -> dict[str, str]:
        """Return it as columns of the ledger."""
        return asdict(self)


def present_answers(answers: Iterable[tuple[str, str, Answer]]) -> list[tuple[str, str, Answer]]:
    """Return of answers in order those that hold now: a later one takes the place of an earlier."""
    found: dict[tuple[str, str, str], tuple[str, str, Answer]] = {}
    for one in answers:
        found[one[2].replaces] = one
    return sorted(found.values(), key=lambda one: (one[1], one[0]))


def subject_line(service: str, subject: str) -> str:
    """Return what a user of a service is sealed as, and found by: their opaque id there."""
    return f"{_SUBJECT}{service} {subject}"
