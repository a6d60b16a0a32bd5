"""Learn notify/weights.toml from changes that readers have judged.

Run `python -m tests.benchmarks.learn_weights` with FAIRNOTICE_BENCH_LABELS and
FAIRNOTICE_BENCH_CORPUS as for the benchmark of the assessment. Each source is also judged by what
the others teach; the threshold is the one that keeps the recall wanted there.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.table import Table

from archive.front_matter import split
from archive.redlines import compare
from archive.rendering import render
from archive.texts import decoded
from notify.judging import found_in
from notify.passages import comparison_of
from notify.rules import Rules, load_rules
from notify.weighing import chance_of, open_traits
from notify.weights import WEIGHTS
from tests.benchmarks.labels import Label, read_labels, texts_of
from tests.benchmarks.learning import START, Case, learned, left_out, threshold
from tests.benchmarks.scores import Share

_RECALL: Final = 0.985  # of significant, on sources left out


def main() -> None:
    """Learn, show what it is worth on sources left out, and write the file."""
    folder, corpus = (Path(os.environ[f"FAIRNOTICE_BENCH_{name}"]) for name in ("LABELS", "CORPUS"))
    labels = read_labels(sorted(folder.glob("*.jsonl")))
    with TemporaryDirectory() as root:
        cases = list(_cases(labels, texts_of(corpus, Path(root)), load_rules()))
    found = left_out(cases)
    least = floor(threshold(found, recall=_RECALL) * 100) / 100
    _show(found, least)
    WEIGHTS.write_text("".join(_lines(learned(cases), least, len(cases))), encoding="utf-8")


def _cases(labels: Iterable[Label], texts: Path, rules: Rules) -> Iterator[Case]:
    """Yield the cases on which readers agree whether they are significant."""
    for label in labels:
        if "significant" in label.levels and not label.surely_significant:
            continue
        redline = compare(*(render(_markdown(texts, blob)) for blob in (label.old, label.new)))
        found = found_in(comparison_of(redline, rules), rules)
        traits = (open_traits(one, rules) for one in found)
        yield Case(
            source=label.source,
            significant=label.surely_significant,
            sure=any(chance_of(one, rules) == 1 for one in found),
            sentences=tuple(one for one in traits if one is not None),
        )


def _markdown(texts: Path, blob: str) -> str:
    run = subprocess.run(
        ["git", "-C", texts, "cat-file", "blob", blob], check=True, capture_output=True
    )
    return split(decoded(run.stdout))[1]


def _show(found: list[tuple[Case, float]], least: float) -> None:
    table = Table("source left out", "precision", "recall", title="Significant, as learned")
    for source in sorted({case.source for case, _ in found}):
        table.add_row(source, *_shares([one for one in found if one[0].source == source], least))
    table.add_row("all", *_shares(found, least))
    Console().print(table)


def _shares(found: list[tuple[Case, float]], least: float) -> Iterator[str]:
    said = [case.significant for case, chance in found if chance >= least]
    missed = sum(case.significant for case, chance in found if chance < least)
    yield str(Share(right=sum(said), of=len(said)))
    yield str(Share(right=sum(said), of=sum(said) + missed))


def _lines(weights: dict[str, float], least: float, cases: int) -> Iterator[str]:
    yield f"# Learned from {cases} judged changes by tests/benchmarks/learn_weights.py.\n"
    yield "#\n# What a sentence's traits (rules.toml) add up to is its chance to matter, between\n"
    yield "# never and surely; the chances of all sentences together decide (notify/weighing.py).\n\n"
    yield f"threshold = {least}  # from which chance on a change is significant\n"
    yield f"start = {weights.pop(START):.2f}  # what every sentence has\n\n[traits]\n"
    for trait, weight in sorted(weights.items(), key=lambda one: one[1]):
        yield f'"{trait}" = {weight:.2f}\n'


if __name__ == "__main__":
    main()
