"""A check as workflow commands of GitHub: each fault on its line in the changed files."""

from collections.abc import Iterator

from archive.faults import Fault
from notify import check_words as words
from notify.checks import Check
from notify.inert_text import annotation, annotation_property, line


def annotation_lines(check: Check) -> Iterator[str]:
    """Yield a command for each fault and for what changes the record, then the verdict."""
    for fault in check.all_faults:
        yield _command(fault)
    for change in check.record_changes:
        message = f"this changes the record or its rules: {change.what}"
        yield f"::notice file={annotation_property(change.path)}::{annotation(message)}"
    yield line(words.headline(check))


def _command(fault: Fault) -> str:
    at = f",line={fault.line}" if fault.line else ""
    place = f"file={annotation_property(fault.path)}{at},title={annotation_property(fault.code)}"
    return f"::{fault.severity} {place}::{annotation(fault.message)}"
