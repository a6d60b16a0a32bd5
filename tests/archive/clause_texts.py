"""Short ways from Markdown texts that followed one another to the record of their clauses."""

from archive.clause_records import ClauseRecord
from archive.clause_steps import ClauseStep, read_step, step_json
from archive.clause_tracing import Tracer
from archive.rendering import render


def paragraphs(*texts: str) -> str:
    """A text of these paragraphs."""
    return "\n\n".join(texts)


def steps(*texts: str) -> list[ClauseStep]:
    """What became of each clause from text to text."""
    found: list[ClauseStep] = []
    before = ""
    for text in texts:
        page = render(text)
        found.append(read_step(step_json((before, page)), found[-1].clauses if found else ()))
        before = page
    return found


def traced(*texts: str) -> ClauseRecord:
    """The clauses of texts that followed one another."""
    tracer = Tracer()
    for step in steps(*texts):
        tracer.take(step)
    return tracer.record
