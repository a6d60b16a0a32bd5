"""The line of a file on which a fault is to be mended."""

from dataclasses import replace
from typing import Final

from archive.dates import find_effective
from archive.declaration_places import places_in
from archive.faults import Fault
from archive.front_matter import split

# The declarations that a fault speaks of, the nearest first. Where none of them is there yet,
# they belong at the end of the front matter.
_DECLARED: Final = {
    "assessed-otherwise": ("change.assessed",),
    "at-once": ("change.at_once",),
    "at-once-without-reason": ("change.at_once",),
    "contested-unknown": ("change.contested",),
    "contested-without-reason": ("change.contested",),
    "existing-too-early": ("existing",),
    "late-existing": ("existing",),
    "lowering-without-reason": ("change.level",),
    "missing-choices": ("change.choices", "change"),
    "missing-summary": ("change.summary", "change"),
    "narrowing-without-reason": ("change.services",),
    "not-judged": ("change",),
    "redirect-ambiguous": ("redirect_from",),
    "redirect-taken": ("redirect_from",),
    "replaces-scheduled": ("after", "change.withdraws", "effective"),
    "services-changed": ("services",),
    "stale-change": ("change",),
    "stale-translation": ("translates", "effective"),
    "transfer-incomplete": ("change.kind",),
    "unanswered-consent": ("change.consent", "change"),
    "unknown-origin": ("change.from",),
    "unknown-service": ("change.services", "services"),
    "version-label-differs": ("translates", "effective"),
    "withdraws-nothing": ("change.withdraws",),
}
_OF_THE_DATE: Final = frozenset(
    (
        "date-alone",
        "late-dating",
        "moved-up",
        "no-date",
        "retroactive",
        "short-notice",
        "undated-change",
    )
)


def with_line(fault: Fault, text: str, language: str) -> Fault:
    """Return a fault with the line of its file that has to be changed, where none was known."""
    if fault.line is not None:
        return fault
    places = places_in(text)
    if fault.code in _OF_THE_DATE:
        line = places.line("effective") or _line_of_the_date(text, language)
    else:
        line = places.line(*_DECLARED.get(fault.code, ()))
    return replace(fault, line=line or places.closing or 1)


def _line_of_the_date(text: str, language: str) -> int | None:
    """Return the line on which a text itself states its date."""
    _, body, before = split(text)
    line = find_effective(body, language=language).line
    return None if line is None else line + before
