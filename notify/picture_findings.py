"""Picture findings: a picture came or went, or something else is said in its place.

What a picture shows nothing here reads, so people are to look at it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from archive.changes import Change
from archive.front_matter import Level
from notify.findings import Effect, Finding
from notify.quoting import quoted

PICTURE: Final = "picture-changed"


def picture_findings(changes: Iterable[Change]) -> Iterator[Finding]:
    """Yield a finding for each picture that changed."""
    for change in changes:
        for before, after in change.pictures:
            yield Finding(
                rule=PICTURE,
                topic="other",
                level=Level.MINOR,
                effect=Effect.NONE,
                before=before,
                after=after,
                reason=_reason(before, after),
                clause=change.clause,
            )


def _reason(before: str, after: str) -> str:
    if not before:
        return f'A picture was added: "{quoted(after)}".'
    if not after:
        return f'A picture was taken out: "{quoted(before)}".'
    return f'A picture is "{quoted(after)}" now instead of "{quoted(before)}".'
