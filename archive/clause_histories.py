"""The clauses of a policy through its revisions, traced once and carried on from what is kept."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from archive.changes import ENGINE
from archive.clause_records import TRACING, read_record, record_json
from archive.rendering import RENDERER
from archive.revisions import BlobId
from archive.texts import Progress, Texts

if TYPE_CHECKING:
    from archive.clause_steps import ClauseStep
    from archive.clause_tracing import Tracer

_KIND: Final = "clauses"
_STEPS: Final = "clause-steps"


def kept_clauses(texts: Texts, blobs: Sequence[BlobId]) -> str:
    """Return the clauses of texts that followed one another, the oldest first, as JSON.

    Of a history that grew, only what is new is traced.
    """
    keys = list(_keys(blobs))
    known = next((n for n in range(len(keys), 0, -1) if texts.cache.holds(_KIND, keys[n - 1])), 0)
    found = texts.cache.get(_KIND, keys[known - 1]) if known else None
    if found is not None and known == len(keys):
        return found
    from archive.clause_tracing import Tracer  # noqa: PLC0415 - with the comparing engine

    tracer = Tracer(None if found is None else read_record(found))
    for step in _steps(texts, blobs, tracer):
        tracer.take(step)
    made = record_json(tracer.record)
    if keys:
        texts.cache.put(_KIND, keys[-1], made)
    return made


def prepare_clauses(
    texts: Texts, histories: Sequence[Sequence[BlobId]], *, progress: Progress
) -> None:
    """Compare the neighbours that are not in the cache yet, on every core."""
    waiting = [
        pair
        for blobs in histories
        if blobs and not texts.cache.holds(_KIND, list(_keys(blobs))[-1])
        for pair in pairwise(blobs)
    ]
    if not waiting:
        return
    from archive.clause_steps import step_json  # noqa: PLC0415 - with the comparing engine

    texts.prepare_pairs(
        waiting,
        kind=_STEPS,
        key=step_key,
        make=step_json,
        doing="Tracing clauses",
        progress=progress,
    )


def step_key(old: BlobId, new: BlobId) -> str:
    """Return under which key the step between two texts is kept."""
    return f"{RENDERER} {ENGINE} {old} {new}"


def _steps(texts: Texts, blobs: Sequence[BlobId], tracer: "Tracer") -> "Iterator[ClauseStep]":
    """Yield the steps that a tracer has not taken yet."""
    from archive.clause_html import write_clauses  # noqa: PLC0415 - with the comparing engine
    from archive.clause_steps import ClauseStep, read_step  # noqa: PLC0415 - with the comparing engine
    from archive.clauses import parse  # noqa: PLC0415 - with the comparing engine

    taken = len(tracer.record.splices)
    if not taken and blobs:
        first = write_clauses(parse(texts.html(blobs[0])))
        yield ClauseStep(clauses=tuple(first), pairs=())
    before = tracer.newest
    for old, new in list(pairwise(blobs))[max(0, taken - 1) :]:
        kept = texts.kept(_STEPS, step_key(old, new), partial(_compared, texts, old, new))
        step = read_step(kept, before)
        before = list(step.clauses)
        yield step


def _compared(texts: Texts, old: BlobId, new: BlobId) -> str:
    from archive.clause_steps import step_json  # noqa: PLC0415 - with the comparing engine

    return step_json((texts.html(old), texts.html(new)))


def _keys(blobs: Sequence[BlobId]) -> Iterator[str]:
    """Yield the key of a history's every beginning, the shortest first."""
    digest = ""
    for blob in blobs:
        digest = hashlib.sha256(f"{digest} {blob}".encode()).hexdigest()
        yield f"{TRACING} {RENDERER} {ENGINE} {digest}"
