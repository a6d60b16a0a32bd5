"""The clauses of a policy through its revisions, traced once and carried on from what is kept."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from archive.changes import ENGINE
from archive.clause_records import TRACING, checked_record, read_record, record_json
from archive.rendering import RENDERER
from archive.revisions import BlobId
from archive.texts import WORTH_A_PROCESS, Progress, Texts

_KIND: Final = "clauses"
_STEPS: Final = "clause-steps"
_TOGETHER: Final = 16  # histories that are handed over to be traced, whatever their length


def kept_clauses(texts: Texts, blobs: Sequence[BlobId]) -> str:
    """Return the clauses of texts that followed one another, the oldest first, as JSON.

    Of a history that grew, only what is new is traced.
    """
    if not blobs:
        return _traced(_untraced(texts, blobs))
    return texts.kept_as(
        _KIND,
        _last(_keys(blobs)),
        lambda: _traced(_untraced(texts, blobs)),
        read=checked_record,
    )


def prepare_clauses(
    texts: Texts, histories: Sequence[Sequence[BlobId]], *, progress: Progress
) -> None:
    """Trace the clauses of histories that are not in the cache yet, on every core."""
    keys = {_last(_keys(blobs)): blobs for blobs in histories if blobs}
    unknown = {key: blobs for key, blobs in keys.items() if not texts.cache.holds(_KIND, key)}
    waiting = [pair for blobs in unknown.values() for pair in pairwise(blobs)]
    if not waiting:
        return
    from archive.clause_steps import step_json  # noqa: PLC0415 - with the comparing engine

    texts.prepare_pairs(
        waiting,
        kind=_STEPS,
        key=step_key,
        make=step_json,
        doing="Comparing clauses",
        progress=progress,
    )
    if len(waiting) >= WORTH_A_PROCESS:
        _trace_all(texts, unknown, progress)


def _trace_all(texts: Texts, unknown: Mapping[str, Sequence[BlobId]], progress: Progress) -> None:
    keys = list(unknown)
    for start in range(0, len(keys), _TOGETHER):
        part = keys[start : start + _TOGETHER]
        work = (_untraced(texts, unknown[key]) for key in part)
        made = texts.workers.map(_traced, work, at_once=1)
        for done, (key, record) in enumerate(zip(part, made, strict=True), start + 1):
            texts.cache.put(_KIND, key, record)
            progress("Tracing clauses", done, len(keys))


def step_key(old: BlobId, new: BlobId) -> str:
    """Return under which key the step between two texts is kept."""
    return f"{RENDERER} {ENGINE} {old} {new}"


class _Untraced(NamedTuple):
    """What is left to be traced of a history."""

    record: str | None  # of the texts that were traced before
    first: str | None  # the HTML of the first text, where none was
    steps: tuple[str, ...]  # that lead on from these, as they are kept


def _untraced(texts: Texts, blobs: Sequence[BlobId]) -> _Untraced:
    from archive.clause_steps import checked_step  # noqa: PLC0415 - with the comparing engine

    known = [key for key in _keys(blobs) if texts.cache.holds(_KIND, key)]
    record = texts.cache.read(_KIND, known[-1], checked_record) if known else None
    taken = list(_keys(blobs)).index(known[-1]) if record else 0
    pairs = list(pairwise(blobs))[taken:]
    return _Untraced(
        record=record,
        first=texts.html(blobs[0]) if blobs and record is None else None,
        steps=tuple(
            texts.kept_as(
                _STEPS, step_key(*pair), partial(_compared, texts, *pair), read=checked_step
            )
            for pair in pairs
        ),
    )


def _traced(work: _Untraced) -> str:
    """Return the record of a history, as JSON."""
    from archive.clause_html import write_clauses  # noqa: PLC0415 - with the comparing engine
    from archive.clause_steps import ClauseStep, read_step  # noqa: PLC0415 - with the comparing engine
    from archive.clause_tracing import Tracer  # noqa: PLC0415 - with the comparing engine
    from archive.clauses import parse  # noqa: PLC0415 - with the comparing engine

    tracer = Tracer(None if work.record is None else read_record(work.record))
    if work.first is not None:
        tracer.take(ClauseStep(clauses=tuple(write_clauses(parse(work.first))), pairs=()))
    before = tracer.newest
    for kept in work.steps:
        step = read_step(kept, before)
        before = list(step.clauses)
        tracer.take(step)
    return record_json(tracer.record)


def _compared(texts: Texts, old: BlobId, new: BlobId) -> str:
    from archive.clause_steps import step_json  # noqa: PLC0415 - with the comparing engine

    return step_json((texts.html(old), texts.html(new)))


def _keys(blobs: Sequence[BlobId]) -> Iterator[str]:
    """Yield the key of a history's every beginning, the shortest first."""
    digest = ""
    for blob in blobs:
        digest = hashlib.sha256(f"{digest} {blob}".encode()).hexdigest()
        yield f"{TRACING} {RENDERER} {ENGINE} {digest}"


def _last(keys: Iterator[str]) -> str:
    """Return the key of a whole history, which is never empty."""
    *_, last = keys
    return last
