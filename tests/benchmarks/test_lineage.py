"""Whether clause ids agree with a direct comparison of versions far apart, and what a record weighs."""

import gzip
import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from archive.clause_histories import kept_clauses, prepare_clauses
from archive.clause_html import page_of, write_clauses
from archive.clause_records import ClauseRecord, read_record
from archive.clause_steps import read_step, step_json
from archive.clauses import parse
from archive.glyphs import words
from archive.register import Policy
from archive.texts import Texts, silent
from archive.workspace import open_workspace
from tests.benchmarks.measuring import Figure, hold

_CORPUS: Final = os.environ.get("FAIRNOTICE_BENCH_CORPUS")
_LEAST: Final = 8  # revisions of a document that is looked at
_LONG: Final = 30  # revisions from which on a record has little left to repeat
_PAIRS: Final = 10  # of versions of each document
_WORDS: Final = 4  # of a clause that counts; marks count as words
_TODAY: Final = date(2030, 1, 1)
_BUNDLES: Final = ("legalmattic", "medium-policy", "npm-policies", "ota-sample", "site-policy")
_OTA: Final = frozenset(
    {
        "alibaba-com/privacy-policy",
        "allstate/privacy-policy",
        "commentcamarche/privacy-policy",
        "commentcamarche/terms-of-service",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was found of one document."""

    name: str
    revisions: int
    same: int  # clauses, of both versions, for which both say the same
    clauses: int
    lineage_alone: int  # only the ids link them to the other version
    direct_alone: int  # only the direct comparison does
    written: int  # bytes of all its revisions as Markdown
    packed: int  # bytes of its record, compressed
    exact: bool  # the record gave back every revision that was looked at


def documents(bundle: str, folder: Path) -> Iterator[Agreement]:
    """Yield what is found of each long history of a bundle."""
    root = folder / bundle
    source = Path(_CORPUS or "") / f"{bundle}.bundle"
    subprocess.run(["git", "clone", "-q", "-b", "main", source, root], check=True)
    (root / "fairnotice.toml").write_text('documents = ["{id}.md"]\n', encoding="utf-8")
    with open_workspace(root, today=_TODAY) as workspace:
        chosen = [
            policy
            for policy in workspace.register
            if len(policy.revisions) >= _LEAST and (bundle != "ota-sample" or policy.id in _OTA)
        ]
        histories = [[revision.blob for revision in policy.revisions] for policy in chosen]
        workspace.texts.prepare([b for blobs in histories for b in blobs], progress=silent)
        prepare_clauses(workspace.texts, histories, progress=silent)
        for policy in chosen:
            yield agreement(workspace.texts, policy)


def agreement(texts: Texts, policy: Policy) -> Agreement:
    blobs = [revision.blob for revision in policy.revisions]
    kept = kept_clauses(texts, blobs)
    record = read_record(kept)
    chance = random.Random(policy.id)
    counts = [0, 0, 0, 0]
    exact = True
    for _ in range(_PAIRS):
        old, new = sorted(chance.sample(range(len(blobs)), 2))
        pages = texts.html(blobs[old]), texts.html(blobs[new])
        exact &= record.page(new) == page_of(write_clauses(parse(pages[1])))
        for place, number in enumerate(compared(record, old, new, pages)):
            counts[place] += number
    return Agreement(
        name=policy.id,
        revisions=len(blobs),
        same=counts[0],
        clauses=sum(counts),
        lineage_alone=counts[1],
        direct_alone=counts[2],
        written=sum(len(texts.markdown(blob).encode()) for blob in blobs),
        packed=len(gzip.compress(kept.encode(), 9, mtime=0)),
        exact=exact,
    )


def compared(record: ClauseRecord, old: int, new: int, pages: tuple[str, str]) -> list[int]:
    """Return how many clauses both link alike, only the ids, only the words, and otherwise.

    A clause that a direct comparison links may be linked by its id or by the origin it names;
    where the comparison links none, no id may link it.
    """
    step = read_step(step_json(pages), write_clauses(parse(pages[0])))
    direct: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for olds, news in step.pairs:
        for place in olds:
            direct[0].setdefault(place, set()).update(news)
        for place in news:
            direct[1].setdefault(place, set()).update(olds)
    held = held_at(record, old), held_at(record, new)
    places = [{clause: n for n, ids in enumerate(side) for clause in ids} for side in held]
    named = origins(record, held[1], places[0])
    counts = [0, 0, 0, 0]
    for side in (0, 1):
        revision = (old, new)[side]
        for place, ids in enumerate(held[side]):
            if size(record, ids[0], revision) < _WORDS:
                continue
            other = places[1 - side]
            traced = {other[clause] for clause in ids if clause in other}
            found = direct[side].get(place, set())
            either = traced | named[side].get(place, set())
            alike = bool(either & found) or not (traced or found)
            counts[0 if alike else 1 if not found else 2 if not traced else 3] += 1
    return counts


def origins(
    record: ClauseRecord, later: list[list[int]], earlier: dict[int, int]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return which places of two versions new clauses link by the origins they name."""
    links: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for place, ids in enumerate(later):
        for clause in ids:
            origin = record.lines[clause].origin
            if clause not in earlier and origin in earlier:
                links[0].setdefault(earlier[origin], set()).add(place)
                links[1].setdefault(place, set()).add(earlier[origin])
    return links


def held_at(record: ClauseRecord, revision: int) -> list[list[int]]:
    """Return the clauses at each place of a revision; the first stands by itself."""
    held = {clause: [clause] for clause in record.order(revision)}
    for clause in range(len(record.lines)):
        standing = record.standing(clause, revision)
        if standing is not None and standing.within is not None:
            held[standing.within].append(clause)
    return list(held.values())


def size(record: ClauseRecord, clause: int, revision: int) -> int:
    return _words_of(record.written(clause, revision).text)


@lru_cache(maxsize=1 << 16)  # most clauses stand in most pairs
def _words_of(text: str) -> int:
    """Return how many words a clause has; a row of empty cells has none."""
    return sum(1 for block in parse(text).blocks for _ in words(block.exact))


@pytest.mark.skipif(_CORPUS is None, reason="FAIRNOTICE_BENCH_CORPUS names no folder of histories")
def test_clause_ids_agree_with_a_direct_comparison(tmp_path: Path) -> None:
    found = [each for bundle in _BUNDLES for each in documents(bundle, tmp_path)]
    long = [each for each in found if each.revisions >= _LONG]
    apart = 100 * (1 - sum(e.same for e in found) / sum(e.clauses for e in found))
    figures = [
        Figure(what="documents", value=len(found), unit=""),
        Figure(what="clauses in pairs of versions", value=sum(e.clauses for e in found), unit=""),
        Figure(
            what="linked by their ids alone", value=sum(e.lineage_alone for e in found), unit=""
        ),
        Figure(what="linked directly alone", value=sum(e.direct_alone for e in found), unit=""),
        Figure(what="clauses without agreement", value=apart, unit="%", bound=4),
        *(  # without a bound: where a list became one paragraph, the ids see it and the words do not
            Figure(
                what=f"without agreement: {each.name}, {each.revisions} revisions",
                value=100 * (1 - each.same / each.clauses),
                unit="%",
            )
            for each in sorted(found, key=lambda each: each.same / each.clauses)
        ),
        Figure(
            what="documents that a record did not give back",
            value=sum(not each.exact for each in found),
            unit="",
            bound=0,
        ),
        Figure(
            what=f"records of {_LONG} revisions and more, compressed, by their Markdown",
            value=100 * sum(e.packed for e in long) / sum(e.written for e in long),
            unit="%",
            bound=2,
        ),
    ]
    hold("Clause ids and records of real histories", figures)
