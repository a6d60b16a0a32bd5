"""Two texts compared in a browser by the script of the compare page."""

import json
from typing import Any

from playwright.sync_api import Page as BrowserPage

from archive.clause_html import write_clauses
from archive.clause_records import ClauseRecord, record_json
from archive.clause_steps import ClauseStep, read_step, step_json
from archive.clause_tracing import Tracer
from archive.clauses import parse

Pair = tuple[str, str]  # two texts as HTML
COMPARED = """async (record) => {
  const { redline, textOf } = await import("/assets/fairnotice/comparison.js");
  return redline(textOf(record, 0), textOf(record, 1));
}"""


def clauses_of(pair: Pair) -> ClauseRecord:
    """The clauses of a policy with two texts."""
    tracer = Tracer()
    first = write_clauses(parse(pair[0]))
    tracer.take(ClauseStep(clauses=tuple(first), pairs=()))
    tracer.take(read_step(step_json(pair), first))
    return tracer.record


def compared(page: BrowserPage, record: ClauseRecord) -> dict[str, Any]:
    """What the script says of the two texts, as a page asks it that may load it."""
    made: dict[str, Any] = page.evaluate(COMPARED, json.loads(record_json(record)))
    return made
