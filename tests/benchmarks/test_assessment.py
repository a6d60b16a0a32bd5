"""How well changes are judged, beside careful readers, and how long it takes.

Set FAIRNOTICE_BENCH_LABELS to a folder of labels (*.jsonl) and FAIRNOTICE_BENCH_CORPUS to the
folder of git bundles that hold their texts.
"""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console
from rich.table import Table

from tests.benchmarks.labels import Label, read_labels, texts_of
from tests.benchmarks.measuring import PYTHON, run
from tests.benchmarks.scores import Answer, Miss, Score, score

_LABELS: Final = os.environ.get("FAIRNOTICE_BENCH_LABELS")
_CORPUS: Final = os.environ.get("FAIRNOTICE_BENCH_CORPUS")
_COLUMNS: Final = (
    "source",
    "cases",
    "significant: precision",
    "recall",
    "F1",
    "reduces: recall",
    "precision",
    "editorial: precision",
    "of them significant",
    "consent: recall",
    "precision",
    "topics",
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One bare repository with the objects of all bundles."""
    return texts_of(Path(_CORPUS or ""), tmp_path_factory.mktemp("texts"))


@pytest.mark.skipif(not (_LABELS and _CORPUS), reason="no folder of labels and texts is named")
def test_judgements_beside_those_of_readers(texts: Path, tmp_path: Path) -> None:
    labels = list(read_labels(sorted(Path(_LABELS or "").glob("*.jsonl"))))
    answers = judged(labels, texts, tmp_path)
    cases = [(label, answers[label.id]) for label in labels]
    by_source = {
        source: score(case for case in cases if case[0].source == source)
        for source in sorted({label.source for label in labels})
    }

    show(by_source | {"all": score(cases)})
    show_misses(score(cases).misses)
    show_seconds(answers.values())

    assert len(answers) == len(labels)


def judged(labels: Iterable[Label], texts: Path, folder: Path) -> dict[str, Answer]:
    """Return what `fairnotice assess --batch` says of each change, by its id."""
    pairs = folder / "pairs.jsonl"
    lines = [json.dumps(pair(label, texts, folder)) for label in labels]
    pairs.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = run([PYTHON, "-m", "fairnotice", "assess", "--batch", pairs], cwd=folder)
    return {answer["id"]: answer for answer in map(json.loads, ran.output.splitlines())}


def pair(label: Label, texts: Path, folder: Path) -> dict[str, str]:
    paths = {}
    for side, blob in (("old", label.old), ("new", label.new)):
        paths[side] = folder / f"{blob}.md"
        content = subprocess.run(
            ["git", "-C", texts, "cat-file", "blob", blob], check=True, capture_output=True
        ).stdout
        paths[side].write_bytes(content)
    return {"id": label.id} | {side: str(path) for side, path in paths.items()}


def show(scores: dict[str, Score]) -> None:
    table = Table(*_COLUMNS, title="Judgements beside those of careful readers")
    for source, found in scores.items():
        table.add_row(source, *cells(found))
    Console(width=200).print(table)


def cells(found: Score) -> Iterator[str]:
    yield str(found.cases)
    yield str(found.significant_precision)
    yield str(found.significant_recall)
    yield f"{found.f1:.3f}"
    yield str(found.reduces_recall)
    yield str(found.reduces_precision)
    yield str(found.editorial_precision)
    yield str(found.significant_called_editorial)
    yield str(found.consent_recall)
    yield str(found.consent_precision)
    yield str(found.topics)


def show_misses(misses: Iterable[Miss]) -> None:
    console = Console(width=160, highlight=False, markup=False)
    for miss in misses:
        found = ", ".join(f"{f['rule']} ({f['level']})" for f in miss.answer["findings"])
        console.print(
            f"{miss.kind}: {miss.label.id} {miss.label.why}\n    {found or 'no findings'}"
        )


def show_seconds(answers: Iterable[Answer]) -> None:
    seconds = sorted(answer["seconds"] for answer in answers)
    total, median = sum(seconds), seconds[len(seconds) // 2]
    print(  # noqa: T201
        f"{len(seconds)} pairs in {total:.1f} s, rendering left out: {median * 1000:.0f} ms in the"
        f" median, {seconds[-1]:.2f} s at most"
    )
